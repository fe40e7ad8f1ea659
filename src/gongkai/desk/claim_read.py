"""From a claim's text to its statements: who, which year, which topic, which figure or denial.

Sentences are cut into clauses, clauses into slots: a figure and the words that say what it
counts. Body, year and topic carry over where a clause leaves them out. What can't be read
surely is kept as a statement with its ``problem``; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from gongkai.answering.understand import plain
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_rank import Rank, rank_of, recent_in, span_in
from gongkai.desk.claim_slot import DOWN, UP, after, slot_of, slots, unread
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import Topic, row_of, topics_of
from gongkai.desk.claim_whom import Whom
from gongkai.desk.claim_words import read_phrase, words
from gongkai.text import bare

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")
_CLAUSE = re.compile(r"[（(]?(?:[^，,（）()]|(?<=\d)[,，](?=\d{3}))+|[）)]")
# A colon after which a clause of its own begins, not the figure itself (自然人：45件).
_COLON = re.compile(r"[:：](?=[^，,:：]{0,6}20\d\d年|[\u4e00-\u9fff]{5})|(?<=情况|如下)[:：]")
_MORE = re.compile(
    "(?P<up>高于|多于|超过|大于)|(?P<down>少于|低于|不及|不如)|(?P<even>持平|相同|一样多|相当)"
)
_MOVE = re.compile(f"(?P<up>{UP})|(?P<down>{DOWN})|(?P<even>持平|相同|一样多|不变|相当)")
_DEGREE = re.compile(
    "有所|明显|略有|大幅度?|显著|小幅|持续|呈现?|趋势|态势|稳步|进一步|急剧|快速|继续"
)
_HEADING = re.compile("[^:：，,]{0,8}[:：]")
_SOME = re.compile("有所|明显|略有|大幅|显著|小幅")
_ASKS = re.compile("[?？吗]|是否|多少|几件")
# 年报显示, 记者获悉: who says it, nothing to check.
_LEAD = re.compile(
    "(?:显示|获悉|了解到|介绍|报道|表示|称|得知|来看|看来|看出|如下|统计|方面|情况)[:：]?$|^(?:据|根据|按照|从)[^，]{0,30}$"
    "|晒出|交出|亮出|出炉|成绩单|答卷|(?:公布|发布|公开).{0,12}(?:年报|年度报告|报告|数据)$"
    "|^(?:咨询|如对?|若对?|欲)[^，]{0,30}(?:事宜|疑问|疑义|意见|建议|问题)$"
    "|^(?:与|和|同|较|比).{0,8}(?:相比|比较|相较|同期)$|^相比"
)
# Shorter clauses without a figure only lead up to the next one (2023年，我局…).
_CONTENT = 4
# 2024年公布的年报显示: that year is when it was published, not what it tells of.
_PUBLISHED = re.compile("(?:公布|发布|出炉|披露|对外|晒出|公开).{0,8}(?:年报|年度报告|报告)")
_YEAR_END = re.compile("(?:截[至止]|到)?(?:本|当)?年?(?:底|末|终)?(?:前|时)?")
_PART_YEAR = re.compile(
    r"\d+月|[一二三四五六七八九十]月|季度|半年|[上中下]旬|以来|以后|之前|以前|初期|[两二三四五]年"
)
# 一件申请都没有收到: none at all.
_NOT_ONE = re.compile("一(?:件|起|宗|例|份)(.{0,10}?)(?:都|也)(?=没|未|无|不)")
# 没有收到一件申请 denies any too.
_NO_SINGLE = re.compile(
    "(?<=[没未无有])((?:有|曾)?(?:收到|发生|受理|收取|接到|产生|出现|新收|被提起)?过?)(?:任何)?一(?:件|起|宗|例|份)"
)
# 不到上年的一半: the rounding word belongs to the figure.
_ROUND_OLD = re.compile(
    "(不到|不足|超过|将近|接近|几乎|逾|约|近|超)((?:是|为|相当于)?(?:上一?年度?|去年)(?:同期)?的)"
)
_SAYS = re.compile("被|为|是|均|全部|都|获")
_ALL = Decimal(100)
_EACH = re.compile("每[0-9一二两三十百千]")
_WHOLE_YEAR = re.compile(r"0?1月0?1日.*12月31日|12月(?:31日|底|末)")
_HAS = re.compile("有|发生|存在|收取|产生|收到|出现|被|引发|提起|征收")
_FIELDS = {
    "phone": r"(?:电话|热线|拨打|致电|来电|号码)[^0-9]{0,6}(\(?0\d{2,3}\)?[-\s]?\d{7,8})",
    "fax": r"传真[^0-9]{0,6}(0\d{2,3}[-\s]?\d{7,8})",
    "postcode": r"(?:邮编|邮政编码)[^0-9]{0,4}(\d{6})(?!\d)",
    "email": r"(?:邮箱|邮件|email)[^a-z0-9]{0,6}([\w.+-]+@[\w.-]+)",
    "website": r"(?:网址|网站|官网)[^a-z]{0,6}((?:https?://|www\.)[\w./:-]+)",
    "address": r"地址[是为在位于:：]{1,3}([^，,。；;]{4,40})",
}


def read(text: str, whom: Whom, context: Context) -> Iterator[Statement]:
    """The statements of ``text`` in order; ``context`` holds defaults for body and year.

    A paragraph starts with the body of the one before it, unless several were named by then.
    """
    start = context
    named: dict[tuple[str, ...], None] = {}
    for paragraph in text.split("\n"):
        state = start
        for match in _SENTENCE.finditer(paragraph):
            sentence = match.group().strip()
            if bare(sentence):
                found, state = sentence_of(sentence, whom, state)
                yield from found
                if state.who.names:
                    named[state.who.names] = None
        if state.who.names and state.who != start.who:
            start = replace(start, who=state.who)
        if state.years and not context.years:
            start = replace(start, years=state.years)
        if len(named) > 1:
            start = replace(context, years=start.years)
        start = replace(start, topics=(), last=())


def sentence_of(  # noqa: PLR0912, PLR0915
    sentence: str, whom: Whom, state: Context
) -> tuple[list[Statement], Context]:
    """A sentence's statements and the context after it."""
    found: list[Statement] = []
    if _ASKS.search(sentence):
        problem = "这是问句，不是可核对的陈述"
        return [Statement(sentence, "text", state.who, state.years, problem=problem)], state
    pending = ""
    anchor = state.years
    state = replace(state, against=None, narrow="", sums=())
    outer: list[Context] = []
    span: tuple[int, ...] = ()
    recent = 0
    printed = {int(y) for y in re.findall(r"(20\d\d)年", plain(sentence))}
    pieces = [
        part
        for m in _CLAUSE.finditer(sentence.rstrip("。！!；;"))
        for part in _parts(m.group().strip())
    ]
    for piece in pieces:
        # What a bracket speaks of ends with it: …3607件（市政府349件），同比增长70.3%.
        if piece[:1] in "（(":
            outer.append(state)
            piece = piece[1:]  # noqa: PLW2901
        elif piece in ("）", ")"):
            state = outer.pop() if outer else state
            continue
        if not bare(piece):
            continue
        # 去年 counts from the year printed last, and holds to the sentence's end or 今年.
        detail, head = _contact(piece)
        if not detail and rank_of(plain(piece)):
            own, head = span_in(plain(piece))
            span = own or span
        clause = whom.read(head, replace(state, years=anchor))
        before = state
        if clause.told_years and not _PUBLISHED.search(piece):
            anchor = clause.years
            state = replace(state, years=anchor)
        elif clause.relative:
            state = replace(state, years=clause.years)
        years = clause.years if clause.told_years else state.years
        if clause.who != before.who and not len(clause.who.names) > len(before.who.names) > 0:
            state = replace(state, who=clause.who)
        state = replace(state, against=clause.against or state.against)
        told = clause.told_years or clause.who != before.who or years != before.years
        here = replace(state, who=clause.who, years=years, told=told)
        if outer and clause.told_years and not bare(clause.text):
            outer[-1] = replace(outer[-1], years=clause.years)  # 去年（2023年）
            anchor = clause.years
        if detail:
            found.append(
                Statement(piece, "contact", here.who, here.years, content=detail, clause=piece)
            )
            continue
        if _EACH.search(clause.text):  # 每100件约有85件: no counts of the year
            state = replace(state, narrow="每")
        if lately := recent_in(bare(clause.text)):
            recent = lately
            continue
        if len(clause.years) > 1 and clause.told_years:
            span = clause.years
        rank = rank_of(clause.text)
        ranked = _ranked(piece, rank, span, here, printed) if rank else None
        if ranked and recent:
            ranked = ([replace(s, recent=recent) for s in ranked[0]], ranked[1])
        got, after = ranked or _clause(piece, clause.text, here)
        state = replace(
            state, topics=after.topics, last=after.last, lean=after.lean, share=after.share,
            said=after.said, sums=after.sums,
        )  # fmt: skip
        if not got:
            narrowed = _narrowing(clause.text)
            state = replace(state, narrow=narrowed or state.narrow)
            pending = f"{pending}，{piece}" if pending else piece
            continue
        got = [_narrowed(s, state.narrow) for s in got]
        found += [replace(s, text=f"{pending}，{s.text}") if pending and i == 0 else s
                  for i, s in enumerate(got)]  # fmt: skip
        pending = ""
    left = read_phrase(plain(pending))
    if found and (left.rows or left.parts):  # nothing that says something is dropped in silence
        problem = "没有写明数量，无法核对"
        found.append(Statement(pending, "text", state.who, state.years, problem=problem))
    return found, replace(state, years=anchor)


