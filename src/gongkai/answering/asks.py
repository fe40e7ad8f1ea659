"""What a question asks, clause by clause: topics with their columns and operations.

A clause may go on from the one before, only narrow down the next, or ask nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from gongkai.answering.asks_merge import merge
from gongkai.answering.clause import (
    SURE,
    Plan,
    ask_of,
    columns,
    find_operation,
    fitting,
    plan_of,
    strip,
)
from gongkai.answering.clause_cut import ASKING, COUNTED, cut, without_slips
from gongkai.answering.expect import suits_cells
from gongkai.answering.match import PhraseBook, QueryEncoder, Vectors
from gongkai.answering.pinyin import Pinyin
from gongkai.answering.query import Ask
from gongkai.answering.topics import (
    CHANGES,
    REFUSED,
    WITHOUT,
    Meaning,
    asks_when,
    asks_which,
    cells,
    content,
    meaning,
    uncelled,
)
from gongkai.form import FORM_NAMES
from gongkai.text import bare

# So few characters beside a column's name ask nothing of their own.
_NO_TOPIC = 2
_OWN = 0.6
_TELLING = 3
# What is refused however it is addressed (替我写首打油诗).
REFUSED_SURELY = 0.9
# A mended clause must match its topic by so much better.
_BETTER = 0.1
# In a clause so many characters are taken for slips.
_MENDED = 2
# A clause of so few characters may name nothing but a column.
_FOLLOWING = 8
# A clause without a topic and with so few characters is about what the one before was.
_SHORT = 4
# Of money, by themselves; how cases ended.
_TAKING = frozenset("收取缴交付过实这笔费用钱款")
_RECKONING = ("compare", "trend", "share", "sum")
# 这边属于企业申请的: names the applicants and no row.
_ONLY_APPLICANTS = re.compile("(?:[这那]边|里头|其中|当中)?(?:属于|来自|由|是)?(?:申请[有的是]*)?")
_OUTCOME = re.compile(
    "^[^申请]{0,4}(?:结果|结局)(?:又|都|各)?(?:怎么样|如何|怎样|是什么|是啥|呢)?$"
)
_EXAMPLES = re.compile("等等?[^，,。；;]{0,4}?(?:[全都]|统统|通通|一并|一起|所有|合在)")
# Rows that a bare verb means as well (办了几回, 收了几份).
_LOOSELY_TOLD = frozenset(("applications.new", "handled.total"))
# How a clause begins that asks of those just named.
_OF_THESE = re.compile("\\s*(?:都|全都|全部都|最后|结果|里面|这里面|其中|有没有被|被)")
_PAIR = 2
_CHANNEL = 4
_SHARED = re.compile("\\s*占")
# 从几个申请人那儿收的
_OF_THAT = re.compile(
    "(?:我)?(?:问|要|说|指|想问)的是|[那这]?一?[份本个年]?(?:年度)?(?:报告|年报)(?:里头?|中|上)?面?的?"
)
_PAYERS = re.compile(
    "(?:几|多少)[个位名家户件笔份]?(?:申请人|申请|人|单位|企业|公司)?[^，。]{0,6}(?:[收缴交付]|来的|得来)"
)
# 都公开了吗: of the applicants asked for before.
_THEIRS = re.compile("\\s*(?:都|全都|全部都|里面|其中)")
# 复议过再告的那一类呢: asks on, in the column asked for before.
_ELLIPSIS = re.compile("^(?!.*(?:多少|[几总全共])).*呢[？?]?$")
# 夹在中间的2023年呢: the year (taken out) is what is asked on for.
_AT_THE_SLOT = re.compile("(?:^|的)\\s+呢[？?]?$")
# How a clause ends that only says which ones are asked for.
_LEADING = re.compile("(?:的|那些|申请|案[件子]?|去问|来问)$")
# A clause with one of these asks for a number though it has no question word (企业申请数).
_NAMES_A_NUMBER = re.compile("[数量率]|总[计共]|合计|情况|分别|各")


@cache
def pinyin() -> Pinyin:
    """What is heard in slips of the input method, by the phrases."""
    return Pinyin(phrase for _, phrase in meaning().phrases())


def asked(
    rest: str,
    book: PhraseBook,
    encoder: QueryEncoder,
    *,
    recalled: Sequence[Ask],
    anchored: bool,
) -> tuple[tuple[Ask, ...], bool]:
    """What is asked, clause by clause; and whether the topic is that of the last question.

    ``recalled``: what was asked before, the last first. ``anchored``: a bureau or a year is
    named, so that a clause may say nothing else.
    """
    such = "|".join(meaning().such)
    if recalled and re.search(such, rest):
        # 这种情况, 这类申请: what was asked before, not a thing of its own
        rest = re.sub(such, " ", rest)
        rest = rest if bare(rest) else "呢"
    if recalled and anchored and not bare(content(_OF_THAT.sub(" ", without_slips(rest)))):
        rest = "呢"  # 2023年？ 说错年份了，是2024年; 我问的是2021年那份报告里的
    if len(recalled) > 1 and _all_of_it(rest, recalled[:2]):
        return tuple(
            replace(a, operation="sum", text=f"{a.text} {rest}") for a in recalled[1::-1]
        ), True
    if len(recalled) > 1 and (both := _both(rest, recalled[:2], meaning())) is not None:
        return both, True
    if these := _these_columns(rest, book, encoder, recalled[:2]):
        return these, True
    return _by_clause(rest, book, encoder, recalled[0] if recalled else None, anchored=anchored)


def _all_of_it(rest: str, recalled: Sequence[Ask]) -> bool:
    """Whether 一共呢 asks for the sum of the two rows asked for before."""
    one, other = recalled
    if find_operation(rest, meaning())[0] != "sum" or one.topic == other.topic:
        return False
    told = [meaning().subjects.get(ask.topic) for ask in (one, other)]
    alike = all(told) and len({subject.section for subject in told if subject}) == 1
    _, spans = find_operation(rest, meaning())
    return bool(alike) and not bare(content(strip(rest, spans))) and one.parts == other.parts


def _these_columns(
    rest: str, book: PhraseBook, encoder: QueryEncoder, recalled: Sequence[Ask]
) -> tuple[Ask, ...]:
    """The columns asked for before, of another row (复议环节的这两个数字); () where none is meant."""
    pattern = "|".join(meaning().both)
    if len(recalled) < _PAIR or not re.search(pattern, rest):
        return ()
    asks, _ = _by_clause(re.sub(pattern, " ", rest), book, encoder, None, anchored=True)
    columns = [(part, 0, 0) for ask in reversed(recalled) for part in ask.parts if part]
    parts = fitting(columns, asks[0].topic, meaning()) if len(asks) == 1 else ()
    return (replace(asks[0], parts=parts),) if len(parts) == _PAIR else ()


class _Walk:
    """Goes through a question's clauses and gathers what they ask."""

    def __init__(
        self, book: PhraseBook, encoder: QueryEncoder, last: Ask | None, clauses: int,
        *, anchored: bool,
    ) -> None:  # fmt: skip
        self._book, self._encoder, self._last, self._anchored = book, encoder, last, anchored
        self._more = clauses > 1
        self.asks: list[Ask] = []
        self.inherited = False
        self._listed = False  # whether the clause before was one of a list

    def clause(  # noqa: PLR0912
        self, plan: Plan, vectors: Vectors, *, listed: bool
    ) -> None:
        """Take in one clause; ``listed``: it is one of a list, so that it doesn't go on from another."""
        data = meaning()
        plan, ask = _mended(
            plan, ask_of(plan, vectors, self._book, data), self._book, self._encoder
        )
        if whole := _section(plan.clause, data) or _outcomes(plan, data):
            self.asks += whole
            return
        before = next((a for a in reversed(self.asks) if a.topic), self._last)
        words = bare(content(uncelled(strip(plan.clause, plan.spans), data), data))
        words = "" if compares(plan.clause) else words
        # Nothing new is asked but a column, a year or a body: the topic stands.
        same = before is not None and bool(fitting(plan.parts, before.topic, data))
        alone = not words or (same and len(words) <= _NO_TOPIC)
        unsure = ask.score < REFUSED_SURELY and (self._anchored or len(words) < _TELLING)
        # Too little is said to be told from a follow-up, or it only leads up (给某镇留的言，回了几条).
        if (ask.topic == REFUSED and unsure) or self._only_leads(ask, plan.clause):
            ask = replace(ask, topic="")
        if same and alone and (ask.parts or ask.score < _OWN):
            ask = Ask("", plan.clause)  # 个人 asks for a column, 个人隐私 for a row of its own
        goes_on = self._counts_on(ask, words, plan.clause)
        ask = Ask("", plan.clause) if goes_on else self._on(plan, ask, before, listed=listed)
        if before and asks_when(plan.clause) and not words:
            ask = Ask("", plan.clause, operation=plan.operation)  # 哪一年最多 asks on
        if before and _goes_on(plan, words, before, data):
            ask, alone = Ask("", plan.clause), True
        talk = not ask.topic and not self.asks  # a clause behind others has them to lean on
        alone = alone or (talk and _of_the_last(plan, before, data, same=same))
        ask = _of_channel(plan.clause, words, before, data) or ask
        if payers := _of_payers(plan, before):
            self.asks = [*self.asks[:-1], payers]
            return
        if not ask.topic and alone:
            self._alone(plan, before)
        elif not ask.topic and self.asks and len(words) <= _SHORT and not listed:
            # 搞了几回培训，多少人参加: a short clause goes on from the one before.
            before_it = self.asks[-1]
            counts = COUNTED.search(plan.clause) or plan.operation in _RECKONING
            if counts and before_it.topic and not ASKING.search(before_it.text):
                # 过程性信息这个理由，用了几次: what is counted is what was spoken of.
                operation = plan.operation if plan.operation != "lookup" else before_it.operation
                text = f"{before_it.text} {plan.clause}"
                parts = (
                    columns(plan, before_it.topic, data) if before_it.topic in data.subjects else ()
                )
                parts = parts or before_it.parts
                self.asks[-1] = replace(before_it, text=text, parts=parts, operation=operation)
                return
            if not before_it.topic and not ASKING.search(before_it.text):
                self.asks.pop()  # 应急系统的培训，多少人参加: the first only leads up
            self.asks.append(replace(ask, text=f"{before_it.text} {ask.text}"))
        elif self.asks and (narrowed := _narrowed(self.asks[-1], ask, plan, data)):
            self.asks[-1] = narrowed
        elif self.asks and not (listed and self._listed) and inside(self.asks[-1], ask):
            self.asks[-1] = ask
        else:
            self.asks.append(ask)
        self._listed = listed

    def _only_leads(self, ask: Ask, clause: str) -> bool:
        """Whether a clause beside others is but near to something outside the tables, and asks nothing."""
        near = ask.topic in meaning().topics and ask.score < SURE
        return self._more and near and not ASKING.search(clause)

    def _counts_on(self, ask: Ask, words: str, clause: str) -> bool:
        """Whether a count goes on from what no table tells (培训搞了几期，来了多少人)."""
        told = self.asks[-1] if self.asks else None
        short = len(words) <= _NO_TOPIC and "申请" not in clause
        spoken = told or self._last
        if spoken and not spoken.topic and ask.topic in _LOOSELY_TOLD:
            # 培训来了多少人次 … 办了几回; 网民留的言，回复了几条: of what was spoken of.
            bare_verb = short and (told is not None or len(words) < _NO_TOPIC)
            return bare_verb and bool(COUNTED.search(clause))
        if not told or not short or ask.topic != meaning().default_subject:
            return False
        # 拖到下一年才办的旧申请，接手了几件: of those spoken of
        return not told.topic or not ASKING.search(told.text)

    def _on(self, plan: Plan, ask: Ask, before: Ask | None, *, listed: bool) -> Ask:
        """An ask with what its place behind others makes of it."""
        if listed and ask.operation == "breakdown":
            return replace(ask, operation="lookup")  # 新收、办结各多少: one number of each
        if ask.topic == CHANGES:  # of what was just spoken of, or of everything
            return replace(ask, topic="" if before else CHANGES, operation="trend")
        if self.asks and ask.topic and not ask.parts and _OF_THESE.match(plan.clause):
            # 科研单位提了几件，都公开了吗: theirs.
            last = self.asks[-1]
            theirs = tuple((part, 0, 0) for part in last.parts if part)
            mine = fitting(theirs, ask.topic, meaning())
            # 新收多少，企业提的多少，最后予以公开多少: theirs, or of all that were spoken of first.
            whole = any(a.topic == last.topic and not a.parts for a in self.asks[:-1])
            return replace(ask, parts=("", *mine) if whole and mine else mine)
        if before and not self.asks and ask.topic and not ask.parts:
            of_them = bool(_THEIRS.match(plan.clause))
            if of_them or _ELLIPSIS.search(plan.clause):
                return _same_column(ask, before, meaning(), alone=of_them)
        return ask

    def _alone(self, plan: Plan, before: Ask | None) -> None:
        """A clause that names no topic: what was asked ``before`` is asked of it too."""
        asks = self.asks
        if asks and not asks[-1].topic:
            lead = asks[-1]
            asking = bool(ASKING.search(lead.text + plan.clause))
            reckons = not before and plan.operation in _RECKONING
            if asking or reckons:
                # 任务完成得怎么样，一共几项; 这三年办的工单，帮忙合计一下: of what was spoken of.
                operation = lead.operation if asking else plan.operation
                asks[-1] = replace(lead, text=f"{lead.text} {plan.clause}", operation=operation)
                return
            asks.pop()  # 打错了，是2020年: said of the question, asks nothing
        told = bool(plan.parts) or self._anchored or plan.operation != "lookup"
        if not before or not (told or asks_which(plan.clause) or asks_when(plan.clause)):
            return
        parts = fitting(plan.parts, before.topic, meaning()) or before.parts
        if plan.operation == "sum" and not plan.parts and len(before.parts) == 1 and not asks:
            parts = ()  # 企业提了几件 … 总共呢
        on_share = before.operation == "share" and plan.operation in ("lookup", "trend", "compare")
        operation = "share" if on_share else plan.operation
        # Where nothing is added, and without a topic, the words before are what is asked on.
        adds = plan.parts or plan.operation != "lookup"
        text = before.text
        if before.topic and adds and not on_share:
            text = _of_theirs(before, plan, meaning())
        if on_share and plan.operation != "lookup":
            text = f"{before.text} {plan.clause}"  # 办结率是多少 … 跟前一年比呢
        self.inherited = self.inherited or not asks
        if asks and not ASKING.search(asks[-1].text) and asks[-1].operation != "sum":
            asks.pop()  # 部分公开的申请，其中企业有多少: the first clause only leads up
        asks.append(replace(before, text=text, parts=parts, operation=operation, score=1.0))


