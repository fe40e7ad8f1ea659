"""The journal of embedded passages: what a killed ingest had embedded isn't embedded again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SLICE = 500  # SQLite bounds the number of parameters


class Journal:
    """Vectors by passage digest, for one model, kept until the index that needs them is out."""

    def __init__(self, path: Path, model: str) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS embedded"
            " (model TEXT, passage TEXT, vector BLOB, PRIMARY KEY (model, passage))"
        )
        self._connection.execute("DELETE FROM embedded WHERE model != ?", (model,))
        self._connection.commit()
        self._model = model

    def read(self, passages: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those passages that are there."""
        wanted = list(passages)
        found: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(wanted), _SLICE):
            part = wanted[at : at + _SLICE]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT passage, vector FROM embedded WHERE model = ? AND passage IN ({marks})",
                (self._model, *part),
            )
            found.update((key, np.frombuffer(blob, np.float32)) for key, blob in rows)
        return found

    def write(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Keep vectors; they outlive the process from here on."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO embedded VALUES (?, ?, ?)",
            [(self._model, key, vector.tobytes()) for key, vector in vectors.items()],
        )
        self._connection.commit()

    def empty(self) -> None:
        """Forget all: they are in a published index now."""
        self._connection.execute("DELETE FROM embedded")
        self._connection.commit()
        self._connection.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
