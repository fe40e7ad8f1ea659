"""The journal of a run: what a killed ingest had read and embedded isn't done again."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SLICE = 500  # SQLite bounds the number of parameters
_TABLES = (
    "CREATE TABLE IF NOT EXISTS embedded"
    " (model TEXT, passage TEXT, vector BLOB, PRIMARY KEY (model, passage))",
    "CREATE TABLE IF NOT EXISTS parsed (file TEXT PRIMARY KEY, packed BLOB)",
)


class Journal:
    """Vectors by passage digest, for one model, and packed reports by file.

    Kept until the index that needs them is out. Safe for threads.
    """

    def __init__(self, path: Path, model: str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        for table in _TABLES:
            self._connection.execute(table)
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
            with self._lock:
                rows = self._connection.execute(
                    "SELECT passage, vector FROM embedded"
                    f" WHERE model = ? AND passage IN ({marks})",
                    (self._model, *part),
                ).fetchall()
            found.update((key, np.frombuffer(blob, np.float32)) for key, blob in rows)
        return found

    def write(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Keep vectors; they outlive the process from here on."""
        with self._lock, self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO embedded VALUES (?, ?, ?)",
                [(self._model, key, vector.tobytes()) for key, vector in vectors.items()],
            )

    def parsed(self, file: str) -> bytes | None:
        """The report that was read from a file, as it was packed."""
        with self._lock:
            row = self._connection.execute(
                "SELECT packed FROM parsed WHERE file = ?", (file,)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def keep(self, file: str, packed: bytes) -> None:
        """Keep a report that was read; ``file`` tells its name, bytes and reading."""
        with self._lock, self._connection:
            self._connection.execute("INSERT OR REPLACE INTO parsed VALUES (?, ?)", (file, packed))

    def empty(self) -> None:
        """Forget all: it is in a published index now."""
        with self._lock:
            self._connection.execute("DELETE FROM embedded")
            self._connection.execute("DELETE FROM parsed")
            self._connection.commit()
            self._connection.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
