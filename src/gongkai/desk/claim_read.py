"""From a claim's text to its statements: who, which year, which topic, which figure or denial.

Sentences are cut into clauses, clauses into slots: a figure and the words that say what it
counts. Body, year and topic carry over where a clause leaves them out. What can't be read
surely is kept as a statement with its ``problem``; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gongkai.answering.understand import plain
from gongkai.desk.claim_among import among_of, listed_in, only_listed, scope_only
from gongkai.desk.claim_clause import clause_of
from gongkai.desk.claim_cut import contact_in, pieces_of, sentences_of
from gongkai.desk.claim_figure import figures
from gongkai.desk.claim_narrow import led, narrowed, narrowing
from gongkai.desk.claim_rank import Rank, rank_of, recent_in, span_in
from gongkai.desk.claim_ranked import among, ranked_of
from gongkai.desk.claim_span import all_told, in_order, over_years, same_row, two_years, years_total
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import Topic
from gongkai.desk.claim_versus import apart_of, versus_of
from gongkai.desk.claim_whom import Who, Whom
from gongkai.desk.claim_words import plainly, read_phrase, words
from gongkai.numerals import numerals
from gongkai.text import bare

_ASKS = re.compile("[?？吗]|是否|多少|(?<![这那样])几件")
# 2024年公布的年报显示: that year is when it was published, not what it tells of.
_PUBLISHED = re.compile(
    "(?:公布|发布|出炉|披露|对外|晒出|公开)(?:(?!20[0-9][0-9]).){0,8}(?:年报|年度报告|报告)"
)
_COMPARES = re.compile("最[多少高低大小]|[高多大少低]于|超过|首位|第[一二三]")
_COMPARED = re.compile("(?:比起?|较|与|和|同|相比|对比)?(?:上年)?的?(?:相比|比较)?")
_OPERAND = re.compile(
    r"(?P<is>是|为|相当于|达到?|约为)(?P<year>20\d\d年度?|上一?年度?|去年)(?:同期)?的?(?P<of>\d[\d,]*[件起宗项条份个])的?"
    r"(?P<times>[^，,。；]{0,4}?[\d.一二两三四五六七八九十]+(?:多|余)?倍[多余]?)"
)
_INSIDE = re.compile(
    r"(?P<bracket>[（(]\d[\d,]*(?:\.\d+)?(?:[件起宗项条份个]|[万亿]?元|%)[）)])(?P<rest>[^，,。；;（）()：:、]{2,})"
)
_TEN = 10
_PER_THOUSAND = 1000
# 收取1260元，来自同一名申请人: whose it was, or why, is claimed too.
_OF_IT = re.compile(
    "(?:且|并|而)?(?:均|都|全部?|主要)?(?:来自|出自|源自|源于|来源于|由|系|属于|归|因|缘于)"
)
_OUT_OF = re.compile(
    r"(?:平均)?每(?P<of>\d+|[一二两三四五六七八九十百]+)[件起宗份个](?P<whole>[^，,。；;\d]*?)(?:之?中|里面?|当中)?[，,]?"
    r"(?:就|便|平均|只|仅)*(?P<about>约|近|不到|超过|将近)?有(?P<again>约|近|不到|超过|将近)?"
    r"(?P<many>\d+|[一二两三四五六七八九十]+)[件起宗份个](?:是|由|被|来自)?(?P<part>[^，,。；;]+)"
)
# 统计期限是2024年1月1日至12月31日: told as it is printed.
_PERIOD = re.compile("1月1日起?[至到—~-]+(?:20[0-9]{2}年)?12月31日")
_EACH = re.compile("每[0-9一二两三十百千]")


def read(text: str, whom: Whom, context: Context) -> Iterator[Statement]:
    """The statements of ``text`` in order; ``context`` holds defaults for body and year.

    A paragraph starts with the body of the one before it, unless several were named by then.
    """
    start = context
    named: dict[tuple[str, ...], None] = {}
    for paragraph in text.split("\n"):
        state = start
        for sentence in map(plainly, sentences_of(paragraph)):
            if bare(sentence):
                found, state = sentence_of(sentence, whom, state)
                yield from (replace(statement, sentence=sentence) for statement in found)
                if state.who.names:
                    named[state.who.names] = None
        if state.who.names and state.who != start.who:
            start = replace(start, who=state.who)
        if state.years and not context.years:
            start = replace(start, years=state.years)
        if len(named) > 1:
            start = replace(context, years=start.years)
        start = replace(start, topics=(), last=(), named=state.named)


def sentence_of(  # noqa: PLR0912, PLR0915
    sentence: str, whom: Whom, state: Context
) -> tuple[list[Statement], Context]:
    """A sentence's statements and the context after it."""
    found: list[Statement] = []
    if _ASKS.search(sentence):
        problem = "这是问句，不是可核对的陈述"
        asks = Statement(sentence, "text", state.who, state.years, problem=problem, aside=True)
        return [asks], state
    pending = ""
    state = _named_later(sentence, whom, state)
    anchor = state.years
    folded = plain(sentence)
    state = replace(
        state, against=None, narrow="", sums=(), listed=(), figure=None, whose="", reasons=(),
        since=_since(folded),
    )  # fmt: skip
    outer: list[Context] = []
    span: tuple[int, ...] = ()
    recent, within = 0, 0
    listed: tuple[str, ...] = ()
    scope, dated = "", False
    by_year: dict[int, tuple[Topic, ...]] = {}
    counted: dict[int, tuple[Topic, ...] | str] = {}
    printed = {int(y) for y in re.findall(r"(20\d\d)年", folded)}
    for piece in pieces_of(_apart(sentence)):
        # What a bracket speaks of ends with it: …3607件（市政府349件），同比增长70.3%.
        if piece[:1] in "（(":
            outer.append(state)
            within = len(found)
            piece = piece[1:]  # noqa: PLW2901
        elif piece in ("）", ")"):
            inner, state = state, outer.pop() if outer else state
            if state.topics and inner.topics != state.topics and len(found) == within:
                # 收费4312万元（行政事业性收费）: the bracket says which
                state = replace(state, topics=inner.topics, last=inner.last)
            continue
        if not bare(piece):
            continue
        if state.who.names:
            state = replace(state, outer=state.who)
        # 去年 counts from the year printed last, and holds to the sentence's end or 今年.
        detail, head = contact_in(piece)
        if not detail and rank_of(plain(piece)):
            own, head = span_in(plain(piece))
            span = own or span
        clause = whom.read(head, replace(state, years=anchor))
        if clause.told_years and len(clause.years) > 1:
            clause = replace(clause, years=in_order(clause.years, piece))
        before = state
        state = replace(state, named=tuple(dict.fromkeys((*state.named, *clause.who.names))))
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
        here = replace(state, who=clause.who, years=years, told=told or dated, than=clause.than)
        dated = clause.told_years and not bare(re.sub("[到在至截止]", "", clause.text))
        words_here = clause.text
        if len(clause.who.names) > 1 and not clause.than:
            subject = listed_in(words_here)
            listed = () if subject is None and not only_listed(words_here) else clause.who.names
            if only_listed(words_here):  # 甲、乙、丙三家中
                continue
            if subject is not None:  # 甲的申请量在甲、乙、丙中最多
                words_here, here = subject, replace(here, who=Who(clause.who.names[:1]))
        if outer and clause.told_years and not bare(clause.text):
            outer[-1] = replace(outer[-1], years=clause.years)  # 去年（2023年）
            anchor = clause.years
        if detail:
            found.append(
                Statement(piece, "contact", here.who, here.years, content=detail, clause=piece)
            )
            continue
        if _PERIOD.search(piece):
            found.append(
                Statement(piece, "text", here.who, here.years, content=words_here, clause=piece)
            )
            continue
        if _EACH.search(clause.text):  # 每100件约有85件: no counts of the year
            state = replace(state, narrow="每")
        if lately := recent_in(bare(words_here)):
            recent = lately
            continue
        if everywhere := scope_only(words_here):
            scope = everywhere
            continue
        if clause.than and len(clause.years) == len(clause.who.names) > 1:
            got = apart_of(piece, words_here, replace(here, years=clause.years[:1]), clause.years)
            if got:
                found += got
                state = replace(state, who=clause.who, topics=got[0].topics)
                continue
        if len(clause.years) > 1 and clause.told_years:
            span = clause.years
        if same_row(by_year) and (total := years_total(words_here, by_year)):
            words_here = total
            here = replace(here, years=tuple(by_year), last=next(iter(by_year.values())), told=True)
        if told_total := _told_total(words_here, counted):
            words_here = told_total
            here = replace(here, years=tuple(sorted(counted)), told=True)
        rank = among_of(words_here) or rank_of(words_here)
        if isinstance(rank, Rank) and not span:
            span = all_told(by_year, rest=words_here)
        ranked = ranked_of(piece, rank, span, here, printed) if rank else None
        if ranked and recent:
            ranked = ([replace(s, recent=recent) for s in ranked[0]], ranked[1])
        if ranked and (listed or scope) and isinstance(rank, Rank) and not rank.steps:
            ranked = ([among(s, listed, scope) for s in ranked[0]], ranked[1])
        if recent and not ranked and not clause.told_years and figures(words_here):
            words_here, here = over_years(words_here, here, recent)
        here = replace(here, pair=two_years(counted) if not clause.told_years else ())
        versus = None if ranked else versus_of(piece, words_here, here)
        got, after = ranked or versus or clause_of(piece, words_here, here)
        for s in got:
            if s.kind == "value" and len(s.years) == 1 and s.figure:
                counted[s.years[0]] = s.topics or s.content.strip()
                if not s.problem:
                    by_year[s.years[0]] = s.topics
        state = replace(
            state, topics=after.topics, last=after.last, lean=after.lean, share=after.share,
            said=after.said, sums=after.sums, listed=after.listed, added=after.added, figure=after.figure, whose=after.whose,
        )  # fmt: skip
        if not got:
            headed = re.search("[:：]$", words_here.strip()) and after.last
            by = "" if headed else narrowing(words_here)
            state = replace(state, narrow=by or state.narrow)
            pending = f"{pending}，{piece}" if pending else piece
            state = led(words_here, state)
            continue
        sure = not _narrows_unread(pending, found)
        got = [s if sure else _unsurely(s) for s in (narrowed(s, state.narrow) for s in got)]
        if clause.who.unclear and not clause.who.choices:
            over = state.outer if state.outer.names else whom.above(clause.who.unclear)
            got = [
                replace(s, within_body=over, content=f"{clause.who.unclear} {s.content}")
                if over.names
                else s
                for s in got
            ]
        found += [replace(s, text=f"{pending}，{s.text}") if pending and i == 0 else s
                  for i, s in enumerate(got)]  # fmt: skip
        pending = ""
    left = read_phrase(plain(pending))
    unread = left.rest and _OF_IT.match(plain(pending).strip())
    if found and (
        left.rows or left.parts or unread
    ):  # nothing that says something is dropped in silence
        problem = "没有写明数量，无法核对"
        found.append(Statement(pending, "text", state.who, state.years, problem=problem))
    if not found and _COMPARES.search(folded):
        problem = "没有读懂这句话比较的是什么"
        found.append(Statement(sentence, "text", state.who, state.years, problem=problem))
    return _backed(_narrowed_alike(found)), replace(state, years=anchor)


