"""`gongkai facts`: every cell as the truth has it, in the shape other programs rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.report import CONTACT_FIELDS

from .conftest import ROOT, SAMPLE, Run

SHARED = ROOT.parent / "shared" / "reports"
REAL = ["acheng-2021.txt", "huaian-2024.pdf", "suqian-2023.docx"]


@pytest.mark.parametrize("name", REAL)
def test_real_reports(gongkai: Run, name: str) -> None:
    file = SHARED / name
    if not file.is_file():
        pytest.skip("the real reports aren't beside this checkout")
    truth = json.loads((SHARED / "facts" / f"{file.stem}.json").read_text("utf-8"))
    ran = gongkai("facts", file, "--json")
    assert ran.code == 0, ran.err
    read = ran.json()
    named = {key: read["report"][key] for key in ("bureau", "title", "year", "form", "contact")}
    assert named == {key: truth["report"][key] for key in named}
    wanted = {_key(fact): fact["value"] for fact in truth["facts"]}
    assert {_key(fact): fact["value"] for fact in read["facts"]} == wanted
    assert len(wanted) == 200


def _key(fact: dict[str, object]) -> str:
    return json.dumps([fact["section"], fact["row"], fact["column"]], ensure_ascii=False)


@pytest.mark.parametrize("suffix", ["txt", "html", "docx", "pdf"])
def test_the_shape(gongkai: Run, suffix: str) -> None:
    read = gongkai("facts", next(SAMPLE.glob(f"*.{suffix}")), "--json").json()
    assert set(read) == {"report", "facts", "warnings"}
    assert set(read["report"]) == {"bureau", "title", "year", "form", "period", "contact"}
    assert tuple(read["report"]["contact"]) == CONTACT_FIELDS
    assert isinstance(read["report"]["year"], int)
    assert len(read["facts"]) > 100
    for fact in read["facts"]:
        assert list(fact) == ["section", "row", "column", "value", "unit", "text", "locator"]
        assert fact["section"] in ("二", "三", "四")
        assert fact["value"] is None or isinstance(fact["value"], int | float)
        assert fact["locator"] is None or fact["locator"]["kind"]
    assert any(fact["value"] for fact in read["facts"])


def test_the_rendering_for_people_shows_the_same_numbers(gongkai: Run) -> None:
    file = next(SAMPLE.glob("*.docx"))
    read = gongkai("facts", file, "--json").json()
    shown = gongkai("facts", file)
    assert shown.code == 0
    assert read["report"]["title"] in shown.out
    large = [fact["value"] for fact in read["facts"] if isinstance(fact["value"], int)]
    assert str(max(large)) in shown.out


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    file = next(SAMPLE.glob("*.txt"))
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "facts", str(file), "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "GONGKAI_HOME": str(tmp_path)},
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
