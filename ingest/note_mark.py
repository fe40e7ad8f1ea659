"""Small digits above or below the line, so that none joins the number it stands at."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,2}")
_POWER = re.compile(r"[A-Za-z\u338d-\u33df]$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def small(before: str, text: str, *, lowered: bool = False) -> str:
    """``text``, printed small behind ``before``, as plain text: `[1]` for a footnote's number,
    `²` behind a unit, else as it is."""
    number = text.strip()
    if not before.strip() or not _NUMBER.fullmatch(number):
        return text
    if _POWER.search(before):
        return number.translate(_LOWERED if lowered else _RAISED)
    return f"[{number}]"
