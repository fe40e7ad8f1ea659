"""Hostile and broken files: each one clear error, in bounded memory, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.eval.hostile import KINDS, write_hostile

# What is read of one file fits into this many megabytes, the program itself included.
MOST_MB = 500
READ = """
import json, sys
from pathlib import Path
from gongkai.errors import InputError
from gongkai.ingest.find import Found, find
from gongkai.ingest.load import load

folder, work = map(Path, sys.argv[1:])
for item in find(sorted(folder.iterdir()), work):
    told = ""
    if isinstance(item, Found):
        try:
            load(item.path, name=item.name, workspace=work)
        except InputError as error:
            told = str(error)
    else:
        told = str(item.error)
    print(json.dumps([item.name, told]), flush=True)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))
"""
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="measures memory as Linux tells it"
)


@pytest.mark.slow
def test_each_hostile_file_is_one_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "坏文件"
    paths = write_hostile(folder)
    assert len(paths) == len(KINDS) + 1
    ran = subprocess.run(
        [sys.executable, "-c", READ, folder, tmp_path / "work"],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    *lines, peak = ran.stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    told = {Path(name.partition("!/")[0]): message for name, message in rows}
    assert set(told) == set(paths)
    assert len(rows) == len(paths)
    for path, message in told.items():
        assert path.name in message, path
        assert "（" in message.rpartition("：")[2], message  # the remedy
        assert "\n" not in message
    assert int(peak) >> 10 < MOST_MB
    assert not list(tmp_path.rglob("出界.txt"))
