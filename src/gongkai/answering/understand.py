"""A question taken apart into a `Query`: bureaus, years, and for each clause a topic.

Bureau, year, column words and counting words are taken out before the topic is looked up, since
they pull a match towards the wrong cell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from gongkai.answer import Conversation
from gongkai.answering.asks import REFUSED_SURELY, asked, pinyin
from gongkai.answering.clause_cut import ASKING
from gongkai.answering.english import in_chinese_words, is_english
from gongkai.answering.match import PhraseBook, QueryEncoder
from gongkai.answering.memory import recall
from gongkai.answering.mention import Mention, without
from gongkai.answering.query import Ask, Query
from gongkai.answering.several import several
from gongkai.answering.slips import slips
from gongkai.answering.topics import (
    COVERAGE,
    REFUSED,
    content,
    meaning,
)
from gongkai.answering.whom import Named, Scope, named_in, of_level, of_order
from gongkai.answering.years import Years, find_years
from gongkai.text import bare, fold

_PAIR = 2
# So many courtesies are taken off one after the other.
_COURTESIES = 6
# What two years that are compared leave behind (2022年和2023年比，…).
_COMPARED = re.compile(
    r"(?<![\u4e00-\u9fff])"
    r"(?:[和跟与同到较比]\s+(?:相比较?|对比|比较|比起来|比一?比?)[,，]?|[比较]\s+(?=[多少]))"
)
# 比2022年多几件: the year spoken of before against another.
_THAN_YEAR = re.compile(
    r"[比较跟和与同]\s*(?:20)?\d\d年?度?的?\s*(?:相?比|多|少|高|低|增|减|涨|降|差|变)"
)
_EACH = re.compile("分别|各(?!类|种)")
_AGAINST = re.compile("[和跟与同].{1,20}(?:比|相比|对比|比较)|比起|相比之下")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def plain(question: str) -> str:
    """The question folded (NFKC, radicals, lower case) and in simplified characters."""
    return meaning().common(str(_converter().convert(fold(question))).strip())


def unquoted(text: str) -> str:
    """A question without quotation marks: they part words (“其他”类组织) that belong together."""
    return re.sub('[“”‘’「」『』"]', "", text)


def without_courtesy(text: str) -> str:
    """A folded question without greetings and thanks; the whole where it is nothing else."""
    rest = text
    for _ in range(_COURTESIES):
        before, rest = rest, _courtesy().sub("", rest).strip()
        if rest == before:
            break
    return rest or text


# 不是2022，是2023年的; 不是市局，我问的是区里的.
_NOT_THAT = re.compile(
    "(?:^|(?<=[,，。;；!！ ]))(?:我?(?:问|说|指|要|想问)的)?(?:可|并|又)?不是(?!说|问题)"
    "(?P<not>[^,，。?？!！;；]{1,14})[,，。;；]\\s*"
    "(?:而|我)?(?:想?(?:问|说|指|要|讲)的?)?(?:应该|其实|明明)?是(?!不是|否)"
)
# 我是说问题，不是电话.
_NOT_BEHIND = re.compile(
    "(?<=.{3})[,，]\\s*(?:而|可)?不是[^,，。?？!！;；是吗么吧呢几哪多]{1,8}[。!！]?$"
)
# 教育局、民政局两个市局: how many bodies were named says nothing of its own.
_IN_ALL = re.compile(
    "(?<=[局委厅院镇办府会处])[这那]?(?:[两俩二三四五六七八九十]|[2-9])(?:个(?:市|区|县)?(?:局|单位|部门|机关|委办局)|家(?:单位|机关|部门)?)(?=[^里当之])"
)
_ASKS = re.compile("[吗么吧呢]$|[几哪]|多少")
# 全给了的(只给一部分的不算): what is left out, said behind it.
_BESIDES = re.compile("[(（]([^()（）]{2,14}?)的?(?:不算|不计|除外|别算|不包括|不含)(?:在内)?[)）]")
# 四舍五入到小数点后两位, (保留一位小数), 用百分数表示: how it is to be written, said of no matter.
_WRITTEN = re.compile(
    "[,，;；(（]?\\s*(?:请|要|结果|答案|数字|都|麻烦)*"
    "(?:(?:四舍五入(?:后|法)?[,，]?)?(?:保留|取|精确|准确|算|留|约)?(?:到|至|成)?(?:小数点?(?:以?后)?)?"
    "(?:(?:[零一两二三四0-4]位)(?:小数)|(?:小数点?(?:以?后)?)(?:第?[零一两二三四0-4]位)|(?<=小数点后)[一两二三四0-4]位)"
    "|(?:四舍五入(?:取整)?|取整数?)(?:后)?"
    "|(?:用|以|写成|按|换成|折成|算成)百分[数比](?:表示|的形式|来?[写说算])?(?:出来)?(?=$|[,，。;；?？)）])"
    "|(?<=[,，])百分数)"
    "(?:即可|就行|就好|吧|表示)?[)）]?"
)


def corrected(text: str) -> str:
    """A message without what it takes back (不是2022，是2023年的门户网站)."""
    text = _NOT_BEHIND.sub("", _IN_ALL.sub(" ", _WRITTEN.sub("", text)))
    beside = "".join(f"，不算{match[1]}" for match in _BESIDES.finditer(text))
    text = f"{_BESIDES.sub('', text)}{beside}"
    match = _NOT_THAT.search(text)
    if not match or _ASKS.search(match["not"]):
        return text
    return f"{text[: match.start()]}我问的是{text[match.end() :]}"


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
    folded = without_courtesy(unquoted(plain(question)))
    english = is_english(folded)
    typed, read, text = _reading(corrected(folded), scope, english=english)
    years = _uncompared(find_years(text, _base_years(scope, conversation), scope.all_years))
    # The spaces years leave behind part words; inside a name they would hide it.
    mentions = scope.bodies.find(years.rest)
    group = several(years.rest, mentions, scope.bodies)
    if group:
        mentions = tuple(m for m in mentions if m.end <= group.start or m.start >= group.end)
    rest = without(years.rest, [*mentions, *([group] if group else [])])
    alone = len(bare(content(rest))) <= 1
    bodies = named_in(mentions, scope, conversation, bureau, alone=alone)
    named = any(m.known and m.fits for m in mentions)
    if group and not named:
        bodies = Named(choices=scope.bodies.names, unknown=bodies.unknown)
    elif group:
        # 宿迁表扬了多少家单位: of one body, what is counted are no bodies with reports.
        group, rest = None, without(years.rest, mentions)
    elif not mentions:
        picked, words = of_level(years.rest, scope, conversation)
        one, said = of_order(years.rest, conversation)
        if one:
            picked, words = (one,), said
        if picked:
            bodies = Named(picked) if len(picked) == 1 else Named(choices=picked, mention=words)
            rest = rest.replace(words, " ")
    if conversation.bureaus and len(bodies.names) == 1 and _AGAINST.search(text):
        # 和淮安比呢: with the body spoken of before.
        names = tuple(dict.fromkeys((*conversation.bureaus, *bodies.names)))
        bodies = replace(bodies, names=names, inherited=("bureau",))
    years = _own_years(years, text, bodies, scope, conversation)
    years = years if mentions else _against(years, text, conversation)
    told = years.years or ((year,) if year else ())
    inherited = list(bodies.inherited)
    asked_on = bodies.inherited or bodies.names or not conversation.bureaus
    if not told and conversation.years and asked_on:
        told = conversation.years
        inherited.append("year")
    asks, same_topic = asked(
        rest,
        book,
        encoder,
        recalled=recall(conversation.topic),
        anchored=bool(mentions or years.years or (bodies.names and not bodies.inherited)),
    )
    today = bool(asks) and all(ask.topic == "contact" for ask in asks)
    if today and "year" in inherited and bodies.names and not bodies.inherited:
        # Whom to turn to is told of today: another body's year is none of this one's.
        told = ()
        inherited.remove("year")
    if group and not any(ask.topic for ask in asks):
        # 有哪些机关的报告可以问 asks for the bodies themselves.
        whole = without(years.rest, mentions)
        others, _ = asked(whole, book, encoder, recalled=(), anchored=False)
        asks = tuple(a for a in others if a.topic == COVERAGE) or asks
    asks = _distributed(asks) if len(bodies.names) > 1 or len(told) > 1 else asks
    if any(mention.known for mention in mentions):
        # A question to a body is a question, however odd: the reports may not say.
        odd = (a.topic == REFUSED and a.score < REFUSED_SURELY for a in asks)
        asks = tuple(replace(a, topic="") if o else a for a, o in zip(asks, odd, strict=True))
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
        heard=(*bodies.assumed, *_heard_in(mentions, bodies, read, typed)),
        read=read,
        rest=" ".join(rest.split()),
        each=_each_own(text, mentions, bodies, scope),
    )


def _each_own(
    text: str, mentions: Sequence[Mention], bodies: Named, scope: Scope
) -> tuple[tuple[str, int], ...]:
    """The year of its own that each of several bodies is named with; () where one is for all."""
    named = [(text.find(m.text), m.fits[0]) for m in mentions if len(m.fits) == 1]
    if len(named) < len(bodies.names) or len(named) < _PAIR or any(at < 0 for at, _ in named):
        return ()
    starts = [at for at, _ in sorted(named)]
    names = [name for _, name in sorted(named)]
    behind = [text[a:b] for a, b in itertools.pairwise([*starts, len(text)])]
    before = [text[a:b] for a, b in itertools.pairwise([0, *starts])]
    for pieces in (behind, before):
        years = [find_years(piece, (), scope.all_years).years for piece in pieces]
        if all(len(own) == 1 for own in years) and len(set(years)) > 1:
            return tuple((name, own[0]) for name, own in zip(names, years, strict=True))
    return ()


def _heard_in(
    mentions: Sequence[Mention], bodies: Named, read: str, typed: str
) -> tuple[tuple[str, str], ...]:
    """The names that are spelt otherwise than any of the body they were taken for."""
    return tuple(
        (_typed(m.text, read, typed), m.fits[0])
        for m in mentions
        if m.fits and m.fits[0] in bodies.names and (m.heard or m.text not in typed)
    )


def _reading(folded: str, scope: Scope, *, english: bool) -> tuple[str, str, str]:
    """A folded message as typed, as read (without slips), and as it is taken apart: in Chinese."""
    typed = scope.bodies.in_chinese(folded)
    if english:
        typed = in_chinese_words(typed)
        return typed, folded, typed
    if re.search("[a-z]{2}", typed):
        typed = pinyin().read(typed)
    read = slips().mend(typed, scope.bodies.named(typed))
    return typed, read, _parted(read)


def _parted(text: str) -> str:
    """A comma for each space between two questions (收到多少 办结多少), as many people type them."""
    clauses: list[str] = []
    for piece in text.split():
        if clauses and not (ASKING.search(clauses[-1]) and ASKING.search(piece)):
            clauses[-1] += f" {piece}"
        else:
            clauses.append(piece)
    return "，".join(clauses)


def _typed(name: str, read: str, typed: str) -> str:
    """How a name in the text as ``read`` was ``typed``: mending keeps every character's place."""
    at = read.find(name)
    return typed[at : at + len(name)] if at >= 0 else name


