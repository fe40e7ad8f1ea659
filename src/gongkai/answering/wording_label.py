"""Whether a wording says each figure under its own label, body and year.

A true number is a lie under another label. So a figure of a cell needs its row and its column
said, and the body and the year where the answer tells of several: said in its own words or, but
for the column, last named before it. A figure of running text, or one that was computed, needs
the words it stands in, as printed or as our own answer tells them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai.answering.evidence import Evidence
from gongkai.answering.topics import meaning
from gongkai.text import squeeze

_ORDER = re.compile(r"^(?:\d+\.|\(.\)|[一二三四五六七八九]、)")
_APART = re.compile(r"[,。;:!?、()“”\n|]")
_YEAR = re.compile(r"(\d{4})年")
_MEASURES = frozenset("件条项次人篇场份宗例名家户倍成")
_HAN = re.compile("[\u4e00-\u9fff]")
_PIECE = 4  # characters of running text that stay together
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Words:
    """`wording.json`: words that add nothing, and what stands for a label."""

    plain: frozenset[str]
    says: dict[str, tuple[str, ...]]
    totals: frozenset[str]


@cache
def words() -> Words:
    """The data, read once."""
    data = json.loads(resources.files("gongkai.data").joinpath("wording.json").read_text("utf-8"))
    says = {squeeze(label): tuple(map(squeeze, ways)) for label, ways in data["says"].items()}
    return Words(frozenset(data["plain"]), says, frozenset(data["totals"]))


def strangers(tight: str, told: str, printed: str) -> tuple[str, ...]:
    """Stretches of Han that neither come from ``told`` or ``printed`` nor are plain words.

    ``told``: labels, names and our own telling, that may be taken apart; ``printed``: running
    text, of which only longer pieces may be taken. All of them squeezed.
    """
    plain = words().plain
    reached = [False] * (len(tight) + 1)
    reached[0] = True
    for at, char in enumerate(tight):
        if not reached[at]:
            continue
        if not _HAN.match(char):
            reached[at + 1] = True
        for end in range(at + 1, min(len(tight), at + _LONGEST) + 1):
            piece = tight[at:end]
            known = piece in plain or (len(piece) >= 2 and piece in told)
            if known or (len(piece) >= _PIECE and piece in printed):
                reached[end] = True
    if reached[-1]:
        return ()
    stuck = max(at for at, yes in enumerate(reached) if yes)
    return (tight[stuck : stuck + 6],)


def mislabelled(
    figures: Iterable[tuple[str, Sequence[Evidence]]],
    said: str,
    *,
    before: str,
    mine: Sequence[Evidence],
    every: Sequence[Evidence],
    lines: Sequence[str],
) -> tuple[str, ...]:
    """What the figures of a stretch lack of their labels; () where each stands under its own.

    ``figures``: digits as said, each with the cells it may come from, none where it is of
    running text or computed. ``said`` and ``before`` (what was said until then) are squeezed
    and without marks; ``mine`` is the evidence marked behind, ``every`` the answer's; ``lines``
    is our own telling, squeezed.
    """
    found: list[str] = []
    for number, cells in figures:
        if not cells:
            found += _apart(number, said, before, mine, lines)
            continue
        at = re.search(_figure(number), said)
        start, end = at.span() if at else (len(said), len(said))
        faults = [_off(before + "|" + said[:start], said, said[end:], c, every) for c in cells]
        fewest: list[str] = min(faults, key=len)
        found += fewest
    return tuple(found)


def _off(until: str, said: str, after: str, cell: Evidence, every: Sequence[Evidence]) -> list[str]:
    """What a cell's figure lacks: ``until`` is all said up to it, ``after`` what follows it."""
    found: list[str] = []
    cells = [e for e in every if e.fact]
    own = squeeze(cell.report.bureau)
    if _last(until, {squeeze(e.report.bureau) for e in every}) != own and _several(
        e.report.bureau for e in every
    ):
        found.append(f"not said of {own}")
    if _several(e.report.year for e in every) and _YEAR.findall(until)[-1:] != [
        str(cell.report.year)
    ]:
        found.append(f"not said of {cell.report.year}")
    row, column = _row(cell), _column(cell)
    if not _named(until + said, {_row(e) for e in cells}, row):
        found.append(f"not said: {row}")
    alike = {_column(e) for e in cells if _row(e) == row}
    if column not in words().totals or len(alike) > 1:
        near = _APART.split(said[: len(said) - len(after)])
        near = [piece for piece in near if piece.strip()] or [""]
        if not any(way in near[-1] for way in _ways(column)):
            found.append(f"not said: {column}")
    unit = cell.fact.unit if cell.fact else ""
    if after[:1] in _MEASURES and not after.startswith(unit):
        found.append(f"{after[:1]} for {unit}")
    return found


def _apart(
    number: str, said: str, before: str, mine: Sequence[Evidence], lines: Sequence[str]
) -> list[str]:
    """The number, where the words it stands in aren't said with it."""
    whole = before + said
    for text in (*(squeeze(e.quote) for e in mine if not e.fact), *lines):
        for match in re.finditer(_figure(number), text):
            cuts = [0, *(m.end() for m in _APART.finditer(text, 0, match.start()))]
            end = _APART.search(text, match.end())
            start = next(
                (cut for cut in reversed(cuts) if _HAN.search(text[cut : match.start()])), 0
            )
            clause = text[start : end.start() if end else len(text)]
            at = whole.rfind(clause)
            if at >= 0 and at + len(clause) > len(before):
                rows = {_row(e) for e in mine if e.fact}
                ways = {way for row in rows for way in _ways(row)}
                if not ways or any(way in whole for way in ways):
                    return []
    return [f"{number} without its words"]


def _figure(number: str) -> str:
    return rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)"


def ways(evidence: Evidence) -> tuple[str, ...]:
    """All that a cell's row and column may be called, squeezed."""
    return (*_ways(_row(evidence)), *_ways(_column(evidence))) if evidence.fact else ()


def _several(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def _named(text: str, rows: Iterable[str], row: str) -> bool:
    """Whether the row named last in a text is this one, or goes by one of its names."""
    last = _last(text, {way for each in {*rows, row} for way in _ways(each)})
    return last in _ways(row)


def _last(text: str, names: Iterable[str]) -> str:
    """The name that ends last in a text; the longest of several, since names hold each other."""
    best = max(
        ((text.rfind(n) + len(n), len(n), n) for n in names if n in text), default=(0, 0, "")
    )
    return best[2]


def _row(evidence: Evidence) -> str:
    fact = evidence.fact
    if fact is None:
        return ""
    row, column = fact.address.row, fact.address.column
    return (row or column[:-1] or column)[-1]


def _column(evidence: Evidence) -> str:
    fact = evidence.fact
    return squeeze(fact.address.column[-1]) if fact and fact.address.column else ""


@cache
def _ways(label: str) -> tuple[str, ...]:
    """What may stand for a label, squeezed; a bare 总计 or 其他 names no row."""
    bare = _ORDER.sub("", squeeze(label))
    short = re.sub(r"\(.*?\)", "", bare).removesuffix("数量")
    ways = {bare, short}
    for subject in meaning().subjects.values():
        if subject.select == (label,):
            ways.add(squeeze(subject.label))
    known = {way for name in ways for way in words().says.get(name, ())}
    return tuple(sorted(way for way in ways | known if len(way) > 1))
