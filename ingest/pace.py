"""The time a file may take: a reader tells here that it begins a page that takes long."""

from __future__ import annotations

from collections.abc import Callable

_heard: list[Callable[[], None]] = []


def slow_page() -> None:
    """Tell whoever waits for this file that a page begins which is read by OCR.

    A file's time limit is for its text; each such page gets its own time on top. Where nobody
    waits with a limit nothing happens.
    """
    for hear in _heard:
        hear()


def hear(call: Callable[[], None]) -> None:
    """Have ``call`` called at each slow page from now on."""
    _heard.append(call)
