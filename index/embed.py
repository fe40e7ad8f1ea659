"""Embed passages: each text once, and none that was embedded before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gongkai.index.encoder import Encoder
from gongkai.index.journal import Journal
from gongkai.report import Chunk, Report
from gongkai.text import digest

_KEEP = 128  # texts embedded between two writes of the journal: some seconds of work


def passage(report: Report, chunk: Chunk) -> str:
    """The text a chunk is embedded as: its section's printed title, then its own text."""
    heading = report.headings.get(chunk.section, "")
    return f"{heading}\n{chunk.text}" if heading else chunk.text


def passage_key(text: str) -> str:
    """What a passage is known by in the journal and in the chunks table."""
    return digest(text, size=32)


def embed(
    texts: dict[str, str],
    *,
    known: Callable[[Sequence[str]], dict[str, NDArray[np.float32]]],
    journal: Journal,
    encoder: Callable[[], Encoder],
    progress: Callable[[int, int], None],
) -> dict[str, NDArray[np.float32]]:
    """Vectors of ``texts`` (text by key), from the index, the journal or else the encoder.

    ``known`` gives the vectors the index has already. The encoder is called for only where
    something is left; ``progress`` gets how many of the left ones are done, and their number.
    """
    vectors = known(list(texts))
    vectors |= journal.read(key for key in texts if key not in vectors)
    left = sorted((key for key in texts if key not in vectors), key=lambda key: len(texts[key]))
    for at in range(0, len(left), _KEEP):
        keys = left[at : at + _KEEP]
        done = dict(zip(keys, encoder().passages([texts[key] for key in keys]), strict=True))
        journal.write(done)
        vectors |= done
        progress(at + len(keys), len(left))
    return vectors
