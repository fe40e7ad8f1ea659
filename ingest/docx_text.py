"""The text a Word paragraph prints: what is hidden, struck out or deleted is none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.ingest.note_mark import small

_SILENT = (
    "del",
    "moveFrom",
    "instrText",
    "pPr",
    "rPr",
    "pict",
    "drawing",
    "object",
    "AlternateContent",
)
_GONE = ("vanish", "strike", "dstrike")
_OFF = {"0", "false", "off", "none"}
# A style may rest on another, and that on a third; a longer chain is a ring.
_MAX_BASES = 12

Look = Mapping[str, str]


def name_of(element: Any) -> str:
    """The element's name without its namespace; "" for comments."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def value_of(element: Any, path: tuple[str, ...], attribute: str = "val") -> str | None:
    """The attribute of the element down ``path``: None where it isn't there, "" without one."""
    for name in path:
        element = next((child for child in element if name_of(child) == name), None)
        if element is None:
            return None
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == attribute), "")


@dataclass(frozen=True, slots=True)
class Looks:
    """What a document's character styles do to a run: hide, strike, raise or lower it."""

    styles: Mapping[str, Look] = field(default_factory=dict)

    @staticmethod
    def of(styles: Any) -> Looks:
        """Those of the w:styles element."""
        found = {
            value_of(style, (), "styleId") or "": style
            for style in styles
            if name_of(style) == "style" and value_of(style, (), "type") == "character"
        }
        looks: dict[str, Look] = {}
        for name, style in found.items():
            look = _own(style)
            above = found.get(value_of(style, ("basedOn",)) or "")
            for _ in range(_MAX_BASES):
                if above is None:
                    break
                look = {**_own(above), **look}
                above = found.get(value_of(above, ("basedOn",)) or "")
            looks[name] = look
        return Looks(looks)

    def text(self, paragraph: Any) -> str:
        """The paragraph's text; text boxes and field codes are left out."""
        text = ""
        held, height = "", ""
        for piece, place in (*self._runs(paragraph, ""), ("", "")):
            if place == height:
                held += piece
                continue
            text += small(text, held, height)
            held, height = piece, place
        return text + held

    def _runs(self, element: Any, place: str) -> Iterator[tuple[str, str]]:
        """Pieces of text, each with where it stands: w:vertAlign as the run has it, or ""."""
        for child in element:
            name = name_of(child)
            if name == "r":
                look = self._look(child)
                if not any(is_on(look.get(mark)) for mark in _GONE):
                    yield from self._runs(child, look.get("vertAlign", ""))
            elif name == "t":
                yield child.text or "", place
            elif name == "tab":
                yield "\t", place
            elif name in ("br", "cr"):
                yield "\n", place
            elif name == "noBreakHyphen":
                yield "-", place
            elif name not in _SILENT:
                yield from self._runs(child, place)

    def _look(self, run: Any) -> Look:
        style = self.styles.get(value_of(run, ("rPr", "rStyle")) or "", {})
        return {**style, **_own(run)}


def _own(element: Any) -> dict[str, str]:
    """What the element's own run properties say of these."""
    return {
        mark: value
        for mark in (*_GONE, "vertAlign")
        if (value := value_of(element, ("rPr", mark))) is not None
    }


def is_on(value: str | None) -> bool:
    """Whether a mark that `value_of` found is there and not switched off."""
    return value is not None and value.lower() not in _OFF
