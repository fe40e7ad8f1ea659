"""Files that gave no report: kept beside the generations until they succeed or are dropped.

`home/index/failed.sqlite`. Each failure is on the disk before the next file is taken, so a
killed ingest leaves those it met.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gongkai.config import Config
from gongkai.index import generation

_MAKE = (
    "CREATE TABLE IF NOT EXISTS failed (path TEXT PRIMARY KEY, message TEXT NOT NULL,"
    " at TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report, why, and when (ISO 8601, UTC).

    ``kind``: see `gongkai.index.readers.Failed`. ``sha256`` is of its bytes, "" where they
    weren't to be had.
    """

    path: str
    message: str
    at: str = ""
    kind: str = "refused"
    sha256: str = ""


class Failures:
    """The list of one home, open for the writer."""

    def __init__(self, root: Path) -> None:
        self._connection = sqlite3.connect(root / "failed.sqlite")
        self._connection.execute(_MAKE)
        self._connection.commit()

    def put(self, failure: Failure) -> None:
        """Note a failure in the place of what was told of that file before."""
        self._connection.execute(
            "INSERT OR REPLACE INTO failed (path, message, at, kind, sha256) VALUES (?,?,?,?,?)",
            (failure.path, failure.message, failure.at, failure.kind, failure.sha256),
        )
        self._connection.commit()

    def drop(self, paths: Iterable[str]) -> None:
        """Take files off the list."""
        self._connection.executemany(
            "DELETE FROM failed WHERE path = ?", [(path,) for path in paths]
        )
        self._connection.commit()

    def all(self) -> tuple[Failure, ...]:
        """The list, by path."""
        return _rows(self._connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def failures(config: Config) -> tuple[Failure, ...]:
    """The files of this home that gave no report when they were tried last, by path."""
    path = generation.root(config.home) / "failed.sqlite"
    if not path.is_file():
        return ()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return _rows(connection)
        except sqlite3.OperationalError:  # just being made
            return ()


def _rows(connection: sqlite3.Connection) -> tuple[Failure, ...]:
    query = "SELECT path, message, at, kind, sha256 FROM failed ORDER BY path"
    return tuple(Failure(*row) for row in connection.execute(query))