def _ranked(
    piece: str, rank: Rank, span: tuple[int, ...], state: Context, printed: set[int]
) -> tuple[list[Statement], Context] | None:
    """A superlative or run over years, and the figures beside it; None where what is ranked
    isn't a cell's."""
    got: list[Statement] = []
    here = figures(rank.rest)
    phrase, after = rank.rest, state
    if here:
        got, after = _clause(piece, rank.rest, state)
        if any(s.problem for s in got) or not after.last:
            return None
        topics: tuple[Topic, ...] = after.last
    else:
        topics, add, problem = topics_of(
            read_phrase(_DEGREE.sub("", phrase)), None, state.topics, free_unit=True,
            last=state.last,
        )  # fmt: skip
        if problem or add or len(topics) != 1:
            return None
    years: tuple[int, ...] = state.years[:1] if len(state.years) == 1 else ()
    if not years and rank.steps:
        years = span[-1:] or ((max(printed),) if printed else ())
    if rank.back and years:
        span = tuple(range(years[0] - rank.back + 1, years[0] + 1))
    problem = "" if years else "没有写明是哪一年"
    statement = Statement(
        piece, "rank", state.who, years, topics[:1], direction=rank.way, span=span,
        steps=abs(rank.steps), clause=rank.rest, problem=problem,
    )  # fmt: skip
    return [*got, statement], replace(after, last=topics, lean=True)


