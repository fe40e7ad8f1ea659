"""Where a stream of text prints labels of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.form import Form, aliases, furniture, section_titles
from gongkai.ingest.tables_label import (
    PINYIN,
    Labels,
    plain,
    plain_char,
    unnoted,
    unnumbered,
    vocabulary,
)

HEADING = "heading"
FURNITURE = "furniture"
ROLES = ("clauses", "columns", "items", "rows", "parents", "applicants", "outcomes", "groups")
# Without its number a shorter label is a word of common language.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A printed label: its place in the stream and the parts it may play (role → label)."""

    start: int
    end: int
    roles: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pattern: re.Pattern[str]
    roles: dict[str, dict[str, str]]


@cache
def _lexicon(form: Form) -> _Lexicon:
    roles: dict[str, dict[str, str]] = {}
    words = vocabulary(form)
    for role in ROLES:
        names: Labels = getattr(words, role)
        for label in names.names:
            for spelling in _spellings(label, names):
                roles.setdefault(spelling, {}).setdefault(role, label)
    for section, titles in section_titles().items():
        for title in titles:
            roles.setdefault(section + plain(title), {})[HEADING] = section
    for text in furniture():
        roles.setdefault(plain(text), {})[FURNITURE] = text
    ordered = sorted(roles, key=len, reverse=True)
    return _Lexicon(re.compile("|".join(map(re.escape, ordered))), roles)


def _spellings(label: str, names: Labels) -> set[str]:
    """How the label is printed: as the form does, by an alias, with and without its number."""
    whole = plain(label)
    bare = unnumbered(label)
    number = whole[: len(whole) - len(bare)] if whole.endswith(bare) else ""
    found = {whole}
    for alias in aliases(label):
        for spelling in (plain(alias), unnumbered(alias), unnoted(alias)):
            alone = spelling if names.loose.get(spelling) == label else ""
            if len(alone) >= _SHORTEST or (alone and alone == plain(alias)):
                found.add(alone)
            if number and not spelling.startswith(number):
                found.add(number + spelling)
    return {spelling for spelling in found if spelling}


def find_hits(text: str, form: Form) -> list[Hit]:
    """All labels of ``form`` in ``text``, longest first from left to right, none overlapping."""
    lexicon = _lexicon(form)
    letters, places = letters_of(text)
    return [
        Hit(places[m.start()], places[m.end() - 1] + 1, lexicon.roles[m.group()])
        for m in lexicon.pattern.finditer(letters)
    ]


def letters_of(text: str) -> tuple[str, Sequence[int]]:
    """The stream's word characters, folded, and the place of each in ``text``."""
    skip = [match.span() for match in PINYIN.finditer(text)]
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in (*skip, (len(text), len(text))):
        for index in range(at, start):
            for letter in plain_char(text[index]):
                letters.append(letter)
                places.append(index)
        at = end
    return "".join(letters), places
