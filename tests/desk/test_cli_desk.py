"""The desk's commands: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gongkai.cli import run
from gongkai.config import Config
from gongkai.eval.faults_draft import draft
from gongkai.eval.invent import Order
from gongkai.eval.names import bodies
from gongkai.eval.write_txt import write_txt
from gongkai.form import form
from gongkai.index.writer import update
from gongkai.report import Address

from ..fakes import HashEncoder  # noqa: TID252 - tests are no installed package

SAMPLE = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
BODY = "青泽市民政局"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index has four years of one body, and one report that doesn't add up."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("reports")
    wrong = draft(Order(next(iter(bodies())), 2022, "txt-a", 5))
    wrong.put(Address("三", form(wrong.form).rows[-2], ("总计",)), 99_999)
    (folder / "wrong.txt").write_bytes(write_txt(wrong))  # type: ignore[arg-type]
    update(Config(home=home), [*sorted(SAMPLE.glob("qingze-mzj-202*")), folder], HashEncoder())
    return home


@pytest.fixture(name="desk")
def set_home(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_HOME", str(shelf))
    return shelf


@pytest.mark.usefixtures("desk")
def test_lint_of_a_file_beside_its_indexed_neighbours(capfd: pytest.CaptureFixture[str]) -> None:
    path = sorted(SAMPLE.glob("qingze-mzj-202*"))[1]
    assert run(["lint", str(path), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["report"]["bureau"] == BODY
    assert told["checks"] == told["holds"] + len(
        [f for f in told["findings"] if "sums" in f["rule"]]
    )


@pytest.mark.usefixtures("desk")
def test_lint_of_all_and_a_decision(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "--all", "--json", "--rule", "sums", "--severity", "error"]) == 0
    reports = json.loads(capfd.readouterr().out)["reports"]
    assert len(reports) == 5
    found = [f for report in reports for f in report["findings"]]
    assert {f["rule"] for f in found} >= {"sums.results"}
    assert all(f["severity"] == "error" and f["places"] for f in found)
    assert run(["lint", "--all", "--csv", "--fail-on", "error"]) == 1
    assert capfd.readouterr().out.startswith("\ufeff规则,")

    for finding in found:
        done = ["decide", finding["key"], "false_alarm", "--name", "示例员", "--note", "底册如此"]
        assert run(done) == 0
    capfd.readouterr()
    assert run(["lint", "--all", "--sarif", "--rule", "sums", "--fail-on", "error"]) == 0
    (told,) = json.loads(capfd.readouterr().out)["runs"]
    assert all(r["suppressions"][0]["justification"] == "底册如此" for r in told["results"])
    assert run(["decide", "--list", "--json"]) == 0
    log = json.loads(capfd.readouterr().out)["decisions"]
    assert [d["key"] for d in log] == [f["key"] for f in found]
    assert run(["lint", "--all", "--rule", "sums.results"]) == 0
    assert "误报：示例员" in capfd.readouterr().out


@pytest.mark.usefixtures("desk")
def test_export_and_its_formats(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--bureau", BODY, "--section", "四"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 1 + 4 * 15
    for name in ("facts.xlsx", "facts.json", "facts.csv"):
        assert run(["export", "--year", "2022", "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert json.loads((tmp_path / "facts.json").read_text("utf-8"))["facts"]


def test_what_is_handed_on_names_no_folder(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Tables name files alone; what a command tells this machine's user keeps the way to them."""
    for name in ("facts.csv", "facts.json"):
        assert run(["export", "--out", str(tmp_path / name)]) == 0
        text = (tmp_path / name).read_text("utf-8")
        assert "wrong.txt" in text
        assert str(SAMPLE.parent) not in text
        assert str(desk.parent) not in text
    capfd.readouterr()
    assert run(["lint", "--all", "--csv"]) == 0
    text = capfd.readouterr().out
    assert "wrong.txt" in text
    assert str(desk.parent) not in text
    assert run(["lint", "--all", "--json"]) == 0
    sources = [r["report"]["source"] for r in json.loads(capfd.readouterr().out)["reports"]]
    assert all(Path(source).is_file() for source in sources)


@pytest.mark.usefixtures("desk")
def test_compare_and_coverage(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--bureau", BODY, "--topic", "本年新收", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert len(told["reports"]) == 4
    assert all("本年新收" in row["row"][0] for row in told["rows"])
    assert run(["compare", "--year", "2022"]) == 0
    assert BODY in re.sub(r"[\s│]", "", capfd.readouterr().out)
    assert run(["coverage", "--json"]) == 0
    bodies_told = json.loads(capfd.readouterr().out)["bodies"]
    assert next(b for b in bodies_told if b["bureau"] == BODY)["missing"] == []


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint"], "文件和 --all"),
        (["lint", "no-such-file.txt"], "没有这个文件"),
        (["lint", "--all", "--json", "--csv"], "只能给一个"),
        (["lint", "--all", "--rule", "nonsense"], "--rules"),
        (["compare"], "--bureau 或 --year"),
        (["compare", "--bureau", "没有这个局"], "gongkai coverage"),
        (["export", "--format", "xlsx"], "--out"),
        (["decide", "0000000000000000", "fixed"], "没有编号为"),
        (["decide"], "编号和处理结果"),
    ],
)
def test_wrong_calls_are_told(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err


def test_without_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    assert run(["lint", "--all"]) == 2
    assert "gongkai ingest" in capfd.readouterr().err
    assert run(["lint", str(min(SAMPLE.glob("qingze-mzj-202*"))), "--json"]) == 0
    (tmp_path / "list.txt").write_text("不是报告", "utf-8")
    assert run(["lint", str(tmp_path / "list.txt")]) == 1
