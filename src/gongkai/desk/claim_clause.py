"""A clause to its statements: figures by their slots, else a denial, a change or plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.answering.topics import meaning
from gongkai.desk.claim_change import DOWN, UP
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_share import RESULTS
from gongkai.desk.claim_slot import after, slot_of, slots, unread
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import FEES, TOTALS, Topic, row_of, topics_of
from gongkai.desk.claim_words import Reading, read_phrase, words
from gongkai.text import bare

_MORE = re.compile(
    "(?P<up>高于|多于|超过|大于)|(?P<down>少于|低于|不及|不如)|(?P<even>持平|相同|一样多|相当)"
)
MOVE = re.compile(f"(?P<up>{UP})|(?P<down>{DOWN})|(?P<even>持平|相同|一样多|不变|相当)")
DEGREE = re.compile(
    "断崖式?|有所|明显|略有|大幅度?|显著|小幅|持续|呈现?|趋势|态势|稳步|进一步|急剧|快速|继续"
)
HEADING = re.compile("[^:：，,]{0,8}[:：]")
_SOME = re.compile("有所|明显|略有|大幅|显著|小幅")
# 年报显示, 记者获悉: who says it, nothing to check.
LEAD = re.compile(
    "(?:显示|发现|指出|认为|坦承|坦言|获悉|了解到|介绍|报道|表示|称|得知|来看|看来|看出|算下来|(?:自己)?也?(?:说|承认)|如下|统计|方面|情况)[:：]?$|^(?:据|根据|按照|从)[^，]{0,30}$"
    "|(?:对比|简报|一览|明细|汇总|统计|结构|概况|概览)表?$|晒出|交出|亮出|出炉|成绩单|答卷|(?:公布|发布|公开).{0,12}(?:年报|年度报告|报告|数据)$"
    "|^(?:各位|尊敬的|亲爱的)|^[\u4e00-\u9fff]{1,6}们[好:：]*$"
    "|^(?:咨询|如对?|若对?|欲)[^，]{0,30}(?:事宜|疑问|疑义|意见|建议|问题)$"
    "|^(?:与|和|同|较|比).{0,8}(?:相比|比较|相较|同期)$|^相比"
)
# Shorter clauses without a figure only lead up to the next one (2023年，我局…).
_CONTENT = 4
_WORD = 2
_OF_ALL = re.compile("(?:且|并且?|也)?(?:全部|全都|均|都|无一|一律|悉数)")
# 一件申请都没有收到: none at all.
_NOT_ONE = re.compile("一(?:件|起|宗|例|份)(.{0,10}?)(?:都|也)(?=没|未|无|不)")
# 没有收到一件申请 denies any too.
# 没有一件因国家秘密被拒, 没有一件被公开
_NONE = re.compile("没有(?:任何)?(?:哪怕)?一(?:件|起|宗|例|份)(?:申请)?")
_NO_SINGLE = re.compile(
    "(?<=[没未无有])((?:有|曾)?(?:收到|发生|受理|收取|接到|产生|出现|新收|被提起)?过?)(?:任何)?一(?:件|起|宗|例|份)"
)
# 不到上年的一半: the rounding word belongs to the figure.
_ROUND_OLD = re.compile(
    "(不到|不足|超过|将近|接近|几乎|逾|约|近|超)((?:是|为|相当于)?(?:上一?年度?|去年)(?:同期)?的)"
)
# 分文未收, 一分钱都没收.
_PENNILESS = re.compile(
    "(?:分文|一分钱?|一毛钱?)(?:也|都)?(?:未|没有|没|不)(?:收过?|取)取?(?:过)?(?:任何)?(?:费用?(?!的))?"
)
_EVERY = re.compile(
    "一直|始终|每年|各年|连年|年年|(?<![年月日人平])均|都|皆|连续|稳定在|保持在|维持在"
)
# 五年来申请量如下: the years themselves are told behind.
THROUGH = re.compile("(?:最?近|过去|这)?[两二三四五六七八九十]年(?:以?来|间|里|中)(?:的)?")
_MEAN = re.compile("年平?均|平均(?:每年|一年|下来)?|每年平均")
# 自然人提的申请里, 对于企业, 企业的99件申请: what follows is of theirs.
_ABOUT = re.compile(
    r"(?:[里中]|里面|当中|方面|来说|而言)$|^(?:针对|对于|对|就)|的\d[\d,]*件(?:信息公开)?申请$"
)
_BOTH = re.compile("(?<![年月日人平])均|都|双双|皆")
_SAYS = re.compile("被|为|是|均|全部|都|获")
_ALL = Decimal(100)
_EVERY_ONE = Figure(0, 0, "全部", _ALL, "%", "percent", _ALL, _ALL)
_HAS = re.compile("有|发生|存在|收取|产生|收到|出现|被|引发|提起|征收")


def clause_of(piece: str, text: str, state: Context) -> tuple[list[Statement], Context]:
    """A clause's statements and the context that the next clause may lean on."""
    text = _ROUND_OLD.sub(r"\2\1", text)
    of_fee = "费" in text or (state.topics and state.topics[0].subject in FEES)
    text = _PENNILESS.sub("未收取" if of_fee else "未收取费用", text)
    text = _NONE.sub("没有 ", text) if not _NO_SINGLE.search(text) else text
    text = _NO_SINGLE.sub(r"\1", _NOT_ONE.sub(r"\1", text))
    if len(state.years) > 1:  # 2022年和2023年两年合计
        text = re.sub("[两二三四五]年", "", text)
    here = figures(text)
    if len(set(state.listed)) > 1 and _BOTH.search(text) and _moved(text, here):
        # 处罚150件，许可104件，都比上年少: each of what was counted
        each = [
            clause_of(piece, text, replace(state, listed=(), sums=(), last=(t,), topics=(row_of(t),)))
            for t in dict.fromkeys(state.listed)
        ]  # fmt: skip
        return [s for found, _ in each for s in found], replace(state, last=())
    if len(state.years) > 1 and (several := _of_years(piece, text, here, state)):
        return several
    if not here:
        return _without_figure(piece, text, state)
    if "分别" in text and len(here) > 1:
        found = _respectively(piece, text, here, state)
        told = tuple(s.topics[0] for s in found if len(s.topics) == 1 and not s.problem)
        sums = told if len(told) == len(found) else ()
        return found, replace(state, last=(), sums=sums)
    found = []
    for left, figure, right in slots(text, here):
        statement = slot_of(piece, text, left, figure, right, state)
        if statement.add and len(here) == 1 and _BOTH.search(left):
            # 制发和废止的规范性文件均为2件: each of them
            found += [replace(statement, topics=(topic,), add=False) for topic in statement.topics]
            state = replace(state, topics=(row_of(statement.topics[0]),), last=())
            continue
        found.append(statement)
        if statement.kind == "value":
            state = after(statement, state)
        elif statement.kind == "growth" and not statement.problem and len(statement.topics) == 1:
            state = replace(
                state, last=statement.topics, topics=(row_of(statement.topics[0]),), lean=True
            )
        elif statement.kind == "share" and not statement.problem:
            rows = tuple(map(row_of, statement.topics))
            told = () if statement.add else statement.topics
            state = replace(state, share=statement, topics=rows, last=told, lean=True)
    return found, _about(text, state)