def _narrowing(text: str) -> str:
    """What a leading clause narrows the figures behind it to; "" where it narrows nothing."""
    if _HEADING.fullmatch(text.strip()) or _YEAR_END.fullmatch(bare(text)):
        return ""
    if re.search("年报|年度报告|数据|消息", text):
        return ""
    if _PART_YEAR.search(text) and not _WHOLE_YEAR.search(text):
        return text
    reading = read_phrase(_MOVE.sub(" ", _DEGREE.sub("", text)))
    says = _LEAD.search(text) and not re.search("(?:方面|情况)[:：]?$", text)
    return "" if says or reading.known else "".join((*reading.blocks, *reading.rest))


def _narrowed(statement: Statement, narrow: str) -> Statement:
    """The statement, left open where words before it narrow what a cell holds."""
    if not narrow or not statement.topics or statement.problem:
        return statement
    return replace(
        statement, problem=f"“{narrow}”限定的范围，报告的表格里没有", topics=(), content=""
    )


def _parts(piece: str) -> list[str]:
    """A clause cut at a colon that opens another, and before a second year's figure."""
    if _contact(piece)[0]:
        return [piece]
    return [part for half in _halves(piece) for part in _by_year(half)]


def _halves(piece: str) -> Iterator[str]:
    """A clause cut behind such a colon, which stays: it marks a heading (数说公开：)."""
    at = 0
    for match in _COLON.finditer(piece):
        yield piece[at : match.end()]
        at = match.end()
    yield piece[at:]