def _of_the_last(plan: Plan, before: Ask | None, data: Meaning, *, same: bool) -> bool:
    """Whether a clause without a topic of its own goes on from the ask before, wordy as it is.

    夹在中间的2023年呢 names the year; 维持原样的有几件, 其中律所这类法律服务机构提的是几件 a column.
    """
    at_slot = before is not None and bool(_AT_THE_SLOT.search(plan.clause))
    return at_slot or (same and _counts_columns(plan, data))


def _counts_columns(plan: Plan, data: Meaning) -> bool:
    """Whether a clause that names columns asks how many they are, and for nothing that no cell
    tells (who they are, those that came by post)."""
    counts = bool(COUNTED.search(plan.clause)) or plan.operation == "share"
    ends = re.search(r"(?:呢|[这那]一?[格栏项]|数字?)[？?。]?$", plan.clause.strip())
    told = any(word in plan.clause for word in data.naming) or data.narrows(plan.clause)
    return (counts or bool(ends)) and suits_cells(plan.clause) and not told


def _same_column(ask: Ask, before: Ask, data: Meaning, *, alone: bool) -> Ask:
    """直接起诉的纠正了几件 … 复议后起诉的呢: the column asked for before; an applicant's beside all's."""
    columns = [(part, 0, 0) for part in before.parts if part]
    parts = fitting(columns, ask.topic, data)
    same = ask.topic != before.topic and ask.topic in data.subjects and parts
    if not same or data.subjects[ask.topic].section != data.subjects[before.topic].section:
        return ask
    told = data.subjects[ask.topic].section == "三" and not alone
    return replace(ask, parts=("", *parts) if told else parts)


