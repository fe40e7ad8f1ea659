"""Small digits above or below the line, so that none joins the number it stands at."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,2}")
_POWER = re.compile(r"[A-Za-z\u338d-\u33df]$")
_SMALL = {
    "superscript": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}


def small(before: str, text: str, place: str) -> str:
    """``text`` behind ``before`` as plain text; ``place`` is "superscript", "subscript" or none.

    Printed small, a footnote's number is `[1]`, one behind a unit `²`, all else as it is.
    """
    number = text.strip()
    if place not in _SMALL or not before.strip() or not _NUMBER.fullmatch(number):
        return text
    return number.translate(_SMALL[place]) if _POWER.search(before) else f"[{number}]"
