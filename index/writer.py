"""The one writer: files to a new generation of the index."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path, PurePath
from typing import Literal

from gongkai.config import Config
from gongkai.errors import GongkaiError, IndexBusy
from gongkai.index import generation
from gongkai.index.draft import Draft, Entry
from gongkai.index.embed import embed, passage, passage_key
from gongkai.index.encoder import Encoder, model_name
from gongkai.index.journal import Journal
from gongkai.index.library import expected
from gongkai.index.lock import Held, exclusive
from gongkai.index.originals import digest_of, keep_original
from gongkai.index.origins import Origins
from gongkai.ingest.find import Failed, Found, find
from gongkai.report import Chunk, Report

logger = logging.getLogger(__name__)

_BATCH = 64  # reports in memory at once
_WAIT = 60.0  # seconds to wait for another writer

_Kind = Literal["added", "replaced", "unchanged"]
Stage = Literal["waiting", "reading", "embedding", "publishing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update is: ``done`` of ``total`` files (reading) or texts (embedding)."""

    stage: Stage
    done: int = 0
    total: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report, and why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What an update did. ``chunks``: of all reports in the index; ``seconds``: wall time."""

    added: int
    replaced: int
    unchanged: int
    failed: tuple[Failure, ...]
    chunks: int
    seconds: float
    generation: str


# A file, the largest size in MB and the file's name to a report and its chunks; raises
# `InputError`.
Parse = Callable[[Path, int, str], tuple[Report, Sequence[Chunk]]]


def update(
    config: Config,
    paths: Sequence[str | Path],
    encoder: Encoder | Callable[[], Encoder],
    *,
    progress: Callable[[Progress], None] | None = None,
    wait: float = _WAIT,
    parse: Parse | None = None,
) -> Summary:
    """Bring the reports of files and folders into the index, as a new generation.

    A file that was read before changes nothing; a changed one replaces its report; one that
    fails doesn't stop the others. Where the live index was built otherwise (other model,
    chunking, form or schema) all its reports are read and embedded anew. ``encoder`` may be a
    function: it is called only where there is something to embed. ``wait``: seconds to wait
    for another writer, then `IndexBusy`. ``parse``: how a file becomes a report and its chunks,
    other than by `gongkai.ingest`. Raises `NothingToIngest`, `UsageError` by `find`.
    """
    tell = progress or (lambda _: None)
    wanted: list[Found | Failed] = []
    if paths:
        work = config.home / "work"
        wanted = find(paths, work, max_mb=config.max_file_mb, private_urls=config.private_urls)
    if parse is None:
        parse = partial(_parse, workspace=config.home / "work")
    root = generation.root(config.home)
    root.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive(root / ".lock", wait=wait, on_wait=lambda: tell(Progress("waiting"))):
            generation.tidy(root)
            summary = _Update(config, encoder, tell, parse).run(wanted)
            generation.tidy(root)
            return summary
    except Held as error:
        raise IndexBusy(
            "另一个导入正在进行", file=str(root), remedy="请等它结束后再运行 gongkai ingest"
        ) from error


def _parse(
    path: Path, max_mb: int, name: str, *, workspace: Path
) -> tuple[Report, Sequence[Chunk]]:
    from gongkai.ingest.chunk import chunk
    from gongkai.ingest.load import load

    report = load(path, max_mb=max_mb, name=name, workspace=workspace)
    return report, chunk(report)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that isn't in the index as it is now. ``entry`` is None where another file of
    the same bytes gave the report already."""

    path: str
    sha256: str
    report_id: str
    entry: Entry | None


