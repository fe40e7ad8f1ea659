"""Contact details whose labels stand apart from them: in a table's head, in a cell or a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_CELLS = re.compile(r"[^\t|｜¦│┃]+")
_WIDE = re.compile(r"\S+(?: \S+)*?(?=\s{2,}|\u3000|\s*$)")
_WORDS = re.compile(r"\S+")
# A table's head is short words; what isn't is no head.
_LONGEST_LABEL = 12
_DIGIT = re.compile(r"\d")

# Which detail a text labels ("" for none), and whether a text is such a detail's value.
Label = Callable[[str], str]
Value = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Apart:
    """A detail at ``[start, end)`` of the text at ``index``."""

    index: int
    name: str
    start: int
    end: int


def details_apart(texts: Sequence[str], label: Label, value: Value) -> Iterator[Apart]:
    """The details in texts that follow one another, whose labels are no part of their sentence.

    Labels above values are paired by their place, so only where both lines have as many cells,
    and one line of values follows: of several desks none is the report's.
    """
    for index, text in enumerate(texts):
        yield from _beside(index, text, label, value)
        heads = _head(text, label)
        if not heads or index + 1 == len(texts):
            continue
        rows = [_cells(below, len(heads)) for below in texts[index + 1 : index + 3]]
        if not rows[0] or (
            len(heads) > 1 and len(rows) > 1 and _is_row(heads, rows[1], value, texts[index + 2])
        ):
            continue
        below = texts[index + 1]
        for name, (start, end) in zip(heads, rows[0], strict=True):
            if name and value(name, below[start:end]):
                yield Apart(index + 1, name, start, end)


def _beside(index: int, text: str, label: Label, value: Value) -> Iterator[Apart]:
    """A label's cell and its value's, next to each other."""
    cells = _spans(_CELLS, text)
    for (start, end), (begin, stop) in pairwise(cells):
        name = label(text[start:end])
        if name and value(name, text[begin:stop]):
            yield Apart(index, name, begin, stop)


def _head(text: str, label: Label) -> list[str]:
    """The details that a line of labels names by its cells, "" where a cell names another."""
    for pattern in (_CELLS, _WIDE, _WORDS):
        cells = [text[start:end] for start, end in _spans(pattern, text)]
        if all(len(cell) <= _LONGEST_LABEL and not _DIGIT.search(cell) for cell in cells):
            names = [label(cell) for cell in cells]
            if any(names):
                return names
    return []


def _cells(text: str, count: int) -> list[tuple[int, int]]:
    """The places of so many cells in a line, [] where it has not as many."""
    for pattern in (_CELLS, _WIDE, _WORDS):
        cells = _spans(pattern, text)
        if len(cells) == count:
            return cells
    return []


def _is_row(
    heads: Sequence[str], cells: Sequence[tuple[int, int]], value: Value, text: str
) -> bool:
    return bool(cells) and any(
        name and value(name, text[start:end])
        for name, (start, end) in zip(heads, cells, strict=True)
    )


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The places of the pattern's matches without outer white space; empty ones left out."""
    found = []
    for match in pattern.finditer(text):
        body = match.group().strip()
        if body:
            start = match.start() + match.group().index(body)
            found.append((start, start + len(body)))
    return found
