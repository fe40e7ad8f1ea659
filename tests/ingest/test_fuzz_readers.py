"""Damaged reports of every format: a report or a named error, never anything else."""

from __future__ import annotations

import logging
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import InputError
from gongkai.eval.fuzz import damaged, execute, fuzz, samples
from gongkai.report import Report

# As many of each as fit into a few seconds; `python -m gongkai.eval.fuzz` runs for longer.
EXAMPLES = {"txt": 60, "html": 30, "mht": 15, "docx": 20, "zip": 15, "pdf": 6}

_samples = cache(samples)


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(tempfile.mkdtemp())


@pytest.fixture(scope="module", autouse=True)
def _cleaned(folder: Path) -> object:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # pdfminer complains of each damaged object
    yield
    logging.disable(before)
    shutil.rmtree(folder)


def _fuzz(name: str) -> object:
    @settings(max_examples=EXAMPLES[name], deadline=None, derandomize=True,
              suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
    @given(number=st.integers(0, 1 << 32))
    def run(folder: Path, number: int) -> None:
        told = execute(damaged(_samples(name), number), name, folder)
        assert isinstance(told, Report | InputError)
        assert isinstance(told, Report) or str(told)

    return run


test_txt = _fuzz("txt")
test_html = _fuzz("html")
test_mht = _fuzz("mht")
test_docx = _fuzz("docx")
test_zip = _fuzz("zip")
test_pdf = _fuzz("pdf")


def test_the_long_run_counts_and_keeps_what_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Report:
        raise IndexError("示例缺陷")

    said: list[str] = []
    fine = fuzz("txt", 0.3, seed=1, out=tmp_path, say=said.append)
    assert fine.executions == fine.reports + fine.errors > 0
    assert (fine.crashes, said, list(tmp_path.iterdir())) == (0, [], [])
    monkeypatch.setattr("gongkai.eval.fuzz.execute", broken)
    bad = fuzz("txt", 0.1, seed=1, out=tmp_path, say=said.append)
    assert bad.crashes == bad.executions == len(said) == len(list(tmp_path.iterdir()))
    assert "IndexError: 示例缺陷" in said[0]
