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
# What sets a heading off beside its number: marks of a list, of Markdown, brackets around it.
_SET_OFF = re.compile(r"[\s#*●◆■▲►▶◇□○•·★☆>【\[]*(.*?)[\s*#】\]]*", re.DOTALL)
# How headings are numbered, after folding. A style's number is Han, Arabic or Roman.
_STYLES = (
    ("一、", re.compile(rf"第([{NUMERALS}1-6])(?:部分|章)\s*[、.,:．]?\s*(.+)")),
    ("一、", re.compile(rf"第?([{NUMERALS}])\s*[、.,:．\s]\s*(.+)")),
    ("一、", re.compile(r"([壹贰叁肆伍陆])\s*[、.,:．\s]\s*(.+)")),
    ("（一）", re.compile(rf"\(\s*([{NUMERALS}1-6])\s*\)\s*[、.]?\s*(.+)")),
    ("1.", re.compile(r"0?([1-6])\s*[、.．:\s]?\s*(.+)")),
    ("I.", re.compile(r"(i{1,3}|iv|vi?)\s*[、.．:\s]\s*(.+)")),
    ("一", re.compile(rf"([{NUMERALS[:6]}])(.+)")),
)
_BARE_NUMBER = re.compile(
    rf"(?:第?[{NUMERALS}](?:部分|章)?|\([{NUMERALS}1-6]\)|0?[1-6])\s*[、.．:]?"
)
_NUMBERS = {
    **dict(zip("123456", NUMERALS, strict=False)),
    **dict(zip("壹贰叁肆伍陆", NUMERALS, strict=False)),
    **dict(zip(("i", "ii", "iii", "iv", "v", "vi"), NUMERALS, strict=False)),
}
# So many headings of one style make it the style of the sections.
_STYLED = 3
_INSIDE = re.compile(rf"(?<![第（(“《{NUMERALS}])([{NUMERALS[:7]}])\s*[、.．]\s*")
_STOP = re.compile(r"[。；，：:;\n“《]|[（(][一二三四五六七八九十\d]")
_LEADERS = re.compile(r"(?:(?:[.．·‥—_-]\s*){3,}|…+)\s*\d*\s*$")
_LEAD = re.compile(
    rf"[（(][{NUMERALS}]+[)）]、?|\d{{1,2}}[、.．](?!\d)|[{NUMERALS}]是|第[{NUMERALS}][，、]"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at ``start``/``end`` of its paragraph; ``section`` "" where no title fits.

    ``style`` is how it is numbered (see `_STYLES`), 一、 officially, "" where it isn't.
    ``official``: under the form's own title.
    """

    section: str
    start: int
    end: int
    numbered: bool
    official: bool = False
    style: str = ""


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


def is_bare_number(text: str) -> bool:
    """Whether a line holds a heading's number alone."""
    return bool(_BARE_NUMBER.fullmatch(even_fold(fold(text)).strip()))


def read_line(text: str) -> Heading | None:
    """The heading that a whole line is, or None."""
    if len(text) > _LONGEST:
        return None
    folded = even_fold(fold(text)).strip()
    inner = _SET_OFF.fullmatch(folded)
    folded = re.sub(r"[:。.]$", "", inner.group(1) if inner else folded).strip()
    if not folded or _row_label(bare(folded)) or "。" in folded or is_contents_line(text):
        return None
    style, numeral, title = _number(folded)
    section, score = _closest(title, numeral)
    official = bool(section) and bare(title) == bare(section_titles()[section][0])
    if style == "一、":
        if known := _section(title, numeral):
            return Heading(known, 0, len(text), True, official, style)
        if re.search(r"[，；,;:：]|\d", title):
            return None
        return Heading("", 0, len(text), True, style=style)
    # Other numbers count details, too: they open a section only where all fits.
    fits = score >= 100 if style in ("", "1.") else section == numeral and score >= 100
    if not fits and style and section == numeral:
        fits = score >= _ALIKE and style != "一"
    return Heading(section, 0, len(text), bool(style), official, style) if fits else None


def _number(folded: str) -> tuple[str, str, str]:
    """The style in which a line is numbered, its number as a Han numeral, and its title."""
    for style, pattern in _STYLES:
        if match := pattern.fullmatch(folded):
            numeral = match.group(1)
            return style, _NUMBERS.get(numeral, numeral), match.group(2)
    return "", "", folded


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
        found.append(Heading(section, match.start(), end, True, style="一、"))
    return found


def choose(headings: Sequence[Heading]) -> list[bool]:
    """Which of a report's headings, in reading order, open a section.

    A section opens once. Where sections are numbered in a style, a line without it opens one
    only under an official title whose section has no heading of that style; lines of any other
    style but the official open none.
    """
    styles: dict[str, set[str]] = {}
    for heading in headings:
        if heading.section and (heading.style or heading.official):
            styles.setdefault(heading.style, set()).add(heading.section)
    if len(styles.get("一、", ())) >= _STYLED:
        main = "一、"
    else:
        main = max(styles, key=lambda style: len(styles[style]), default="")
    numbered = styles.get(main, set())
    strict = len(numbered) >= _STYLED
    titled = {h.section for h in headings if h.official and h.style == main}
    opened: set[str] = set()
    chosen = []
    for heading in headings:
        opens = bool(heading.section) and heading.section not in opened
        if heading.style not in ("", "1.", "一、") and not (strict and heading.style == main):
            opens = False
        elif strict and heading.style != main:
            opens = opens and heading.official and heading.section not in numbered
        elif heading.style not in ("", "一、") and not heading.official:
            # Details are counted in this style, too: the official title comes later.
            opens = opens and heading.section not in titled
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
