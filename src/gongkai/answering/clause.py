"""One clause of a question: its column words and operation, and the topic it is about."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.answering.expect import Expected, expected, suits_cells
from gongkai.answering.match import Match, PhraseBook, Vectors
from gongkai.answering.query import Ask, Operation
from gongkai.answering.topics import (
    CHANGES,
    PERIOD,
    REFUSED,
    WITHOUT,
    Meaning,
    Part,
    Subject,
    Topic,
    asks_greatest,
    cells,
    content,
    own_case,
    uncelled,
)
from gongkai.form import FORM_NAMES
from gongkai.text import bare

# Chosen on the questions `match` names: fewer right topics are bought with fewer wrong ones.
# Between the two the clause's words must be the topic's own.
SURE = 0.50
_LIKELY = 0.30
# What a column word of its table adds to a subject's score.
_COLUMN = 0.06
# A row this near to its sum, and worded like the clause, is meant rather than the sum.
_NEAR = 0.12
_WORDED = 0.3
_FULLY = 0.7
# So near to a phrase a clause says nothing else.
SAME = 1.0
_ALL_TOLD = 0.75
_MOSTLY_TOLD = 0.7
# So few characters beside the words of change name nothing that changed.
_UNNAMED = 2
# Two topics this near to each other are both told.
_TIE = 0.03
_CLEAR = 0.1
# A printed name of so many characters counts, unless its subject lies so far behind.
_NAME = 4
_FAR = 0.4
# Who asks, and that he asks, before what is asked (孩子他爷想知道…).
_FRAME = re.compile(
    r"^.{0,24}?(?:想知道|想了解|想问问|想问|问一下|问问|请提供|提供一下|查一下|请告知|告诉我|了解下|核实一下)\s*"
)
# 复议总数、维持的、纠正的: the whole beside its parts.
_LEFT_OUT = re.compile(
    f"(?P<not>{WITHOUT}|非)(?P<what>[^，,。；;]+?)(?:之外|以外|外|的话|的|[，,。；;]|$)"
)
# 有没有维持 asks, 没维持 denies.
_NOT = {
    "三": re.compile("(?<!是)(?:不是|并非|不属于|不算)(?:由|来自)?$"),
    "四": re.compile(
        "(?<!有)(?:没有?|未|不算|(?<!是)不是|并非|不属于)(?:得到|能|被|予以?|获|算|给)?$"
    ),
}
_BESIDE_FEES = re.compile(
    "(?<!不管)(?<!不论)谁|哪些人|什么人|哪[几些][个位]?(?:人|单位|机关|部门|申请人)|名单|姓名|(?<!有)标准|依据什么|按什么|每页|一页|怎么(?:算|定)|用在|花在|去向|上缴|上交"
)
# What no one counts telephones and addresses in.
_NOT_CONTACTS = frozenset(("条", "件", "次", "回", "人次", "人", "篇", "份", "期", "场", "%"))
_AMONG = re.compile("(?:里头?|里面|中|当中|之中|之内)[,，\\s]*$")
_AND_WHOLE = re.compile(
    "总[数量计](?:是?多少|几[件个起])?(?:[、和及]|以及|还有|跟|与)|(?:[、和及]|以及|还有|跟|与)总[数量计]"
)
_SAID = re.compile(r"\d[\d,.]*(?:余|多)?(?:万|亿)?(?:元|件|条|项|个|起|宗|份)?")
_HOW = re.compile("怎么(?!样)|怎样|如何|为什么|为何|怎么处理")
# Why there is none, or so much: the number is told, and whether there is a reason or not.
_PREMISE = re.compile(
    "[都也]没|一[件起个份条]都?|[这那]么[多少高低]|才[收办公提有]?[到开了]?[几0-9]|只[有收办公][到开了]?"
)


@dataclass(frozen=True, slots=True)
class Plan:
    clause: str
    texts: tuple[str, ...]
    parts: tuple[tuple[str, int, int], ...]
    operation: Operation
    spans: tuple[tuple[int, int], ...]
    kind: Expected


def plan_of(clause: str, data: Meaning) -> Plan:
    """Find column words and the operation in a clause, and the texts to look the topic up by."""
    parts = _find_parts(clause, data.parts.values())
    operation, spans = find_operation(clause, data)
    part_spans = tuple((start, end) for _, start, end in parts)
    bare_clause = strip(clause, part_spans)
    texts = [clause]
    stripped = strip(clause, (*part_spans, *spans))
    # 收费1802.95万元对不对: a number that is asked about names no topic.
    printed = uncelled(stripped, data)
    for other in (
        bare_clause, stripped, _FRAME.sub("", stripped), _SAID.sub(" ", stripped), printed,
        data.unranked(stripped),
    ):  # fmt: skip
        if bare(other) and other not in texts:
            texts.append(other)
    return Plan(clause, tuple(texts), parts, operation, (*part_spans, *spans), expected(clause))


def _find_parts(clause: str, parts: Sequence[Part] | Any) -> tuple[tuple[str, int, int], ...]:
    """Parts by their phrases, longest first, not overlapping; one text may mean parts of two tables."""
    found: list[tuple[str, int, int]] = []
    ways = sorted(
        ((phrase, part.id, part.section) for part in parts for phrase in part.phrases),
        key=lambda way: -len(way[0]),
    )
    sections: dict[str, str] = {part.id: part.section for part in parts}
    inside = [
        (part.id, *match.span())
        for part in parts
        for word in part.unless
        for match in re.finditer(re.escape(word), clause)
    ]
    for phrase, name, section in ways:
        at = clause.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            no_column = any(o == name and start <= at and end <= stop for o, start, stop in inside)
            no_column = no_column or clause[max(at - 1, 0) : at].isdigit()  # 278个人 are anybody
            if not no_column and not any(
                start < end and at < stop and sections[other] == section
                for other, start, stop in found
            ):
                found.append((name, at, end))
            at = clause.find(phrase, end)
    return tuple(sorted(found, key=lambda f: f[1]))


def find_operation(clause: str, data: Meaning) -> tuple[Operation, tuple[tuple[int, int], ...]]:
    spans = [match.span() for word in data.bounds for match in re.finditer(word, clause)]
    order: tuple[Operation, ...] = ("share", "trend", "compare", "breakdown", "sum", "yesno")
    chosen: Operation = "lookup"
    for name in order:
        for word in data.operations[name]:
            if match := re.search(word, clause):
                spans.append(match.span())
                if chosen == "lookup":
                    chosen = name
    return chosen, tuple(spans)


def strip(text: str, spans: Sequence[tuple[int, int]]) -> str:
    cut = list(text)
    for start, end in spans:
        cut[start:end] = " " * (end - start)
    return re.sub(" +", " ", "".join(cut)).strip()


def ask_of(plan: Plan, vectors: Vectors, book: PhraseBook, data: Meaning) -> Ask:
    """The topic of a clause; ``vectors`` are those of the plan's texts."""
    if own_case(plan.clause):
        return Ask("", plan.clause)
    return _ask_of(plan, vectors, book, data)


