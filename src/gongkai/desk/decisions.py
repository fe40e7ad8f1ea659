"""What staff decided about findings: kept by content, never lost, never rewritten.

One SQLite file of its own (`desk.sqlite` in the home), beside the index and outlasting it. Rows
are only ever added; the newest of a key counts, the others are its history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from gongkai.desk.finding import Finding
from gongkai.errors import UsageError

Status = Literal["confirmed", "false_alarm", "fixed", "open"]
STATUSES: tuple[Status, ...] = get_args(Status)
NAMES: Mapping[Status, str] = {
    "confirmed": "属实", "false_alarm": "误报", "fixed": "已改正", "open": "重新打开",
}  # fmt: skip
# Another writer holds the file for milliseconds; a stuck one for longer is an error.
_WAIT = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL, status TEXT NOT NULL, note TEXT NOT NULL, name TEXT NOT NULL,
    time TEXT NOT NULL, rule TEXT NOT NULL, bureau TEXT NOT NULL, year INTEGER NOT NULL,
    message TEXT NOT NULL, formula TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log. ``number`` counts entries, ``time`` is ISO 8601 in UTC.

    ``rule`` … ``formula`` tell what was decided on, also when the finding is gone.
    """

    number: int
    key: str
    status: Status
    note: str
    name: str
    time: str
    rule: str
    bureau: str
    year: int
    message: str
    formula: str


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Decisions:
    """The log of a home. Safe for several processes: each call opens the file for itself."""

    def __init__(self, home: Path, clock: Callable[[], str] = _now) -> None:
        self.path = home / "desk.sqlite"
        self._clock = clock

    def record(self, finding: Finding, status: str, *, name: str, note: str = "") -> Decision:
        """Add a decision on a finding. Raises `UsageError` for an unknown status or no name."""
        if status not in STATUSES:
            raise UsageError(f"没有“{status}”这种处理结果", remedy=f"可用：{'、'.join(STATUSES)}")
        if not name.strip():
            raise UsageError("没有写明是谁作的决定", remedy="请用 --name 写上姓名")
        row = (
            finding.key, status, note.strip(), name.strip(), self._clock(), finding.rule,
            finding.bureau, finding.year, finding.message, finding.formula,
        )  # fmt: skip
        with self._open(writing=True) as connection:
            cursor = connection.execute(
                "INSERT INTO decisions (key, status, note, name, time, rule, bureau, year, message,"
                " formula) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row,
            )  # fmt: skip
            return Decision(int(cursor.lastrowid or 0), *row)

    def current(self) -> dict[str, Decision]:
        """The newest decision of each key; a finding without one, or reopened, is open."""
        return {d.key: d for d in self.history()}

    def history(self, key: str = "") -> tuple[Decision, ...]:
        """Every decision in the order in which they were made, of one key or of all."""
        if not self.path.exists():
            return ()
        query = "SELECT * FROM decisions"
        with self._open() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return ()  # another process is just making the file
            rows = connection.execute(
                f"{query} WHERE key = ? ORDER BY number" if key else f"{query} ORDER BY number",
                (key,) if key else (),
            ).fetchall()
        return tuple(Decision(*row) for row in rows)

    @contextmanager
    def _open(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        with closing(connection):
            # The lock is taken at once and waited for. Whatever takes one later, or changes the
            # journal's mode, fails at once where another holds it, and a decision would be lost.
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            try:
                if writing:
                    connection.execute(_TABLE)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
