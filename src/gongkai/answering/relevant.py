"""What models read with a question: stretches of running text, the question before, cells in words.

How they are written is part of what `gongkai.index.relevance` and `gongkai.index.hearing` were
fitted to.
"""

from __future__ import annotations

import re
from functools import cache

from gongkai.answering.topics import cells, meaning
from gongkai.form import FORM_NAMES

# Before a cell told in words: it is no sentence of the report.
CELL = "表格："
_LONGEST = 120  # characters of a sentence that is read whole
_WINDOW = 100
_SENTENCE = re.compile("[^。！？；;!?\n]+[。！？；;!?\n]*")
_CLAUSE = re.compile("[^，：:,]+[，：:,]*")
_SHORTEST = 4


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