def _narrowed_alike(found: Sequence[Statement]) -> list[Statement]:
    """Figures that no cell holds, narrowed as the headline before them is (新媒体发稿量大幅提升，发布条数是…)."""
    told, said = [], ""
    for s in found:
        if s.kind == "text" and s.figure is None:
            said = " ".join(word for word in words().narrowers if word in s.clause)
        elif said and s.kind == "growth" and not s.topics and not any(
            word in s.clause for word in words().narrowers
        ):  # fmt: skip
            s = replace(s, content=f"{said} {s.content}")  # noqa: PLW2901
        told.append(s)
    return told


# 因第三方不同意，…: why, in words that no list reads.
_WHY = re.compile("\\s*(?:因|由于|鉴于|缘于|收到|为保护)")


def _narrows_unread(pending: str, found: Sequence[Statement]) -> bool:
    """Whether plain words before a figure may narrow what it counts: a reason that no list reads."""
    if pending and _WHY.match(lead := plain(pending)) and read_phrase(lead).rest:
        return True
    return bool(found) and found[-1].kind == "text" and bool(_WHY.match(found[-1].clause))


def _unsurely(statement: Statement) -> Statement:
    """The statement, refuting nothing."""
    alone = statement.kind == "value" and len(statement.topics) == 1
    return replace(statement, guess=True) if alone else statement


