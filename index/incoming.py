"""From files to what an index takes in: each read by another process, unless it was already."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gongkai.config import Config
from gongkai.errors import GongkaiError, InputError, NotAReport, UnreadableFile
from gongkai.form import form_version
from gongkai.index.draft import Entry
from gongkai.index.embed import passage
from gongkai.index.failures import Failure
from gongkai.index.journal import Journal
from gongkai.index.originals import digest_of, keep_original
from gongkai.index.origins import Origin
from gongkai.index.readers import PARSE, Failed, Outcome, Readers
from gongkai.index.worker import Done, Job, unpack
from gongkai.ingest.chunk import CHUNKING
from gongkai.ingest.find import Found
from gongkai.ingest.load import READING
from gongkai.text import digest


@dataclass(frozen=True, slots=True)
class Read:
    """A file that gave a report."""

    name: str
    origin: Origin
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lost:
    """A file that gave none. ``other``: it can be read, and is something else than a report."""

    failure: Failure
    other: bool = False


def reading(parse: str) -> str:
    """By which readers a file is read now."""
    return READING if parse == PARSE else f"{READING} {parse}"


def fingerprint(found: Found, max_mb: int) -> str:
    """The digest of a file's bytes, "" for one that is too large. Raises `UnreadableFile`."""
    try:
        if not found.path.is_file():
            # A pipe or device would never end.
            there = "不是普通文件" if found.path.exists() else "文件不存在"
            raise UnreadableFile(there, file=found.name, remedy="请检查路径")
        return digest_of(found.path) if found.path.stat().st_size <= max_mb << 20 else ""
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFile(
            f"文件打不开：{reason}", file=found.name, remedy="请检查路径和读取权限"
        ) from error


def failure(name: str, error: GongkaiError, *, kind: str = "refused", sha256: str = "") -> Failure:
    """A failure as of now."""
    return Failure(name, str(error), datetime.now(UTC).isoformat(timespec="seconds"), kind, sha256)


def read_files(
    config: Config,
    parse: str,
    journal: Journal,
    files: Sequence[tuple[Found, str]],
    tell: Callable[[str], None],
) -> Generator[Read | Lost, None, None]:
    """What became of each file (with the digest of its bytes), in order; ``tell`` gets its name.

    The processes read ahead while the caller works on what was given; they end with the last
    file, or when the iterator is closed.
    """
    keys = {found.name: _key(parse, found, sha256) for found, sha256 in files}
    kept = {name: packed for name, key in keys.items() if (packed := journal.parsed(key))}
    work = config.home / "work"
    jobs = [
        Job(found.path, found.name, config.max_file_mb, work)
        for found, _ in files
        if found.name not in kept
    ]
    readers = Readers(config, parse, keep=lambda job, packed: journal.keep(keys[job.name], packed))
    outcomes = readers.read(jobs)
    try:
        for found, sha256 in files:
            packed = kept.pop(found.name, None)
            outcome = Done(packed) if packed is not None else next(outcomes)[1]
            tell(found.name)
            yield _settle(config, parse, found, sha256, outcome)
    finally:
        readers.close()


def _settle(config: Config, parse: str, found: Found, sha256: str, outcome: Outcome) -> Read | Lost:
    if isinstance(outcome, Failed):
        told = failure(found.name, outcome.error, kind=outcome.kind, sha256=sha256)
        return Lost(told, other=isinstance(outcome.error, NotAReport))
    report, parts = unpack(outcome.packed)
    try:
        keep_original(config.home / "sources", found.path, report)
    except (InputError, OSError) as error:
        named = error if isinstance(error, InputError) else UnreadableFile(
            f"文件打不开：{error}", file=found.name, remedy="请检查磁盘空间和权限"
        )  # fmt: skip
        return Lost(failure(found.name, named))
    entry = Entry(report, parts, tuple(passage(report, part) for part in parts))
    return Read(found.name, Origin(report.source.sha256, report.id, reading(parse)), entry)


def _key(parse: str, found: Found, sha256: str) -> str:
    return digest(found.name, sha256, reading(parse), CHUNKING, form_version(), size=32)
