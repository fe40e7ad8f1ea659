"""A question taken apart into a `Query`: bureaus, years, and for each clause a topic.

Bureau, year, column words and counting words are taken out before the topic is looked up, since
they pull a match towards the wrong cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from gongkai.answer import Conversation
from gongkai.answering.bodies import Mention
from gongkai.answering.clause import (
    SURE,
    Plan,
    ask_of,
    find_operation,
    fitting,
    plan_of,
    strip,
)
from gongkai.answering.english import in_chinese_words, is_english
from gongkai.answering.match import PhraseBook, QueryEncoder, Vectors
from gongkai.answering.pinyin import Pinyin
from gongkai.answering.query import Ask, Query
from gongkai.answering.several import Several, several
from gongkai.answering.topics import (
    COVERAGE,
    REFUSED,
    Meaning,
    asks_when,
    content,
    meaning,
)
from gongkai.answering.whom import Named, Scope, named_in, of_level
from gongkai.answering.years import find_years
from gongkai.text import bare, fold

# So few characters beside a column's name ask nothing of their own.
_NO_TOPIC = 2
_OWN = 0.6
_TELLING = 3
# So many courtesies are taken off one after the other.
_COURTESIES = 6
# A mended clause must match its topic by so much better.
_BETTER = 0.1
# A clause of so few characters may name nothing but a column.
_FOLLOWING = 8
# A clause without a topic and with so few characters is about what the one before was.
_SHORT = 4
_ASKING = re.compile(r"(.)[没不]\1|[多几哪吗呢么]|是否|有无|有没有|怎么|如何|how|what|which")
_LIST = re.compile("、|以及|和|与|跟|及")
_AGAINST = re.compile("[和跟与同].{1,20}(?:比|相比|对比|比较)|比起|相比之下")
_COUNTED = re.compile("多少|几[^乎年]?|[吗么]$")
_CLAUSE = re.compile(r"[，,；;。？?！!：:\n]+|(?:另外|还有|以及|并且|同时|顺便|其中)")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _pinyin() -> Pinyin:
    return Pinyin(phrase for _, phrase in meaning().phrases())


def plain(question: str) -> str:
    """The question folded (NFKC, radicals, lower case) and in simplified characters."""
    return meaning().common(str(_converter().convert(fold(question))).strip())


def without_courtesy(text: str) -> str:
    """A folded question without greetings and thanks; the whole where it is nothing else."""
    rest = text
    for _ in range(_COURTESIES):
        before, rest = rest, _courtesy().sub("", rest).strip()
        if rest == before:
            break
    return rest or text


@cache
def _courtesy() -> re.Pattern[str]:
    words = "|".join(meaning().courtesies)
    ends = "[\\s,，。!！~～:：;；.、]"
    return re.compile(
        f"^(?:{words})[呀啊呢哦哈哟]?{ends}*|{ends}+(?:{words})[呀啊呢哦哈哟啦]?{ends}*$"
    )


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
    folded = without_courtesy(plain(question))
    english = is_english(folded)
    text = scope.bodies.in_chinese(folded)
    if english:
        text = in_chinese_words(text)
    elif re.search("[a-z]{2}", text):
        text = _pinyin().read(text)
    if not english:
        text = _parted(text)
    years = find_years(text, _base_years(scope, conversation), scope.all_years)
    # The spaces years leave behind part words; inside a name they would hide it.
    mentions = scope.bodies.find(years.rest)
    group = several(years.rest, mentions, scope.bodies)
    if group:
        mentions = tuple(m for m in mentions if m.end <= group.start or m.start >= group.end)
    rest = _without(years.rest, [*mentions, *([group] if group else [])])
    bodies = named_in(mentions, scope, conversation, bureau)
    named = any(m.known and m.fits for m in mentions)
    if group and not named:
        bodies = Named(choices=scope.bodies.names, unknown=bodies.unknown)
    elif group:
        group = None
    elif not mentions:
        picked, words = of_level(years.rest, scope, conversation)
        if picked:
            bodies = Named(picked) if len(picked) == 1 else Named(choices=picked, mention=words)
            rest = rest.replace(words, " ")
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
        recalled=_recall(conversation.topic),
        anchored=bool(mentions or years.years or (bodies.names and not bodies.inherited)),
    )
    if group and not any(ask.topic for ask in asks):
        # 有哪些机关的报告可以问 asks for the bodies themselves.
        whole = _without(years.rest, mentions)
        others, _ = _asks(whole, book, encoder, recalled=(), anchored=False)
        asks = tuple(a for a in others if a.topic == COVERAGE) or asks
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
        among=group.names if group else (),
        english=english,
        heard=tuple((m.text, m.fits[0]) for m in mentions if m.heard and m.fits[0] in bodies.names),
    )


def _parted(text: str) -> str:
    """A comma for each space between two questions (收到多少 办结多少), as many people type them."""
    clauses: list[str] = []
    for piece in text.split():
        if clauses and not (_ASKING.search(clauses[-1]) and _ASKING.search(piece)):
            clauses[-1] += f" {piece}"
        else:
            clauses.append(piece)
    return "，".join(clauses)


def _base_years(scope: Scope, conversation: Conversation) -> tuple[int, ...]:
    """What 去年 counts from: the conversation's year, else the newest report."""
    if conversation.years:
        newest = max(conversation.years)
        return tuple(y for y in scope.all_years if y <= newest) or (newest,)
    return scope.all_years


