"""The chunk store: Chroma, embedded, one collection of vectors keyed by chunk id.

Texts stay in the fact store; Chroma holds the vectors and each chunk's report.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from gongkai.index.lock import exclusive

_COLLECTION = "chunks"
_SPACE: dict[str, Any] = {"space": "cosine", "ef_search": 200}
# How many new vectors Chroma keeps in its queue before it saves the graph. What is in the
# queue is replayed by every process that opens the store, so a finished one has it empty.
_WRITING = 5000
_SETTLED = 2
_BATCH = 2000
# Chroma's table of open stores isn't made for threads. Reentrant: a store may be let go of by
# the garbage collector in the midst of opening another.
_opening = threading.RLock()


class Vectors:
    """An open chunk store. One process may write it, while nobody else has it open."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        self._folder = folder
        settings = Settings(anonymized_telemetry=False)
        # Chroma writes a line to its database on opening (a lock, nothing else): one at a time.
        with _opening, exclusive(folder.parent / ".opening"):
            self._client: Any = chromadb.PersistentClient(str(folder), settings=settings)
            if create:
                self._collection: Any = self._client.create_collection(
                    _COLLECTION,
                    embedding_function=None,
                    configuration=cast(Any, {"hnsw": {**_SPACE, "sync_threshold": _WRITING}}),
                )
            else:
                self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32], reports: Sequence[str]) -> None:
        """Add chunks: their ids, vectors (n, dimension) and reports, n of each."""
        for at in range(0, len(ids), _BATCH):
            part = slice(at, at + _BATCH)
            self._collection.add(
                ids=list(ids[part]),
                embeddings=vectors[part],
                metadatas=[{"report": report} for report in reports[part]],
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Take chunks out; ids that aren't there are passed over."""
        for at in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[at : at + _BATCH]))

    def count(self) -> int:
        """How many chunks are stored."""
        return int(self._collection.count())

    def of_reports(self, report_ids: Sequence[str]) -> tuple[list[str], NDArray[np.float32]]:
        """All chunks of some reports: ids (n) and vectors (n, dimension)."""
        where: dict[str, Any] = {"report": {"$in": list(report_ids)}}
        found = self._collection.get(where=where, include=["embeddings"])
        return list(found["ids"]), np.asarray(found["embeddings"], np.float32)

    def get(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by chunk id, for those ids that are there."""
        vectors: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(ids), _BATCH):
            found = self._collection.get(ids=list(ids[at : at + _BATCH]), include=["embeddings"])
            vectors.update(zip(found["ids"], np.asarray(found["embeddings"]), strict=True))
        return vectors

    def nearest(
        self, vector: NDArray[np.float32], k: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest chunks as (id, cosine), best first, by the ANN index."""
        found = self._collection.query(
            query_embeddings=vector[None, :],
            n_results=k,
            where={"report": {"$in": list(report_ids)}} if report_ids is not None else None,
            include=["distances"],
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(chunk, 1.0 - float(distance)) for chunk, distance in pairs]

    def settle(self) -> None:
        """Close with an empty queue, so that readers have nothing to replay.

        Chroma saves on a write that reaches the threshold, and reads the threshold on opening.
        """
        self._collection.modify(configuration={"hnsw": {"sync_threshold": _SETTLED}})
        self.close()
        last = Vectors(self._folder)
        some = last._collection.get(limit=_SETTLED, include=["embeddings", "metadatas"])
        if some["ids"]:
            for _ in range(_SETTLED):
                last._collection.upsert(
                    ids=some["ids"], embeddings=some["embeddings"], metadatas=some["metadatas"]
                )
        last._collection.modify(configuration={"hnsw": {"sync_threshold": _WRITING}})
        last.close()

    def close(self) -> None:
        """Let go of the store's files and memory."""
        with _opening:
            self._client.close()
