"""What is in the index, read without loading a model or the chunk store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.config import Config
from gongkai.index import generation
from gongkai.index.facts import read_cards
from gongkai.index.lock import free
from gongkai.index.schema import SCHEMA, readable


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The live index; ``generation`` is "" where there is none.

    ``bytes``: size on disk of the whole home, models and originals included. ``writing``:
    an ingest is running. ``readable``: false where another version of the program wrote it.
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


def status(config: Config) -> IndexStatus:
    """The state of the home's index; an empty one where nothing was ingested."""
    root = generation.root(config.home)
    name = generation.current(root)
    created, model, reports, chunks, fits = "", "", 0, 0, True
    bureaus: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    if name:
        manifest = generation.read_manifest(root / name)
        created, model = manifest.created, manifest.model
        reports, chunks, fits = manifest.reports, manifest.chunks, manifest.schema == SCHEMA
        if fits:
            engine = readable(str(root / name / "facts.sqlite"))
            with engine.connect() as connection:
                cards = read_cards(connection)
            engine.dispose()
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
    )


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # a writer is at work
            continue
    return total
