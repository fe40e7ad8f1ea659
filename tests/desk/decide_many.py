"""Decide in a process of its own: `decide_many.py HOME NAME COUNT`, waiting for a line to start."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.desk.decisions import Decisions
from gongkai.desk.finding import Finding


def finding(key: str) -> Finding:
    """An invented finding."""
    return Finding(
        key, "sums.results", "error", "示例局", 2023, "示例", "1 ≠ 2", (), "report's own"
    )


if __name__ == "__main__":
    home, name, count = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(count)):
        # Both decide on the same findings: neither decision may be lost.
        Decisions(Path(home)).record(finding(f"key{number}"), "confirmed", name=name)