class _Update:
    """One run of `update`: what it knows of the live index, its draft and its counts."""

    def __init__(
        self,
        config: Config,
        encoder: Encoder | Callable[[], Encoder],
        tell: Callable[[Progress], None],
        parse: Parse,
    ) -> None:
        self._parse = parse
        self._config = config
        self._root = generation.root(config.home)
        self._tell = tell
        self._given = encoder
        self._encoder = None if callable(encoder) else encoder
        self._name = model_name(config) if self._encoder is None else self._encoder.name
        self._live = generation.current(self._root)
        self._manifest = generation.read_manifest(self._root / self._live) if self._live else None
        self._base = self._live if self._fits() else ""
        self._origins = Origins.read(self._root / self._base) if self._base else Origins()
        self._draft: Draft | None = None
        self._counts: dict[_Kind, int] = {"added": 0, "replaced": 0, "unchanged": 0}
        self._failed: list[Failure] = []

    def run(self, wanted: list[Found | Failed]) -> Summary:
        started = time.monotonic()
        if self._live and not self._base:
            old = Origins.read(self._root / self._live)
            kept = old.sources(self._config.home / "sources")
            wanted = list(dict.fromkeys([*(Found(path, str(path)) for path in kept), *wanted]))
        try:
            with closing(Journal(self._root / "embedded.sqlite", self._name)) as journal:
                reads = self._reads(wanted)
                while batch := list(islice(reads, _BATCH)):
                    self._write(batch, journal)
                name, chunks = self._finish()
                if self._draft is not None:
                    journal.empty()
        finally:
            if self._draft is not None:
                self._draft.close()
        return Summary(
            added=self._counts["added"],
            replaced=self._counts["replaced"],
            unchanged=self._counts["unchanged"],
            failed=tuple(self._failed),
            chunks=chunks,
            seconds=time.monotonic() - started,
            generation=name,
        )

    def _fits(self) -> bool:
        if self._manifest is None:
            return False
        told = self._encoder or self._manifest
        return not self._manifest.differences(expected(self._name, told.dimension))

    def _load_encoder(self) -> Encoder:
        if self._encoder is None:
            assert callable(self._given)
            self._encoder = self._given()
        return self._encoder

    def _reads(self, wanted: list[Found | Failed]) -> Iterator[_Read]:
        """Read those files that are new or changed; the failed ones are noted."""
        for number, item in enumerate(wanted, start=1):
            name = item.name
            self._tell(Progress("reading", number, len(wanted), PurePath(name).name))
            if isinstance(item, Failed):
                self._failed.append(Failure(name, str(item.error)))
                continue
            try:
                read = self._read(item)
            except GongkaiError as error:
                self._failed.append(Failure(name, str(error)))
            except Exception as error:  # a defect met in one file mustn't cost the others
                logger.exception("%s", name)
                told = f"{name}：读取时出现意外错误：{type(error).__name__} {error}"
                self._failed.append(Failure(name, told))
            else:
                if read is None:
                    self._counts["unchanged"] += 1
                else:
                    yield read

    def _read(self, found: Found) -> _Read | None:
        path, name = found.path, found.name
        limit = self._config.max_file_mb
        if path.stat().st_size <= limit << 20:
            sha256 = digest_of(path)
            known = self._origins.report_with(sha256)
            if known is not None:
                same = self._origins.report_of(name) == known
                return None if same else _Read(name, sha256, known, None)
        report, parts = self._parse(path, limit, name)
        keep_original(self._config.home / "sources", path, report)
        entry = Entry(report, tuple(parts), tuple(passage(report, part) for part in parts))
        return _Read(name, report.source.sha256, report.id, entry)

    def _write(self, batch: list[_Read], journal: Journal) -> None:
        draft = self._draft = self._draft or Draft(self._root, self._base)
        entries = [read.entry for read in batch if read.entry is not None]
        vectors = embed(
            {passage_key(text): text for entry in entries for text in entry.passages},
            known=draft.known,  # also of reports that are about to be replaced
            journal=journal,
            encoder=self._load_encoder,
            progress=lambda done, total: self._tell(Progress("embedding", done, total)),
        )
        # Files that only share a report first: else a changed file could take it away.
        batch.sort(key=lambda read: read.entry is not None)
        fresh = [read.entry for read in batch if self._accept(draft, read) and read.entry]
        draft.add(fresh, vectors, datetime.now(UTC).isoformat(timespec="seconds"))
        for read in batch:
            draft.file(read.path, read.sha256, read.report_id)

    def _accept(self, draft: Draft, read: _Read) -> bool:
        """Whether the file's report is to be written; takes out the one it replaces."""
        before = self._origins.report_of(read.path)
        self._origins.put(read.path, read.sha256, read.report_id)
        # The same words from other bytes give the same id, but places may have moved.
        again = before == read.report_id
        if before is not None and (again or not self._origins.count(before)):
            draft.remove(before)
        fresh = again or self._origins.count(read.report_id) == 1
        kind: _Kind = "replaced" if before is not None else "added" if fresh else "unchanged"
        self._counts[kind] += 1
        return fresh

    def _finish(self) -> tuple[str, int]:
        if self._draft is None:
            return self._live, self._manifest.chunks if self._manifest else 0
        self._tell(Progress("publishing"))
        known = self._manifest if self._base and not self._encoder else self._load_encoder()
        assert known is not None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = replace(expected(self._name, known.dimension), created=now)
        return self._draft.publish(manifest)