def _ask_of(plan: Plan, vectors: Vectors, book: PhraseBook, data: Meaning) -> Ask:
    best: dict[str, Match] = {}
    # A column's name speaks for its table: 企业 for table 三, 维持 for table 四.
    sections = {data.parts[name].section for name, _, _ in plan.parts}
    for text, vector in zip(plan.texts, vectors, strict=True):
        for match in book.rank(text, vector):
            subject = data.subjects.get(match.entry)
            if subject and subject.section in sections:
                match = replace(match, score=match.score + _COLUMN)  # noqa: PLW2901
            if match.entry not in best or match.score > best[match.entry].score:
                best[match.entry] = match
    ranked = _specific(sorted(best.values(), key=lambda m: -m.score))
    if plan.operation == "share":
        ranked = _portion(ranked, data)
    ranked = _named(ranked, plan.clause, data)
    beside = _BESIDE_FEES.search(plan.clause) and not asks_greatest(plan.clause)
    if beside and ranked and ranked[0].entry.startswith("fee."):
        return Ask("", plan.clause)  # who paid it, by what standard, what became of it
    for match in ranked[:4]:
        if match.score < _LIKELY:
            break
        if not _admits(match, plan, book, data):
            continue
        if match.score >= SURE or _explained(plan, match, book, data):
            parts = columns(plan, match.entry, data)
            second = _second(match, ranked, plan, data)
            lacks = _LEFT_OUT.search(plan.clause) or any(
                _denied(plan, n, data) for n, _, _ in plan.parts
            )
            out = len(parts) > 1 and plan.operation == "lookup" and lacks
            operation = "sum" if out else plan.operation  # 除了企业之外收到多少
            return Ask(match.entry, plan.clause, parts, operation, match.score, second)
    if parts := _applicants(plan, ranked, book, data):
        return Ask(data.default_subject, plan.clause, parts, plan.operation, _LIKELY)
    if book.leans(REFUSED, plan.texts[0], vectors[0]):
        return Ask(REFUSED, plan.clause)
    return Ask("", plan.clause, (), plan.operation, ranked[0].score if ranked else 0.0)


