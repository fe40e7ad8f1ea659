"""One run of the writer: which files are read, and what that does to the reports."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePath
from typing import Literal

from gongkai.config import Config
from gongkai.errors import InputError, UnreadableFile
from gongkai.index import generation
from gongkai.index.draft import Draft
from gongkai.index.embed import embed, passage_key
from gongkai.index.encoder import Encoder, model_name
from gongkai.index.failures import Failure, Failures
from gongkai.index.incoming import Lost, Read, failure, fingerprint, read_files, reading
from gongkai.index.journal import Journal
from gongkai.index.library import expected
from gongkai.index.originals import drop_originals
from gongkai.index.origins import INSIDE, Origin, Origins
from gongkai.index.placing import Placing, place
from gongkai.index.summary import Progress, Summary
from gongkai.ingest.find import Failed, Found

_BATCH = 64  # reports in memory at once
_COSTLY = ("slow", "crash", "memory")  # failures not tried again without being asked to

_Kind = Literal["added", "replaced", "unchanged", "joined"]


class Change:
    """One run: what it knows of the live index, its draft and its counts."""

    def __init__(
        self,
        config: Config,
        encoder: Encoder | Callable[[], Encoder],
        tell: Callable[[Progress], None],
        parse: str,
        failures: Failures,
    ) -> None:
        self._parse = parse
        self._reading = reading(parse)
        self._config = config
        self._sources = config.home / "sources"
        self._root = generation.root(config.home)
        self._tell = tell
        self._failures = failures
        self._given = encoder
        self._encoder = None if callable(encoder) else encoder
        self._name = model_name(config) if self._encoder is None else self._encoder.name
        self._live = generation.current(self._root)
        self._manifest = generation.read_manifest(self._root / self._live) if self._live else None
        self._base = self._live if self._fits() else ""
        self._before = Origins.read(self._root / self._live) if self._live else Origins()
        self._origins = Origins.read(self._root / self._base) if self._base else Origins()
        self._made: Draft | None = None
        self._again: list[Found] = []
        self._counts: dict[_Kind, int] = {"added": 0, "replaced": 0, "unchanged": 0, "joined": 0}
        self._failed: list[Failure] = []
        self._succeeded: list[str] = []
        self._done = self._total = 0

    def vanished(self, folders: Iterable[str], found: set[str]) -> tuple[str, ...]:
        """The files of the index that were read from ``folders`` and are no longer there."""
        names = dict.fromkeys(name for folder in folders for name in self._before.below(folder))
        archives = {name.partition(INSIDE)[0] for name in found if INSIDE in name}
        return tuple(name for name in names if name not in found and _gone(name, archives))

    def run(
        self,
        wanted: Sequence[Found | Failed],
        *,
        asked: Iterable[str] = (),
        drop: Sequence[str] = (),
        vanished: Sequence[str] = (),
    ) -> Summary:
        started = time.monotonic()
        if self._live and not self._base:
            stay = [name for name in self._before.names() if name not in set(drop)]
            rest = {item.name: item for item in self._before.kept(self._sources, stay)}
            wanted = list((rest | {item.name: item for item in wanted}).values())
        try:
            with closing(Journal(self._root / "embedded.sqlite", self._name)) as journal:
                if drop and self._live:
                    self._draft()  # of an index built otherwise too: what is left may be nothing
                for name in drop:
                    self._release(name)
                self._again = [item for item in self._again if item.name not in set(drop)]
                self._take(self._look(wanted, set(asked)), journal)
                while self._again:
                    rest_again = [i for i in self._again if self._origins.get(i.name) is None]
                    self._again = []
                    self._take(self._look(rest_again, {i.name for i in rest_again}), journal)
                name, chunks = self._finish()
                self._failures.drop([*self._succeeded, *drop])
                if self._made is not None:
                    journal.empty()
        finally:
            if self._made is not None:
                self._made.close()
        self._sweep(drop)
        return Summary(
            **self._counts,
            failed=tuple(self._failed),
            chunks=chunks,
            seconds=time.monotonic() - started,
            generation=name,
            removed=sum(self._before.get(name) is not None for name in drop),
            vanished=tuple(name for name in vanished if name not in drop),
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

    def _draft(self) -> Draft:
        if self._made is None:
            self._made = Draft(self._root, self._base)
        return self._made

    def _fail(self, told: Failure) -> None:
        self._failures.put(told)
        self._failed.append(told)

    def _look(self, wanted: Iterable[Found | Failed], asked: set[str]) -> list[tuple[Found, str]]:
        """The files to read, with the digests of their bytes.

        What is known by its bytes is settled here: it is unchanged, or one more file of a
        report. A file that cost a process before isn't tried again unless it is ``asked`` for.
        """
        costly = {told.path: told for told in self._failures.all() if told.kind in _COSTLY}
        new: list[tuple[Found, str]] = []
        same: dict[str, Origin] = {}
        for item in wanted:
            if isinstance(item, Failed):
                self._fail(failure(item.name, item.error))
                continue
            try:
                sha256 = fingerprint(item, self._config.max_file_mb)
            except InputError as error:
                self._fail(failure(item.name, error))
                continue
            old = costly.get(item.name)
            known = self._origins.with_content(sha256, self._reading)
            before = self._origins.get(item.name)
            if known is not None:
                self._counts["unchanged"] += 1
                self._succeeded.append(item.name)
                if before is None or before.report_id != known:
                    same[item.name] = Origin(sha256, known, self._reading)
            elif old is not None and old.sha256 == sha256 and item.name not in asked:
                self._failed.append(old)
            else:
                new.append((item, sha256))
        self._alias(same)
        return new

    def _alias(self, same: dict[str, Origin]) -> None:
        """Note files that hold the same bytes as another that is known."""
        if not same:
            return
        before = {name: self._origins.get(name) for name in same}
        for name, origin in same.items():  # all first: else the one could take the report away
            if before[name] is None:
                self._origins.put(name, origin)
        for name, origin in same.items():
            if before[name] is not None:
                self._release(name)
                self._origins.put(name, origin)
                self._counts["unchanged"] -= 1
                self._counts["replaced"] += 1
        self._draft().put_files(same)

    def _take(self, files: Sequence[tuple[Found, str]], journal: Journal) -> None:
        """Read files and write their reports, a batch at a time."""
        self._done, self._total = 0, len(files)
        if not files:
            return
        read = 0

        def tell(name: str) -> None:
            nonlocal read
            read += 1
            self._tell(Progress("reading", read, len(files), PurePath(name).name))

        with closing(read_files(self._config, self._parse, journal, files, tell)) as outcomes:
            while some := list(islice(outcomes, _BATCH)):
                for lost in some:
                    if isinstance(lost, Lost):
                        self._lose(lost)
                batch = [read for read in some if isinstance(read, Read)]
                if batch:
                    self._write(batch, len(some), journal)
                self._done += len(some)

    def _lose(self, lost: Lost) -> None:
        self._fail(lost.failure)
        if lost.other:  # now it is known that it never was a report, or no longer is
            self._release(lost.failure.path)

    def _write(self, batch: Sequence[Read], files: int, journal: Journal) -> None:
        draft = self._draft()
        placing = place(batch, draft.alike)
        entries = [winner.read.entry for winner in placing.winners]

        def tell(done: int, total: int) -> None:
            self._tell(Progress("embedding", self._done + files * done / total, self._total))

        vectors = embed(
            {passage_key(text): text for entry in entries for text in entry.passages},
            known=draft.known,  # also of reports that are about to be replaced
            journal=journal,
            encoder=self._load_encoder,
            progress=tell,
        )
        origins = self._settle(placing)
        draft.add(entries, vectors, datetime.now(UTC).isoformat(timespec="seconds"))
        draft.put_files(origins)
        self._succeeded += [read.name for read in batch]
        self._tell(Progress("embedding", self._done + files, self._total))

    def _settle(self, placing: Placing) -> dict[str, Origin]:
        """Take out what a batch replaces; gives the origins to be written after its reports."""
        origins: dict[str, Origin] = {}
        for read, known in placing.joins:
            self._count(read.name, "joined" if read.entry.report.id != known else "unchanged")
            before = self._origins.get(read.name)
            origins[read.name] = replace(read.origin, report_id=known)
            if before is not None and before.report_id != known:
                self._release(read.name)
            self._origins.put(read.name, origins[read.name])
        for winner in placing.winners:
            report_id = winner.read.entry.report.id
            for read in (winner.read, *winner.joined):
                kind: _Kind = "added"
                if read is not winner.read:
                    kind = "joined" if read.entry.report.id != report_id else "unchanged"
                self._count(read.name, kind)
                before = self._origins.get(read.name)
                self._release(
                    read.name, wholly=before is not None and before.report_id == report_id
                )
                origins[read.name] = replace(read.origin, report_id=report_id)
            for older in winner.over:
                for name in self._origins.names(older):
                    known_origin = self._origins.get(name)
                    assert known_origin is not None
                    origins[name] = replace(known_origin, report_id=report_id)
                    self._origins.drop(name)
                self._draft().remove(older)
        for name, origin in origins.items():
            self._origins.put(name, origin)
        return origins

    def _count(self, name: str, kind: _Kind) -> None:
        known = self._base and self._before.get(name) is not None
        self._counts["replaced" if known else kind] += 1

    def _release(self, name: str, *, wholly: bool = False) -> None:
        """Part a file from the report it gave; a report without a file is taken out.

        Where the report was read from this file and others give it too, it lives on by one of
        the same bytes (unless ``wholly``), or the others are read again.
        """
        before = self._origins.get(name)
        if before is None:
            return
        draft = self._draft()
        self._origins.drop(name)
        draft.forget(name)
        others = self._origins.names(before.report_id)
        if others and draft.source(before.report_id) != name:
            return
        alike = [o for o in others if self._sha(o) == before.sha256]
        if alike and not wholly:
            draft.rename(before.report_id, alike[0])
            return
        kept = self._origins.kept(self._sources, others)
        self._again += kept
        for other in others:
            self._origins.drop(other)
            if other not in {item.name for item in kept}:
                lost = UnreadableFile("文件和它的副本都已不在", file=other, remedy="请重新导入")
                self._fail(failure(other, lost))
        draft.remove(before.report_id)

    def _sha(self, name: str) -> str:
        origin = self._origins.get(name)
        return origin.sha256 if origin else ""

    def _finish(self) -> tuple[str, int]:
        if self._made is None:
            return self._live, self._manifest.chunks if self._manifest else 0
        self._tell(Progress("publishing"))
        known = self._manifest if self._base and not self._encoder else self._load_encoder()
        assert known is not None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = replace(expected(self._name, known.dimension), created=now)
        return self._made.publish(manifest)

    def _sweep(self, dropped: Iterable[str]) -> None:
        """Remove the kept copies of files that were taken out."""
        old = [(origin.sha256, name) for name in dropped if (origin := self._before.get(name))]
        held = {self._sha(name) for name in self._origins.names()}
        drop_originals(self._sources, [pair for pair in old if pair[0] not in held])


def _gone(name: str, archives: set[str]) -> bool:
    """Whether a file that wasn't found is no longer there; ``archives`` were unpacked whole."""
    path, inside, _ = name.partition(INSIDE)
    return not Path(path).exists() or (bool(inside) and path in archives)
