"""What a printed cell says: a number, a blank, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.text import fold

# Blank, or one of the signs by which reports say "nothing here".
_BLANK = re.compile(r"(?:[-—–―─−_/\\·]*|无|空|null|nan)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?P<rest>\.\d+)?"
    r"(?P<open>\()?(?P<unit>万元|亿元|元|件|项|条|个|份|宗|起|次)?(?(open)\))"
)
# Numbers as a plain one isn't printed: in brackets, with a zero before, digits set apart.
_ODD = re.compile(r"\(\s*(\d{1,9})\s*\)|(0\d{1,8})|(\d{1,9}(?:[ \n]\d{1,9}){1,8})")
# Zero as a letter, and counts in words.
_WORDS = {"o": 0, **dict(zip("一二三四五六七八九十", range(1, 11), strict=True))}
# What a cell may say behind its number: that it is none, in words, or what part of it is what.
_REMARK = re.compile(r"(?<=^0)\((?:零|无|〇)\)$|(?<=\d)(?:件|项|条)?\((?:其中|含|包括)[^()]*\)$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# The mark of a footnote behind a number; small and ringed digits fold to common ones.
_FOOTNOTE = re.compile(
    r"(?<=[0-9０-９])\s*(?:[\[［]\d{1,2}[\]］]|[⁰¹²³⁴-⁹₀-₉]+|[①-⓿❶-➓]|[*＊※]{1,3}|[（(]?注\s?\d{0,2}[)）]?)\s*$"
)
_RINGED = re.compile(r"[⁰¹²³⁴-⁹₀-₉①-⓿❶-➓]")
# A whole cell set in bold, as Markdown does.
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
# White space that belongs to the number's layout: thousands groups, around a sign, before a unit.
# `12 3` is none of these, nor are digits on two lines: they may be two numbers. Where a page's
# narrow cell wraps a number, who reads the page knows it and joins them.
_LAYOUT = re.compile(
    r"(?<!\d)[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?!\d)|(?<=[+-])\s+|\s+(?=[^\d\s])|(?<=[.,])\s+"
)
_GROUPS = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?![\d ])")
_MONEY = ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Number:
    """A reading of a cell's text. ``kind``: number, blank, or other; ``unit`` if money is named."""

    kind: str
    value: Decimal | None = None
    unit: str = ""


def read_number(text: str) -> Number:
    """The number printed in ``text``; full width, thousands commas, signs and units are read."""
    text = _FOOTNOTE.sub("", _BOLD.sub(r"\1", _INVISIBLE.sub("", text).strip()))
    if _RINGED.search(text):
        return Number("other")  # a mark, or the start of an item
    folded = fold(text).replace("−", "-").replace("–", "-").strip()
    if not folded or _BLANK.fullmatch("".join(folded.split())):
        return Number("blank")
    if folded in ("零", "〇"):
        return Number("number", Decimal(0))
    # A spreadsheet's mark for text goes before a number that was pasted.
    joined = _REMARK.sub("", _LAYOUT.sub("", folded.removeprefix("'")))
    if _GROUPS.match(joined):
        joined = joined.replace(" ", "")
    match = _NUMBER.fullmatch(joined)
    if match is None:
        return Number("other")
    digits = match["digits"].replace(",", "") + (match["rest"] or "")
    value = Decimal(("-" if match["sign"] == "-" else "") + digits)
    unit = match["unit"] or ""
    return Number("number", value, unit if unit in _MONEY else "")


def odd_number(text: str) -> Decimal | None:
    """What a cell seems to say that prints `（5）`, `05`, `1 5`, `O` or `五`, None where it prints another.

    `05` may be two cells run together and `1 5`, too: it is no reading by itself.
    """
    folded = _INVISIBLE.sub("", fold(text)).strip()
    if folded in _WORDS:
        return Decimal(_WORDS[folded])
    match = _ODD.fullmatch(folded)
    if match is None:
        return None
    return Decimal("".join(next(digits for digits in match.groups() if digits).split()))


_UNIT_IN_LABEL = re.compile(r"[（(](?:单位[:：]?)?(万元|亿元|元)[)）]")


def money_unit(label: str) -> str:
    """The money unit a printed column label names, or ""."""
    match = _UNIT_IN_LABEL.search("".join(fold(label).split()))
    return match[1] if match else ""
