"""Whom a question is about: the bodies it names, leaves to the conversation, or leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.answer import Conversation
from gongkai.answering.bodies import Bodies
from gongkai.answering.body_name import is_government, stem
from gongkai.answering.mention import Mention

# Between two bodies of one place stand at most so many characters (和, 、, 还有).
_JOINED = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What the index holds: the bodies, and the years of each (newest last)."""

    bodies: Bodies
    years: Mapping[str, tuple[int, ...]]

    @property
    def all_years(self) -> tuple[int, ...]:
        """Every indexed year once, oldest first."""
        return tuple(sorted({year for years in self.years.values() for year in years}))


@dataclass(frozen=True, slots=True)
class Named:
    """``assumed``: names that the conversation's place alone decides, and the bodies taken."""

    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    mention: str = ""
    unknown: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()


def named_in(
    mentions: Sequence[Mention],
    scope: Scope,
    conversation: Conversation,
    bureau: str | None,
    *,
    alone: bool = False,
) -> Named:
    """Whom ``mentions`` mean; ``alone``: the question says nothing beside them (那云汀区呢)."""
    within = scope.bodies.resolve(bureau) if bureau else ()
    if bureau and not within:
        return Named(unknown=(bureau,))
    unknown = tuple(m.text for m in mentions if not m.known)
    names: list[str] = []
    assumed: list[tuple[str, str]] = []
    mentions = _beside(_apart(mentions, scope), scope)
    mentions = _elsewhere(mentions, scope, conversation) if alone else mentions
    clear = {m.fits[0] for m in mentions if len(m.fits) == 1 and m.sure}
    mentions = [_chosen(mention, scope, conversation) for mention in mentions]
    for mention in mentions:
        # 去教育局申请要钱吗，青泽市教育局收了多少: the one that is named in full elsewhere.
        also = clear.intersection(mention.fits)
        fits = tuple(also) if len(also) == 1 else mention.fits
        if len(fits) > 1 and within:
            fits = tuple(name for name in fits if name in within) or fits
        if len(fits) > 1 and mention.sure:
            talked = tuple(name for name in fits if name in conversation.bureaus)
            fits = talked if len(talked) == 1 else fits
        if len(fits) > 1 and mention.sure and (same := _same_place(fits, scope, conversation)):
            assumed.append((mention.text, same))
            fits = (same,)
        if len(fits) == 1 and (mention.sure or fits[0] in within):
            names.append(fits[0])
        elif fits and mention.known:
            return Named(tuple(names), fits, mention.text, unknown)
    if names or unknown:
        return Named(tuple(dict.fromkeys(names)), (), "", unknown, assumed=tuple(assumed))
    return _unnamed(within, scope, conversation)


def _chosen(mention: Mention, scope: Scope, conversation: Conversation) -> Mention:
    """A bare place as the choice that sits there, where a choice was offered (青泽市的, of two 教育局)."""
    offered = conversation.choices if conversation.pending else ()
    if set(mention.fits) & set(offered):
        return mention
    there = tuple(name for name in offered if scope.bodies.seat(name, mention.text))
    return replace(mention, fits=there, sure=True, known=True) if len(there) == 1 else mention


def _same_place(fits: Sequence[str], scope: Scope, conversation: Conversation) -> str:
    """Of bodies of one name the one at the very place spoken of (换成民政局看看); "" for none."""
    parts = scope.bodies.parts
    homes = {parts[name].places for name in conversation.bureaus if name in parts}
    here = [name for name in fits if parts[name].places in homes]
    return here[0] if len(homes) == 1 and len(here) == 1 else ""


# 第一个, 后者: of the bodies just spoken of.
_ORDER = re.compile("(?P<first>第一[个家]|前者|前一个)|(?P<second>第二[个家]|后者|后一个)")


def of_order(text: str, conversation: Conversation) -> tuple[str, str]:
    """The body that its place in the conversation picks (第二个有没有收费), and the words that do."""
    match = _ORDER.search(text)
    if not match or len(conversation.bureaus) != len(_ORDER.groupindex):
        return "", ""
    return conversation.bureaus[0 if match["first"] else 1], match.group()


# 市里的那个, 我说的是区里的, 区级的: a level alone, picked among the bodies spoken of.
_LEVEL = re.compile(
    "(省|市|区|县|镇|乡|街道)(?:里|级|上|本级|一级)的?(?:那一?个|那家|这一?个|单位|局)?|(?:我(?:问|说|指|要)的?是|是|要)(省|市|区|县|镇|乡)的"
)


def of_level(text: str, scope: Scope, conversation: Conversation) -> tuple[tuple[str, ...], str]:
    """The bodies that a level alone picks (市里的那个), and the words that do; () where none.

    Among the choices just offered, else among the bodies whose organ is that of the body last
    spoken of.
    """
    matches = list(_LEVEL.finditer(text))
    if not matches:
        return (), ""
    level = matches[-1].group(1) or matches[-1].group(2)  # 不是市里的，是区里的
    parts = scope.bodies.parts
    among = conversation.choices
    if not among and conversation.bureaus:
        organ = parts[conversation.bureaus[0]].organ if conversation.bureaus[0] in parts else None
        among = tuple(name for name, part in parts.items() if part.organ == organ)
    names = tuple(
        name for name in among if parts[name].places and parts[name].places[-1].endswith(level)
    )
    if len(names) > 1 and conversation.bureaus and conversation.bureaus[0] in parts:
        home = set(parts[conversation.bureaus[0]].places)
        near = {name: len(home & set(parts[name].places)) for name in names}
        names = tuple(name for name in names if near[name] == max(near.values()))
    return names, matches[-1].group()


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


def _beside(mentions: Sequence[Mention], scope: Scope) -> list[Mention]:
    """Organs without a place, taken for those of the place just named (青泽市教育局和民政局)."""
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last and len(last.fits) == 1 and len(mention.fits) > 1 and mention.sure:
            home = scope.bodies.parts[last.fits[0]].places
            said = any(place in mention.text or stem(place) in mention.text for place in home)
            same = tuple(n for n in mention.fits if scope.bodies.parts[n].places == home)
            near = mention.start - last.end <= _JOINED
            if near and not said and len(same) == 1:
                mention = replace(mention, fits=same)  # noqa: PLW2901
        kept.append(mention)
    return kept


def _elsewhere(
    mentions: Sequence[Mention], scope: Scope, conversation: Conversation
) -> Sequence[Mention]:
    """A place alone, after an organ was spoken of, is that organ's there (那云汀区的呢)."""
    parts = scope.bodies.parts
    talked = [parts[name] for name in conversation.bureaus if name in parts]
    organs = {part.organ for part in talked if not is_government(part)}
    if len(mentions) != 1 or len(organs) != 1:
        return mentions
    (mention,) = mentions
    if len(mention.fits) != 1 or not scope.bodies.is_place(mention.text):
        return mentions
    there = tuple(
        name
        for name, part in parts.items()
        if part.organ in organs and scope.bodies.seat(name, mention.text)
    )
    return [replace(mention, fits=there)] if len(there) == 1 else mentions


def _unnamed(within: tuple[str, ...], scope: Scope, conversation: Conversation) -> Named:
    """No body is named: the filter's, the conversation's, or the only one there is."""
    if len(within) == 1:
        return Named(within)
    if conversation.bureaus:
        return Named(conversation.bureaus, inherited=("bureau",))
    if len(scope.bodies.names) == 1:
        return Named(scope.bodies.names)
    # A ranking goes on among the bodies it ranked; an open question's choices bind no other one.
    ranked = () if conversation.pending else conversation.choices
    return Named(choices=within or ranked or scope.bodies.names)
