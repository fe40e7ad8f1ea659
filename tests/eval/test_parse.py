"""Scoring a reading: a right one is clean, and every kind of mistake is counted as what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.errors import NotAReport, UsageError
from gongkai.eval.corpus import orders, write_corpus
from gongkai.eval.invent import Layout
from gongkai.eval.parse import Case, score, score_folder
from gongkai.eval.parse_print import lines
from gongkai.eval.parse_run import main
from gongkai.eval.parse_shared import FOLDER, shared_cases
from gongkai.ingest.load import load as real_load
from gongkai.report import Address as Cell
from gongkai.report import Contact, Detail, Fact, Locator, Report, Source

PLACE = Locator("text", 0, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scored")
    write_corpus(folder, orders(12, 11, {"txt-a": 0.5, "html": 0.5}))
    return folder


def _right(path: Path) -> Report:
    """The report that the truth describes: what a faultless reader would give."""
    truth = json.loads((path.parents[1] / "facts" / f"{path.stem}.json").read_text("utf-8"))
    told = truth["report"]
    details = {k: Detail(v, PLACE, 0) for k, v in told["contact"].items() if v is not None}
    facts = tuple(
        Fact(
            Cell(item["section"], tuple(item["row"]), tuple(item["column"])),
            None if item["value"] is None else Decimal(str(item["value"])),
            "件",
            item["text"],
            PLACE,
        )
        for item in truth["facts"]
    )
    return Report(
        path.stem, told["bureau"], told["title"], told["year"], told["form"], told["period"],
        Contact(**details), (), facts, Source(str(path), "text", ""),
    )  # fmt: skip


def test_a_faultless_reading_is_clean(folder: Path) -> None:
    scores, defects = score_folder(folder, _right)
    assert defects == []
    assert scores["all"].reports == 12
    assert set(scores["all"].cells) == {"right"}
    assert sum(scores["all"].cells.values()) == sum(
        sum(score.cells.values()) for name, score in scores.items() if name != "all"
    )


def _first(change: Callable[[Fact], Fact | None]) -> Callable[[Path], Report]:
    def load(path: Path) -> Report:
        report = _right(path)
        known = next(fact for fact in report.facts if fact.value is not None)
        facts = tuple(change(fact) if fact is known else fact for fact in report.facts)
        return replace(report, facts=tuple(fact for fact in facts if fact is not None))

    return load


@pytest.mark.parametrize(
    ("change", "result"),
    [
        (lambda fact: replace(fact, value=fact.value + 1), "wrong"),
        (lambda fact: replace(fact, value=None), "unknown"),
        (lambda _: None, "missing"),
        (lambda fact: replace(fact, address=Cell("三", ("别的",), ("总计",))), "surplus"),
    ],
)
def test_a_mistaken_cell_is_counted(
    folder: Path, change: Callable[[Fact], Fact | None], result: str
) -> None:
    scores, defects = score_folder(folder, _first(change))
    assert scores["all"].cells[result] == 12
    assert sum(result in defect.where for defect in defects) == 12


def test_a_value_for_a_blank_cell_is_wrong(folder: Path) -> None:
    def load(path: Path) -> Report:
        report = _right(path)
        return replace(
            report,
            facts=tuple(replace(f, value=f.value or Decimal(0)) for f in report.facts),
        )

    scores, _ = score_folder(folder, load)
    assert scores["all"].cells["wrong"] > 10


def test_contact_and_head_are_judged(folder: Path) -> None:
    def load(path: Path) -> Report:
        report = _right(path)
        phone = Detail("0500-0000000", PLACE, 0)
        return replace(report, year=report.year + 1, contact=Contact(phone=phone))

    scores, _ = score_folder(folder, load)
    total = scores["all"]
    assert total.head["year wrong"] == 12
    assert total.head["bureau right"] == 12
    assert total.contact["wrong"] + total.contact["invented"] == 12
    assert total.contact["missed"] > 0


def test_a_refused_file_is_a_failure_and_the_rest_goes_on(folder: Path) -> None:
    def load(path: Path) -> Report:
        if path.suffix == ".html":
            raise NotAReport("不是报告", file=str(path))
        return _right(path)

    scores, defects = score_folder(folder, load)
    assert scores["all"].failed == len(defects) == 6
    assert scores["all"].reports == 12


def test_a_folder_without_truths_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="facts"):
        score_folder(tmp_path, _right)


def test_the_sample_is_read_without_a_wrong_cell() -> None:
    from gongkai.ingest.load import load

    corpus = Path(__file__).parents[2] / "eval" / "corpus"
    scores, defects = score_folder(corpus, load)
    total = scores["all"]
    assert total.failed == 0
    assert set(total.cells) <= {"right", "unknown"}, defects
    assert set(total.contact) == {"right"}, defects
    assert not [name for name in total.head if name.endswith("wrong")], defects
    # What can't be told for sure is unknown and never guessed; more than this is a step back.
    assert total.cells["unknown"] <= 0.01 * total.cells["right"], defects


def test_a_cell_that_cannot_be_told_may_be_unknown_and_never_wrong(folder: Path) -> None:
    path = next((folder / "reports").glob("*.html"))
    truth = json.loads((folder / "facts" / f"{path.stem}.json").read_text("utf-8"))
    known = next(item for item in truth["facts"] if item["value"] is not None)
    known["tellable"] = False
    for value, counted in ((None, "untold"), (known["value"], "right"), (-7, "wrong")):
        address = Cell(known["section"], tuple(known["row"]), tuple(known["column"]))

        def load(path: Path, value: float | None = value, address: Cell = address) -> Report:
            printed = None if value is None else Decimal(str(value))
            report = _right(path)
            facts = (replace(f, value=printed) if f.address == address else f for f in report.facts)
            return replace(report, facts=tuple(facts))

        scores, defects = score([Case(path, "html", truth)], load)
        assert scores["all"].cells[counted] == (1 if counted != "right" else len(truth["facts"]))
        assert len(defects) == (counted == "wrong")


def test_the_command_reads_what_it_invents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["--generate", "3", "--seed", "5", "--formats", "html,docx,xlsx"]
    assert main([*wanted, "--out", str(tmp_path), "--processes", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scores"]["all"]["reports"] == 3
    assert told["scores"]["all"]["cells"]["right"] >= 3 * 190
    assert main([str(tmp_path)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert "合计" in table[-1]
    assert {line.count("|") for line in table if line and "各格式" not in line} == {17}
    starts = [line.split("|")[1].strip() for line in table if line.startswith("|")]
    assert [starts.count(name) for name in ("html", "docx", "xlsx", "合计")] == [2, 2, 2, 2]


def test_the_command_names_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--generate", "1", "--formats", "odp"]) == 2
    assert "odp" in capsys.readouterr().err


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real reports are not beside the repository")
def test_the_shared_reports_give_nothing_wrong() -> None:
    from gongkai.ingest.load import load

    wanted, skipped = shared_cases()
    assert not skipped
    # The PDF is measured by the command; here its seconds would be most of the test.
    scores, defects = score([case for case in wanted if case.path.suffix != ".pdf"], load)
    total = scores["all"]
    assert total.failed == 0, defects
    assert set(total.cells) <= {"right", "untold"}, defects
    assert total.refused > 0


def test_absent_reports_are_skipped_with_a_reason(tmp_path: Path) -> None:
    wanted, skipped = shared_cases(tmp_path)
    assert wanted == []
    assert len(skipped) == 3
    assert next(lines({}), "").startswith("|")


# The layouts that lose nothing; each as its writer makes it, with what published pages add.
@pytest.mark.parametrize(
    "layout",
    ["txt-bar", "txt-cell", "txt-next", "txt-broken", "txt-space", "txt-tab", "txt-wrap",
     "html-cms", "mht", "docx-wps", "pdf-head", "xlsx-sheets"],
)  # fmt: skip
def test_every_layout_comes_back(layout: Layout, tmp_path: Path) -> None:
    write_corpus(tmp_path, orders(3, 5151, {layout: 1.0}, rough=True))
    scores, defects = score_folder(tmp_path, real_load)
    total = scores["all"]
    assert total.failed == 0, defects
    assert set(total.cells) <= {"right", "untold"}, defects
    assert not {"wrong", "invented"} & set(total.contact), defects
    assert not [name for name in total.head if name.endswith("wrong")], defects


def test_glued_text_gives_nothing_wrong(tmp_path: Path) -> None:
    write_corpus(tmp_path, orders(6, 5152, {"txt-glued": 1.0}))
    scores, defects = score_folder(tmp_path, real_load)
    assert set(scores["all"].cells) <= {"right", "untold"}, defects
    assert scores["all"].cells["right"] > 6 * 100


def test_the_command_invents_scans_beside_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.eval.parse_run.score", lambda *_: ({}, []))  # OCR is slow
    wanted = ["--generate", "2", "--scans", "2", "--formats", "html", "--out", str(tmp_path)]
    assert main(wanted) == 0
    suffixes = sorted(path.suffix for path in (tmp_path / "reports").iterdir())
    assert suffixes[:2] == [".html", ".html"]
    assert len(suffixes) == 4
    assert ".pdf" in suffixes
