"""What an answer says, for comparing: its words without marks and its numbers without labels."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from gongkai.text import squeeze

_MARK = re.compile(r"\[\d+\]")
# Numbers that tell nothing: dates, years, numbers of clauses and lists, the hotline's name,
# document numbers. What is left is what an answer states.
_SAYS_NOTHING = re.compile(
    r"(?:19|20)\d{2}\s*年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d{2}(?:\s*[-—–~、,，和至到与]\s*(?:19|20)\d{2})+"
    r"|〔\d+〕\d+号|(?<![\d.])\d{1,2}[.、](?=[\u3400-\u9fff])|12345(?=[\u3400-\u9fff])"
    r"|第\d+[条项]"
)
_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?\s*%?")
_COUNTED = re.compile(
    r"\d[\d,，.]*\s*(?:万|亿)?余?(?:件|项|个|条|份|篇|场|次|人次|人|元|%|宗|起|例|期|册)"
)


def words(answer: str) -> str:
    """The answer folded, without white space and citation marks."""
    return squeeze(_MARK.sub("", answer))


def numbers(answer: str) -> list[str]:
    """The numbers an answer states, as written, without separators; rates keep their "%"."""
    plain = _SAYS_NOTHING.sub(" ", _MARK.sub(" ", answer))
    found = (re.sub(r"[,，\s]", "", number) for number in _NUMBER.findall(plain))
    return [number.replace("−", "-") for number in found]


def states_count(answer: str) -> bool:
    """Whether the answer states a number with a measure word."""
    return bool(_COUNTED.search(_SAYS_NOTHING.sub(" ", _MARK.sub(" ", answer))))


def decimal(text: str) -> Decimal | None:
    """The number a text is ("-5", "683.82", "84.35%"), or None where it is words."""
    try:
        return Decimal(text.strip().rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None


# An answer may round a rate to one place.
_RATE = Decimal("0.06")
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Nought is also said in words.
_NONE = re.compile(r"未收取|没有收取|未发生|没有收到|未收到|未制发")


def says(answer: str, value: str) -> bool:
    """Whether the answer says a value: a number by its worth, a rate within 0.06, else words.

    A fall of 5 ("-5") may be said as "减少5".
    """
    wanted = decimal(value)
    if wanted is None or _YEAR.fullmatch(value):
        return squeeze(value) in words(answer)
    rate = value.endswith("%")
    for number in numbers(answer):
        worth = decimal(number)
        if worth is None or number.endswith("%") != rate:
            continue
        if worth == wanted or (wanted < 0 and worth == -wanted):
            return True
        if rate and abs(worth - wanted) <= _RATE:
            return True
    return wanted == 0 and not rate and _NONE.search(words(answer)) is not None
