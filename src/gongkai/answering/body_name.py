"""A body's name taken apart into places and organ, and the ways people say it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from gongkai.text import squeeze

# Shorter names sound like too many words.
HEARD = 3


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart: 哈尔滨市阿城区教育局 → places 哈尔滨市, 阿城区; organ 教育局."""

    full: str
    places: tuple[str, ...]
    organ: str


@dataclass(frozen=True, slots=True)
class Alias:
    """What a way to name ``body`` says: how many of its places, and whether its organ."""

    body: str
    places_said: int
    organ_said: bool


@cache
def names_data() -> dict[str, Any]:
    """What `bodies.json` tells of names, places and organs."""
    text = resources.files("gongkai.data").joinpath("bodies.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def kinds_data() -> dict[str, list[str]]:
    """The words that put a question to several bodies (`several` in `bodies.json`)."""
    kinds: dict[str, list[str]] = names_data()["several"]
    return kinds


@cache
def organs() -> frozenset[str]:
    """Organs there are, by full and short names, indexed or not."""
    names = names_data()["short"]
    shorts = (short for shorts in names.values() for short in shorts)
    return frozenset((*names, *shorts, *names_data()["organs"]))


@cache
def _place_pattern() -> re.Pattern[str]:
    ends = "|".join(names_data()["place_ends"])
    return re.compile(f"[\u4e00-\u9fff]{{1,7}}?(?:{ends})")


def split_name(full: str) -> BodyName:
    """Take a body's name apart; an organ that begins like a place (城市管理局) stays whole."""
    rest, places = squeeze(full), []
    leads = tuple(names_data()["organ_leads"])
    while match := _place_pattern().match(rest):
        # 市场…, 城乡… begin organs; the organ may start inside what looks like a place.
        if rest.startswith(leads) or any(
            match.group().find(lead) > 0 or match.group() == lead for lead in leads
        ):
            break
        places.append(match.group())
        rest = rest[match.end() :]
    return BodyName(full, tuple(places), rest)


def is_government(name: BodyName) -> bool:
    """Whether the body is its place's government (or is named by the place alone)."""
    return name.organ in names_data()["government_words"]


def stem(place: str) -> str:
    """A place's name without its ending: 淮安市 → 淮安."""
    for end in names_data()["place_ends"]:
        if place.endswith(end) and len(place) - len(end) >= 2:
            return place[: -len(end)]
    return place


def organ_names(organ: str) -> tuple[str, ...]:
    """The ways to say an organ's full name: 卫生健康委员会, 卫健委."""
    names = [organ, *names_data()["short"].get(organ, ())]
    for long, shorts in names_data()["short"].items():
        # 示例市民政和社会保障委员会: an ending is shortened where the whole isn't listed.
        if len(names) == 1 and organ.endswith(long) and organ != long and len(long) <= 5:
            names += [organ[: -len(long)] + short for short in shorts]
    for end in names_data()["stemmed"]:
        # 湿地公园 for 湿地公园管理委员会, and 湿地管委会.
        if organ.endswith(end) and len(known := organ[: -len(end)]) > HEARD:
            short = (end, *names_data()["short"].get(end, ()))
            names += [known, *(known[:2] + each for each in short)]
    return tuple(dict.fromkeys(names))


def synonyms(organ: str) -> tuple[str, ...]:
    """All ways to name an organ that is named in any one way: 卫健委 gives 卫生健康委."""
    short = names_data()["short"]
    said = [long for long, shorts in short.items() if organ in shorts]
    names = [name for long in (organ, *said) for name in organ_names(long)]
    return tuple(dict.fromkeys(names))


def _place_forms(places: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Ways to say the places, with how many of them are said: from the lowest place upwards."""
    for first in range(len(places)):
        said = places[first:]
        for forms in product(*((place, stem(place)) for place in said)):
            yield "".join(forms), len(said)
    if len(places) > 2:  # 哈尔滨市…教育局 named by its highest and lowest place
        for high, low in product((places[0], stem(places[0])), (places[-1], stem(places[-1]))):
            yield high + low, 2


def ways(name: BodyName) -> Iterator[tuple[str, Alias]]:
    """Every way to say a body's name, with what it says of the body."""
    seen: set[str] = set()

    def way(text: str, said: int, organ_said: bool) -> Iterable[tuple[str, Alias]]:
        if len(text) >= 2 and text not in seen:
            seen.add(text)
            yield text, Alias(name.full, said, organ_said)

    yield from way(squeeze(name.full), len(name.places), True)
    government = is_government(name)
    said_organs = organ_names(name.organ)
    if name.organ in ("", *names_data()["government_said"]):
        said_organs = names_data()["government_said"]
    for organ in said_organs:
        for place, said in _place_forms(name.places):
            yield from way(place + organ, said, True)
        if not government:
            yield from way(organ, 0, True)
        elif name.places and name.places[-1][-1] in names_data()["level_words"]:
            yield from way(name.places[-1][-1] + organ, 0, True)
    for place, said in _place_forms(name.places):
        # A place alone names its government; for another organ it is only a hint.
        yield from way(place, said, government)
