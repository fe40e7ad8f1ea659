"""The command as people run it: a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..fakes import share_phrases  # noqa: TID252 - tests are no installed package

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "eval" / "corpus" / "reports"


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as one JSON document; fails where anything else was printed."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


def run_in(home: Path, *arguments: object, stdin: bytes | None = None, **environ: str) -> Ran:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
    clean.pop("HOST", None)
    clean.pop("PORT", None)
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)],
        input=stdin if stdin is not None else b"",
        capture_output=True,
        check=False,
        cwd=home,
        timeout=300,
        env={**clean, "GONGKAI_HOME": str(home), "COLUMNS": "200", **environ},
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def gongkai(tmp_path: Path) -> Run:
    """Runs `gongkai …` in an empty home."""
    home = tmp_path / "home"
    home.mkdir()

    def run(*arguments: object, stdin: bytes | None = None, **environ: str) -> Ran:
        return run_in(home, *arguments, stdin=stdin, **environ)

    return run


@pytest.fixture(scope="session")
def library_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which four sample reports of one body were ingested, by the command itself."""
    home = tmp_path_factory.mktemp("library")
    share_phrases(home)
    files = sorted(SAMPLE.glob("qingze-mzj-202*"))
    assert len(files) == 4
    ran = run_in(home, "ingest", *files, "--json")
    assert ran.code == 0, ran.err
    return home
