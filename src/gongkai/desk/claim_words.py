"""The words claims are made of, as data (`claims.json`): what names a topic, what says nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.answering.topics import meaning
from gongkai.text import bare

# Rows of one number for each column: how people ask for them is how people claim them. Of the
# others' phrases many hold a verb or a column, which is read by itself.
_ASKED_FOR = re.compile(r"(?:denied|unable|unprocessed|otherwise)\b|handled\.partial|litigation\.")
_QUESTION = re.compile(
    "^(?:有?(?:多少|几)[件份个起宗]?)|(?:各?有?(?:多少|几)[件份个起宗条]?|的?(?:数量|件数|总数|一共|有))+[啊呢吗]?$"
)
_SURE = 4
# What a table counts over the whole year.
_OF_THE_YEAR = frozenset({"recv", "handle"})


@dataclass(frozen=True, slots=True)
class Words:
    """The data of `claims.json`, ready for use.

    ``tokens`` maps a word to (kind, id); ``pattern`` finds the longest of them first. Kinds:
    row and part (ids of `topics.json`), verb, app, neutral, neg, block, year_end, sum (a word for several
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
    idioms: tuple[tuple[re.Pattern[str], str], ...]


@cache
def words() -> Words:
    """The product's claim data, read once."""
    text = resources.files("gongkai.data").joinpath("claims.json").read_text("utf-8")
    raw: dict[str, Any] = json.loads(text)
    tokens: dict[str, tuple[str, str]] = {}
    for kind in ("neutral", "neg", "block", "year_end", "app"):
        tokens |= dict.fromkeys(raw[kind], (kind, kind))
    for kind in ("verb", "part", "row"):
        tokens |= {word: (kind, name) for name, ws in raw[kind].items() for word in ws}
    for name, entry in raw["sum"].items():
        tokens |= dict.fromkeys(entry["words"], ("sum", name))
    tokens = _as_asked() | tokens
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
        tuple((re.compile(said), meant.replace("$", "\\")) for said, meant in raw["idioms"]),
    )


def _as_asked() -> dict[str, tuple[str, str]]:
    """The phrases of `topics.json` that mean one row, without what makes questions of them."""
    found: dict[str, tuple[str, str]] = {}
    for name, phrase in meaning().phrases():
        said = _QUESTION.sub("", phrase)
        plain = re.fullmatch("[\u4e00-\u9fff]+", said) and not re.search("[几吗呢]|多少|什么", said)
        if plain and len(said) >= _SURE and _ASKED_FOR.match(name):
            found[said] = ("row", name)
    return found


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
    kinds: dict[str, list[str]] = {
        k: [] for k in ("row", "part", "verb", "app", "neg", "block", "year_end")
    }
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
            kinds[kind].append(name if kind not in ("block", "year_end") else match.group())
        at = match.end()
    if kinds["year_end"] and _OF_THE_YEAR.intersection(kinds["verb"]):
        kinds["block"] += kinds["year_end"]  # 年底共收到115件: a part of the year's
    return Reading(
        tuple(dict.fromkeys(kinds["row"])), tuple(dict.fromkeys(kinds["part"])),
        tuple(dict.fromkeys(kinds["verb"])), bool(kinds["app"]), bool(kinds["neg"]),
        tuple(kinds["block"]), tuple(rest),
    )  # fmt: skip


def plainly(sentence: str) -> str:
    """A sentence with turns of speech put in plain words (件件都公开 → 全部公开)."""
    for said, meant in words().idioms:
        sentence = said.sub(meant, sentence)
    return sentence


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