def _by_clause(
    rest: str, book: PhraseBook, encoder: QueryEncoder, last: Ask | None, *, anchored: bool
) -> tuple[tuple[Ask, ...], bool]:
    """`asked` where the question says itself what is asked, or goes on from the ``last``."""
    data = meaning()
    clauses, listed = cut(rest, book, encoder)
    plans = [plan_of(clause, data) for clause in clauses]
    texts = [text for plan in plans for text in plan.texts]
    vectors = encoder.queries(texts) if texts else None
    walk = _Walk(book, encoder, last, len(plans), anchored=anchored)
    at = 0
    for plan in plans:
        mine: Vectors = vectors[at : at + len(plan.texts)]  # type: ignore[index]
        at += len(plan.texts)
        walk.clause(plan, mine, listed=plan.clause in listed)
    if len(walk.asks) > 1 and not any(ask.topic for ask in walk.asks):
        # Told in several breaths: 叫人缴费、到期没缴，后来就不给办了的有几个.
        whole = plan_of("，".join(clauses), data)
        told = ask_of(whole, encoder.queries(whole.texts), book, data)
        if told.topic not in ("", REFUSED) and told.score >= SURE:
            return (told,), walk.inherited
    return _and_so_on(merge(_counted_in(walk.asks), data), rest, data), walk.inherited


