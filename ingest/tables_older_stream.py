"""A statistical annex before 2019 in flat text: labels, units and values one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from gongkai.form import older
from gongkai.ingest.heading import even_fold
from gongkai.ingest.tables_chain import BREAK
from gongkai.ingest.tables_older_row import Row, Value, leads, read_label
from gongkai.ingest.tables_text import Stream
from gongkai.text import fold_char

# A label longer than this is none; nor is one with a sentence in it.
_LONGEST = 60
# Labels with blanks between them, and a row's values, are found within so many characters.
_WINDOW = 1000
_PROSE = re.compile(r"[。；;！!？?，]")
_GAP = r"[\s|¦]*"
GLUED = "数字连在一起，拆法不止一种"
NO_COLUMN = "原文此行的数字与列数不符，无法确定各数字属于哪一列"
_NOTE = re.compile(r"\([^()\n]{4,}\)|《[^》\n]*》")
_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex as printed: its value columns' heads (() where it prints none) and its rows.

    ``start`` and ``end`` are places in the stream.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A stream, folded; ``hidden`` without the numbers in a label's note (（…计1条）)."""

    stream: Stream
    even: str
    hidden: str


def _folded(text: str) -> str:
    """The text with traditional characters and full-width signs folded one for one."""
    return "".join(f if len(f := fold_char(char)) == 1 else char for char in even_fold(text))


def find_annexes(stream: Stream) -> list[Annex]:
    """The annexes in a report's running text: below a header, or below a title alone."""
    even = _folded(stream.text)
    hidden = _NOTE.sub(lambda note: re.sub(r"\d", "□", note.group()), even)
    text = _Text(stream, even, hidden)
    return list(_below(_header(), text)) or list(_below(_title(), text))


def _below(pattern: re.Pattern[str], text: _Text) -> Iterator[Annex]:
    at = 0
    while header := pattern.search(text.even, at):
        named = header.groupdict().get("values") or ""
        heads = tuple("".join(head.group().split()) for head in _head().finditer(named))
        told = bool(header.groupdict().get("unit")) or not heads
        if header.groupdict().get("index"):
            text = replace(text, hidden=_unlisted(text.hidden, header.end()))
        rows, end = _rows(text, header.end(), max(1, len(heads)), told)
        if rows:
            yield Annex(heads, rows, header.start(), end)
        at = max(end, header.end())


def _unlisted(hidden: str, start: int) -> str:
    """The text without the numbers of a column 序号: those that count on from 1."""
    number = 1
    while match := re.compile(rf"(?<![\d.,]){number}(?=[\s|¦]+[^\s\d|¦])").search(hidden, start):
        if start and number > 1 and match.start() - start > 3 * _LONGEST:
            break
        hidden = f"{hidden[: match.start()]}{' ' * len(match.group())}{hidden[match.end() :]}"
        start, number = match.end(), number + 1
    return hidden


@cache
def _title() -> re.Pattern[str]:
    """The title of an annex without a header: what it counts stands with each row."""
    return re.compile(rf"统计表\s*(?:\(?(?:计量)?单位:[^)\n]{{1,12}}\)?)?{_GAP}")


@cache
def _head() -> re.Pattern[str]:
    ordered = sorted(older().value_heads, key=len, reverse=True)
    words = "|".join(map(_spaced, ordered))
    own = "|".join(_spaced(word) for word in ordered if word not in older().cumulative)
    return re.compile(rf"20\d\d\s*年\s*度?(?:{own})?|{words}")


def is_value_head(text: str) -> bool:
    """Whether a header's cell heads values: 统计数, 2012年度, 历年累计."""
    return bool(_head().fullmatch(_folded(text).strip()))


@cache
def _header() -> re.Pattern[str]:
    labels = "|".join(_spaced(w) for w in sorted(older().labels, key=len, reverse=True))
    units = "|".join(_spaced(w) for w in sorted(older().unit_heads, key=len, reverse=True))
    value = _head().pattern
    return re.compile(
        rf"(?P<index>序\s*号{_GAP})?(?:{labels}){_GAP}(?P<unit>{units})?{_GAP}(?P<values>(?:(?:{value}){_GAP})+)"
    )


def _spaced(word: str) -> str:
    return r"\s*".join(map(re.escape, word))


