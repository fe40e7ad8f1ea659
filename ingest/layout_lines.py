"""Printed characters into lines, and lines into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gongkai.report import Locator, Paragraph

_ADDRESS = re.compile(r"(?:://|www\.|@)[!-~]*$")
# A mail address cut before its "@": what a label names, and its end on the next line.
_LABELLED, _MAIL = re.compile(r"[:：][A-Za-z0-9._-]+$"), re.compile(r"[A-Za-z0-9._-]*@")
_ASCII = re.compile(r"[!-~]")
# A line that begins like this starts a paragraph even without indentation.
_OPENING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六]部分")
# Gaps, in type sizes: between two Latin words, and one that no type setting makes by itself.
_WORD_GAP, _WIDE_GAP = 0.2, 1.5
# Gaps, in type sizes, that part words; between Han and digits less does.
_GAP, _SMALL_GAP = 0.6, 0.3
# The first line of a paragraph stands two type sizes in.
_INDENT = (1.5, 2.6)


@dataclass(frozen=True, slots=True)
class Word:
    """What a line prints between two gaps."""

    text: str
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. Coordinates in points from the page's top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int
    page_height: float
    words: tuple[Word, ...] = ()

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def spaced(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def lines(chars: Sequence[Any], page: int, page_height: float) -> list[Line]:
    """Characters (pdfplumber's) grouped into lines, from top to bottom."""
    rows: list[list[Any]] = []
    for char in sorted(chars, key=_middle):
        if rows and _middle(char) - _middle(rows[-1][-1]) < 0.5 * max(char["size"], 1):
            rows[-1].append(char)
        else:
            rows.append([char])
    result = []
    for row in rows:
        row.sort(key=lambda c: c["x0"])
        text = _row_text(row)
        if text.strip():
            printed = [c for c in row if not c["text"].isspace()]
            result.append(
                Line(
                    text.strip(),
                    min(c["x0"] for c in printed),
                    min(c["top"] for c in printed),
                    max(c["x1"] for c in printed),
                    max(c["bottom"] for c in printed),
                    Counter(round(c["size"], 1) for c in printed).most_common(1)[0][0],
                    page,
                    page_height,
                    _words(printed),
                )
            )
    return result


def _words(row: Sequence[Any]) -> tuple[Word, ...]:
    """The line cut where it leaves room, also less of it between Han and digits."""
    words: list[Word] = []
    last: Any = None
    for char in row:
        gap = (char["x0"] - last["x1"]) / max(char["size"], 1) if last is not None else 0.0
        other = last is not None and bool(_ASCII.match(char["text"][:1])) != bool(
            _ASCII.match(last["text"][-1:])
        )
        if last is None or gap > (_SMALL_GAP if other else _GAP):
            words.append(Word(char["text"], char["x0"], char["x1"]))
        else:
            words[-1] = Word(words[-1].text + char["text"], words[-1].x0, char["x1"])
        last = char
    return tuple(words)


def _middle(char: Any) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _row_text(row: Sequence[Any]) -> str:
    """The row's text; spaces that setting puts between Han and digits are left out."""
    text = ""
    last: Any = None
    for char in row:
        if char["text"].isspace():
            continue
        if last is not None:
            gap = (char["x0"] - last["x1"]) / max(char["size"], 1)
            latin = _ASCII.match(last["text"][-1:]) and _ASCII.match(char["text"][:1])
            if gap > _WIDE_GAP or (latin and gap > _WORD_GAP):
                text += " "
        text += char["text"]
        last = char
    return text


def paragraphs(body: Sequence[Line], every: Sequence[Line]) -> list[Paragraph]:
    """Lines into paragraphs: indentation, short lines, type size and gaps tell their starts.

    ``every`` are all lines of the document, from which the margins are taken.
    """
    if not body:
        return []
    right = _common([line.x1 for line in every], low=False)
    left = _outer(every, _common([line.x0 for line in every], low=True), right)
    groups: list[list[Line]] = []
    for line in body:
        if groups and not _starts(line, groups[-1][-1], left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group) for group in groups]


def _common(values: Sequence[float], *, low: bool) -> float:
    """The margin most lines keep; the outermost of those that are nearly as frequent."""
    counts = Counter(round(value / 3) * 3 for value in values)
    most = counts.most_common(1)[0][1]
    usual = [value for value, count in counts.items() if count * 3 >= most]
    return float(min(usual) if low else max(usual))


def _outer(every: Sequence[Line], left: float, right: float) -> float:
    """The margin, where ``left`` is the indentation: so it is where few paragraphs wrap.

    Lines two type sizes further out that go on a full line tell.
    """
    outer = [
        line.x0
        for last, line in pairwise(every)
        if _INDENT[0] * line.size < left - line.x0 < _INDENT[1] * line.size
        and last.x1 > right - 2.2 * last.size
        and abs(last.size - line.size) < 0.15 * line.size
    ]
    return min(outer, default=left)


def _starts(line: Line, last: Line, left: float, right: float) -> bool:
    size = max(last.size, 1.0)
    if abs(line.size - last.size) > 0.15 * size:
        return True
    if last.x1 < right - 2.2 * size:
        return True
    if line.x0 > left + 0.9 * line.size or _OPENING.match(line.text):
        return True
    return line.page == last.page and line.top - last.bottom > 2.0 * size


def _paragraph(group: Sequence[Line]) -> Paragraph:
    text = group[0].text
    for line in group[1:]:
        latin = _ASCII.match(text[-1:]) and _ASCII.match(line.text[:1])
        words = latin and text[-1:].isalpha() and line.text[:1].isalpha()
        # A web or mail address wraps without a space.
        words = words and not (
            _ADDRESS.search(text) or (_LABELLED.search(text) and _MAIL.match(line.text))
        )
        text += (" " if words else "") + line.text
    page = group[0].page
    here = [line for line in group if line.page == page]
    box = (
        round(min(line.x0 for line in here), 2),
        round(min(line.top for line in here), 2),
        round(max(line.x1 for line in here), 2),
        round(max(line.bottom for line in here), 2),
    )
    return Paragraph(text, Locator("pdf", page=page, box=box))