def _uncompared(years: Years) -> Years:
    """Years without what their being compared leaves behind (2022年和2023年比，涨了吗)."""
    compared = len(years.years) > 1
    return replace(years, rest=_COMPARED.sub(" ", years.rest)) if compared else years


def _distributed(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """分别 and 各 said of several bodies or years: one number of each, not its columns."""
    words = [w for w in meaning().operations["breakdown"] if not _EACH.match(w)]
    return tuple(
        replace(ask, operation="lookup")
        if ask.operation == "breakdown" and not any(re.search(word, ask.text) for word in words)
        else ask
        for ask in asks
    )


def _own_years(
    years: Years, text: str, bodies: Named, scope: Scope, conversation: Conversation
) -> Years:
    """今年 and 去年 counted from the newest report of the one body that is asked about."""
    if not years.relative or len(bodies.names) != 1 or conversation.years:
        return years
    own = scope.years.get(bodies.names[0], ())
    return replace(years, years=find_years(text, own, scope.all_years).years)


def _against(years: Years, text: str, conversation: Conversation) -> Years:
    """The year spoken of before beside the one it is held against (比2022年多几件)."""
    if len(years.years) != 1 or not conversation.years or not _THAN_YEAR.search(text):
        return years
    return replace(years, years=tuple(sorted({conversation.years[-1], *years.years})))


def _base_years(scope: Scope, conversation: Conversation) -> tuple[int, ...]:
    """What 去年 counts from: the conversation's year, else the newest report."""
    if conversation.years:
        newest = max(conversation.years)
        return tuple(y for y in scope.all_years if y <= newest) or (newest,)
    return scope.all_years
