"""The six sections of a report, found by their headings.

Headings come numbered or not, alone on a line or glued into running text, under the official
title or another one. Titles are data (`gongkai.form.section_titles`); here is only how a
heading looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from gongkai.form import FORM_NAMES, aliases, form, section_titles
from gongkai.ingest.tables_label import plain_char
from gongkai.text import bare, fold, fold_char

NUMERALS = "一二三四五六七八九十"
# A printed title's likeness (0–100) to a known one: with any number, and where its number is
# the section's own; inside running text the words around it make chance hits likelier.
_ALIKE, _ALIKE_NUMBERED, _ALIKE_INSIDE = 80.0, 62.0, 85.0
_LONGEST = 40
_LINE = re.compile(rf"(?:第?([{NUMERALS}])(?:部分|章)?[、.,:．\s]|([1-6])[、.．])?\s*(.+?)[:。.]?")
_INSIDE = re.compile(rf"(?<![第（(“《{NUMERALS}])([{NUMERALS[:7]}])\s*[、.．]\s*")
_STOP = re.compile(r"[。；，：:;\n“《]|[（(][一二三四五六七八九十\d]")
_LEADERS = re.compile(r"(?:(?:[.．·‥—_-]\s*){3,}|…+)\s*\d*\s*$")
_LEAD = re.compile(
    rf"[（(][{NUMERALS}]+[)）]、?|\d{{1,2}}[、.．](?!\d)|[{NUMERALS}]是|第[{NUMERALS}][，、]"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at ``start``/``end`` of its paragraph; ``section`` "" where no title fits."""

    section: str
    start: int
    end: int
    numbered: bool
    official: bool = False


def even_fold(text: str) -> str:
    """Fold character by character (traditional ones too), keeping the length, so that spans
    stay true."""
    return "".join(map(_even_char, text))


@cache
def _even_char(char: str) -> str:
    folded = plain_char(char) if char >= "\u3400" else fold_char(char)
    return folded if len(folded) == 1 else char


def is_contents_line(text: str) -> bool:
    """Whether a line looks like one of a table of contents: leaders, then a page number."""
    return bool(_LEADERS.search(text)) and len(text) < 80 and "。" not in text


def has_lead(text: str) -> bool:
    """Whether a paragraph begins with a number of its own: （一）, 1. or 一是."""
    return bool(_LEAD.match(text.lstrip()))


def read_line(text: str) -> Heading | None:
    """The heading that a whole line is, or None."""
    if len(text) > _LONGEST or not (match := _LINE.fullmatch(even_fold(fold(text)).strip())):
        return None
    numeral, digit, title = match.groups()
    if _row_label(bare(even_fold(text))) or "。" in title or is_contents_line(text):
        return None
    section, score = _closest(title, numeral or "")
    if not numeral:
        exact = score >= 100
        official = bool(section) and bare(title) == bare(section_titles()[section][0])
        return Heading(section, 0, len(text), bool(digit), official) if exact else None
    if known := _section(title, numeral):
        return Heading(known, 0, len(text), True)
    if re.search(r"[，；,;:：]|\d", title):
        return None
    return Heading("", 0, len(text), True)


def find_inside(text: str) -> list[Heading]:
    """Numbered section headings printed within running text, in order."""
    even = even_fold(text)
    found: list[Heading] = []
    for match in _INSIDE.finditer(even):
        before = even[: match.start()].rstrip(" \u3000")
        after_heading = bool(found) and found[-1].end == match.start()
        glued = bool(before) and before == even[: match.start()] and _is_han(before[-1])
        if glued and not after_heading:
            continue
        window = even[match.end() : match.end() + _LONGEST]
        if stop := _STOP.search(window):
            window = window[: stop.start()]
        best = max(_ends(window), key=lambda end: _inside_score(window[:end], match), default=0)
        score = _inside_score(window[:best], match)
        known = score >= _ALIKE_INSIDE
        if not known and not (best := _stands_apart(even, match, window)):
            continue
        end = match.end() + best
        rest = even[end : end + 1]
        # "包括一、总体情况，二、……" lists the sections, it doesn't open one.
        if rest and rest in "，,、；;》”)）等":
            continue
        if rest and rest in "：:。":
            end += 1
        section = _section(window[:best], match.group(1)) if known else ""
        found.append(Heading(section, match.start(), end, True))
    return found


def choose(headings: Sequence[Heading]) -> list[bool]:
    """Which of a report's headings, in reading order, open a section.

    A section opens once. Where sections are numbered, a line without a number opens one only
    under an official title whose section has no numbered heading.
    """
    numbered = {h.section for h in headings if h.numbered and h.section}
    opened: set[str] = set()
    chosen = []
    for heading in headings:
        loose = not heading.numbered and len(numbered) >= 3
        opens = bool(heading.section) and heading.section not in opened
        if loose and (heading.section in numbered or not heading.official):
            opens = False
        if opens:
            opened.add(heading.section)
        chosen.append(opens)
    return chosen


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _inside_score(title: str, match: re.Match[str]) -> float:
    return _closest(title, match.group(1))[1]


def _section(title: str, numeral: str) -> str:
    """The section that a numbered title names, "" where it is like none."""
    section, score = _closest(title, numeral)
    return section if score >= (_ALIKE_NUMBERED if section == numeral else _ALIKE) else ""


def _stands_apart(even: str, match: re.Match[str], window: str) -> int:
    """How long a numbered title is that white space sets off on both sides, 0 if none does."""
    if match.start() == 0 or even[match.start() - 1] not in " \u3000":
        return 0
    title = re.match(r"[\u4e00-\u9fff、]{4,25}(?=[ \u3000])", window)
    return title.end() if title and title.end() in _ends(window) else 0


def _ends(window: str) -> list[int]:
    """Where a title may end in ``window``: after the last two characters of a known title."""
    ends = []
    for tail in _tails():
        spaced = r"\s*".join(map(re.escape, tail))
        ends += [hit.end() for hit in re.finditer(spaced, window)]
    return ends


@cache
def _tails() -> frozenset[str]:
    return frozenset(bare(title)[-2:] for titles in section_titles().values() for title in titles)


@cache
def _row_labels() -> frozenset[str]:
    labels: set[str] = set()
    for name in FORM_NAMES:
        for row in form(name).rows:
            labels |= {bare(alias) for alias in aliases(row[0])} | {bare(row[-1])}
    return frozenset(labels)


def _row_label(folded: str) -> bool:
    return folded in _row_labels()


@cache
def _closest(title: str, numeral: str) -> tuple[str, float]:
    """The section whose known title is likest to ``title``, and the likeness (0–100)."""
    folded = bare(title)
    best, best_score = "", 0.0
    for section, titles in section_titles().items():
        score = max(fuzz.ratio(folded, bare(known)) for known in titles)
        if score > best_score or (score == best_score and section == numeral):
            best, best_score = section, score
    return best, best_score
