"""Planted faults are found, in reports as data and through files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from gongkai.desk.lint import lint
from gongkai.eval.faults import clean_years, main, run
from gongkai.eval.faults_draft import LAYOUTS, rng_of
from gongkai.eval.faults_plant import KINDS


def test_one_fault_of_each_kind_is_found() -> None:
    score = run(len(KINDS), 3, clean=10, files=False)
    assert sum(score.planted.values()) == len(KINDS)
    assert score.missed == []
    assert score.false == []


def test_a_fault_is_found_through_files(tmp_path: Path) -> None:
    source = clean_years(11, Counter())
    for number, layout in enumerate(LAYOUTS):
        years = next(source)
        assert years.previous is not None
        before = years.previous.file(tmp_path, layout)
        clean = lint(years.report.file(tmp_path, layout), before)
        assert [f.message for f in clean.findings] == []
        assert KINDS["sums.results"][1](years, rng_of(number))
        found = lint(years.report.file(tmp_path, layout), before)
        assert "sums.results" in {f.rule for f in found.findings}


def test_the_command_prints_its_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "2", "--clean", "1", "--no-files", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["planted"], told["found"], told["clean"]) == (2, 2, 1)
