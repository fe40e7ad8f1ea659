"""The memory of a process with all it has started, sampled while it runs.

Proportional set size: memory that several share is counted once, in parts (Linux, proc(5)).
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY = 0.25  # seconds between two samples


class Tree:
    """Watches a process and its descendants; ``peak_mb`` is the most they held together.

    ``parts``: what each held at that moment, the process itself first.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_mb = 0.0
        self.parts: tuple[float, ...] = ()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            held = [_pss(pid) for pid in descendants(self._pid)]
            if sum(held) > self.peak_mb:
                self.peak_mb = sum(held)
                self.parts = tuple(round(part) for part in held)


def descendants(pid: int) -> list[int]:
    """The process and all it has started, directly or not."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):  # gone meanwhile
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, ())
    return found


def _pss(pid: int) -> float:
    """MB of a process; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