def _since(sentence: str) -> int:
    """The year a folded sentence starts from where it goes from one year to another; 0 else."""
    match = re.search(r"[由从](20\d\d)年.*?[到至为](20\d\d)年", sentence)
    return int(match[1]) if match and match[1] < match[2] else 0


def _told_total(text: str, counted: Mapping[int, tuple[Topic, ...] | str]) -> str:
    """两年共22场 behind two years' figures of what only running text counts, with its words; "" else."""
    things = set(counted.values())
    said = things.pop() if len(things) == 1 else ""
    total = years_total(text, counted) if isinstance(said, str) and said else ""
    return f"{said}{total}" if total and isinstance(said, str) else ""


def _apart(sentence: str) -> str:
    """The sentence with figures that stand inside another's words told by themselves or behind.

    是2021年84件的3.3倍, 绝大多数（3001件）是个人提的; 每5件里有1件 is a share.
    """
    sentence = _INSIDE.sub(r"\g<rest>\g<bracket>", sentence)
    sentence = _OUT_OF.sub(_share_of, sentence)
    return _OPERAND.sub(r"\g<is>\g<year>的\g<times>，\g<year>\g<of>", sentence)


def _share_of(match: re.Match[str]) -> str:
    of, so_many = (numerals(f"{match[name]}件。") for name in ("of", "many"))
    if not of or not so_many or not 0 < so_many[0].value <= of[0].value <= _PER_THOUSAND:
        return match.group()
    whole, part = int(of[0].value), int(so_many[0].value)
    # As exact as it is told: eight in ten are 八成, 85 in a hundred 85%.
    share = f"{whole}分之{part}"
    if _TEN % whole == 0:
        share = f"{part * _TEN // whole}成"
    elif whole == _TEN * _TEN:
        share = f"{part}%"
    about = match["about"] or match["again"] or ""
    return f"{match['whole']}中{match['part']}占{about}{share}"