@cache
def _values() -> re.Pattern[str]:
    """A unit, if any, and the values after it; a number with a stop behind numbers a label."""
    units = "|".join(sorted(older().units, key=len, reverse=True))
    listed = r"[.、)](?!\d)"
    # Glued, the last digit before a stop numbers the next label; by itself it is no value.
    number = (
        rf"(?!(?<=[\s|¦])\d{{1,2}}\s?{listed}){_NUMBER}(?:\s?(?:{units})(?![\u4e00-\u9fff]))?"
        rf"(?:(?=\d{listed})|(?![\d.]|\s?{listed}|\s?年))"
    )
    one = rf"(?:{number}|(?<![^\s|¦])[—–―/-]+(?![^\s|¦]))"
    return re.compile(
        rf"(?:[(]?(?:单位:)?(?P<unit>{units})[)]?[\s|¦:]*)?(?P<values>{one}(?:[\s|¦]+{one})*)"
    )


def _rows(text: _Text, at: int, count: int, unit: bool) -> tuple[tuple[Row, ...], int]:
    """Rows one after another up to the first words that are none; ``unit``: each tells its."""
    rows: list[Row] = []
    end = at
    while match := _values().search(text.hidden, at, at + _WINDOW):
        if match.end() == at + _WINDOW:
            break  # a number may go on beyond
        label = text.stream.text[at : match.start()]
        if BREAK in label or len("".join(label.split())) > _LONGEST or _PROSE.search(label):
            break
        blanks, label = _blanks(label, count)
        heads, label = _heads(label)
        values, note = _cells(text.stream, match, count)
        row = replace(read_label(label, match["unit"] or "", values), note=note)
        blank = not any(char.isdigit() for char in match["values"])
        apart = text.even[match.end() : match.end() + 1] in ("", " ", "\n", "|", "\t")
        if not row.label or not (row.unit or blank or (row.known and (apart or not unit))):
            break
        if not (row.known or unit or blank):
            break
        if rows and text.even[at : at + 1].isdigit() and not _follows(rows, row):
            # The number before this label may be a part of the value before it.
            rows[-1] = replace(rows[-1], note=GLUED)
        if blank and not row.unit:
            row = replace(row, values=())  # 一、主动公开情况 —
        rows += [*blanks, *heads, row]
        at = end = match.end()
    return tuple(rows), end


def _heads(label: str) -> tuple[list[Row], str]:
    """The heads of groups before a row's own label, and that label."""
    starts = [0, *leads(_folded(label)), len(label)]
    *heads, own = (label[a:b] for a, b in pairwise(starts))
    return [row for head in heads if (row := read_label(head)).label], own


def _blanks(label: str, count: int) -> tuple[list[Row], str]:
    """Rows left blank before a row's own label, told by their units; and that label."""
    *blanks, own = _alone().split(label)
    rows: list[Row] = []
    for text, unit in zip(blanks[::2], blanks[1::2], strict=True):
        heads, last = _heads(text)
        rows += [*heads, read_label(last, unit, (Value("", None),) * count)]
    return rows, own


@cache
def _alone() -> re.Pattern[str]:
    """A unit in a cell of its own."""
    units = "|".join(sorted(older().units, key=len, reverse=True))
    return re.compile(rf"(?<=[\s|¦])({units})(?=[\s|¦])")


def _follows(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row's number goes on from the last one, or from the one that 其中 broke into."""
    last = rows[-1]
    opened = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].of), len(rows))
    outer = next((r for r in reversed(rows[:opened]) if r.rank == row.rank), None)
    goes_on = last.number + 1 if last.rank == row.rank else 1
    return row.number in (goes_on, outer.number + 1 if outer else goes_on)


def _cells(stream: Stream, match: re.Match[str], count: int) -> tuple[tuple[Value, ...], str]:
    """The values of a row by column; one value where digits of several columns are glued."""
    found = [
        Value(
            stream.text[
                (a := match.start("values") + piece.start()) : (b := a + len(piece.group()))
            ],
            stream.locator(a, b),
        )
        for piece in re.finditer(r"[^\s|¦]+(?: (?=[\u4e00-\u9fff]))?", match["values"])
    ]
    if len(found) == count:
        return tuple(found), ""
    if not any(char.isdigit() for char in match["values"]):
        return (found[0],) * count, ""
    if len(found) == 1:
        return tuple(found), GLUED
    start, end = match.span("values")
    return (Value(stream.text[start:end], stream.locator(start, end)),), NO_COLUMN
