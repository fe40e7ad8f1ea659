"""Ctrl-C in the midst of a real ingest: it ends at once and cleanly, and the next one goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.eval.corpus import orders, write_corpus
from gongkai.index.encoder import Encoder
from gongkai.index.writer import update

_PATIENCE = 120.0


@pytest.mark.slow
def test_an_interrupted_ingest_ends_cleanly_and_is_resumed(
    tmp_path: Path, model_folder: Path, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(model_folder.parent)
    write_corpus(tmp_path, orders(8, 5, {"pdf": 1.0}))  # the slowest to read
    # A shell's background job ignores Ctrl-C, and so would what it starts: handled here, it is
    # at its default there.
    ours = signal.signal(signal.SIGINT, signal.default_int_handler)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
    with subprocess.Popen(
        [sys.executable, "-m", "gongkai", "ingest", str(tmp_path / "reports")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # One reader, so that the first report is there long before the last.
        env={**environ, "GONGKAI_HOME": str(home), "GONGKAI_WORKERS": "1"},
    ) as process:
        deadline = time.monotonic() + _PATIENCE
        while _parsed(home) < 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        workers = _children(process.pid)
        process.send_signal(signal.SIGINT)
        signal.signal(signal.SIGINT, ours)
        out, err = process.communicate(timeout=_PATIENCE)
    assert workers
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "已中断" in err
    assert "接着做" in err
    assert out == ""
    deadline = time.monotonic() + 10
    while (left := [pid for pid in workers if _runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left
    assert _parsed(home) >= 1  # they won't be read again
    again = update(Config(home=home), [tmp_path / "reports"], encoder)
    assert (again.added, again.failed) == (8, ())


def _parsed(home: Path) -> int:
    path = home / "index" / "embedded.sqlite"
    try:
        # While the ingest writes, waiting for its lock could outlast the ingest itself.
        opened = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0.05)
        with closing(opened) as connection:
            return int(connection.execute("SELECT count(*) FROM parsed").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat[1]) == parent:
            found.append(int(folder.name))
    return found


def _runs(pid: int) -> bool:
    try:
        return "gongkai.index.worker" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
