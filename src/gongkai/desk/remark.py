"""Clauses of a claim that assert nothing: 可见力度之大, 说来也怪, 各位乡亲.

They stand beside figures in speeches and posts, and what says nothing can't make a claim unsure. What
they look like is data (`remarks.json`), beside clauses that do assert something without a figure.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path

from gongkai.answering.match import PhraseBook, QueryEncoder, phrase_book
from gongkai.text import fold

_IDLE, _TOLD = "idle", "told"
# By six-fold cross-validation over the data, of clauses that assert something none lay so high,
# of the others two thirds.
_SURE = 0.4
# 居各地之首, 一场官司都没输: such words are held against numbers.
_TELLS = re.compile("[首最末冠]|第[一二三]|垫底|[都全均皆]|没有|[无未]一|比|高于|低于|[多少]于|\\d")


@cache
def phrases() -> tuple[tuple[str, str], ...]:
    """(kind, clause) of the data."""
    text = resources.files("gongkai.data").joinpath("remarks.json").read_text("utf-8")
    data = json.loads(text)
    return tuple((kind, fold(clause)) for kind in (_IDLE, _TOLD) for clause in data[kind])


class Remarks:
    """Tells remarks from statements; the data's vectors are made once and kept in ``folder``."""

    def __init__(self, encoder: QueryEncoder, folder: Path) -> None:
        self._encoder = encoder
        self._book: PhraseBook = phrase_book(phrases(), encoder, folder)

    def idle(self, clause: str) -> bool:
        """Whether a clause surely asserts nothing that a report could confirm or refute."""
        text = fold(clause).strip()
        if _TELLS.search(text):
            return False
        (vector,) = self._encoder.queries([text])
        told = self._book.told(text, vector)
        return told[_IDLE] - told[_TOLD] >= _SURE
