"""Two files of one report: the page and its PDF, say, whose words and cells agree."""

from __future__ import annotations

import re

from gongkai.report import Report
from gongkai.text import bare, squeeze

_GRAM = 6  # characters: longer than the phrases every report has in common by chance
_SHARED = 0.9  # of the shorter text's; page breaks and a missing footer cost some
_LEAST = 60  # characters of prose or cells with values, below which likeness proves nothing
_CELLS = 20
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = 20  # characters; shorter lines are page numbers, dates of printing and the like


def same(one: Report, other: Report) -> bool:
    """Whether two files tell one report: same body, year and form, and nothing contradicts.

    All cells and contact details that both surely have are equal, the words of the shorter
    stand in the longer, and not each has numbers in its prose that the other lacks. What
    differs in a single cell or number is another edition, and no twin.
    """
    if (one.bureau, one.year, one.form) != (other.bureau, other.year, other.form):
        return False
    theirs = {fact.address: fact.value for fact in other.facts if fact.sure}
    pairs = [
        (fact.value, theirs[fact.address])
        for fact in one.facts
        if fact.sure and fact.value is not None and theirs.get(fact.address) is not None
    ]
    if any(mine != their for mine, their in pairs):
        return False
    details = other.contact.details()
    for name, detail in one.contact.details().items():
        if name in details and bare(detail.value) != bare(details[name].value):
            return False
    a, b = _prose(one), _prose(other)
    if min(len(a), len(b)) < _LEAST:
        return a == b and len(pairs) >= _CELLS
    mine, theirs_too = _grams(a), _grams(b)
    fewer = min(len(mine), len(theirs_too))
    if len(mine & theirs_too) < _SHARED * fewer:
        return False
    return not (_numbers(one) - _numbers(other) and _numbers(other) - _numbers(one))


def richness(report: Report) -> tuple[int, int, int, int, str]:
    """How much a reading knows, to choose the better of twins: the greater tuple.

    Sure cells with a value, all cells with one, contact details, words; the digest of the
    bytes settles what is left.
    """
    known = [fact for fact in report.facts if fact.value is not None]
    return (
        sum(fact.sure for fact in known),
        len(known),
        len(report.contact.details()),
        len(_prose(report)),
        report.source.sha256,
    )


def _prose(report: Report) -> str:
    return "".join(squeeze(part.text) for part in report.paragraphs if not part.heading)


def _grams(text: str) -> set[str]:
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}


def _numbers(report: Report) -> set[str]:
    return {
        number
        for part in report.paragraphs
        if len(part.text) >= _SENTENCE and not part.heading
        for number in _NUMBER.findall(squeeze(part.text))
    }