def _counted_in(asks: Sequence[Ask]) -> list[Ask]:
    """Asks without a row that is only named as left out of another (不算部分公开的)."""
    kept = [
        ask for ask in asks
        if not (_LEFT_OUT.match(ask.text) and ask.topic and not ASKING.search(ask.text))
    ]  # fmt: skip
    return kept or list(asks)


def _and_so_on(asks: Sequence[Ask], rest: str, data: Meaning) -> tuple[Ask, ...]:
    """Asks whose rows are only examples of one sum (信访的、重复的等等全算上): that sum."""
    rows = {ask.topic for ask in asks if ask.topic}
    sums = {row.rpartition(".")[0] for row in rows}
    whole = next(iter(sums)) if len(rows) > 1 and len(sums) == 1 else ""
    if whole not in data.subjects or not _EXAMPLES.search(rest):
        return tuple(asks)
    return (replace(asks[-1], topic=whole, operation="lookup"),)


_LEFT_OUT = re.compile(f"\\s*(?:{WITHOUT})")
# What a clause about results says where it speaks of something else than the lawsuits before.
_SUED = re.compile("申请|复议|诉讼|起诉|官司|答复")


def _narrowed(lead: Ask, ask: Ask, plan: Plan, data: Meaning) -> Ask | None:
    """``ask`` with what the clause before it narrows it to; None where that asks for itself.

    企业提的申请，被当作信访退回的有几件 asks for a column of the second row; 直接起诉的那些，没审完的几件
    for a column of the first.
    """
    subject = data.subjects.get(lead.topic)
    results = fitting(plan.parts, lead.topic, data) if subject and subject.section == "四" else ()
    if results and not ASKING.search(lead.text) and _SUED.search(plan.clause) is None:
        # 复议后又告到法院，年底还没审结的有几件: of the lawsuits, not of the applications.
        return replace(lead, text=plan.clause, parts=results, operation=plan.operation)
    counted = COUNTED.search(plan.clause) or plan.clause.strip().endswith("的")
    counted = counted and not _NAMES_A_NUMBER.search(lead.text)
    told = counted and lead.topic == data.default_subject != ask.topic
    if ASKING.search(lead.text) or not (told or _LEADING.search(lead.text.strip())):
        return None
    own = fitting(plan.parts, ask.topic, data)
    if own and ask.topic == data.default_subject != lead.topic:
        # 逾期不补正的，个人申请有几件: 申请 says nothing that the row doesn't.
        words = bare(content(strip(plan.clause, plan.spans), data))
        own = () if _ONLY_APPLICANTS.fullmatch(words) else own
    if not own and (parts := fitting(plan.parts, lead.topic, data)):
        text = _of_theirs(lead, plan, data)
        return replace(lead, text=text, parts=parts, operation=plan.operation)
    columns = tuple(part for part in lead.parts if part)
    fits = ask.topic in data.subjects and all(
        any(cells(form, ask.topic, part) for form in FORM_NAMES) for part in columns
    )
    if columns and not own and fits and lead.topic == data.default_subject:
        return replace(ask, parts=columns)
    return None


