"""What models read with a question: stretches of running text, the question before.

How they are written is part of what `gongkai.index.relevance` and `gongkai.index.hearing` were
fitted to.
"""

from __future__ import annotations

import re

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
