"""A generation in the making: one writer that keeps facts, terms and vectors in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, insert, select, update

from gongkai.errors import GongkaiError
from gongkai.index import facts, generation, lexical
from gongkai.index.embed import passage_key
from gongkai.index.generation import Manifest
from gongkai.index.origins import Origin
from gongkai.index.schema import chunks, files, reports, writable
from gongkai.index.vectors import Vectors
from gongkai.report import Chunk, Report

_SLICE = 500  # SQLite bounds the number of parameters


@dataclass(frozen=True, slots=True)
class Entry:
    """A report to write, with its chunks and the texts they are embedded as."""

    report: Report
    chunks: tuple[Chunk, ...]
    passages: tuple[str, ...]


class Draft:
    """The draft of the next generation, begun as a copy of generation ``base`` ("": empty)."""

    def __init__(self, root: Path, base: str) -> None:
        self._folder = generation.draft(root, base)
        self._engine = writable(str(self._folder / "facts.sqlite"))
        self._vectors = Vectors(self._folder / "chroma", create=not base)

    def known(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those passages that a chunk of the draft has already."""
        ids: dict[str, str] = {}
        with self._engine.connect() as connection:
            for at in range(0, len(keys), _SLICE):
                part = list(keys[at : at + _SLICE])
                query = select(chunks.c.passage, chunks.c.id).where(chunks.c.passage.in_(part))
                ids.update((row.passage, row.id) for row in connection.execute(query))
        vectors = self._vectors.get(list(set(ids.values())))
        return {key: vectors[chunk] for key, chunk in ids.items()}

    def put_files(self, origins: Mapping[str, Origin]) -> None:
        """Record which files were read and which reports they gave."""
        rows = [
            {"path": name, "sha256": o.sha256, "report_id": o.report_id, "reading": o.reading}
            for name, o in origins.items()
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(files).prefix_with("OR REPLACE"), rows)

    def forget(self, name: str) -> None:
        """Take a file out; the report it gave stays."""
        with self._engine.begin() as connection:
            connection.execute(delete(files).where(files.c.path == name))

    def alike(self, bureau: str, year: int) -> list[Report]:
        """The reports of one body and year."""
        query = select(reports.c.id).where(reports.c.bureau == bureau, reports.c.year == year)
        with self._engine.connect() as connection:
            found = [facts.read_report(connection, row.id) for row in connection.execute(query)]
        return [report for report in found if report is not None]

    def source(self, report_id: str) -> str:
        """The name of the file a report was read from."""
        query = select(reports.c.source_path).where(reports.c.id == report_id)
        with self._engine.connect() as connection:
            return str(connection.execute(query).scalar_one())

    def rename(self, report_id: str, name: str) -> None:
        """Have a report read from another file of the same bytes."""
        change = update(reports).where(reports.c.id == report_id)
        with self._engine.begin() as connection:
            connection.execute(change.values(source_path=name))

    def add(
        self, entries: Sequence[Entry], vectors: dict[str, NDArray[np.float32]], now: str
    ) -> None:
        """Write reports with their chunks, terms and vectors (by passage key)."""
        ids, owners, rows = [], [], []
        with self._engine.begin() as connection:
            for entry in entries:
                keys = [passage_key(text) for text in entry.passages]
                facts.add_report(connection, entry.report, entry.chunks, keys, now)
                ids += [chunk.id for chunk in entry.chunks]
                owners += [entry.report.id] * len(entry.chunks)
                rows += [vectors[key] for key in keys]
        if ids:
            self._vectors.add(ids, np.stack(rows), owners)

    def remove(self, report_id: str) -> None:
        """Take a report out of all three."""
        with self._engine.begin() as connection:
            gone = facts.remove_report(connection, report_id)
        if gone:
            self._vectors.remove(gone)

    def publish(self, manifest: Manifest) -> tuple[str, int]:
        """Check that the three agree and make this the live generation; its name and chunks."""
        with self._engine.connect() as connection:
            held = connection.execute(select(func.count()).select_from(reports)).scalar_one()
            told = connection.execute(select(func.count()).select_from(chunks)).scalar_one()
            terms = lexical.count(connection)
        self._vectors.settle()
        settled = Vectors(self._folder / "chroma")
        stored = settled.count()
        settled.close()
        self._engine.dispose()
        if not told == terms == stored:
            raise GongkaiError(
                f"索引各部分不一致：{told} 段文字，{terms} 条检索词，{stored} 个向量",
                file=str(self._folder),
                remedy="原有索引未受影响；请重新运行 gongkai ingest",
            )
        name = generation.publish(self._folder, replace(manifest, reports=held, chunks=told))
        return name, told

    def close(self) -> None:
        """Let go of the files; what wasn't published is removed by the next writer."""
        self._engine.dispose()
        self._vectors.close()