def _without(text: str, mentions: Sequence[Mention | Several]) -> str:
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _asks(
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
    if len(recalled) > 1 and _both(rest, meaning()):
        return tuple(reversed(recalled[:2])), True
    return _by_clause(rest, book, encoder, recalled[0] if recalled else None, anchored=anchored)


def _by_clause(
    rest: str, book: PhraseBook, encoder: QueryEncoder, last: Ask | None, *, anchored: bool
) -> tuple[tuple[Ask, ...], bool]:
    """`_asks` where the question says itself what is asked, or goes on from the ``last``."""
    inherited = False
    data = meaning()
    clauses = [clause for clause in _CLAUSE.split(rest) if bare(clause)]
    lists = [
        [p for piece in _counts(clause) for p in _listed(piece, book, encoder, data)]
        for clause in clauses
    ]
    listed = {piece for pieces in lists for piece in pieces if len(pieces) > 1}
    clauses = [piece for pieces in lists for piece in pieces]
    asks: list[Ask] = []
    plans = [plan_of(clause, data) for clause in clauses]
    texts = [text for plan in plans for text in plan.texts]
    vectors = encoder.queries(texts) if texts else None
    at = 0
    for read in plans:
        mine: Vectors = vectors[at : at + len(read.texts)]  # type: ignore[index]
        at += len(read.texts)
        plan, ask = _mended(read, ask_of(read, mine, book, data), book, encoder, data)
        if whole := _section(plan.clause, data):
            asks += whole
            continue
        before = next((a for a in reversed(asks) if a.topic), last)
        rest_words = bare(content(strip(plan.clause, plan.spans), data))
        rest_words = "" if compares(plan.clause) else rest_words
        # Nothing new is asked but a column, a year or a body: the topic stands.
        same = before is not None and bool(fitting(plan.parts, before.topic, data))
        alone = not rest_words or (same and len(rest_words) <= _NO_TOPIC)
        if ask.topic == REFUSED and (anchored or len(rest_words) < _TELLING):
            ask = replace(ask, topic="")  # too little is said to be told from a follow-up
        if same and alone and (ask.parts or ask.score < _OWN):
            ask = Ask("", plan.clause)  # 个人 asks for a column, 个人隐私 for a row of its own
        if last and asks_when(plan.clause) and not rest_words:
            ask = Ask("", plan.clause, operation=plan.operation)  # 哪一年最多 asks on
        if not ask.topic and alone:
            if asks and not asks[-1].topic and _ASKING.search(asks[-1].text + plan.clause):
                # 任务完成得怎么样，一共几项: what is counted is what was spoken of.
                asks[-1] = replace(asks[-1], text=f"{asks[-1].text} {plan.clause}")
                continue
            if asks and not asks[-1].topic:
                asks.pop()  # 打错了，是2020年: said of the question, asks nothing
            on = plan.parts or anchored or plan.operation != "lookup" or asks_when(plan.clause)
            if before and on:
                parts = fitting(plan.parts, before.topic, data) or before.parts
                # Without a topic the words themselves are what is asked on.
                text = plan.clause if before.topic else before.text
                ask = replace(before, text=text, parts=parts, operation=plan.operation, score=1.0)
                inherited = inherited or not asks
            else:
                continue
            if asks and not _ASKING.search(asks[-1].text):
                asks.pop()  # 部分公开的申请，其中企业有多少: the first clause only leads up
        elif not ask.topic and asks and len(rest_words) <= _SHORT and plan.clause not in listed:
            # 搞了几回培训，多少人参加: a short clause goes on from the one before.
            ask = replace(ask, text=f"{asks[-1].text} {ask.text}")
        asks.append(ask)
    return tuple(_merge(asks, data)), inherited


def _both(text: str, data: Meaning) -> bool:
    """Whether a question asks nothing but on for the two things asked before (这两样各几件)."""
    pattern = "|".join(data.both)
    return bool(re.search(pattern, text)) and not bare(content(re.sub(pattern, " ", text), data))


def _section(clause: str, data: Meaning) -> list[Ask]:
    """What a section says as a whole, where it is asked for by its number (第三部分); else []."""
    match = re.search("第([一二三四五六1-6])(?:个?部分|节|章|大项|大块|板块)", clause)
    if not match or len(bare(content(clause.replace(match.group(), " "), data))) > _NO_TOPIC:
        return []
    name = match.group(1)
    name = "一二三四五六"[int(name) - 1] if name.isdigit() else name
    return [Ask(topic, clause, score=1.0) for topic in data.sections[name]]


def _mended(
    plan: Plan, ask: Ask, book: PhraseBook, encoder: QueryEncoder, data: Meaning
) -> tuple[Plan, Ask]:
    """The clause without slips of the input method, where that makes it understood."""
    heard = _pinyin().heard(plan.clause)
    if ask.score >= SURE or heard == plan.clause:
        return plan, ask
    other = plan_of(heard, data)
    told = ask_of(other, encoder.queries(other.texts), book, data)
    better = told.topic and told.score >= max(SURE, ask.score + _BETTER)
    short = len(bare(plan.clause)) <= _FOLLOWING
    if better or (short and not ask.topic and other.parts and not plan.parts):
        return other, told
    return plan, ask


def _counts(clause: str) -> list[str]:
    """A clause that counts several things one after the other (公开几件部分公开几件), cut behind each."""
    units = "|".join(sorted(meaning().whole_units, key=len, reverse=True))
    ends = [m.end() for m in re.finditer(f"(?:多少|几)(?:{units})", clause)]
    if len(ends) < 2:
        return [clause]
    starts = [0, *ends[:-1]]
    pieces = zip(starts, [*ends[:-1], len(clause)], strict=True)
    return [clause[start:end].lstrip("、和及与跟") for start, end in pieces]


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
        found.append(best.entry if best and best.score >= SURE else "")
    # Each with a counting word of its own (公开几条、开放日几场) is asked for itself.
    counted = all(_COUNTED.search(piece) for piece in pieces)
    alike = "" in found or len(set(found)) < len(found) or not set(found) & set(data.subjects)
    if alike and not counted:
        return (clause,)
    # What is said of all stands at the end: the last piece's counting word goes to each.
    operation, spans = find_operation(pieces[-1], data)
    tail = pieces[-1][spans[0][0] : spans[0][1]] if operation != "lookup" else ""
    return tuple(piece if tail in piece else piece + tail for piece in pieces)


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
    if any(ask.topic for ask in told):  # 我是研究生，正在写论文: who asks, and why
        told = _led_up(told)
    return told or merged[:1]


def _led_up(asks: Sequence[Ask]) -> list[Ask]:
    """Asks without those that ask nothing; what they speak of goes to the next (代表的提案，办了几件)."""
    kept: list[Ask] = []
    before = ""
    for ask in asks:
        if ask.topic or _ASKING.search(ask.text):
            kept.append(replace(ask, text=f"{before}{ask.text}"))
            before = ""
        else:
            before += f"{ask.text}，"
    return kept


def compares(text: str) -> bool:
    """Whether a clause, its bodies taken out, only says that they are compared (和…比呢)."""
    return bool(
        re.fullmatch(r"[和跟与同]?\s*(?:相|对)?比(?:较|起来)?[呢一下如何怎么样]*", text.strip())
    )


def remember(ask: Ask, before: str = "") -> str:
    """An ask as the conversation keeps it, the one ``before`` it in a second line."""
    kept = "|".join((ask.topic, ",".join(ask.parts), " ".join(ask.text.split())))
    other = next((line for line in before.split("\n") if line and line != kept), "")
    return f"{kept}\n{other}" if other else kept


def _recall(kept: str) -> tuple[Ask, ...]:
    """The asks that a conversation keeps, the last first."""
    asks = []
    for line in kept.split("\n") if kept else ():
        topic, parts, text = line.split("|", 2)
        asks.append(Ask(topic, text, tuple(p for p in parts.split(",") if p)))
    return tuple(asks)
