"""Assistants over the sample corpus and over the real reports, each indexed once for all tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

from ..fakes import share_phrases  # noqa: TID252 - tests are no installed package

_ROOT = Path(__file__).parents[2]
_SHARED = _ROOT.parent / "shared" / "reports"
_REAL = ("acheng-2021.txt", "huaian-2024.pdf", "suqian-2023.docx")


def _assistant(home: Path, paths: Sequence[Path], encoder: Encoder) -> Assistant:
    share_phrases(home)
    config = Config(home=home)
    summary = update(config, list(paths), encoder)
    assert not summary.failed
    return Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)


@pytest.fixture(scope="session")
def real(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the three real reports."""
    if not _SHARED.is_dir():
        pytest.skip("the real reports (../shared/reports) are not here")
    return _assistant(tmp_path_factory.mktemp("real"), [_SHARED / f for f in _REAL], encoder)


@pytest.fixture(scope="session")
def sample(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the invented sample corpus."""
    reports = _ROOT / "eval" / "corpus" / "reports"
    return _assistant(tmp_path_factory.mktemp("sample"), [reports], encoder)