def _of_theirs(lead: Ask, plan: Plan, data: Meaning) -> str:
    """A clause's words, behind those of a sum of columns that it asks a share of (单位提的里，律所占几成)."""
    summed = plan.operation == "share" and any(data.parts[p].sums for p in lead.parts if p)
    return f"{lead.text}，{plan.clause}" if summed else plan.clause


def inside(lead: Ask, ask: Ask) -> bool:
    """Whether a clause only leads up to a row of the sum it names (行政诉讼，经复议后起诉的共计多少)."""
    leads = lead.topic and not ASKING.search(lead.text) and ask.topic != lead.topic
    subject = meaning().subjects.get(ask.topic)
    if leads and subject and subject.of == lead.topic and not lead.parts:
        return True  # 办的申请，全给看的几件: some of those
    # 全市的信息公开申请，往年没办完的几件: a row of the same table.
    row = subject and subject.section == "三" and not lead.parts and COUNTED.search(ask.text)
    among = lead.topic == meaning().default_subject and not _NAMES_A_NUMBER.search(lead.text)
    return bool(leads and (ask.topic.startswith(f"{lead.topic}.") or (row and among)))


def _of_channel(clause: str, words: str, before: Ask | None, data: Meaning) -> Ask | None:
    """What was counted before, of one channel (公开了多少条信息 … 网站上呢); None where none is named."""
    topic = data.topics.get(before.topic) if before else None
    named = topic and any(channel in clause for channel in topic.channels)
    if not before or not named or COUNTED.search(clause) or len(words) > _CHANNEL:
        return None
    return replace(before, text=f"{clause} {before.text}", score=1.0)


