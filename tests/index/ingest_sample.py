"""Ingest sample reports in a process of its own: `ingest_sample.py HOME FOLDER SECONDS`.

SECONDS is what embedding one text takes. Prints a line when it begins, and when it is done.
"""

from __future__ import annotations

# ruff: noqa: E402 - the tests are no package when this runs as a script
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import numpy as np
import sample
from fakes import HashEncoder
from numpy.typing import NDArray

from gongkai.config import Config
from gongkai.index.writer import update


class SlowEncoder(HashEncoder):
    """Takes its time, so that there is a midst to be killed in."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        time.sleep(self._seconds * len(texts))
        return super().passages(texts, batch_size=batch_size, progress=progress)


if __name__ == "__main__":
    home, folder, seconds = sys.argv[1:]
    import chromadb  # noqa: F401 - so that the time to a kill isn't spent importing

    print("begin", flush=True)
    summary = update(
        Config(home=Path(home)), [Path(folder)], SlowEncoder(float(seconds)), parse=sample.READER
    )
    print("done", summary.generation, flush=True)
