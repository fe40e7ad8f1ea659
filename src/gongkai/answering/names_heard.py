"""Names as they are misheard and mistyped: one sound in other characters, pinyin, English.

A slip of the input method keeps the sound (教于局), a slip of the eye changes one character of the
organ (教肓局). Both are taken for the body only where no other body, and no other organ there is,
could be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

# Sounds that speakers and input methods don't keep apart.
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


# Read so as a particle, and typed for one another.
_PARTICLES = {"地": "de", "得": "de"}


@cache
def _sound(character: str) -> str:
    if character in _PARTICLES:
        return _PARTICLES[character]
    from pypinyin import lazy_pinyin

    sound = lazy_pinyin(character)[0]
    for told, plain in _SAME:
        sound = sound.replace(told, plain)
    return sound


def sound(text: str) -> str:
    """How ``text`` sounds, without tones; a character's first reading, whatever the word."""
    return " ".join(map(_sound, text))


class Sounds:
    """Names by their sound: each name with the bodies it names."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._bodies: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._sizes: set[int] = set()
        for name, bodies in names.items():
            found = set(bodies)
            if found:
                self._bodies[sound(name)].update(found)
                self._names.setdefault(sound(name), name)
                self._sizes.add(len(name))

    def bodies(self, said: str) -> tuple[str, ...]:
        """The bodies that a name sounding like ``said`` names."""
        return tuple(sorted(self._bodies.get(sound(said), ())))

    def name(self, said: str) -> str:
        """A name that sounds like ``said``, "" where there is none."""
        return self._names.get(sound(said), "")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The stretches of Han text that sound like a name, longest first."""
        sounds = [_sound(character) for character in text]
        for size in sorted(self._sizes, reverse=True):
            for start in range(len(text) - size + 1):
                if " ".join(sounds[start : start + size]) in self._bodies:
                    yield start, start + size


def foreign_names(
    organs: Mapping[str, Sequence[str]], places: Mapping[str, str]
) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of names in English or pinyin, longest first, each with the Chinese.

    ``organs``: patterns of an organ's English names by the organ; ``places``: the stem of a place
    by the place. What English adds to a place's name (City, District) is part of the pattern.
    """
    from pypinyin import lazy_pinyin

    ways: dict[str, str] = {}
    for organ, english in organs.items():
        for way in english:
            ways.setdefault(way, organ)
        ways.setdefault("[\\s'-]*".join(lazy_pinyin(organ)), organ)
    for place, short in places.items():
        ways.setdefault("[\\s'-]*".join(lazy_pinyin(place)), place)
        ways.setdefault("[\\s'-]*".join(lazy_pinyin(short)), place)
    kinds = (
        "(?:[\\s-]*(?:city|district|county|town|township|subdistrict|province|municipal))?(?:'s)?"
    )
    # Pinyin runs words together (qingzeshijiaoyuju): only what begins a word needs its border.
    return [
        (
            re.compile(
                rf"(?:\bthe\s+)?\b{way}{kinds if name[-1] in '省市区县镇乡道' else ''}(?![a-z])"
            ),
            name,
        )
        for way, name in sorted(ways.items(), key=lambda w: -len(w[0]))
    ]
