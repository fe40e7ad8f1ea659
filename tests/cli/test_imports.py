"""What each command may load: heavy libraries only where they are worked with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import SAMPLE

HEAVY = {"torch", "transformers", "sentence_transformers", "chromadb", "gradio", "langchain"}
HEAVY |= {"langchain_core", "sqlalchemy", "pdfplumber", "docx", "lxml", "numpy"}
PROBE = """
import sys
from gongkai.cli import run
code = run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def _loaded(home: Path, *arguments: object) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"GONGKAI_HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode in (0, 2), done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["ingest", "--help"], ["ask", "--help"], ["serve", "--help"], []],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    assert not _loaded(tmp_path, *arguments) & HEAVY


@pytest.mark.parametrize("suffix", ["txt", "html", "docx", "pdf"])
def test_facts_loads_no_model_and_no_index(tmp_path: Path, suffix: str) -> None:
    file = next(SAMPLE.glob(f"*.{suffix}"))
    loaded = _loaded(tmp_path, "facts", file, "--json")
    barred = {"torch", "transformers", "sentence_transformers", "chromadb", "gradio", "langchain"}
    assert not loaded & barred
