"""Bad input: each a clear message with the file and the remedy, the right code, no traceback."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import SAMPLE, Run

Maker = Callable[[Path], Path]
NOTICE = "关于报送政府信息公开工作年度报告的通知（示例）\n各单位：请于1月15日前报送年度报告。\n"


def _written(name: str, data: bytes) -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def _cut(suffix: str, share: float) -> Maker:
    def make(folder: Path) -> Path:
        data = next(SAMPLE.glob(f"*.{suffix}")).read_bytes()
        return _written(f"截断.{suffix}", data[: int(len(data) * share)])(folder)

    return make


def _locked_pdf(folder: Path) -> Path:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "加密.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(100, 700, "2021")
    canvas.save()
    return path


def _sparse(folder: Path) -> Path:
    path = folder / "巨大.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BAD: dict[str, Maker] = {
    "empty": _written("空.txt", b""),
    "white space": _written("空白.html", b" \n\t\r\n"),
    "truncated pdf": _cut("pdf", 0.5),
    "truncated docx": _cut("docx", 0.5),
    "head of a pdf": _written("头.pdf", b"%PDF-1.7\n"),
    "locked pdf": _locked_pdf,
    "locked docx": _written("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "old word": _written("旧.doc", OLE + bytes(1024)),
    "picture named pdf": _written("图片.pdf", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "zip named docx": _written("压缩.docx", b"PK\x05\x06" + bytes(18)),
    "binary named txt": _written("乱码.txt", bytes(range(256)) * 8),
    "a notice": _written("通知.txt", NOTICE.encode()),
    "200 MB": _sparse,
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_facts_of_a_bad_file(gongkai: Run, tmp_path: Path, make: Maker) -> None:
    file = make(tmp_path)
    ran = gongkai("facts", file, "--json")
    assert ran.code == 1, ran.err
    assert ran.out == ""
    assert file.name in ran.err
    assert "（" in ran.err  # the remedy
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err


def test_a_manual_is_not_checked_as_a_report(gongkai: Run) -> None:
    """It names reports and shows rows of the form, as a manual of this program does."""
    ran = gongkai("lint", Path(__file__).parents[2] / "README.md", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "README.md：这不像政府信息公开工作年度报告（" in ran.err


@pytest.mark.slow
def test_ingest_does_the_rest_and_lists_what_failed(gongkai: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    bad = {make(folder).name for make in BAD.values()}
    good = next(SAMPLE.glob("*.txt"))
    (folder / good.name).write_bytes(good.read_bytes())
    ran = gongkai("ingest", folder, "--json")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    summary = ran.json()
    assert summary["added"] == 1
    assert {Path(failure["path"]).name for failure in summary["failed"]} == bad
    assert all("（" in failure["message"] for failure in summary["failed"])  # the remedy
    state = gongkai("status", "--json").json()
    assert state["reports"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["facts", "没有.txt"], "没有.txt"),
        (["facts", "."], "文件夹"),
        (["ingest", "没有"], "没有"),
        (["ingest"], "没有给出文件"),
        (["ask"], "问题"),
        (["ask", " "], "问题"),
        (["ask", "问", "--stdin"], "--stdin"),
        (["ask", "问", "--year", "去年"], "--year"),
        (["nothing"], "nothing"),
        (["facts", "--nothing", "a"], "--nothing"),
        (["serve", "--port", "99999"], "port"),
        ([], "Usage"),
        (["eval"], "gongkai eval run"),
        (["eval", "nothing"], "run"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(gongkai: Run, arguments: list[str], words: str) -> None:
    ran = gongkai(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_a_folder_without_reports(gongkai: Run, tmp_path: Path) -> None:
    folder = tmp_path / "无报告"
    folder.mkdir()
    (folder / "录音.mp3").write_bytes(b"ID3")
    ran = gongkai("ingest", folder)
    assert ran.code == 2
    assert "无报告" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [["ask", "教育局的电话"], ["serve"]])
def test_a_missing_index_names_the_command_to_run(gongkai: Run, command: list[str]) -> None:
    with socket.socket() as probe:  # a port that is free
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    ran = gongkai(*command, PORT=port)
    assert ran.code == 2
    assert "gongkai ingest" in ran.err
    assert "Traceback" not in ran.err


def test_the_status_of_an_empty_home_is_no_error(gongkai: Run) -> None:
    ran = gongkai("status", "--json")
    assert ran.code == 0
    assert (ran.json()["reports"], ran.json()["generation"]) == (0, "")
    assert "gongkai ingest" in gongkai("status").out


def test_a_port_in_use(gongkai: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = gongkai("serve", "--port", port)
    assert ran.code == 2
    assert str(port) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("content", ["port = ", "prot = 1", 'port = "x"'])
def test_a_broken_config_file(tmp_path: Path, gongkai: Run, content: str) -> None:
    (tmp_path / "home" / "config.toml").write_text(content, "utf-8")
    ran = gongkai("facts", next(SAMPLE.glob("*.txt")))
    assert ran.code == 2
    assert "config.toml" in ran.err
    assert "Traceback" not in ran.err


def test_a_defect_is_one_line_and_the_stack_comes_on_demand(gongkai: Run, tmp_path: Path) -> None:
    # A home that is a file: nobody foresaw it, so it takes the way of every defect or is named.
    home = tmp_path / "file"
    home.write_text("", "utf-8")
    plain = gongkai("status", GONGKAI_HOME=str(home))
    assert plain.code == 2
    assert "Traceback" not in plain.err
    assert len(plain.err.strip().splitlines()) == 1
    assert "Traceback" in gongkai("status", GONGKAI_HOME=str(home), GONGKAI_DEBUG="1").err
