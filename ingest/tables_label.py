"""Printed labels told apart: folding that also knows traditional characters, and matching."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.form import Form, aliases
from gongkai.text import fold, fold_char

# Pinyin that a page inserts after a rare character: `處(chǔ)理`.
PINYIN = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]+[)）]", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:[（(]\s*)?[一二三四五六七八九十\d]{1,3}\s*[)）、.,，:：]\s*")
_NOTE = re.compile(r"[（(][^（()）]*[)）]")
_WORD = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")
# A label cut or misprinted is believed from this likeness (0–100) on, this far before the next.
_ALIKE = 84.0
_AHEAD = 8.0


@cache
def plain_char(char: str) -> str:
    """One character folded for labels: radicals, width, case, traditional; "" for non-words."""
    folded = fold_char(char).lower()
    return "".join(_simplified(c) for c in folded if _WORD.match(c))


def _simplified(char: str) -> str:
    # Labels are simplified and within GB 2312; only what lies outside may be traditional.
    if char < "\u3400":
        return char
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return _converter().convert(char) or char
    return char


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A label as it is compared: `（四）無 法提供` → `四无法提供`."""
    return "".join(map(plain_char, PINYIN.sub("", text)))


def unnumbered(text: str) -> str:
    """Like `plain`, without the leading `1.`, `（一）` or `一、`."""
    return plain(_NUMBERING.sub("", fold(text)))


def unnoted(text: str) -> str:
    """Like `unnumbered`, without what stands in brackets."""
    return plain(_NOTE.sub("", _NUMBERING.sub("", fold(text))))


@dataclass(frozen=True, slots=True)
class Labels:
    """A set of labels to match against. ``exact`` maps a spelling to its label."""

    names: tuple[str, ...]
    exact: dict[str, str]
    loose: dict[str, str]

    def match(self, text: str, *, fuzzy: bool = True) -> str | None:
        """The label that ``text`` prints, or None where none or several might be meant."""
        if len(text) > 120:
            return None
        whole = plain(text)
        if not whole:
            return None
        if whole in self.exact:
            return self.exact[whole]
        for spelling in (unnumbered(text), unnoted(text)):
            if spelling in self.exact:
                return self.exact[spelling]
            if spelling in self.loose:
                return self.loose[spelling]
        return self._near(unnumbered(text)) if fuzzy and not whole.isdigit() else None

    def _near(self, text: str) -> str | None:
        if len(text) < 4:
            return None
        held = {
            label
            for spelling, label in self.loose.items()
            if len(spelling) >= 4 and (text in spelling or spelling in text)
        }
        if held:
            return held.pop() if len(held) == 1 else None
        from rapidfuzz.fuzz import ratio

        best: dict[str, float] = {}
        for spelling, label in self.loose.items():
            if len(spelling) >= 4:
                best[label] = max(best.get(label, 0.0), ratio(text, spelling))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < _ALIKE:
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _AHEAD:
            return None
        return ranked[0][0]


def labels(names: Iterable[str]) -> Labels:
    """The labels with all their spellings; a spelling that two labels share matches neither."""
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    unique = tuple(dict.fromkeys(names))
    for name in unique:
        for spelling in aliases(name):
            exact.setdefault(plain(spelling), name)
    clash: set[str] = set()
    for name in unique:
        for spelling in aliases(name):
            for form in {plain(spelling), unnumbered(spelling), unnoted(spelling)}:
                if loose.setdefault(form, name) != name:
                    clash.add(form)
    for form in clash:
        del loose[form]
    loose.pop("", None)
    exact.pop("", None)
    return Labels(unique, exact, loose)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of one form, by the part they play in its tables."""

    clauses: Labels
    columns: Labels
    items: Labels
    rows: Labels
    parents: Labels
    applicants: Labels
    outcomes: Labels
    groups: Labels


@cache
def vocabulary(form: Form) -> Vocabulary:
    """The labels of ``form``; a row of table 三 goes by its last label, which is unique."""
    return Vocabulary(
        clauses=labels(clause.label for clause in form.clauses),
        columns=labels(column for clause in form.clauses for column in clause.columns),
        items=labels(item for clause in form.clauses for item in clause.items),
        rows=labels(row[-1] for row in form.rows),
        parents=labels(label for row in form.rows for label in row[:-1]),
        applicants=labels(form.applicants),
        outcomes=labels(path[-1] for path in form.outcomes),
        groups=labels(label for path in form.outcomes for label in path[:-1]),
    )
