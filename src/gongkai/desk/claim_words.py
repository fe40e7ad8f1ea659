"""The words claims are made of, as data (`claims.json`): what names a topic, what says nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.text import bare


@dataclass(frozen=True, slots=True)
class Words:
    """The data of `claims.json`, ready for use.

    ``tokens`` maps a word to (kind, id); ``pattern`` finds the longest of them first. Kinds:
    row and part (ids of `topics.json`), verb, app, neutral, neg, block, sum (a word for several
    parts together, which ``sums`` lists).
    """

    tokens: Mapping[str, tuple[str, str]]
    sums: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]
    no_figures: re.Pattern[str]
    loose_units: frozenset[str]
    units: Mapping[str, frozenset[str]]
    alike: tuple[tuple[str, str], ...]
    small: frozenset[str]
    narrowers: tuple[str, ...]
    future: re.Pattern[str]
    hedges: re.Pattern[str]
    growth: re.Pattern[str]
    weak: re.Pattern[str]
    known: re.Pattern[str]


@cache
def words() -> Words:
    """The product's claim data, read once."""
    text = resources.files("gongkai.data").joinpath("claims.json").read_text("utf-8")
    raw: dict[str, Any] = json.loads(text)
    tokens: dict[str, tuple[str, str]] = {}
    for kind in ("neutral", "neg", "block", "app"):
        tokens |= dict.fromkeys(raw[kind], (kind, kind))
    for kind in ("verb", "part", "row"):
        tokens |= {word: (kind, name) for name, ws in raw[kind].items() for word in ws}
    for name, entry in raw["sum"].items():
        tokens |= dict.fromkeys(entry["words"], ("sum", name))
    longest = sorted(tokens, key=len, reverse=True)
    same = [word for group in raw["alike"] for word in group]
    return Words(
        tokens,
        {name: tuple(entry["parts"]) for name, entry in raw["sum"].items()},
        re.compile("|".join(map(re.escape, longest))),
        re.compile("|".join(raw["no_figures"])),
        frozenset(raw["loose_units"]),
        {name: frozenset(units) for name, units in raw["units"].items()},
        tuple((a, group[0]) for group in raw["alike"] for a in group[1:]),
        frozenset(raw["small"]),
        tuple(raw["narrowers"]),
        re.compile("|".join(raw["future"])),
        re.compile("|".join(raw["hedges"])),
        re.compile("|".join(raw["growth"])),
        re.compile("|".join(sorted(raw["weak"], key=len, reverse=True))),
        re.compile("|".join(map(re.escape, sorted({*longest, *same}, key=len, reverse=True)))),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a phrase are: those known by kind, and the rest.

    ``rows``, ``parts`` and ``verbs`` hold ids in the order of the words; ``rest`` the pieces
    that no word accounts for; ``blocks`` words that keep a figure from being judged at all.
    """

    rows: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    app: bool = False
    negated: bool = False
    blocks: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether every word of the phrase is accounted for."""
        return not self.rest and not self.blocks


def read_phrase(text: str) -> Reading:
    """The reading of a folded phrase (names, years and figures taken out)."""
    data = words()
    kinds: dict[str, list[str]] = {k: [] for k in ("row", "part", "verb", "app", "neg", "block")}
    rest: list[str] = []
    at = 0
    for match in (*data.pattern.finditer(text), None):
        gap = text[at : match.start()] if match else text[at:]
        left = _unknown(gap)
        rest += [left] if left else []
        if match is None:
            break
        kind, name = data.tokens[match.group()]
        if kind == "sum":
            kinds["part"] += data.sums[name]
        elif kind != "neutral":
            kinds[kind].append(name if kind != "block" else match.group())
        at = match.end()
    return Reading(
        tuple(dict.fromkeys(kinds["row"])), tuple(dict.fromkeys(kinds["part"])),
        tuple(dict.fromkeys(kinds["verb"])), bool(kinds["app"]), bool(kinds["neg"]),
        tuple(kinds["block"]), tuple(rest),
    )  # fmt: skip


def _unknown(gap: str) -> str:
    """A gap between words; "" where it holds punctuation and small words alone."""
    left = bare(gap)
    return "" if all(char in words().small for char in left) else left


def alike(text: str, *, apart: bool = False) -> str:
    """Folded text with words that say the same written as one (发布 → 公开).

    ``apart`` sets them off by spaces.
    """
    same = dict(words().alike)
    space = " " if apart else ""
    return _alike().sub(lambda m: f"{space}{same.get(m.group(), m.group())}{space}", text)


@cache
def _alike() -> re.Pattern[str]:
    known = {word for pair in words().alike for word in pair}
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
