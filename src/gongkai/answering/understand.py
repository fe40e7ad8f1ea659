"""A question taken apart into a `Query`: bureaus, years, and for each clause a topic.

Bureau, year, column words and counting words are taken out before the topic is looked up, since
they pull a match towards the wrong cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gongkai.answer import Conversation
from gongkai.answering.bodies import Bodies, Mention
from gongkai.answering.expect import expected, suits_cells
from gongkai.answering.match import Match, PhraseBook, QueryEncoder, Vectors
from gongkai.answering.query import Ask, Operation, Query
from gongkai.answering.topics import REFUSED, Meaning, Part, cells, content, meaning
from gongkai.answering.years import find_years
from gongkai.form import FORM_NAMES
from gongkai.text import bare, fold

# Chosen on the questions `match` names: fewer right topics are bought with fewer wrong ones.
# Between the two the clause's words must be the topic's own.
_SURE = 0.50
_LIKELY = 0.30
# What a column word of its table adds to a subject's score.
_COLUMN = 0.06
# A row this near to its sum, and worded like the clause, is meant rather than the sum.
_NEAR = 0.12
_WORDED = 0.3
_FULLY = 0.7
# Two topics this near to each other are both told.
_TIE = 0.03
# So few characters beside a column's name ask nothing of their own.
_NO_TOPIC = 2
_OWN = 0.6
# A clause without a topic and with so few characters is about what the one before was.
_SHORT = 4
_ASKING = re.compile("[多几哪吗呢么]|是否|有无|有没有|怎么|如何|how|what|which")
_HOW = re.compile("怎么(?!样)|怎样|如何|为什么|为何|怎么处理")
_LIST = re.compile("、|以及|和|与|跟|及")
_AGAINST = re.compile("[和跟与同].{1,20}(?:比|相比|对比|比较)|比起|相比之下")
_CLAUSE = re.compile(r"[，,；;。？?！!\n]+|(?:另外|还有|以及|并且|同时|顺便|其中)")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def plain(question: str) -> str:
    """The question folded (NFKC, radicals, lower case) and in simplified characters."""
    return str(_converter().convert(fold(question))).strip()


@dataclass(frozen=True, slots=True)
class Scope:
    """What the index holds: the bodies, and the years of each (newest last)."""

    bodies: Bodies
    years: Mapping[str, tuple[int, ...]]

    @property
    def all_years(self) -> tuple[int, ...]:
        """Every indexed year once, oldest first."""
        return tuple(sorted({year for years in self.years.values() for year in years}))


def understand(
    question: str,
    scope: Scope,
    book: PhraseBook,
    encoder: QueryEncoder,
    conversation: Conversation,
    *,
    bureau: str | None = None,
    year: int | None = None,
) -> Query:
    """Take ``question`` apart; ``bureau`` and ``year`` are filters that the question may override."""
    text = scope.bodies.in_chinese(plain(question))
    years = find_years(text, _base_years(scope, conversation))
    # The spaces years leave behind part words; inside a name they would hide it.
    mentions = scope.bodies.find(years.rest)
    rest = _without(years.rest, mentions)
    bodies = _bodies(mentions, scope, conversation, bureau)
    if conversation.bureaus and len(bodies.names) == 1 and _AGAINST.search(text):
        # 和淮安比呢: with the body spoken of before.
        names = tuple(dict.fromkeys((*conversation.bureaus, *bodies.names)))
        bodies = replace(bodies, names=names, inherited=("bureau",))
    told = years.years or ((year,) if year else ())
    inherited = list(bodies.inherited)
    if not told and conversation.years and (bodies.inherited or bodies.names):
        told = conversation.years
        inherited.append("year")
    asks, same_topic = _asks(
        rest,
        book,
        encoder,
        last=_recall(conversation.topic),
        anchored=bool(mentions or years.years),
    )
    if any(mention.known for mention in mentions):
        # A question to a body is a question, however odd: the reports may not say.
        asks = tuple(replace(a, topic="") if a.topic == REFUSED else a for a in asks)
    return Query(
        question=question.strip(),
        bureaus=bodies.names,
        choices=bodies.choices,
        mention=bodies.mention,
        unknown_bodies=bodies.unknown,
        years=told,
        relative=years.relative,
        asks=asks,
        inherited=(*inherited, "topic") if same_topic else tuple(inherited),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    mention: str = ""
    unknown: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()


def _bodies(
    mentions: Sequence[Mention], scope: Scope, conversation: Conversation, bureau: str | None
) -> _Named:
    within = scope.bodies.resolve(bureau) if bureau else ()
    if bureau and not within:
        return _Named(unknown=(bureau,))
    unknown = tuple(m.text for m in mentions if not m.known)
    names: list[str] = []
    mentions = _apart(mentions, scope)
    for mention in mentions:
        fits = mention.fits
        if len(fits) > 1 and within:
            fits = tuple(name for name in fits if name in within) or fits
        if len(fits) > 1 and mention.sure:
            talked = tuple(name for name in fits if name in conversation.bureaus)
            fits = talked if len(talked) == 1 else fits
        if len(fits) == 1 and (mention.sure or fits[0] in within):
            names.append(fits[0])
        elif fits and mention.known:
            return _Named(tuple(names), fits, mention.text, unknown)
    if names or unknown:
        return _Named(tuple(dict.fromkeys(names)), (), "", unknown)
    return _unnamed(within, scope, conversation)


def _apart(mentions: Sequence[Mention], scope: Scope) -> list[Mention]:
    """Organ and place said apart (应急管理局，青泽市的) joined to the body they name together."""
    kept = list(mentions)
    for organ in mentions:
        if len(organ.fits) < 2 or not organ.sure:
            continue
        for place in mentions:
            inside = tuple(name for name in organ.fits if scope.bodies.seat(name, place.text))
            if place is not organ and len(inside) == 1:
                kept = [m for m in kept if m is not place and m is not organ]
                kept.append(replace(organ, fits=inside))
    return kept


def _unnamed(within: tuple[str, ...], scope: Scope, conversation: Conversation) -> _Named:
    """No body is named: the filter's, the conversation's, or the only one there is."""
    if len(within) == 1:
        return _Named(within)
    if conversation.bureaus:
        return _Named(conversation.bureaus, inherited=("bureau",))
    if len(scope.bodies.names) == 1:
        return _Named(scope.bodies.names)
    return _Named(choices=within or scope.bodies.names)


def _base_years(scope: Scope, conversation: Conversation) -> tuple[int, ...]:
    """What 去年 counts from: the conversation's year, else the newest report."""
    if conversation.years:
        newest = max(conversation.years)
        return tuple(y for y in scope.all_years if y <= newest) or (newest,)
    return scope.all_years