def _by_year(piece: str) -> list[str]:
    """A clause cut before a second year where a figure stands between the two."""
    text = plain(piece)
    years = list(re.finditer(r"(?<!\d)20\d\d(?=年)", text))
    cuts = [
        second.start()
        for first, second in pairwise(years)
        if figures(text[first.end() + 1 : second.start()])
    ]
    if not cuts:
        return [piece]
    return [text[a:b].strip() for a, b in pairwise([0, *cuts, len(text)])]


def _contact(piece: str) -> tuple[str, str]:
    """``field|value`` where a clause tells a contact detail, else "", and the words before it.

    The places that an address names aren't whom it is of.
    """
    text = plain(piece)
    for field, pattern in _FIELDS.items():
        if match := re.search(pattern, text):
            return f"{field}|{match.group(1).strip(' ）)')}", text[: match.start()]
    return "", piece


def _clause(piece: str, text: str, state: Context) -> tuple[list[Statement], Context]:
    """A clause's statements and the context that the next clause may lean on."""
    text = _ROUND_OLD.sub(r"\2\1", text)
    text = _NO_SINGLE.sub(r"\1", _NOT_ONE.sub(r"\1", text))
    if len(state.years) > 1:  # 2022年和2023年两年合计
        text = re.sub("[两二三四五]年", "", text)
    here = figures(text)
    if len(state.years) > 1 and not re.search("共|合计|总|累计|加起来|之和|相加", text):
        if "分别" in text and len(here) == len(state.years):
            return _each_year(text, here, state), state
        if here:
            problem = "涉及多个年份，没有写明是合计还是各年"
            return [unread(piece, text, state, problem, f) for f in here], state
    if not here:
        return _without_figure(piece, text, state)
    if "分别" in text and len(here) > 1:
        return _respectively(piece, text, here, state), replace(state, last=())
    found: list[Statement] = []
    for left, figure, right in slots(text, here):
        statement = slot_of(piece, text, left, figure, right, state)
        found.append(statement)
        if statement.kind == "value":
            state = after(statement, state)
        elif statement.kind == "growth" and not statement.problem and len(statement.topics) == 1:
            state = replace(state, last=statement.topics, topics=(row_of(statement.topics[0]),))
        elif statement.kind == "share" and not statement.problem:
            state = replace(state, share=statement)
    return found, state


