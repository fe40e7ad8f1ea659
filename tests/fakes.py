"""Stand-ins for what is slow, where a test doesn't depend on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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


class CountingEncoder(HashEncoder):
    """A `HashEncoder` that keeps what passages it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return super().passages(texts, batch_size=batch_size, progress=progress)


def share_phrases(home: Path) -> None:
    """Let ``home`` use the vectors of the phrases that other tests made: they take long."""
    kept = Path(__file__).parents[1] / ".make" / "cache"
    kept.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / "cache").symlink_to(kept)