def _of_years(  # noqa: PLR0911
    piece: str, text: str, here: Sequence[Figure], state: Context
) -> tuple[list[Statement], Context] | None:
    """A clause that speaks of several years: their mean, one figure each, or what can't be told;
    None where it is their sum."""
    if (mean := _MEAN.search(text)) and len(here) == 1:
        text = text.replace(mean.group(), " " * len(mean.group()))
        left, right = text[: here[0].start], text[here[0].end :]
        statement = slot_of(piece, text, left, here[0], right, replace(state, told=True))
        return [replace(statement, mean=True)], after(statement, state)
    if len(here) == 1 and (change := _between(piece, text, here[0], state)):
        return [change], state
    if re.search("共|合计|总|累计|加起来|之和|相加", text):
        return None
    if "分别" in text and len(here) == len(state.years):
        return _each_year(piece, text, here, state), state
    if len(here) == 1 and _EVERY.search(text):  # 三年都是2件
        text = _EVERY.sub(lambda match: " " * len(match.group()), text)
        return _each_year(piece, text, here, state), state
    if here:
        problem = "涉及多个年份，没有写明是合计还是各年"
        return [unread(piece, text, state, problem, f) for f in here], state
    return None


def _between(piece: str, text: str, figure: Figure, state: Context) -> Statement | None:
    """A change from the first of several years to the last (2022年至2024年间翻了一番)."""
    first, last = min(state.years), max(state.years)
    over = replace(state, years=(last,), against=first)
    text = re.sub("^[^\\w]*(?:到|至|和|与|之?间|期间|从)+|之?间|期间", " ", text)
    statement = slot_of(piece, text, text.partition(figure.text)[0], figure, "", over)
    sure = statement.kind == "growth" and statement.topics and not statement.problem
    return statement if sure and not re.search("同比|环比|均", text) else None


