"""`gongkai check` over a small index: words, drafts, lines of claims, wrong calls."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document

from gongkai import cli
from gongkai.config import Config
from gongkai.index.encoder import Encoder
from gongkai.index.writer import update

from ..fakes import HashEncoder  # noqa: TID252 - tests are no installed package

_SAMPLE = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
_KEYS = {"verdict", "statements", "citations", "facts"}
_CITATION = {"n", "bureau", "year", "title", "section", "quote", "locator", "source"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two invented reports. Judging needs no meaning: any encoder does."""
    encoder: Encoder = HashEncoder()
    place = tmp_path_factory.mktemp("home")
    files = [_SAMPLE / "qingze-jyj-2022.txt", _SAMPLE / "qingze-jyj-2023.txt"]
    assert not update(Config(home=place), files, encoder).failed
    return place


class _Run:
    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, patch

    def __call__(self, *arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        self._patch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        self._capsys.readouterr()
        code = cli.run(["check", *map(str, arguments)])
        told = self._capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def check(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> _Run:
    monkeypatch.setenv("GONGKAI_HOME", str(home))
    return _Run(capsys, monkeypatch)


def test_json_has_the_shape_of_the_contract(check: _Run) -> None:
    code, out, _ = check("青泽市教育局2023年收到申请115件，办结109件。", "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == _KEYS
    assert told["verdict"] == "supported"
    assert [s["verdict"] for s in told["statements"]] == ["supported", "supported"]
    assert [s["value"] for s in told["statements"]] == [115, 109]
    assert all(set(citation) == _CITATION for citation in told["citations"])
    cited = {citation["n"] for citation in told["citations"]}
    assert all(set(s["citations"]) <= cited for s in told["statements"])
    assert [fact["value"] for fact in told["facts"]] == [115, 109]


def test_lines_are_text_strings_or_objects(check: _Run) -> None:
    lines = [
        "青泽市教育局2023年收到申请115件",
        json.dumps("青泽市教育局2023年收到申请151件", ensure_ascii=False),
        json.dumps({"claim": "收到申请65件", "bureau": "青泽市教育局", "year": 2022}),
        "",
        json.dumps({"claim": "收到申请65件"}),
        '{"claim": ',
        json.dumps({"question": "?"}),
    ]
    code, out, _ = check("--json", "--stdin", stdin="\n".join(lines).encode())
    told = [json.loads(line) for line in out.splitlines()]
    verdicts = [line["verdict"] for line in told]
    assert verdicts == ["supported", "contradicted", "supported", "not_found", "error", "error"]
    assert code == 1
    assert "第6行" in told[4]["error"]


def test_defaults_hold_for_every_line(check: _Run) -> None:
    stdin = "收到申请115件\n去年收到申请65件\n".encode()
    code, out, _ = check("--stdin", "--bureau", "青泽市教育局", "--year", 2023, stdin=stdin)
    assert [json.loads(line)["verdict"] for line in out.splitlines()] == ["supported"] * 2
    assert code == 0


def test_a_draft_in_docx_is_checked_sentence_by_sentence(check: _Run, tmp_path: Path) -> None:
    draft = Document()
    draft.add_heading("青泽市教育局2023年依申请公开情况（新闻稿，示例）")
    draft.add_paragraph("全年收到申请115件，比上年增加50件。")
    draft.add_paragraph("其中，予以公开24件。")
    draft.save(str(tmp_path / "draft.docx"))
    code, out, _ = check("--file", tmp_path / "draft.docx", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["verdict"] == "contradicted"
    by_words = {s["text"]: s for s in told["statements"]}
    assert by_words["比上年增加50件"]["verdict"] == "supported"
    wrong = by_words["其中，予以公开24件"]
    assert (wrong["verdict"], wrong["value"]) == ("contradicted", 42)


def test_a_person_reads_verdict_reason_and_source(check: _Run) -> None:
    code, out, _ = check("青泽市教育局2023年收到申请约120件")
    assert code == 0
    assert "不大于" not in out
    assert "上下不超过5" in out
    assert "qingze-jyj-2023.txt" in out.replace("\n", "")


@pytest.mark.parametrize(
    "arguments",
    [(), ("一句话", "--stdin"), ("--file", "没有这个文件.docx")],
)
def test_wrong_calls_are_explained(check: _Run, arguments: tuple[str, ...]) -> None:
    code, out, err = check(*arguments)
    assert code == 2
    assert not out
    assert "错误" in err


def test_without_an_index_the_remedy_is_told(
    tmp_path: Path, check: _Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    code, _, err = check("青泽市教育局2023年收到申请115件")
    assert code == 2
    assert "gongkai ingest" in err
