"""What is held against a question: stretches of running text and cells told in words.

A cross-encoder (`gongkai.index.relevance`) reads the question with each of them. How they are
written is part of what it was fitted to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.answering.match import PhraseBook, QueryEncoder
from gongkai.answering.topics import cells, meaning
from gongkai.form import FORM_NAMES
from gongkai.report import FormName

# Before a cell told in words: it is no sentence of the report.
CELL = "表格："
_LONGEST = 120  # characters of a sentence that is read whole
_WINDOW = 100
_SENTENCE = re.compile("[^。！？；;!?\n]+[。！？；;!?\n]*")
_CLAUSE = re.compile("[^，：:,]+[，：:,]*")
_SHORTEST = 4
_ROWS, _BEST = 5, 2  # rows whose wholes are read, and of which the columns are


def spans(text: str) -> list[tuple[int, int]]:
    """A text's sentences, cut at semicolons too; long ones in stretches of whole clauses."""
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if end - start <= _LONGEST:
            found.append((start, end))
            continue
        begin = start
        for clause in _CLAUSE.finditer(text, start, end):
            if clause.end() - begin > _WINDOW and clause.start() > begin:
                found.append((begin, clause.start()))
                begin = clause.start()
        found.append((begin, end))
    return [(start, end) for start, end in found if len(text[start:end].strip()) >= _SHORTEST]


def windows(text: str) -> list[str]:
    """The texts of `spans`."""
    return [text[start:end] for start, end in spans(text)]


def marked(text: str, figure: str) -> str:
    """A sentence with the one figure that is meant in marks."""
    return text.replace(figure, f"【{figure}】", 1)


def following(before: str, then: str) -> str:
    """A follow-up behind the question it leans on."""
    return f"{before}；{then}"


@cache
def cell_texts() -> dict[tuple[str, str], str]:
    """Every cell (subject, part) of either form told in words; rows of 二 by their measures."""
    data = meaning()
    found: dict[tuple[str, str], str] = {}
    for subject in data.subjects.values():
        parts = [p for p in data.parts.values() if p.section == subject.section]
        fitting = [p for p in parts if any(cells(form, subject.id, p.id) for form in FORM_NAMES)]
        if subject.section != "二":
            found[subject.id, ""] = f"{CELL}{subject.label}：总计"
        for part in fitting:
            found[subject.id, part.id] = f"{CELL}{subject.label}：{part.label}"
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a text may mean, with the log-odds that it does."""

    score: float
    subject: str
    part: str


def likely_cells(
    text: str,
    form: FormName,
    book: PhraseBook,
    encoder: QueryEncoder,
    relevance: Callable[[str, Sequence[str]], Sequence[float]],
    *,
    also: Sequence[str] = (),
) -> list[Cell]:
    """The cells of a form that ``text`` may mean, best first.

    Of the likeliest rows, and those named by ``also``, the wholes are read first, and then the
    columns of the best two.
    """
    (vector,) = encoder.queries([text])
    ranked = [m.entry for m in book.rank(text, vector) if m.entry in meaning().subjects]
    rows = dict.fromkeys((*ranked[:_ROWS], *also))
    known = [k for k in cell_texts() if k[0] in rows and cells(form, *k)]

    def read(keys: Sequence[tuple[str, str]]) -> list[Cell]:
        scores = relevance(text, [cell_texts()[key] for key in keys]) if keys else ()
        return [Cell(score, *key) for score, key in zip(scores, keys, strict=True)]

    split = {row for row, part in known if not part}  # rows of table 二 have no whole
    wholes = read([k for k in known if not k[1] or k[0] not in split])
    best = sorted(wholes, key=lambda cell: -cell.score)
    two = list(dict.fromkeys(cell.subject for cell in best))[:_BEST]
    columns = read([k for k in known if k[0] in two and k[0] in split and k[1]])
    return sorted([*wholes, *columns], key=lambda cell: -cell.score)