def _backed(found: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence, a figure that is only compared with taken for what is compared
    with it (比起2022年的234件，2024年的申请少了85件)."""
    told = list(found)
    for i, s in enumerate(told):
        if (
            s.kind != "value"
            or not s.problem
            or s.topics
            or not _COMPARED.fullmatch(bare(s.content))
        ):
            continue
        of = next((t for t in told[i + 1 :] if t.topics and not t.problem and not t.add), None)
        if of and s.against:
            told[i] = replace(s, topics=of.topics, years=(s.against,), problem="", against=None)
    return told


def _named_later(sentence: str, whom: Whom, state: Context) -> Context:
    """The context with the body and year that only a later clause of the sentence names
    (在办结的109件申请中，青泽市教育局…), where nothing named them before."""
    if state.who.names and state.years:
        return state
    clauses = [whom.read(piece, state) for piece in pieces_of(sentence) if bare(piece)]
    names = {c.who for c in clauses if c.who.names}
    years = {c.years for c in clauses if c.told_years}
    if not state.who.names and not state.who.unclear and len(names) == 1:
        (who,) = names
        state = replace(state, who=who) if len(who.names) == 1 else state
    if not state.years and len(years) == 1 and not any(c.against for c in clauses):
        (only,) = years
        state = replace(state, years=only) if len(only) == 1 else state
    return state
