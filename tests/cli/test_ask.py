"""`gongkai ask` over a small index: the shape, the order, the conversations, the bad lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import SAMPLE, run_in

pytestmark = pytest.mark.slow
KEYS = ("status", "answer", "citations", "facts", "suggestions")
STATUSES = {"answered", "clarify", "not_found", "refused"}


def _line(**keys: object) -> bytes:
    return json.dumps(keys, ensure_ascii=False).encode() + b"\n"


def test_one_question(library_home: Path) -> None:
    ran = run_in(library_home, "ask", "收到多少件申请？", "--year", 2023, "--json")
    assert ran.code == 0, ran.err
    answer = ran.json()
    assert tuple(answer) == KEYS
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    assert list(first) == [
        "n", "bureau", "year", "title", "section", "quote", "locator", "source",
    ]  # fmt: skip
    assert {citation["year"] for citation in answer["citations"]} == {2023}
    assert {fact["citation"] for fact in answer["facts"]} <= {c["n"] for c in answer["citations"]}
    assert f"{answer['facts'][0]['value']}" in answer["answer"]


def test_a_person_reads_the_answer_and_its_sources(library_home: Path) -> None:
    ran = run_in(library_home, "ask", "青泽市民政局2023年收到多少件申请？")
    assert ran.code == 0
    assert "[1]" in ran.out
    assert "2023" in ran.out


def test_lines_are_answered_in_order_and_conversations_kept_apart(library_home: Path) -> None:
    lines = [
        _line(question="青泽市民政局2022年收到多少件申请？", conversation="甲"),
        _line(question="青泽市民政局2024年收到多少件申请？", conversation="乙"),
        b"\n",
        _line(question="其中予以公开的有多少？", conversation="甲"),
        b"not json\n",
        _line(question="其中予以公开的有多少？", conversation="乙"),
        _line(conversation="甲"),
        b'{"question": "\xff"}\n',
        _line(question="收到多少件申请？", year=2023, id=7),
    ]
    ran = run_in(library_home, "ask", "--json", "--stdin", stdin=b"".join(lines))
    assert ran.code == 1
    answers = ran.lines()
    assert "Traceback" not in ran.err
    assert len(answers) == len(lines) - 1
    assert {tuple(answer) for answer in answers} == {KEYS}
    errors = [at for at, answer in enumerate(answers) if answer["status"] == "error"]
    assert errors == [3, 5, 6]
    assert "第5行" in answers[3]["answer"]
    years = [{citation["year"] for citation in answer["citations"]} for answer in answers]
    assert [years[at] for at in (0, 1, 2, 4, 7)] == [{2022}, {2024}, {2022}, {2024}, {2023}]
    assert {answer["status"] for answer in answers} - {"error"} <= STATUSES


def test_status(library_home: Path) -> None:
    state = run_in(library_home, "status", "--json").json()
    assert state["reports"] == 4
    assert state["years"] == [2021, 2022, 2023, 2024]
    assert run_in(library_home, "status").code == 0


def test_ingesting_again_changes_nothing(library_home: Path) -> None:
    ran = run_in(library_home, "ingest", *sorted(SAMPLE.glob("qingze-mzj-202*")), "--json")
    summary = ran.json()
    assert ran.code == 0
    assert (summary["added"], summary["replaced"], summary["unchanged"]) == (0, 0, 4)


def test_another_model_is_a_named_error(library_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    (unpacked,) = (library_home / "models").glob("multilingual-e5-small-*")
    shutil.copytree(unpacked, folder)
    ran = run_in(library_home, "ask", "民政局的电话？", GONGKAI_MODEL=str(folder))
    assert ran.code == 2
    assert "gongkai ingest" in ran.err
    assert "Traceback" not in ran.err
