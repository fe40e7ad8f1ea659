"""Whom a question is about: the bodies it names, leaves to the conversation, or leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.answer import Conversation
from gongkai.answering.bodies import Bodies, Mention


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
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    mention: str = ""
    unknown: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()


def named_in(
    mentions: Sequence[Mention], scope: Scope, conversation: Conversation, bureau: str | None
) -> Named:
    within = scope.bodies.resolve(bureau) if bureau else ()
    if bureau and not within:
        return Named(unknown=(bureau,))
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
            return Named(tuple(names), fits, mention.text, unknown)
    if names or unknown:
        return Named(tuple(dict.fromkeys(names)), (), "", unknown)
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


def _unnamed(within: tuple[str, ...], scope: Scope, conversation: Conversation) -> Named:
    """No body is named: the filter's, the conversation's, or the only one there is."""
    if len(within) == 1:
        return Named(within)
    if conversation.bureaus:
        return Named(conversation.bureaus, inherited=("bureau",))
    if len(scope.bodies.names) == 1:
        return Named(scope.bodies.names)
    return Named(choices=within or scope.bodies.names)