def _of_payers(plan: Plan, before: Ask | None) -> Ask | None:
    """How many paid the fee that was spoken of: the same running text tells it or nothing does."""
    if before is None or not before.topic.startswith("fee.") or not _PAYERS.search(plan.clause):
        return None
    return Ask("", f"{before.text} {plan.clause}")


def _goes_on(plan: Plan, words: str, before: Ask, data: Meaning) -> bool:
    """Whether a clause asks on in words that would mean something else by themselves.

    收费了吗，收了多少 counts no applications; 直接起诉的几件，结果怎么样 asks for the courts' results.
    """
    if plan.operation == "share" and before.topic in data.subjects and _SHARED.match(plan.clause):
        return True  # 占办结总数多少
    if before.topic.startswith("fee."):
        money = re.sub("自己|本身|没有?$", "", words)  # 自己收了没有
        return bool(money) and set(money) <= _TAKING and plan.kind.units != ("件",)
    subject = data.subjects.get(before.topic)
    return bool(subject and subject.section == "四" and re.search(_OUTCOME, plan.clause))


def _both(text: str, recalled: Sequence[Ask], data: Meaning) -> tuple[Ask, ...] | None:
    """The two things asked before, where a question only asks on for both (这两样各几件, 二者相加)."""
    pattern = "|".join(data.both)
    if not re.search(pattern, text):
        return None
    operation, spans = find_operation(text, data)
    if bare(content(re.sub(pattern, " ", strip(text, spans)), data)):
        return None
    asks = tuple(reversed(recalled))
    # Each number is told; what is made of the two is asked of both.
    return tuple(replace(a, operation=operation, text=f"{a.text} {text}") for a in asks)


def _section(clause: str, data: Meaning) -> list[Ask]:
    """What a section says as a whole, where it is asked for by its number (第三部分); else []."""
    match = re.search("第([一二三四五六1-6])(?:个?部分|节|章|大项|大块|板块)", clause)
    if not match or len(bare(content(clause.replace(match.group(), " "), data))) > _NO_TOPIC:
        return []
    name = match.group(1)
    name = "一二三四五六"[int(name) - 1] if name.isdigit() else name
    return [Ask(topic, clause, score=1.0) for topic in data.sections[name]]


def _outcomes(plan: Plan, data: Meaning) -> list[Ask]:
    """Every result applications may have, where it is asked what became of them; else []."""
    asked, subjects = data.outcomes
    if not re.search(asked, plan.clause):
        return []
    parts = fitting(plan.parts, data.default_subject, data)
    return [Ask(subject, plan.clause, parts, score=1.0) for subject in subjects]


def _mended(plan: Plan, ask: Ask, book: PhraseBook, encoder: QueryEncoder) -> tuple[Plan, Ask]:
    """The clause without slips of the input method, where that makes it understood."""
    heard = pinyin().heard(plan.clause)
    if sum(a != b for a, b in zip(heard, plan.clause, strict=True)) > _MENDED:
        return plan, ask  # no one slips so often: it is a name, or speaks of something else
    lost = COUNTED.search(plan.clause) and not COUNTED.search(heard)  # 几个 is no slip of 及个
    if ask.score >= SURE or heard == plan.clause or lost:
        return plan, ask
    other = plan_of(heard, meaning())
    told = ask_of(other, encoder.queries(other.texts), book, meaning())
    better = told.topic and told.score >= max(SURE, ask.score + _BETTER)
    short = len(bare(plan.clause)) <= _FOLLOWING
    if better or (short and not ask.topic and other.parts and not plan.parts):
        return other, told
    return plan, ask


def compares(text: str) -> bool:
    """Whether a clause, its bodies taken out, only says that they are compared (和…比呢)."""
    return bool(
        re.fullmatch(r"[和跟与同]?\s*(?:相|对)?比(?:较|起来)?[呢一下如何怎么样]*", text.strip())
    )