def _without(text: str, mentions: Sequence[Mention]) -> str:
    for mention in reversed(mentions):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _asks(
    rest: str,
    book: PhraseBook,
    encoder: QueryEncoder,
    *,
    last: Ask | None,
    anchored: bool,
) -> tuple[tuple[Ask, ...], bool]:
    """What is asked, clause by clause; and whether the topic is that of the ``last`` question.

    ``anchored``: a bureau or a year is named, so that a clause may say nothing else.
    """
    inherited = False
    data = meaning()
    clauses = [clause for clause in _CLAUSE.split(rest) if bare(clause)]
    clauses = [piece for clause in clauses for piece in _listed(clause, book, encoder, data)]
    asks: list[Ask] = []
    plans = [_plan(clause, data) for clause in clauses]
    texts = [text for plan in plans for text in plan.texts]
    vectors = encoder.queries(texts) if texts else None
    at = 0
    for plan in plans:
        mine: Vectors = vectors[at : at + len(plan.texts)]  # type: ignore[index]
        at += len(plan.texts)
        before = asks[-1] if asks else last
        rest_words = bare(content(_strip(plan.clause, plan.spans), data))
        rest_words = "" if compares(plan.clause) else rest_words
        # Nothing new is asked but a column, a year or a body: the topic stands.
        same = before is not None and bool(_fitting(plan.parts, before.topic, data))
        alone = not rest_words or (same and len(rest_words) <= _NO_TOPIC)
        ask = _ask(plan, mine, book, data)
        if same and alone and (ask.parts or ask.score < _OWN):
            ask = Ask("", plan.clause)  # 个人 asks for a column, 个人隐私 for a row of its own
        if not ask.topic and alone:
            if before and (plan.parts or anchored or plan.operation != "lookup"):
                parts = _fitting(plan.parts, before.topic, data) or before.parts
                ask = replace(
                    before, text=plan.clause, parts=parts, operation=plan.operation, score=1.0
                )
                inherited = inherited or not asks
            else:
                continue
            if asks and not _ASKING.search(asks[-1].text):
                asks.pop()  # 部分公开的申请，其中企业有多少: the first clause only leads up
        elif not ask.topic and asks and len(rest_words) <= _SHORT:
            # 搞了几回培训，多少人参加: a short clause goes on from the one before.
            ask = replace(ask, text=f"{asks[-1].text} {ask.text}")
        asks.append(ask)
    return tuple(_merge(asks, data)), inherited


