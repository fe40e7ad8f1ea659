"""Who is logged in, and how soon a failed login may be tried again. Both live in memory."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

HOURS = 8 * 3600.0  # seconds a session lasts after its last use
_LONGEST = 7 * 24 * 3600.0  # seconds a session lasts however it is used
_MANY = 10_000  # entries kept; the oldest go first
_FREE = 3  # failures before waiting starts
_SLOWEST = 60.0  # seconds
_FORGOTTEN = 900.0  # seconds after which failures count no more


@dataclass(slots=True)
class _Open:
    name: str
    since: float
    seen: float


class Sessions:
    """Tokens given at login. Only digests are kept: memory shown by mistake logs nobody in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, _Open] = {}
        self._lock = threading.Lock()

    def start(self, name: str) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._open = {key: kept for key, kept in self._open.items() if _alive(kept, now)}
            while len(self._open) >= _MANY:
                self._open.pop(next(iter(self._open)))
            self._open[_digest(token)] = _Open(name, now, now)
        return token

    def name(self, token: str) -> str:
        """Whose session a token opens, "" where none; being used keeps it open."""
        now = self._clock()
        with self._lock:
            kept = self._open.get(_digest(token)) if token else None
            if kept is None:
                return ""
            if not _alive(kept, now):
                del self._open[_digest(token)]
                return ""
            kept.seen = now
            return kept.name

    def end(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(_digest(token), None)


class Attempts:
    """Failed logins by who tried: an address, or a name. Each more makes the wait longer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def wait(self, who: str) -> float:
        """Seconds until ``who`` may try again; 0 where at once."""
        now = self._clock()
        with self._lock:
            count, last = self._failed.get(who, (0, now))
        if count < _FREE or now - last > _FORGOTTEN:
            return 0.0
        return float(max(0.0, last + min(2.0 ** (count - _FREE), _SLOWEST) - now))

    def fail(self, who: str) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            count, last = self._failed.pop(who, (0, now))
            while len(self._failed) >= _MANY:
                self._failed.pop(next(iter(self._failed)))
            self._failed[who] = (count + 1 if now - last <= _FORGOTTEN else 1, now)

    def forget(self, who: str) -> None:
        """``who`` got in: what went wrong before counts no more."""
        with self._lock:
            self._failed.pop(who, None)


def _alive(kept: _Open, now: float) -> bool:
    return now - kept.seen <= HOURS and now - kept.since <= _LONGEST


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
