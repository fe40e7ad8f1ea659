"""Which file gave which report: how a run knows what is new, changed or the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from gongkai.index.schema import files, readable


class Origins:
    """Files by path, with the digest of their bytes and the report they gave."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._by_path = {path: (sha256, report_id) for path, sha256, report_id in rows}
        self._by_content = dict(self._by_path.values())

    @staticmethod
    def read(folder: Path) -> Origins:
        """Those of a generation; none where its tables are of another version."""
        engine = readable(str(folder / "facts.sqlite"))
        try:
            with engine.connect() as connection:
                rows = connection.execute(select(files.c.path, files.c.sha256, files.c.report_id))
                return Origins([(row.path, row.sha256, row.report_id) for row in rows])
        except SQLAlchemyError:
            return Origins()
        finally:
            engine.dispose()

    def report_of(self, path: str) -> str | None:
        """The report the file gave, whatever it holds now."""
        return self._by_path[path][1] if path in self._by_path else None

    def report_with(self, sha256: str) -> str | None:
        """The report that a file of these bytes gave."""
        return self._by_content.get(sha256)

    def put(self, path: str, sha256: str, report_id: str) -> None:
        """Record what a file gave; what it gave before no longer counts."""
        before = self._by_path.get(path)
        self._by_path[path] = (sha256, report_id)
        if before is not None and all(s != before[0] for s, _ in self._by_path.values()):
            self._by_content.pop(before[0], None)
        self._by_content[sha256] = report_id

    def count(self, report_id: str) -> int:
        """How many files give the report."""
        return sum(1 for _, found in self._by_path.values() if found == report_id)

    def sources(self, kept: Path) -> list[Path]:
        """Where to read all of them again: the files themselves, or the copies kept of them."""
        found: list[Path] = []
        for path, (sha256, _) in self._by_path.items():
            if Path(path).is_file():
                found.append(Path(path))
            else:
                found.extend(kept.glob(f"{sha256}.*"))
        return found
