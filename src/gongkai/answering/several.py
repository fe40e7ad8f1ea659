"""Questions put to several bodies at once: all of them, those of a place, those of a kind.

青泽市各局, 哪个镇, 全区所有单位: a word of number (各, 哪个, 所有) before a kind of body. The kinds and
the words of number are data (`bodies.json`); the bodies come from their names' own parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.answering.bodies import Bodies
from gongkai.answering.body_name import BodyName, is_government, kinds_data, stem
from gongkai.answering.mention import Mention


@dataclass(frozen=True, slots=True)
class Several:
    """The bodies meant, in index order, and the stretch of the question that says so (``said``)."""

    names: tuple[str, ...]
    start: int
    end: int
    said: str


@cache
def _pattern() -> re.Pattern[str]:
    data = kinds_data()
    numbers = "|".join(sorted(data["numbers"], key=len, reverse=True))
    kinds = "|".join(sorted((*data["any"], *data["kinds"]), key=len, reverse=True))
    links = "|".join(sorted(data["links"], key=len, reverse=True))
    return re.compile(
        f"(?P<link>(?:{links})*)(?P<number>{numbers})(?:(?:{links})*(?P<kind>{kinds}))?"
    )


def several(text: str, mentions: Sequence[Mention], bodies: Bodies) -> Several | None:
    """The bodies that folded ``text`` puts itself to; None where it speaks of single ones.

    A place named right before (青泽市各局) keeps the bodies within it; its mention then names
    no body of its own.
    """
    for match in _pattern().finditer(text):
        kind = match.group("kind") or ""
        start = match.start()
        before = [m for m in mentions if m.end <= start and not text[m.end : start].strip()]
        place = next((m for m in before if _is_place(m, bodies)), None)
        over = next((m for m in before if _governs(m, bodies)), None)
        organ = next(
            (m for m in mentions if m.known and m.start in (match.end("number"), match.end())), None
        )
        if organ and not kind and not place and _is_place(organ, bodies):
            continue
        if not kind and (organ is None or _one_below(organ, match["number"])):
            continue
        names: Sequence[str] = bodies.names
        if place:
            names = [n for n in names if _within(bodies.parts[n], place.text)]
        elif over and kind:  # 市政府下属单位: those of its place, without itself
            seat = bodies.parts[over.fits[0]].places[-1]
            names = [n for n in names if _within(bodies.parts[n], seat) and n != over.fits[0]]
            place = over
        end = match.end()
        if organ and not _is_place(organ, bodies):
            names = [n for n in names if n in organ.fits]
            end = organ.end
        elif kind and kind not in kinds_data()["any"]:
            names = [n for n in names if _of_kind(bodies.parts[n], kind)]
        if names:
            begin = place.start if place else start
            said = (place.text if place else "") + (organ.text if organ else kind)
            return Several(tuple(names), begin, end, said)
    return None


def _is_place(mention: Mention, bodies: Bodies) -> bool:
    return mention.known and bodies.is_place(mention.text)


def _one_below(organ: Mention, number: str) -> bool:
    """Whether one body is named as lying below another (市政府和底下的梅坪镇政府): it is no group."""
    return len(organ.fits) == 1 and number.startswith(tuple(kinds_data()["below"]))


def _governs(mention: Mention, bodies: Bodies) -> bool:
    """Whether a mention names one government, place and all."""
    if not mention.known or len(mention.fits) != 1:
        return False
    name = bodies.parts[mention.fits[0]]
    return is_government(name) and bool(name.places)


def _within(name: BodyName, place: str) -> bool:
    return any(place in (own, stem(own)) for own in name.places)


def _of_kind(name: BodyName, kind: str) -> bool:
    """Whether a body is of a kind: 局 by its organ's end, 镇 as the government of one."""
    if is_government(name):
        return bool(name.places) and name.places[-1].endswith(kind)
    return name.organ.endswith(kind)