def columns(plan: Plan, entry: str, data: Meaning) -> tuple[str, ...]:
    """The columns of an entry that a clause names; "" among them is the whole."""
    parts = fitting(_own_words(plan, entry, data), entry, data)
    whole = any(_loose(plan, name, data) for name in parts) or _AND_WHOLE.search(plan.clause)
    denied = [name for name in parts if _denied(plan, name, data)]
    if denied:  # 没维持的 are all the others; 既没维持也没纠正、算其他结果的 says which
        told = tuple(name for name in parts if name not in denied)
        return told or _all_but(denied, data)
    return _others(plan.clause, ("", *parts) if parts and whole else parts, data)


def _denied(plan: Plan, name: str, data: Meaning) -> bool:
    """Whether a column is only named as what it was not (没维持, 也不算纠正, 不是个人提的)."""
    places = [(start, end) for part, start, end in plan.parts if part == name]
    said = _NOT.get(data.parts[name].section)
    if said is None or not places:
        return False
    return all(said.search(plan.clause[:start]) for start, _ in places)


def _admits(match: Match, plan: Plan, book: PhraseBook, data: Meaning) -> bool:
    """Whether the entry can be what the clause asks for, by its words and what it counts in."""
    kind = plan.kind
    if topic := data.topics.get(match.entry):
        return _topic_meant(topic, match, plan, book, data)
    subject = data.subjects.get(match.entry)
    if not subject:
        return True
    # What came by post, or in May, is no cell; nor is who was fined.
    names = subject.section != "三" and any(word in plan.clause for word in data.naming)
    if names or data.narrows(plan.clause):
        return False
    # How something is done is told in words; how it changed, and its main reason, are not.
    told = plan.operation == "trend" or (asks_greatest(plan.clause) and data.members(subject))
    how = not kind.counts and not told and _asks_how(plan.clause)
    suits = subject.money or suits_cells(plan.clause)
    return bool(subject.allows(plan.clause) and suits and not how) and _counted_so(
        match, subject, plan, book, data
    )


def _topic_meant(topic: Topic, match: Match, plan: Plan, book: PhraseBook, data: Meaning) -> bool:
    """`_admits` for what stands outside the tables."""
    if topic.units:  # 发布多少篇政策解读 counts something of its own
        return topic.allows(plan.clause) and _explained(plan, match, book, data, _ALL_TOLD)
    kind = plan.kind
    # 上班时间打哪个电话 asks for the telephone, not for the hours.
    named = topic.id == "contact" and data.fields(plan.clause)
    words = bare(content(strip(plan.clause, plan.spans), data))
    return not (
        not (named or topic.allows(plan.clause))
        # 申请有什么变化 asks for what became of the applications.
        or (topic.id == CHANGES and len(words) > _UNNAMED)
        # 线下公开专区建设 is looked for in its own words.
        or (
            topic.led
            and match.score < SAME
            and not _explained(plan, match, book, data, _MOSTLY_TOLD)
        )
        # 接到的热线里，反映最多的是哪类事: the calls, not the number.
        or (topic.id == "contact" and _of_contacts(match, plan))
        # 水费收缴率 is no fee that was taken.
        or (topic.id.startswith("fee.") and plan.kind.units == ("%",))
        # When a report came out isn't which years there are.
        or (plan.kind.sort == "date" and topic.id != PERIOD and not named)
        # 留的言回了几条 counts what was answered.
        or (topic.id == "contact" and len(kind.units) == 1 and kind.units[0] in _NOT_CONTACTS)
        # How many problems were mended isn't what problems there are.
        or (plan.kind.counts and (topic.narrative or topic.joins))
    )


def _of_contacts(match: Match, plan: Plan) -> bool:
    """Whether something is asked of those who called, not how to."""
    among = match.score < SURE and bool(_AMONG.search(plan.clause))
    return among or plan.operation in ("share", "trend", "compare")