def _about(text: str, state: Context) -> Context:
    """The context with the applicants that a clause says the next ones are about."""
    part = state.last[0].part if len(state.last) == 1 else ""
    applicants = part and meaning().parts[part].section == "三"
    return replace(state, whose=part) if applicants and _ABOUT.search(text.strip()) else state


def _moved(text: str, here: Sequence[Figure]) -> bool:
    """Whether a clause tells a change without saying of what."""
    for figure in here:
        text = text.replace(figure.text, " ")
    if not MOVE.search(text):
        return False
    phrase = MOVE.sub(" ", words().growth.sub(" ", DEGREE.sub(" ", text)))
    reading = read_phrase(re.sub("上年度?|去年|上一年度?|双双|[比较]", " ", phrase))
    return not (reading.rows or reading.parts or reading.verbs or reading.app or reading.rest)


def _without_figure(  # noqa: PLR0911, PLR0912, PLR0915
    piece: str, text: str, state: Context
) -> tuple[list[Statement], Context]:
    """A denial, a change without a figure, a comparison, a contact detail, or plain words."""
    base = Statement(piece, "text", state.who, state.years, content=text, clause=text)
    if re.search("[:：]$", text.strip()) and not (headed := read_phrase(text)).known:
        # 申请量坐过山车：2021年84件、2022年278件: what is counted is named, how it went follows.
        told, add, problem = topics_of(replace(headed, rest=()), None, (), free_unit=True)
        if told and not add and not problem:
            return [], _leaning(told, state)
    if HEADING.fullmatch(text.strip()):
        text = text.strip().rstrip(":：")
        if not read_phrase(THROUGH.sub("", text)).known:
            return [], state
    elif LEAD.search(text.strip()):
        return [], _headed(text, state)
    text = THROUGH.sub(" ", text)
    reading = read_phrase(text)
    move = MOVE.search(text)
    against = _MORE.search(text) if len(state.who.names) == 2 or state.than else None
    if against or (words().growth.search(text) and move):
        move = against or move
        assert move is not None
        text = _MORE.sub(" ", text) if against else text
        phrase = DEGREE.sub("", text)
        phrase = words().growth.sub(" ", phrase)
        phrase = MOVE.sub(" ", re.sub("上年度?|去年|上一年度?|[比较]", " ", phrase))
        bare_reading = read_phrase(phrase)
        topics, add, problem = topics_of(
            bare_reading, None, state.topics, free_unit=True, last=state.last
        )
        way = 1 if move["up"] else -1 if move["down"] else 0
        said = phrase.strip() if bare_reading.rest else state.said
        if (not topics or problem) and said and not bare_reading.negated:
            # 办理工单89件，比上年有所增加: of what only running text counts
            counted = replace(base, kind="growth", content=said, direction=way)
            return [replace(counted, against=state.against, problem="没有写明是哪一项")], state
        if topics and not problem and not bare_reading.negated:
            changed = replace(base, kind="growth", direction=way, against=state.against)
            if add and not re.search("合计|总|之和|加起来|共", text):
                # 许可和处罚都比上年少: each of them
                return [replace(changed, topics=(topic,)) for topic in topics], state
            return [replace(changed, topics=topics, add=add)], state
    if move and not against:
        # 申请量激增，同比增长两倍: how much follows, or it stands for itself.
        phrase = MOVE.sub(" ", DEGREE.sub("", text))
        topics, _, problem = topics_of(read_phrase(phrase), None, (), free_unit=True)
        if topics and not problem:
            after_this = _leaning(topics, state)
            way = 1 if move["up"] else -1 if move["down"] else 0
            changed = replace(
                base, kind="growth", topics=topics, direction=way, against=state.against,
                headline=not _SOME.search(text) or len(topics) > 1,
            )  # fmt: skip
            return [changed], after_this
    if reading.known and (reading.negated or _HAS.search(text)):
        topics, add, problem = topics_of(reading, None, state.topics, free_unit=True, listed=True)
        if topics and not problem and (reading.negated or reading.rows):
            statement = replace(base, kind="value", topics=topics, zero=reading.negated)
            return [statement], after(statement, state)
    if reading.known:
        inner = tuple(
            Topic(row) for row in reading.rows
            if len(state.topics) == 1 and row.startswith(f"{state.topics[0].subject}.")
        )  # fmt: skip
        if len(inner) == 1 and not reading.negated and re.search("全部|全是|均|都", text):
            # 行政诉讼16件，全部是复议后起诉
            share = replace(base, kind="share", topics=inner, figure=_EVERY_ONE, bases=state.topics)
            return [share], replace(state, last=())
        if all_of := _all_of(base, reading, text, state):
            return [all_of], replace(state, last=())
        whole, _, problem = topics_of(reading, None, state.topics, free_unit=True)
        one = state.figure is not None and state.figure.exact and state.figure.value == 1
        whole_of = re.search("全部|均|都", text) or (
            one and re.search(f"^\\s*结果|{_SAYS.pattern}", text)
        )
        rows = tuple(dict.fromkeys(map(row_of, whole)))
        if reading.parts and whole_of and len(rows) == 1 and not problem:
            # 全部被纠正: all of what was spoken of before; 均已审结: all ways to end together
            share = replace(
                base, kind="share", topics=whole, add=len(whole) > 1, figure=_EVERY_ONE, bases=rows
            )
            return [share], replace(state, last=whole, lean=True)  # 全部为纠正，共12件
        if reading.parts and _SAYS.search(text):  # 结果被纠正: of how many isn't told
            return [replace(base, problem="没有写明数量，无法核对")], replace(state, last=())
        # 申请办理情况如下: a lead; its topic may be what the next figure is of.
        topics, add, problem = topics_of(reading, None, (), free_unit=True)
        if topics and not add and not problem:
            lead = re.search("[:：是为]$|分别|如下", text.strip())
            told = topics if len(topics) == 1 and (topics[0].part or lead) else ()
            # 主要是本机关不掌握，达1047件: a figure without words of its own is of it.
            state = replace(
                state, topics=tuple(row_of(topic) for topic in topics),
                last=told or topics[: len(topics) == 1], lean=True,
            )  # fmt: skip
            state = _about(text, state)
        return [], state
    # 全部合格 says something of all that was counted, short as it is.
    least = _WORD if _OF_ALL.match(text.strip()) else _CONTENT
    if sum(len(r) for r in reading.rest) < least:
        if reading.blocks and _BOTH.search(text):
            problem = f"“{reading.blocks[0]}”说的是什么，报告的表格里没有"
            return [replace(base, problem=problem)], replace(state, last=())
        if reading.negated and (reading.rows or reading.parts):
            return [replace(base, problem="没有读懂这句话否定的是什么")], replace(state, last=())
        return [], state
    # 办理的12345工单，较上年减少四成: what is named may be what the next figure counts.
    return [base], replace(state, last=(), said=text)