def _listed(clause: str, book: PhraseBook, encoder: QueryEncoder, data: Meaning) -> tuple[str, ...]:
    """A clause that lists several things (许可、处罚和强制各多少), cut where each is a topic."""
    pieces = [piece for piece in _LIST.split(clause) if bare(piece)]
    if len(pieces) < 2:
        return (clause,)
    found = []
    for piece, vector in zip(pieces, encoder.queries(pieces), strict=True):
        ranked = (
            match
            for match in book.rank(piece, vector)
            if (subject := data.subjects.get(match.entry)) is None or subject.allows(clause)
        )
        best = next(ranked, None)
        found.append(best.entry if best and best.score >= _SURE else "")
    if "" in found or len(set(found)) < len(found) or not set(found) & set(data.subjects):
        return (clause,)
    # What is said of all stands at the end: the last piece's counting word goes to each.
    operation, spans = _find_operation(pieces[-1], data)
    tail = pieces[-1][spans[0][0] : spans[0][1]] if operation != "lookup" else ""
    return tuple(piece if tail in piece else piece + tail for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Plan:
    clause: str
    texts: tuple[str, ...]
    parts: tuple[tuple[str, int, int], ...]
    operation: Operation
    spans: tuple[tuple[int, int], ...]


def _plan(clause: str, data: Meaning) -> _Plan:
    """Find column words and the operation in a clause, and the texts to look the topic up by."""
    parts = _find_parts(clause, data.parts.values())
    operation, spans = _find_operation(clause, data)
    part_spans = tuple((start, end) for _, start, end in parts)
    bare_clause = _strip(clause, part_spans)
    texts = [clause]
    for other in (bare_clause, _strip(clause, (*part_spans, *spans))):
        if bare(other) and other not in texts:
            texts.append(other)
    return _Plan(clause, tuple(texts), parts, operation, (*part_spans, *spans))


def _find_parts(clause: str, parts: Sequence[Part] | Any) -> tuple[tuple[str, int, int], ...]:
    """Parts by their phrases, longest first, not overlapping; one text may mean parts of two tables."""
    found: list[tuple[str, int, int]] = []
    ways = sorted(
        ((phrase, part.id, part.section) for part in parts for phrase in part.phrases),
        key=lambda way: -len(way[0]),
    )
    sections: dict[str, str] = {part.id: part.section for part in parts}
    for phrase, name, section in ways:
        at = clause.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not any(
                start < end and at < stop and sections[other] == section
                for other, start, stop in found
            ):
                found.append((name, at, end))
            at = clause.find(phrase, end)
    return tuple(sorted(found, key=lambda f: f[1]))


def _find_operation(clause: str, data: Meaning) -> tuple[Operation, tuple[tuple[int, int], ...]]:
    order: tuple[Operation, ...] = ("share", "trend", "compare", "breakdown", "sum", "yesno")
    chosen: Operation = "lookup"
    spans = []
    for name in order:
        for word in data.operations[name]:
            if match := re.search(word, clause):
                spans.append(match.span())
                if chosen == "lookup":
                    chosen = name
    return chosen, tuple(spans)


def _strip(text: str, spans: Sequence[tuple[int, int]]) -> str:
    cut = list(text)
    for start, end in spans:
        cut[start:end] = " " * (end - start)
    return re.sub(" +", " ", "".join(cut)).strip()


def _ask(plan: _Plan, vectors: Vectors, book: PhraseBook, data: Meaning) -> Ask:
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
    kind = expected(plan.clause)
    # 多少条 asks for something else than 件 of applications, unless the words say so.
    odd = kind.counts and len(kind.units) == 1 and kind.units[0] in data.odd_units["words"]
    suits = suits_cells(plan.clause)
    ranked = _specific(sorted(best.values(), key=lambda m: -m.score))
    for match in ranked[:4]:
        if match.score < _LIKELY:
            break
        topic = data.topics.get(match.entry)
        if kind.counts and topic and topic.narrative and not topic.units:
            continue  # how many problems were mended isn't what problems there are
        subject = data.subjects.get(match.entry)
        if subject and not (subject.allows(plan.clause) and (suits or subject.money)):
            continue
        if subject and not kind.counts and _HOW.search(plan.clause):
            continue  # how something is done is told in words
        if odd and subject and not _explained(plan, match, book, data):
            continue
        if match.score >= _SURE or _explained(plan, match, book, data):
            parts = _fitting(_own_words(plan, match.entry, data), match.entry, data)
            others = [
                m
                for m in ranked
                if m.entry != match.entry
                and m.score >= match.score - _TIE
                and (other := data.subjects.get(m.entry))
                and other.allows(plan.clause)
                and subject
            ]
            return Ask(
                match.entry, plan.clause, parts, plan.operation, match.score,
                others[0].entry if others else "",
            )  # fmt: skip
    if parts := _only_applicants(plan, data):
        return Ask(data.default_subject, plan.clause, parts, plan.operation, _LIKELY)
    return Ask("", plan.clause, (), plan.operation, ranked[0].score if ranked else 0.0)


def _specific(ranked: list[Match]) -> list[Match]:
    """A row before the sum it belongs to where both fit alike: 涉密不公开 is one reason of many."""
    top = ranked[0] if ranked else None
    for match in ranked[1:3]:
        inside = top and match.entry.startswith(f"{top.entry}.")
        worded = match.lexical >= _WORDED and top is not None and top.lexical < _FULLY
        if top and inside and worded and match.score >= top.score - _NEAR:
            return [match, *(m for m in ranked if m is not match)]
    return ranked


def _own_words(plan: _Plan, entry: str, data: Meaning) -> tuple[tuple[str, int, int], ...]:
    """The parts that aren't words of the topic itself: 商业 in 商业秘密 is no applicant."""
    subject = data.subjects.get(entry)
    phrases = subject.phrases if subject and subject.section == "三" else ()
    text = plan.clause

    def own(start: int, end: int) -> bool:
        wider = {text[start : end + 1], text[max(start - 1, 0) : end]} - {text[start:end]}
        return any(stretch in phrase for stretch in wider for phrase in phrases)

    return tuple(part for part in plan.parts if not own(part[1], part[2]))


def _only_applicants(plan: _Plan, data: Meaning) -> tuple[str, ...]:
    """Columns asked for with next to nothing else (公益组织提了几件)."""
    rest = bare(content(_strip(plan.clause, plan.spans), data))
    return _fitting(plan.parts, data.default_subject, data) if 0 < len(rest) <= 2 else ()


def _explained(plan: _Plan, match: Match, book: PhraseBook, data: Meaning) -> bool:
    """Whether the entry's words account for what the clause speaks of."""
    words = bare(content(_strip(plan.clause, plan.spans), data))
    if not words:
        return match.score >= _SURE
    known = book.vocabulary[match.entry]
    covered = [False] * len(words)
    for i in range(len(words)):
        if words[i : i + 2] in known and len(words[i : i + 2]) == 2:
            covered[i] = covered[i + 1] = True
    return sum(covered) >= 0.6 * len(words)


def _fitting(parts: Sequence[tuple[str, int, int]], topic: str, data: Meaning) -> tuple[str, ...]:
    """The found parts that are columns of the topic's table."""
    subject = data.subjects.get(topic)
    if not subject:
        return ()
    return tuple(
        dict.fromkeys(
            name for name, _, _ in parts if any(cells(form, topic, name) for form in FORM_NAMES)
        )
    )


def _merge(asks: Sequence[Ask], data: Meaning) -> list[Ask]:
    """Join asks of one topic (收到多少，其中企业多少); drop a clause without topic beside others."""
    merged: list[Ask] = []
    for ask in asks:
        last = merged[-1] if merged else None
        if last and ask.topic and last.topic == ask.topic:
            parts = tuple(dict.fromkeys((*(last.parts or ("",)), *(ask.parts or ("",)))))
            operation = last.operation if ask.operation == "lookup" else ask.operation
            text = f"{last.text}，{ask.text}"
            merged[-1] = replace(
                last, parts=() if parts == ("",) else parts, operation=operation, text=text
            )
        else:
            merged.append(ask)
    told = [ask for ask in merged if ask.topic or bare(content(ask.text, data))]
    return told or merged[:1]


def compares(text: str) -> bool:
    """Whether a clause, its bodies taken out, only says that they are compared (和…比呢)."""
    return bool(
        re.fullmatch(r"[和跟与同]?\s*(?:相|对)?比(?:较|起来)?[呢一下如何怎么样]*", text.strip())
    )


def remember(ask: Ask) -> str:
    """An ask as the conversation keeps it."""
    return "|".join((ask.topic, ",".join(ask.parts), ask.text))


def _recall(kept: str) -> Ask | None:
    if not kept:
        return None
    topic, parts, text = kept.split("|", 2)
    return Ask(topic, text, tuple(p for p in parts.split(",") if p))
