"""Lexical search: BM25 over character bigrams in the fact store's own full text index (FTS5).

Han text has no spaces. Overlapping character bigrams need no dictionary, know every bureau's
name, and never cut a word of the question differently from the same word in the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection

from gongkai.text import fold

_RUN = re.compile(r"[\u3400-\u9fff〇]+|[0-9a-z]+")


def terms(text: str) -> list[str]:
    """The indexed terms: each Han character and bigram, each whole Latin or digit word."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        found.append(run) if run.isascii() else found.extend(_grams(run))
    return found


def _grams(run: str) -> list[str]:
    return [*(run[i : i + 2] for i in range(len(run) - 1)), *run]


def query_terms(text: str) -> list[str]:
    """The terms a question is looked up by: bigrams and words, each once.

    A single character counts only where it stands alone: others would match nearly every chunk.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(fold(text)):
        whole = run.isascii() or len(run) == 1
        found.update(dict.fromkeys([run] if whole else _grams(run)[: len(run) - 1]))
    return list(found)


def search(
    connection: Connection,
    text: str,
    *,
    ranges: Sequence[tuple[int, int]] | None = None,
    k: int = 50,
) -> list[tuple[int, float]]:
    """The ``k`` best chunk numbers with their BM25 score (≥ 0; higher is better).

    ``ranges``: chunk numbers (first, last) to search in; None: all.
    """
    match = " OR ".join(f'"{term}"' for term in query_terms(text))
    if not match:
        return []
    where, bounds = "", []
    if ranges is not None:
        if not ranges:
            return []
        # The outer bounds are what FTS5 seeks by; BM25 is then worked out for few rows.
        inner = " OR ".join("rowid BETWEEN ? AND ?" for _ in ranges)
        where = f" AND rowid BETWEEN ? AND ? AND ({inner})"
        bounds = [min(first for first, _ in ranges), max(last for _, last in ranges)]
        bounds += [bound for pair in ranges for bound in pair]
    rows = connection.exec_driver_sql(
        f"SELECT rowid, bm25(lexical) FROM lexical WHERE lexical MATCH ?{where}"
        " ORDER BY 2, 1 LIMIT ?",
        (match, *bounds, k),
    )
    return [(number, max(0.0, -score)) for number, score in rows]


def add(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index chunks, given as (number, text)."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO lexical(rowid, terms) VALUES (?, ?)",
            [(number, " ".join(terms(text))) for number, text in rows],
        )


def remove(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Take chunks out again; a contentless index must be given the text it once got."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO lexical(lexical, rowid, terms) VALUES ('delete', ?, ?)",
            [(number, " ".join(terms(text))) for number, text in rows],
        )


def count(connection: Connection) -> int:
    """How many chunks are indexed."""
    rows = connection.exec_driver_sql("SELECT count(*) FROM lexical_docsize")
    return int(rows.scalar_one())
