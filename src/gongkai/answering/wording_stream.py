"""A model's words as they come, for so many seconds and no longer; cut into sentences."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from gongkai.errors import ModelUnavailable

# Threads that a hanging server may hold at once; with all taken, the template stands at once.
_SLOTS = threading.BoundedSemaphore(8)
_MOST = 20_000  # characters: a server that never stops is cut off
_ENDS = "。！？!?\n"


def words(open_stream: Callable[[], Iterable[str]], seconds: float) -> Iterator[str]:
    """The pieces of a stream until ``seconds`` after the call, connecting included.

    The stream runs in a daemon thread, since a client's own time-out restarts with every byte.
    Raises `ModelUnavailable` where it is late, fails or says too much.
    """
    if not _SLOTS.acquire(blocking=False):
        raise ModelUnavailable("聊天模型正忙")
    end = time.monotonic() + seconds
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    left = threading.Event()

    def read() -> None:
        try:
            for piece in open_stream():
                if left.is_set():
                    return
                pieces.put(piece)
            pieces.put(None)
        except BaseException as error:  # whatever a client raises is told to the reader
            pieces.put(error)
        finally:
            _SLOTS.release()

    threading.Thread(target=read, name="chat", daemon=True).start()
    size = 0
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise ModelUnavailable(f"聊天模型在{seconds:g}秒内没有说完") from None
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise ModelUnavailable(f"聊天模型出错：{type(piece).__name__}: {piece}") from piece
            size += len(piece)
            if size > _MOST:
                raise ModelUnavailable("聊天模型说个不停")
            yield piece
            if time.monotonic() > end:  # a trickle always has the next piece ready in time
                raise ModelUnavailable(f"聊天模型在{seconds:g}秒内没有说完")
    finally:
        left.set()


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences with the citation marks behind them; no character is lost.

    A sentence ends only where the next one begins, since its marks may follow its full stop,
    and never inside a quotation.
    """
    kept = ""
    for piece in pieces:
        kept += piece
        while cut := _end(kept):
            yield kept[:cut]
            kept = kept[cut:]
    if kept:
        yield kept


def _end(text: str) -> int:
    """Where the first sentence ends, 0 where that can't be told yet."""
    depth = 0
    at = 0
    while at < len(text):
        char = text[at]
        depth += (char in "“「『") - (char in "”」』")
        at += 1
        if char not in _ENDS or depth > 0:
            continue
        while at < len(text) and (text[at] in _ENDS or text[at].isspace() or text[at] == "["):
            if text[at] == "[":
                close = text.find("]", at)
                if close < 0:
                    return 0
                at = close
            at += 1
        return at if at < len(text) else 0
    return 0
