"""What is in the index, read without loading a model or the chunk store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.config import Config
from gongkai.index import generation
from gongkai.index.facts import ReportCard, read_cards
from gongkai.index.failures import failures
from gongkai.index.lock import free
from gongkai.index.origins import Origins
from gongkai.index.schema import SCHEMA, readable
from gongkai.ingest.load import READING


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The live index; ``generation`` is "" where there is none.

    ``bytes``: size on disk of the whole home, models and originals included. ``writing``:
    an ingest is running. ``readable``: false where another version of the program wrote it.
    ``files``: how many files tell the reports; ``outdated``: those of them that an older
    version of the readers read; ``failed``: files that gave no report.
    """

    home: str
    generation: str
    created: str
    model: str
    reports: int
    chunks: int
    bureaus: tuple[str, ...]
    years: tuple[int, ...]
    bytes: int
    writing: bool
    readable: bool
    files: int = 0
    outdated: int = 0
    failed: int = 0


def status(config: Config) -> IndexStatus:
    """The state of the home's index; an empty one where nothing was ingested."""
    root = generation.root(config.home)
    name = generation.current(root)
    created, model, reports, chunks, fits = "", "", 0, 0, True
    bureaus: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    files = outdated = 0
    if name:
        manifest = generation.read_manifest(root / name)
        created, model = manifest.created, manifest.model
        reports, chunks, fits = manifest.reports, manifest.chunks, manifest.schema == SCHEMA
        if fits:
            cards = _cards(root / name)
            origins = Origins.read(root / name)
            files = len(origins.names())
            outdated = sum(not origins.read_by(name, READING) for name in origins.names())
            bureaus = tuple(sorted({card.bureau for card in cards}))
            years = tuple(sorted({card.year for card in cards}))
    return IndexStatus(
        home=str(config.home),
        generation=name,
        created=created,
        model=model,
        reports=reports,
        chunks=chunks,
        bureaus=bureaus,
        years=years,
        bytes=_size(config.home),
        writing=not free(root / ".lock"),
        readable=fits,
        files=files,
        outdated=outdated,
        failed=len(failures(config)),
    )


def reports(config: Config) -> tuple[ReportCard, ...]:
    """All reports of the live index: by bureau, then year, then id; none where there is none."""
    root = generation.root(config.home)
    name = generation.current(root)
    return _cards(root / name) if name else ()


def _cards(folder: Path) -> tuple[ReportCard, ...]:
    engine = readable(str(folder / "facts.sqlite"))
    with engine.connect() as connection:
        cards = read_cards(connection)
    engine.dispose()
    return cards


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # a writer is at work
            continue
    return total
