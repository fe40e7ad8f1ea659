"""An ingest killed at any moment is completed by the next, with nothing lost or doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gongkai.config import Config
from gongkai.index.library import Index, Library
from gongkai.index.vectors import Vectors

from . import sample

SCRIPT = Path(__file__).parent / "ingest_sample.py"
KILLS = 20


def start(home: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(home), str(folder), "0.002"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    return process


def finish(process: subprocess.Popen[str]) -> None:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.startswith("done")


def open_index(home: Path) -> Index:
    return Library(Config(home=home), "hash", 32).current()


def content(home: Path) -> dict[str, object]:
    """All an index holds, but for the times at which it was made."""
    index = open_index(home)
    cards = index.cards()
    vectors = Vectors(home / "index" / index.generation / "chroma")
    ids, matrix = vectors.of_reports([card.id for card in cards])
    assert vectors.count() == len(ids)
    vectors.close()
    order = np.argsort(ids)
    question = np.ones(32, np.float32) / np.sqrt(32, dtype=np.float32)
    return {
        "cards": [replace(card, ingested="") for card in cards],
        "reports": [index.report(card.id) for card in cards],
        "chunks": [index.chunks(card.id) for card in cards],
        "originals": [index.original(card.id).read_bytes() for card in cards],
        "ids": [ids[i] for i in order],
        "vectors": matrix[order].tobytes(),
        "found": index.search("第3段办结申请", question, report_ids=[c.id for c in cards[:9]]),
    }


@pytest.mark.slow
def test_twenty_kills_then_one_run_give_the_index_of_an_undisturbed_run(tmp_path: Path) -> None:
    rng = random.Random(20)
    folder, whole, killed = tmp_path / "reports", tmp_path / "whole", tmp_path / "killed"
    sample.fill(folder, 70)
    dead, lasts = 0, 3.0
    for kill in range(KILLS):
        if kill == KILLS // 2:  # from here on there is an index that is brought up to date
            finish(start(killed, folder))
        change(folder, kill)
        process = start(killed, folder)
        time.sleep(rng.uniform(0, lasts))
        if process.poll() is None:
            dead += 1
        else:
            lasts = max(0.3, 0.8 * lasts)  # most is in the journal: there is less to disturb
        process.kill()
        process.communicate()
    assert dead >= KILLS // 2  # else the kills came too late to show anything
    finish(start(killed, folder))
    finish(start(whole, folder))
    assert content(killed) == content(whole)
    left = {path.name for path in (killed / "index").iterdir()}
    assert not [name for name in left if name.startswith(("draft", "trash"))]
    assert len([name for name in left if name.startswith("gen-")]) == 1


def change(folder: Path, kill: int) -> None:
    """Something for the next run to do: a new file, and one that is no longer as it was."""
    sample.write(folder, f"new{kill}.txt", "示例新局", 2000 + kill, "总体情况", f"新的第{kill}份。")
    lines = ("总体情况", "本报告为示例。", *(f"改后{kill}，办结申请{n}件。" for n in range(40)))
    sample.write(folder, f"{kill:04}.txt", "示例改局", 2000 + kill, *lines)