def _asks_how(clause: str) -> bool:
    return bool(_HOW.search(clause)) and not _PREMISE.search(clause)


def _counted_so(
    match: Match, subject: Subject, plan: Plan, book: PhraseBook, data: Meaning
) -> bool:
    """Whether the subject's cells are counted in the measure word asked with."""
    kind = plan.kind
    if not kind.counts or len(kind.units) != 1:
        return True
    if kind.units[0] in data.never_units[subject.section]:
        return False  # 几期, 几场 count no applications and no cases
    # 多少条 asks for something else than 件 of applications, unless the words say so.
    odd = kind.units[0] in data.odd_units["words"]
    return not odd or bool(_said(subject, plan.clause)) or _explained(plan, match, book, data)


def _second(match: Match, ranked: Sequence[Match], plan: Plan, data: Meaning) -> str:
    """The subject that may be meant as well, "" where there is none."""
    subject = data.subjects.get(match.entry)
    if not subject:
        return ""
    if subject.twin and not any(word in plan.clause for word in subject.decided):
        return subject.twin
    for other in ranked:
        rival = data.subjects.get(other.entry)
        near = other.entry != match.entry and other.score >= match.score - _TIE
        if near and rival and rival.allows(plan.clause):
            return other.entry
    return ""


def _specific(ranked: list[Match]) -> list[Match]:
    """A row before the sum it belongs to where both fit alike: 涉密不公开 is one reason of many."""
    top = ranked[0] if ranked else None
    for match in ranked[1:3]:
        inside = top and match.entry.startswith(f"{top.entry}.")
        worded = match.lexical >= _WORDED and top is not None and top.lexical < _FULLY
        if top and inside and worded and match.score >= top.score - _NEAR:
            return [match, *(m for m in ranked if m is not match)]
    return ranked


def _portion(ranked: list[Match], data: Meaning) -> list[Match]:
    """The portion before the whole it is asked a share of (办结的申请里予以公开的比重)."""
    top = ranked[0] if ranked else None
    for match in ranked[1:6]:
        subject = data.subjects.get(match.entry)
        if top and subject and subject.of == top.entry and match.lexical >= _WORDED:
            return [match, *(m for m in ranked if m is not match)]
    return ranked


def _named(ranked: list[Match], clause: str, data: Meaning) -> list[Match]:
    """A subject whose printed name the clause has before one that is only like it.

    办理结果为不予公开的总数 has the name of 不予公开, and only words of 办理结果总计.
    """
    top = ranked[0] if ranked else None
    if not top or top.entry not in data.subjects:
        return ranked
    own = _said(data.subjects[top.entry], clause)
    if own and not any(_wider(match, own, clause, data) for match in ranked[1:8]):
        return ranked
    named = [
        match
        for match in ranked[1:8]
        if (subject := data.subjects.get(match.entry))
        and subject.allows(clause)
        and (said := _said(subject, clause))
        and len(said) >= _NAME
        # A reason of 不予公开 is meant itself.
        and (not top.entry.startswith(f"{match.entry}.") or _wider(match, own, clause, data))
    ]
    if not named or named[0].score < top.score - _FAR:
        return ranked
    best = max(named, key=lambda match: len(_said(data.subjects[match.entry], clause)))
    told = replace(best, score=max(best.score, top.score))
    return [told, *(match for match in ranked if match is not best)]


def _wider(match: Match, own: str, clause: str, data: Meaning) -> bool:
    """Whether a subject's printed name, in the clause, holds the name ``own`` (其他处理, 其他)."""
    subject = data.subjects.get(match.entry)
    said = _said(subject, clause) if subject else ""
    return (
        bool(own)
        and len(said) > len(own)
        and own in said
        and clause.count(own) == clause.count(said)
    )


def _said(subject: Subject, clause: str) -> str:
    """The subject's own name as the clause has it, "" where it hasn't."""
    core = re.search("（([^（）]+)）$", subject.label)
    name = core.group(1) if core else subject.label
    return name if name in clause else ""


def _others(clause: str, parts: tuple[str, ...], data: Meaning) -> tuple[str, ...]:
    """The columns meant where one is only named to be left out (除了自然人以外)."""
    match = _LEFT_OUT.search(clause)
    if not match:
        return parts
    what = match["what"]
    directly = match["not"] == "非"  # 非自然人, not 非要…
    out = [
        name
        for name in parts
        if name
        and any(what.startswith(p) if directly else p in what for p in data.parts[name].phrases)
    ]
    if not out:
        return parts
    behind = clause[match.end() :]
    if named := tuple(n for n in parts if n and n not in out and data.parts[n].label in behind):
        return named  # 除了维持和纠正，其他结果有几件
    organisations = "组织" in behind  # 除了企业、律所之外的其他组织
    return _all_but(out, data, organisations=organisations)


