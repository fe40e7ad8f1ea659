"""The numbers that a Word document prints before its paragraphs and keeps out of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_DIGITS = "零一二三四五六七八九"
# ST_NumberFormat (ECMA-376, 17.18.59): those that count in Han numerals.
_HAN = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
        "taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional",
    }
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_MOST = 99  # beyond it no heading is numbered, and Han numerals need more than tens


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs in order; one object a reading."""

    _lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _of: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """From a python-docx document; without numbered paragraphs nothing is ever numbered."""
        made = cls()
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                made._take(relation.target_part.element)
        for style in document.styles.element:
            if (marks := _marks(style)) and (name := _attribute(style, "styleId")):
                made._styles[name] = marks
        return made

    def _take(self, root: Any) -> None:
        for part in root:
            if _name(part) == "abstractNum":
                levels = {}
                for level in _named(part, "lvl"):
                    place = int(_attribute(level, "ilvl") or 0)
                    start = _value(level, "start") or "1"
                    levels[place] = _Level(
                        int(start) if start.isdecimal() else 1,
                        _value(level, "numFmt"),
                        _value(level, "lvlText"),
                    )
                self._lists[_attribute(part, "abstractNumId")] = levels
            elif _name(part) == "num":
                self._of[_attribute(part, "numId")] = _value(part, "abstractNumId")

    def before(self, paragraph: Any) -> str:
        """What is printed before this paragraph: "一、", or nothing. Counts it."""
        marks = _marks(paragraph)
        if marks is None:
            style = next(_named(_first(paragraph, "pPr"), "pStyle"), None)
            marks = self._styles.get(_attribute(style, "val")) if style is not None else None
        if marks is None:
            return ""
        abstract, place = self._of.get(marks[0], ""), marks[1]
        levels = self._lists.get(abstract, {})
        if place not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[place] = counts.get(place, levels[place].start - 1) + 1
        for deeper in [level for level in counts if level > place]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            its = levels.get(level)
            return _told(counts.get(level, its.start), its.style) if its else ""

        if levels[place].style in ("bullet", "none") or counts[place] > _MOST:
            return ""
        return _PLACE.sub(number, levels[place].pattern)


def _told(number: int, style: str) -> str:
    if style not in _HAN or not 0 < number <= _MOST:
        return str(number)
    tens, ones = divmod(number, 10)
    text = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return text + (_DIGITS[ones] if ones else "")


def _marks(element: Any) -> tuple[str, int] | None:
    """The list and level that a paragraph or style names; list 0 means none."""
    found = _first(_first(element, "pPr"), "numPr")
    if found is None:
        return None
    level = _value(found, "ilvl")
    return _value(found, "numId"), int(level) if level.isdecimal() else 0


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _named(element: Any, name: str) -> Iterator[Any]:
    return (child for child in ([] if element is None else element) if _name(child) == name)


def _first(element: Any, name: str) -> Any:
    return next(_named(element, name), None)


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), "")


def _value(element: Any, name: str) -> str:
    found = _first(element, name)
    return "" if found is None else _attribute(found, "val")
