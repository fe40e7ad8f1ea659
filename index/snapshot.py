"""One published generation, open for reading: reports, chunks, originals and search."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from gongkai.index import facts, lexical
from gongkai.index.facts import ReportCard
from gongkai.index.lock import share
from gongkai.index.originals import original_path
from gongkai.index.schema import readable
from gongkai.index.vectors import Vectors
from gongkai.report import Chunk, Report

T = TypeVar("T")

# Up to this many reports are ranked exactly; more are searched through the ANN index, whose
# filter costs ten times a look-up by report at 100,000 chunks.
_EXACT = 24
_HOLDING = 600  # chunks that may speak of something, looked at for its words
_CACHED_REPORTS = 256
_CACHED_MATRICES = 512  # of about 30 chunks: 24 MB
_DEPTH = 60  # candidates each of the two rankings puts forward


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found.

    ``score``: 0–1, how it ranks among this search's candidates (see `_fuse`); not comparable
    between searches. ``dense``: cosine of question and chunk. ``lexical``: BM25, ≥ 0.
    """

    chunk: Chunk
    score: float
    dense: float
    lexical: float


class Index:
    """A generation that never changes; safe for threads.

    It holds its files until it is closed or no longer referred to.
    """

    def __init__(self, folder: Path, sources: Path) -> None:
        self.generation = folder.name
        self._folder = folder
        self._sources = sources
        handle = share(folder / ".inuse")
        self._engine = readable(str(folder / "facts.sqlite"))
        self._lock = threading.Lock()
        self._reports: OrderedDict[str, Report] = OrderedDict()
        self._matrices: OrderedDict[str, tuple[list[str], NDArray[np.float32]]] = OrderedDict()
        self._opened: list[Vectors] = []
        self._closing = weakref.finalize(self, _close, self._opened, self._engine, handle)
        # Opened at once, not at the first search: a process that reads a generation has all
        # of it from the start, and a missing part is found here.
        if not (folder / "chroma").is_dir():
            self.close()
            raise FileNotFoundError(folder / "chroma")

    @cached_property
    def _cards(self) -> tuple[ReportCard, ...]:
        with self._engine.connect() as connection:
            return facts.read_cards(connection)

    @cached_property
    def _by_id(self) -> dict[str, ReportCard]:
        return {card.id: card for card in self._cards}

    def cards(self) -> tuple[ReportCard, ...]:
        """All reports: by bureau, then year, then id."""
        return self._cards

    def report(self, report_id: str) -> Report:
        """The whole report as it was written. Raises KeyError for an unknown id."""
        return self._remember(self._reports, report_id, _CACHED_REPORTS, self._read)

    def chunks(self, report_id: str) -> tuple[Chunk, ...]:
        """A report's chunks in the order in which they were cut."""
        with self._engine.connect() as connection:
            return facts.read_chunks(connection, report_id)

    def sources(self, report_id: str) -> tuple[str, ...]:
        """All files that tell the report, the one it was read from first. Raises KeyError."""
        return self._by_id[report_id].sources

    def original(self, report_id: str) -> Path:
        """The kept copy of the file the report was read from. Raises KeyError."""
        card = self._by_id[report_id]
        return original_path(self._sources, card.sha256, card.source_path)

    def search(
        self,
        text: str,
        vector: NDArray[np.float32],
        *,
        report_ids: Sequence[str] | None = None,
        k: int = 20,
    ) -> tuple[Hit, ...]:
        """The ``k`` best chunks for a question, best first; ties by chunk id.

        ``vector``: the question's, (dimension,), normalised. ``report_ids``: where to look;
        None for everywhere. Few reports are ranked exactly, many through the ANN index.
        """
        if report_ids is not None and not report_ids:
            return ()
        depth = max(_DEPTH, 2 * k)
        with self._engine.connect() as connection:
            spans = None
            if report_ids is not None:
                spans = facts.ranges(connection, report_ids)
            exact = spans is not None and len(spans) <= _EXACT
            if spans is not None and exact:
                dense = self._exactly(vector, list(spans))
                words = lexical.search(connection, text, ranges=list(spans.values()), k=depth)
            else:
                dense = dict(self._vectors().nearest(vector, depth, report_ids))
                words = lexical.search(connection, text, k=depth * (4 if spans else 1))
                if spans is not None:
                    words = [pair for pair in words if _within(pair[0], spans.values())][:depth]
            best = sorted(dense, key=lambda chunk: (-dense[chunk], chunk))[:depth]
            numbers = facts.numbers_by_id(connection, best)
            bm25 = dict(words)
            found = facts.chunks_by_number(connection, {*numbers.values(), *bm25})
        self._complete(dense, found, vector)
        scores = _fuse({n: dense[c.id] for n, c in found.items()}, bm25)
        hits = [
            Hit(chunk, scores[number], dense[chunk.id], bm25.get(number, 0.0))
            for number, chunk in found.items()
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.chunk.id))
        return tuple(hits[:k])

    def holding(self, text: str, share: float = 1.0) -> tuple[Chunk, ...]:
        """The chunks of running text that hold at least ``share`` of the terms of ``text``."""
        wanted = set(lexical.query_terms(text))
        with self._engine.connect() as connection:
            found = lexical.search(connection, text, k=_HOLDING)
            chunks = facts.chunks_by_number(connection, (number for number, _ in found))
        return tuple(
            chunk
            for chunk in chunks.values()
            if chunk.kind == "text"
            and len(wanted.intersection(lexical.terms(chunk.text))) >= share * len(wanted)
        )

    def close(self) -> None:
        """Let go of the files; the index can't be used afterwards."""
        self._closing()

    def _read(self, report_id: str) -> Report:
        with self._engine.connect() as connection:
            report = facts.read_report(connection, report_id)
        if report is None:
            raise KeyError(report_id)
        return report

    def _vectors(self) -> Vectors:
        with self._lock:
            if not self._opened:
                self._opened.append(Vectors(self._folder / "chroma"))
            return self._opened[0]

    def _exactly(self, vector: NDArray[np.float32], report_ids: list[str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for report_id in report_ids:
            ids, matrix = self._remember(self._matrices, report_id, _CACHED_MATRICES, self._matrix)
            if ids:
                found.update(zip(ids, (matrix @ vector).tolist(), strict=True))
        return found

    def _matrix(self, report_id: str) -> tuple[list[str], NDArray[np.float32]]:
        return self._vectors().of_reports([report_id])

    def _complete(
        self, dense: dict[str, float], found: dict[int, Chunk], vector: NDArray[np.float32]
    ) -> None:
        """Add the cosine of those chunks that only the lexical ranking put forward."""
        missing = [chunk.id for chunk in found.values() if chunk.id not in dense]
        if missing:
            vectors = self._vectors().get(missing)
            dense.update((chunk, float(v @ vector)) for chunk, v in vectors.items())

    def _remember(
        self, cache: OrderedDict[str, T], key: str, size: int, read: Callable[[str], T]
    ) -> T:
        with self._lock:
            if key in cache:
                cache.move_to_end(key)
                return cache[key]
        value = read(key)
        with self._lock:
            cache[key] = value
            while len(cache) > size:
                cache.popitem(last=False)
        return value


def _fuse(dense: dict[int, float], bm25: dict[int, float]) -> dict[int, float]:
    """A convex combination of both rankings, each scaled to 0–1 over the candidates.

    Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023: it
    needs no constant like RRF's and keeps how far apart candidates are.
    """
    if not dense:
        return {}
    low, high = min(dense.values()), max(dense.values())
    top = max(bm25.values(), default=0.0)
    return {
        number: 0.5 * ((cosine - low) / (high - low) if high > low else 1.0)
        + 0.5 * (bm25.get(number, 0.0) / top if top else 0.0)
        for number, cosine in dense.items()
    }


def _within(number: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in spans)


def _close(opened: list[Vectors], engine: Engine, handle: int) -> None:
    for vectors in opened:
        vectors.close()
    engine.dispose()
    os.close(handle)