def _without_figure(piece: str, text: str, state: Context) -> tuple[list[Statement], Context]:  # noqa: PLR0911, PLR0912
    """A denial, a change without a figure, a comparison, a contact detail, or plain words."""
    base = Statement(piece, "text", state.who, state.years, content=text, clause=text)
    if _LEAD.search(text.strip()) or _HEADING.fullmatch(text.strip()):
        return [], state
    reading = read_phrase(text)
    move = _MOVE.search(text)
    against = _MORE.search(text) if len(state.who.names) == 2 else None
    if against or (words().growth.search(text) and move):
        move = against or move
        assert move is not None
        text = _MORE.sub(" ", text) if against else text
        phrase = _DEGREE.sub("", text)
        phrase = words().growth.sub(" ", phrase)
        phrase = _MOVE.sub(" ", re.sub("上年度?|去年|上一年度?|[比较]", " ", phrase))
        bare_reading = read_phrase(phrase)
        topics, add, problem = topics_of(
            bare_reading, None, state.topics, free_unit=True, last=state.last
        )
        way = 1 if move["up"] else -1 if move["down"] else 0
        if topics and not problem and not bare_reading.negated:
            return [
                replace(
                    base,
                    kind="growth",
                    topics=topics,
                    add=add,
                    direction=way,
                    against=state.against,
                )
            ], state
    if move and not against:
        # 申请量激增，同比增长两倍: how much follows.
        phrase = _MOVE.sub(" ", _DEGREE.sub("", text))
        topics, _, problem = topics_of(read_phrase(phrase), None, (), free_unit=True)
        if topics and not problem:
            after_this = replace(state, topics=tuple(map(row_of, topics)), last=topics)
            if not _SOME.search(text) or len(topics) > 1:
                return [], after_this
            way = 1 if move["up"] else -1 if move["down"] else 0
            changed = replace(
                base, kind="growth", topics=topics, direction=way, against=state.against
            )
            return [changed], after_this
    if reading.known and (reading.negated or _HAS.search(text)):
        topics, add, problem = topics_of(reading, None, state.topics, free_unit=True, listed=True)
        if topics and not problem and (reading.negated or reading.rows):
            statement = replace(base, kind="value", topics=topics, zero=reading.negated)
            return [statement], after(statement, state)
    if reading.known:
        whole, _, problem = topics_of(reading, None, state.topics, free_unit=True)
        if reading.parts and re.search("全部|均|都", text) and len(whole) == 1 and not problem:
            # 全部被纠正: all of what was spoken of before
            every = Figure(0, 0, "全部", _ALL, "%", "percent", _ALL, _ALL)
            rows = (row_of(whole[0]),)
            share = replace(base, kind="share", topics=whole, figure=every, bases=rows)
            return [share], replace(state, last=())
        if reading.parts and _SAYS.search(text):  # 结果被纠正: of how many isn't told
            return [replace(base, problem="没有写明数量，无法核对")], replace(state, last=())
        # 申请办理情况如下: a lead; its topic may be what the next figure is of.
        topics, add, problem = topics_of(reading, None, (), free_unit=True)
        if topics and not add and not problem:
            state = replace(state, topics=tuple(row_of(topic) for topic in topics), last=())
        return [], state
    if sum(len(r) for r in reading.rest) < _CONTENT:
        return [], state
    return [base], replace(state, last=())


def _respectively(piece: str, text: str, here: Sequence[Figure], state: Context) -> list[Statement]:
    """予以公开、部分公开分别为12件、3件: as many names as figures, in order."""
    head, _, tail = text.partition("分别")
    verb = tail[: max(here[0].start - len(head) - 2, 0)]
    names = [n for n in re.split("、|和|与|及", head) if bare(n)]
    if len(names) != len(here):
        return [unread(piece, text, state, "“分别”所指的项目与数字不能一一对上", f) for f in here]
    return [
        _paired(name, f"{name} {verb}", figure, text, state)
        for name, figure in zip(names, here, strict=True)
    ]


def _each_year(text: str, here: Sequence[Figure], state: Context) -> list[Statement]:
    """2022年、2023年分别收到申请50件、60件."""
    phrase = text[: here[0].start].replace("分别", " ")
    found = []
    for year, figure in zip(state.years, here, strict=True):
        told = _paired(phrase, phrase, figure, text, state)
        said = f"{year}年{phrase.strip()}{figure.text}"
        found.append(replace(told, text=said, years=(year,)))
    return found


def _paired(name: str, phrase: str, figure: Figure, text: str, state: Context) -> Statement:
    """The statement that a figure makes of ``name``, whose topic ``phrase`` tells."""
    topics, add, problem = topics_of(read_phrase(phrase), figure, state.topics)
    return Statement(
        f"{name}{figure.text}", "value", state.who, state.years, topics, add, figure,
        content=name, clause=text,
        problem=problem or ("" if topics else "没有读懂这个数字指的是哪一项"),
    )  # fmt: skip
