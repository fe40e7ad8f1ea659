"""The run of values that follows a label in flat text, and the cells it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.ingest.layout_bars import BARS
from gongkai.ingest.layout_cells import cells_after
from gongkai.ingest.layout_separated import SEPARATOR
from gongkai.ingest.tables_label import PINYIN
from gongkai.ingest.tables_number import read_number

_CLOSING = re.compile(rf"(?:{PINYIN.pattern})?" + r"[)）\]】”’\"'：:\s]*")
_TOKEN = re.compile(
    rf"(?P<bar>[{BARS}])|(?P<space>\s+)"
    r"|(?P<number>[+\-＋－−]?[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
    r"(?:[ \u3000]?(?:万元|亿元|元|件|项|条|个|份|宗|起|次))?)"
    r"|(?P<blank>[/／\\—–―─\-－]+|无(?![\u3400-\u9fff]))"
)
# A number before these is an ordinal or a date, not (only) a value.
_NOT_VALUE = re.compile(r"[.．、年月日%％]|[,，]\s*\d")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the stream, as printed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Values after a label. ``cells`` is set where bars mark the cells (None: blank), or
    where each stands on a line of its own or between separators; then ``exact`` is set, too.

    ``chunks`` are what white space parts, each of one or more glued numbers. ``broken`` is set
    where a chunk holds digits that aren't surely its own, ``lines`` where a line ends before
    the last chunk. ``end`` is where the run ends.
    """

    chunks: tuple[Span, ...]
    cells: tuple[Span | None, ...] | None
    broken: bool
    lines: bool
    end: int
    exact: bool = False

    @property
    def digits(self) -> str:
        return "".join(chunk.text for chunk in self.chunks)


def read_run(text: str, start: int, stop: int) -> Run:
    """The run of values in ``text[start:stop]``, up to the first word."""
    closing = _CLOSING.match(text, start, stop)
    first = closing.end() if closing else start
    lead = text[start:first]
    printed = cells_after(text, start + len(lead.rstrip()), stop)
    if printed is not None:
        return _own_lines(text, [_span(text, *place) for place in printed])
    if (row := _separated(text, start + len(lead.rstrip()), stop)) is not None:
        return row
    at = first
    chunks: list[Span] = []
    pieces: list[list[Span]] = [[]]
    on_line: int | None = None  # pieces before the first line end; all of the row's, it may be
    spilled = False
    fresh, lines, newline = True, False, "\n" in lead
    end, last_number = start, False
    while at < stop and (token := _TOKEN.match(text, at, stop)):
        if token["bar"]:
            pieces.append([])
            fresh, last_number = True, False
        elif token["space"]:
            fresh, last_number = True, False
            if "\n" in token["space"]:
                newline = True
                on_line = on_line or len(pieces)
        else:
            spilled = spilled or on_line is not None
            lines = lines or newline
            span = Span(token.group(), token.start(), token.end())
            if fresh or not chunks:
                chunks.append(span)
                pieces[-1].append(span)
            else:
                glued = Span(chunks[-1].text + span.text, chunks[-1].start, span.end)
                chunks[-1] = glued
                pieces[-1][-1] = glued
            fresh, end, last_number = False, token.end(), bool(token["number"])
        at = token.end()
    broken = last_number and at < stop and bool(_NOT_VALUE.match(text, at))
    if last_number and at == stop and _NOT_VALUE.match(text[at : at + 1] or " "):
        broken = True
    line = pieces if spilled or on_line is None else pieces[:on_line]
    cells = _cells(line if len(line) > 1 else pieces) if len(pieces) > 1 else None
    if cells is None and len(pieces) > 1:
        broken = True
    return Run(tuple(chunks), cells, broken, lines, max(end, start))


def _span(text: str, start: int, end: int) -> Span:
    body = text[start:end].strip()
    at = start + text[start:end].find(body)
    return Span(body, at, at + len(body))


def _separated(text: str, start: int, stop: int) -> Run | None:
    """The run of a row whose cells separators part: on the label's own line, or on the next
    one where the label ends its line. None where there is none, or words stand between."""
    end = _line_end(text, start)
    rest = text[start:end].lstrip(" \u3000")
    if rest.startswith(SEPARATOR):
        begin = end - len(rest) + 1
    elif not rest and SEPARATOR in text[end + 1 : _line_end(text, end + 1)]:
        begin, end = end + 1, _line_end(text, end + 1)
    else:
        return None
    if end > stop:
        return None
    cells, at = [], begin
    for piece in text[begin:end].split(SEPARATOR):
        cells.append(_span(text, at, at + len(piece)))
        at += len(piece) + 1
    filled = tuple(cell for cell in cells if cell.text)
    found = tuple(cell if cell.text else None for cell in cells)
    return Run(filled, found, False, False, end, exact=True)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _own_lines(text: str, cells: list[Span]) -> Run:
    """The run of a row that gives each cell, blank ones too, a line of its own."""
    filled = tuple(cell for cell in cells if cell.text)
    end = text.index("\n", cells[-1].end) + 1  # the line end is the row's
    found = tuple(cell if cell.text else None for cell in cells)
    return Run(filled, found, False, True, end, exact=True)


def _cells(pieces: list[list[Span]]) -> tuple[Span | None, ...] | None:
    """One span a cell between bars; None where a cell holds several."""
    if any(len(piece) > 1 for piece in pieces):
        return None
    body = [piece[0] if piece else None for piece in pieces]
    if body[0] is None:
        body = body[1:]  # what stands before the first bar is the label's own cell
    # The piece after the last bar ends the line or belongs to the next label.
    return tuple(body[:-1] if body and body[-1] is None else body)


def values(run: Run, count: int) -> list[Span | None] | None:
    """The run as ``count`` cells (None: blank cell), or None where that isn't certain."""
    if run.broken:
        return None
    if run.cells is not None:
        return _barred(list(run.cells), count, exact=run.exact)
    chunks = list(run.chunks)
    if not chunks:
        return [None] * count
    if any(read_number(chunk.text).kind == "other" for chunk in chunks):
        return None
    if len(chunks) == count:
        return list(chunks)
    return _leftover(list(chunks)) if count == 1 else None


def _leftover(cells: list[Span | None]) -> list[Span | None] | None:
    """A one-column row with more cells: those of a merged cell, empty or 0, are let pass."""
    first, rest = cells[0], cells[1:]
    if any(cell is not None and read_number(cell.text).value not in (None, 0) for cell in rest):
        return None
    return None if first is None and any(cell is not None for cell in rest) else [first]


def _barred(cells: list[Span | None], count: int, *, exact: bool) -> list[Span | None] | None:
    filled = [cell for cell in cells if cell is not None]
    if any(read_number(cell.text).kind == "other" for cell in filled):
        # Borders place each cell, also one that prints no plain number.
        return cells if exact and len(cells) == count else None
    if not filled:
        return [None] * count
    if count == 1:
        return _leftover(cells)
    if len(filled) == count and not (exact and _gaps(cells)):
        return list(filled)
    # Empty cells may be left of a label's span: only an exact count places a number.
    return cells if len(cells) == count else None


def _gaps(cells: Sequence[Span | None]) -> bool:
    """Whether a blank cell stands between filled ones."""
    filled = [index for index, cell in enumerate(cells) if cell is not None]
    return filled[-1] - filled[0] + 1 != len(filled)
