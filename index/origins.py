"""Which file gave which report: how a run knows what is new, changed, the same or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from gongkai.index.originals import original_path
from gongkai.index.schema import files, readable
from gongkai.ingest.find import Found

INSIDE = "!/"  # parts an archive's path from its member's, in a name


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that was read: the digest of its bytes, the report it gave, by which reading."""

    sha256: str
    report_id: str
    reading: str


class Origins:
    """Origins by the name of the file; several names may give one report."""

    def __init__(self, rows: Mapping[str, Origin] | None = None) -> None:
        self._by_name: dict[str, Origin] = {}
        self._by_content: dict[str, dict[str, None]] = {}
        self._by_report: dict[str, dict[str, None]] = {}
        for name, origin in (rows or {}).items():
            self.put(name, origin)

    @staticmethod
    def read(folder: Path) -> Origins:
        """Those of a generation, also of one that an older version of the program wrote."""
        engine = readable(str(folder / "facts.sqlite"))
        try:
            for columns in ((*_COLUMNS, files.c.reading), _COLUMNS):
                try:
                    with engine.connect() as connection:
                        rows = connection.execute(select(*columns)).all()
                except SQLAlchemyError:
                    continue
                return Origins(
                    {
                        row.path: Origin(row.sha256, row.report_id, getattr(row, "reading", ""))
                        for row in rows
                    }
                )
            return Origins()
        finally:
            engine.dispose()

    def get(self, name: str) -> Origin | None:
        """What the file gave when it was read last."""
        return self._by_name.get(name)

    def with_content(self, sha256: str, reading: str) -> str | None:
        """The report that a file of these bytes gave by that reading."""
        for name in self._by_content.get(sha256, ()):
            if self._by_name[name].reading == reading:
                return self._by_name[name].report_id
        return None

    def read_by(self, name: str, reading: str) -> bool:
        """Whether a known file was read by that reading."""
        return self._by_name[name].reading == reading

    def names(self, report_id: str | None = None) -> tuple[str, ...]:
        """The names of the files that give a report, or of all."""
        return tuple(self._by_name if report_id is None else self._by_report.get(report_id, ()))

    def put(self, name: str, origin: Origin) -> None:
        """Record what a file gave; what it gave before no longer counts."""
        self.drop(name)
        self._by_name[name] = origin
        self._by_content.setdefault(origin.sha256, {})[name] = None
        self._by_report.setdefault(origin.report_id, {})[name] = None

    def drop(self, name: str) -> None:
        """Forget a file; nothing happens where it isn't known."""
        origin = self._by_name.pop(name, None)
        if origin is not None:
            for table, key in (
                (self._by_content, origin.sha256),
                (self._by_report, origin.report_id),
            ):
                del table[key][name]
                if not table[key]:
                    del table[key]

    def kept(self, sources: Path, names: Iterable[str]) -> list[Found]:
        """Where to read files again: the files themselves, or the copies kept of them."""
        found = []
        for name in names:
            copy = original_path(sources, self._by_name[name].sha256, name)
            for path in (Path(name), copy):
                if path.is_file():
                    found.append(Found(path, name))
                    break
        return found

    def below(self, folder: str) -> tuple[str, ...]:
        """The names of files in a folder (with its subfolders) or an archive."""
        inside = (f"{folder.rstrip('/')}/", f"{folder}{INSIDE}")
        return tuple(name for name in self._by_name if name.startswith(inside))


_COLUMNS = (files.c.path, files.c.sha256, files.c.report_id)
