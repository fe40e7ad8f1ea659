"""What a run of the writer tells: how far it is, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.index.failures import Failure

Stage = Literal["waiting", "reading", "embedding", "publishing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update is: ``done`` of ``total`` files, read or embedded (a part counts)."""

    stage: Stage
    done: float = 0
    total: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an update did, in files.

    ``joined``: another source of a report that is there; ``removed``: taken out;
    ``vanished``: in the index, but no longer in the folders that were read. ``chunks``: of all
    reports in the index; ``seconds``: wall time.
    """

    added: int
    replaced: int
    unchanged: int
    failed: tuple[Failure, ...]
    chunks: int
    seconds: float
    generation: str
    joined: int = 0
    removed: int = 0
    vanished: tuple[str, ...] = ()
