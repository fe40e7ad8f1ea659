"""Whole files: three real reports, the layouts seen in the wild, and the sample corpus."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import GongkaiError, InputError, NotAReport
from gongkai.ingest.chunk import chunk
from gongkai.ingest.load import load
from gongkai.ingest.read import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "reports"
CORPUS = ROOT / "eval" / "corpus"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports aren't here")


def _index(folder: str) -> list[dict[str, Any]]:
    file = SHARED / folder / "index.jsonl"
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


def _corpus() -> list[Path]:
    return sorted((CORPUS / "reports").glob("*.*")) if (CORPUS / "reports").is_dir() else []


def _same(path: Path, truth: dict[str, Any]) -> None:
    report = load(path)
    for name in ("bureau", "title", "year", "form"):
        assert getattr(report, name) == truth[name]
    details = report.contact.details()
    for name, value in truth["contact"].items():
        assert (details[name].value if name in details else None) == value, name


@needs_shared
@pytest.mark.parametrize("name", ["acheng-2021.txt", "huaian-2024.pdf", "suqian-2023.docx"])
def test_real_reports(name: str) -> None:
    truth = json.loads((SHARED / "facts" / f"{Path(name).stem}.json").read_text("utf-8"))
    _same(SHARED / name, truth["report"])
    report = load(SHARED / name)
    assert list(report.headings) == ["一", "二", "三", "四", "五", "六"]
    assert report.warnings == ()
    chunks = chunk(report)
    assert [item.section for item in chunks if item.kind == "table"] == ["二", "三", "四"]


@needs_shared
def test_the_empty_official_form_is_no_report() -> None:
    with pytest.raises(NotAReport, match="没有填写"):
        load(SHARED / "form-2021-template.docx")


# What the excerpts of a report leave out: their middle and end name no bureau.
UNTOLD = {"003_mid", "003_tail", "008_tail", "011_mid", "011_tail", "011_stat"}


@needs_shared
@pytest.mark.parametrize("row", [*_index("layouts"), *_index("pingtan")], ids=lambda row: row["id"])
def test_layouts_seen_in_the_wild(row: dict[str, Any]) -> None:
    folder = "layouts" if row.get("invented") else "pingtan"
    path = SHARED / folder / row["file"]
    if row["id"] in UNTOLD:
        with pytest.raises(InputError):
            load(path)
        return
    if "DECOY" in (row.get("layout") or ""):
        with pytest.raises(NotAReport, match="目录"):
            load(path)
        return
    report = load(path)
    assert (report.bureau, report.year) == (row["org"], row["year"])
    details = {name: detail.value for name, detail in report.contact.details().items()}
    assert details == {name: value for name, value in row["contact"].items() if value}


@pytest.mark.parametrize("path", _corpus(), ids=lambda path: path.name)
def test_sample_corpus(path: Path) -> None:
    truth = json.loads((CORPUS / "facts" / f"{path.stem}.json").read_text("utf-8"))
    _same(path, truth["report"])
    report = load(path)
    assert report.period == truth["report"]["period"]
    assert len(report.headings) == 6
    text = read(path).text
    for paragraph in report.paragraphs:
        if report.source.kind in ("text", "html"):
            assert text[paragraph.locator.start : paragraph.locator.end] == paragraph.text
    for item in chunk(report):
        if item.kind == "text":
            assert report.paragraphs[item.paragraph].text[item.start : item.end] == item.text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path / "没有.txt")
    assert "没有.txt" in caught.value.file


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    sample=st.sampled_from(_corpus()),
    start=st.floats(0, 1),
    lost=st.floats(0, 1),
    patch=st.binary(max_size=6),
)
def test_a_damaged_report_is_a_report_or_a_named_error(
    tmp_path: Path, sample: Path, start: float, lost: float, patch: bytes
) -> None:
    whole = sample.read_bytes()
    at = int(start * len(whole))
    path = tmp_path / f"damaged{sample.suffix}"
    path.write_bytes(whole[:at] + patch + whole[at + int(lost * (len(whole) - at)) :])
    try:
        report = load(path)
    except GongkaiError:
        return
    assert report.bureau
    assert report.year