def _all_but(out: Sequence[str], data: Meaning, *, organisations: bool = False) -> tuple[str, ...]:
    """The columns of a table without ``out``; only those of ``organisations`` where they are meant."""
    rest = [p for p in data.parts.values() if p.section == data.parts[out[0]].section]
    gone = {column for name in out for column in data.parts[name].columns}
    whole = {c for p in rest if not p.sums for c in p.columns} - gone
    if organisations:
        for part in rest:
            whole &= set(part.columns) if part.sums and gone <= set(part.columns) else whole
    joined = [p.id for p in rest if p.sums and set(p.columns) == whole]
    return tuple(joined or [p.id for p in rest if not p.sums and set(p.columns) <= whole])


def _loose(plan: Plan, name: str, data: Meaning) -> bool:
    """Whether a column is named only by a word that as often means everybody."""
    said = [plan.clause[start:end] for part, start, end in plan.parts if part == name]
    return bool(said) and all(word in data.parts[name].loose for word in said)


def _own_words(plan: Plan, entry: str, data: Meaning) -> tuple[tuple[str, int, int], ...]:
    """The parts that aren't words of the topic itself: 商业 in 商业秘密 is no applicant."""
    subject = data.subjects.get(entry)
    phrases = subject.phrases if subject and subject.section == "三" else ()
    text = plan.clause

    def own(start: int, end: int) -> bool:
        wider = {text[start : end + 1], text[max(start - 1, 0) : end]} - {text[start:end]}
        return any(stretch in phrase for stretch in wider for phrase in phrases)

    return tuple(part for part in plan.parts if not own(part[1], part[2]))


def _applicants(
    plan: Plan, ranked: Sequence[Match], book: PhraseBook, data: Meaning
) -> tuple[str, ...]:
    """Columns asked for with next to nothing else (公益组织提了几件), or with applications at most."""
    if not suits_cells(plan.clause) or data.narrows(plan.clause):
        return ()
    parts = fitting(plan.parts, data.default_subject, data)
    rest = bare(content(strip(plan.clause, plan.spans), data))
    first = len(ranked) > 1 and ranked[0].entry == data.default_subject
    leads = first and ranked[0].score >= max(_LIKELY, ranked[1].score + _CLEAR)
    # 群众来电多少 has words of its own.
    few = 0 < len(rest) <= 2 and rest in book.vocabulary[data.default_subject]
    # 企业比个人少几件: two columns held against each other.
    against = len(parts) > 1 and plan.operation == "compare" and not rest
    return parts if leads or few or against else ()


def _explained(
    plan: Plan, match: Match, book: PhraseBook, data: Meaning, share: float = 0.6
) -> bool:
    """Whether the entry's words account for ``share`` of what the clause speaks of."""
    if match.entry == "contact" and data.fields(plan.clause):
        return True
    words = [bare(word) for word in content(strip(plan.clause, plan.spans), data).split()]
    joined = "".join(words)
    if not joined:
        return match.score >= SURE
    known = book.vocabulary[match.entry]
    if _covered(joined, known) >= share * len(joined):
        return True
    # 年报谁|编的: a verb by itself makes no pair.
    whole = [word for word in words if len(word) > 1 and _covered(word, known) == len(word)]
    return bool(whole) and all(word in whole or word in known for word in words)


def _covered(word: str, known: Container[str]) -> int:
    """How many of a word's characters lie in pairs that are known."""
    covered = [False] * len(word)
    for i in range(len(word) - 1):
        if word[i : i + 2] in known:
            covered[i] = covered[i + 1] = True
    return sum(covered)


def fitting(parts: Sequence[tuple[str, int, int]], topic: str, data: Meaning) -> tuple[str, ...]:
    """The found parts that are columns of the topic's table."""
    subject = data.subjects.get(topic)
    if not subject:
        return ()
    return tuple(
        dict.fromkeys(
            name for name, _, _ in parts if any(cells(form, topic, name) for form in FORM_NAMES)
        )
    )
