"""Ingest hostile and broken files among good ones: `python -m gongkai.eval.batch`.

Runs a real `gongkai ingest` and prints one JSON object: how many of the good reports are in the
index, how many of the others are told with a clear error, the exit code, seconds and memory of
all processes together; then what `status --failed` and a second run say.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongkai.eval.corpus import orders, write_corpus
from gongkai.eval.hostile import write_hostile
from gongkai.eval.tree import Tree
from gongkai.index.origins import INSIDE

_MIX = {"html": 0.4, "txt-a": 0.2, "docx": 0.2, "pdf": 0.2}


def batch(work: Path, good: int, bad: int, seed: int) -> dict[str, Any]:
    """Ingest ``good`` reports with ``bad`` hostile files in one folder below ``work``."""
    write_corpus(work, orders(good, seed, dict(_MIX)))  # type: ignore[arg-type]
    folder = work / "reports"
    hostile = write_hostile(work / "hostile")
    bad = min(bad, len(hostile))
    for number, path in enumerate(hostile[n * len(hostile) // bad] for n in range(bad)):
        # Spread over the order in which files are read.
        path.rename(folder / f"{number * 97 % 1000:03}-{path.name}")
    told = {
        path.name
        for path in folder.iterdir()
        if not (work / "facts" / f"{path.stem}.json").is_file()
    }
    home = work / "home"
    first = _ingest(home, folder)
    status = json.loads(_gongkai(home, "status", "--json").stdout)
    listed = json.loads(_gongkai(home, "status", "--failed", "--json").stdout)["failed"]
    second = _ingest(home, folder)
    failed = {_file(failure): failure["message"] for failure in first["failed"]}
    unclear = [message for message in failed.values() if "（" not in message or "错误：" in message]
    return {
        "good": good, "hostile": len(told), "indexed": status["reports"],
        "failed": len(failed), "unclear": unclear, "exit": first["exit"],
        "wrongly_failed": sorted(failed.keys() - told), "wrongly_read": sorted(told - failed.keys()),
        "listed": len(listed), "traceback": first["traceback"],
        "seconds": first["wall"], "peak_mb": first["peak_mb"], "second_run_seconds": second["wall"],
        "second_run_exit": second["exit"], "second_run_unchanged": second["unchanged"],
        "messages": failed,
        "ok": status["reports"] == good and failed.keys() == told == {
            _file(failure) for failure in listed
        } and first["exit"] == second["exit"] == 1 and not unclear and not first["traceback"]
        and second["unchanged"] == good,
    }  # fmt: skip


def _file(failure: dict[str, str]) -> str:
    """The file that failed; of an archive's member the archive."""
    return Path(failure["path"].partition(INSIDE)[0]).name


def _ingest(home: Path, folder: Path) -> dict[str, Any]:
    began = time.monotonic()
    command = [sys.executable, "-m", "gongkai", "ingest", str(folder), "--json"]
    with (
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environ(home)
        ) as process,
        Tree(process.pid) as tree,
    ):
        out, err = process.communicate()
    summary: dict[str, Any] = json.loads(out) if out else {"failed": [], "unchanged": 0}
    return {
        **summary, "exit": process.returncode, "traceback": "Traceback" in err,
        "wall": round(time.monotonic() - began, 1), "peak_mb": round(tree.peak_mb),
    }  # fmt: skip


def _gongkai(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *arguments],
        stdout=subprocess.PIPE, text=True, check=True, env=_environ(home),
    )  # fmt: skip


def _environ(home: Path) -> dict[str, str]:
    return {**os.environ, "GONGKAI_HOME": str(home)}


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 where all is as it should be, else 1."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.batch", description=__doc__)
    parser.add_argument("--good", type=int, default=200)
    parser.add_argument("--bad", type=int, default=30)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--work", type=Path, help="keep files and index in this folder")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="gongkai-batch-") as temporary:
        result = batch(given.work or Path(temporary), given.good, given.bad, given.seed)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