_ASPECT = re.compile("(?:这?一?方面|情况|来看|而言|来说)[:：]?$")


def _headed(text: str, state: Context) -> Context:
    """The context behind a heading that names a row (规范性文件方面，当年制发…件)."""
    head = _ASPECT.sub("", text.strip())
    reading = read_phrase(head)
    if head == text.strip() or not reading.rows:
        return state
    topics, add, problem = topics_of(reading, None, (), free_unit=True)
    return state if len(topics) != 1 or add or problem else _leaning(topics, state)


def _leaning(topics: tuple[Topic, ...], state: Context) -> Context:
    """The context in which a figure without words of its own is of ``topics``."""
    return replace(state, topics=tuple(map(row_of, topics)), last=topics, lean=True)


def _all_of(base: Statement, reading: Reading, text: str, state: Context) -> Statement | None:
    """收到6件申请，全部予以公开: one result of all applications, as a share; None else."""
    applied = state.last and all(t.subject in TOTALS and not t.part for t in state.last)
    if not applied or reading.negated or reading.parts or len(reading.rows) != 1:
        return None
    if reading.rows[0] not in RESULTS or not _OF_ALL.search(text):
        return None
    topics, bases = (Topic(reading.rows[0]),), (Topic(TOTALS[1]),)
    return replace(base, kind="share", topics=topics, figure=_EVERY_ONE, bases=bases)


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


def _each_year(piece: str, text: str, here: Sequence[Figure], state: Context) -> list[Statement]:
    """2022年、2023年分别收到申请50件、60件; 三年都是2件: a statement a year."""
    left, right = text[: here[0].start].replace("分别", " "), text[here[-1].end :]
    return [
        replace(
            slot_of(piece, text, left, figure, right, replace(state, years=(year,), told=True)),
            text=f"{year}年{left.strip()}{figure.text}{right}",
        )
        for year, figure in zip(
            state.years, (*here,) * (len(state.years) // len(here)), strict=True
        )
    ]  # fmt: skip


def _paired(name: str, phrase: str, figure: Figure, text: str, state: Context) -> Statement:
    """The statement that a figure makes of ``name``, whose topic ``phrase`` tells."""
    topics, add, problem = topics_of(read_phrase(phrase), figure, state.topics)
    return Statement(
        f"{name}{figure.text}", "value", state.who, state.years, topics, add, figure,
        content=name, clause=text,
        problem=problem or ("" if topics else "没有读懂这个数字指的是哪一项"),
    )  # fmt: skip
