"""Advisory file locks between processes: released by the system, even after kill -9."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Held(OSError):
    """Another process holds the lock."""


@contextmanager
def exclusive(
    path: Path, *, wait: float | None = None, on_wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold ``path`` alone. Waits ``wait`` seconds at most (None: for ever), else `Held`.

    ``on_wait`` is called once where the lock isn't free at the first try.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = None if wait is None else time.monotonic() + wait
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        told = False
        while not _try(handle, fcntl.LOCK_EX):
            if deadline is not None and time.monotonic() >= deadline:
                raise Held(str(path))
            if on_wait is not None and not told:
                on_wait()
                told = True
            time.sleep(0.1)
        yield
    finally:
        os.close(handle)


def share(path: Path) -> int:
    """Hold ``path`` together with other readers; close the handle to let go.

    Raises FileNotFoundError where the file is gone, `Held` where somebody removes it.
    """
    handle = os.open(path, os.O_RDONLY)
    if not _try(handle, fcntl.LOCK_SH):
        os.close(handle)
        raise Held(str(path))
    return handle


def free(path: Path) -> bool:
    """Whether nobody holds ``path`` (a file that isn't there is free)."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        return _try(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _try(handle: int, mode: int) -> bool:
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
