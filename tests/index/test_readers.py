"""Reading processes: what a file does to its reader costs that file alone."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.index.readers import Failed, Outcome, Readers
from gongkai.index.worker import Done, Job, unpack

from . import sample

LIMITS = {"max_file_seconds": 1.5, "max_page_seconds": 1.5, "max_worker_mb": 128}


def config(tmp_path: Path, **more: object) -> Config:
    return Config.model_validate({"home": tmp_path / "home", **LIMITS, **more})


def job(path: Path) -> Job:
    return Job(path, str(path), 50, path.parent)


def read(readers: Readers, *paths: Path) -> dict[str, Outcome]:
    return {j.path.name: outcome for j, outcome in readers.read([job(path) for path in paths])}


def harm(folder: Path, name: str, word: str) -> Path:
    path = folder / name
    path.write_text(word, "utf-8")
    return path


@pytest.mark.parametrize(
    ("word", "kind", "told"),
    [
        ("hang", "slow", "1.5 秒"),
        ("children", "slow", "1.5 秒"),
        ("crash", "crash", "SIGSEGV"),
        ("exit", "crash", "退出码 3"),
        ("eat", "memory", "128 MB"),
        ("quit", "defect", "SystemExit"),
        ("boom", "defect", "RuntimeError"),
        ("notareport", "refused", "不是年度报告"),
    ],
)
def test_a_harmful_file_costs_itself_alone(tmp_path: Path, word: str, kind: str, told: str) -> None:
    good = [
        sample.write(tmp_path, f"{n}.txt", "示例局", 2000 + n, "总体情况", "一段。")
        for n in range(6)
    ]
    bad = harm(tmp_path, "bad.txt", word)
    before = _sleepers()
    outcomes = read(Readers(config(tmp_path), sample.READER), *good[:3], bad, *good[3:])
    assert list(outcomes) == ["0.txt", "1.txt", "2.txt", "bad.txt", "3.txt", "4.txt", "5.txt"]
    lost = outcomes.pop("bad.txt")
    assert isinstance(lost, Failed)
    assert (lost.kind, str(bad) in str(lost.error)) == (kind, True)
    assert told in str(lost.error)
    for path in good:
        outcome = outcomes[path.name]
        assert isinstance(outcome, Done)
        assert unpack(outcome.packed)[0] == sample.parse(path)[0]
    assert _sleepers() == before  # what it had started is gone with it


def test_each_slow_page_has_time_of_its_own(tmp_path: Path) -> None:
    sample.write(tmp_path, "good.txt", "示例局", 2024, "总体情况", "一段。")
    scan = harm(tmp_path, "scan.txt", "scan 1 1 1")
    stuck = harm(tmp_path, "stuck.txt", "scan 1 9")
    outcomes = read(Readers(config(tmp_path), sample.READER), scan, stuck)
    assert isinstance(outcomes["scan.txt"], Done)
    lost = outcomes["stuck.txt"]
    assert isinstance(lost, Failed)
    assert lost.kind == "slow"


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    slow = [harm(tmp_path, f"{n}.txt", "scan 0.5") for n in range(4)]
    sample.write(tmp_path, "good.txt", "示例局", 2024, "总体情况", "一段。")
    # One process, so that the one killed has certainly read a file before: what it has in its
    # hands may not be what it died of, and a fresh process tries that once more.
    readers = Readers(config(tmp_path, workers=1), sample.READER)
    results = readers.read([job(path) for path in slow])
    outcomes = [next(results)[1]]
    for pid in _children():
        os.kill(pid, signal.SIGKILL)
    outcomes += [outcome for _, outcome in results]
    assert [type(outcome) for outcome in outcomes] == [Done] * 4
    assert not _children()


def test_starting_takes_no_time_from_the_first_file(tmp_path: Path) -> None:
    late = tmp_path / "late.py"
    late.write_text(Path(sample.__file__).read_text("utf-8") + "\ntime.sleep(2)\n", "utf-8")
    path = sample.write(tmp_path, "0.txt", "示例局", 2024, "总体情况", "一段。")
    outcomes = read(Readers(config(tmp_path), f"{late}:read"), path)
    assert isinstance(outcomes["0.txt"], Done)


def test_closing_ends_processes_in_the_midst_of_files(tmp_path: Path) -> None:
    readers = Readers(config(tmp_path, max_file_seconds=60, workers=2), sample.READER)
    hanging = [harm(tmp_path, f"{n}.txt", "hang") for n in range(4)]
    closing = threading.Timer(1.0, readers.close)
    closing.start()
    with pytest.raises(RuntimeError, match="closed"):
        read(readers, *hanging)
    closing.join()
    assert not _children()


def test_no_process_reads_far_ahead(tmp_path: Path) -> None:
    files = [
        sample.write(tmp_path, f"{n:03}.txt", "示例局", 2024, "总体", str(n)) for n in range(100)
    ]
    seen: list[str] = []
    readers = Readers(
        config(tmp_path), sample.READER, keep=lambda one, _: seen.append(one.path.name)
    )
    results = readers.read([job(path) for path in files])
    next(results)
    deadline = time.monotonic() + 60
    while len(seen) < 65 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    assert len(seen) == 65
    assert [one.path.name for one, _ in results] == [path.name for path in files[1:]]
    assert sorted(seen) == [path.name for path in files]


def _children() -> list[int]:
    """The reading processes that this one has started."""
    return [pid for pid, command in _commands() if "gongkai.index.worker" in command]


def _sleepers() -> list[int]:
    return [pid for pid, command in _commands(mine=False) if command == "sleep 1000 "]


def _commands(*, mine: bool = True) -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, IndexError):
            continue
        if command and (parent == os.getpid() or not mine):
            found.append((int(folder.name), command))
    return found
