"""Old Word files through LibreOffice, saved pages, and files that aren't what their name says."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from gongkai.errors import GongkaiError, UnreadableFile, UnsupportedFormat
from gongkai.ingest import convert
from gongkai.ingest.convert import WORD, converted_path, find_libreoffice, to_docx
from gongkai.ingest.load import load
from gongkai.ingest.read import read

CORPUS = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
WORD_REPORT = sorted(CORPUS.glob("*.docx"))[0]
PAGE = sorted(CORPUS.glob("*.html"))[0]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice isn't installed")


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sample corpus as Word 97 saved it."""
    folder = tmp_path_factory.mktemp("old")
    office = find_libreoffice()
    assert office is not None
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to",
         "doc:MS Word 97", "--outdir", folder, WORD_REPORT],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / f"{WORD_REPORT.stem}.doc"


@needs_office
def test_an_old_word_file_gives_what_its_docx_gives(old_word: Path, tmp_path: Path) -> None:
    new, old = load(WORD_REPORT), load(old_word, workspace=tmp_path)
    assert [fact.value for fact in old.facts] == [fact.value for fact in new.facts]
    assert [p.text for p in old.paragraphs] == [p.text for p in new.paragraphs]
    assert old.contact.details().keys() == new.contact.details().keys()
    assert old.source.kind == "docx"
    assert old.source.sha256 == hashlib.sha256(old_word.read_bytes()).hexdigest()
    assert all(fact.locator and fact.locator.table is not None for fact in old.facts)
    kept = converted_path(tmp_path, old.source.sha256)
    assert [b.locator for b in read(kept).blocks] == [
        b.locator for b in read(old_word, workspace=tmp_path).blocks
    ]


@needs_office
def test_what_was_converted_is_found_again(
    old_word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wps = tmp_path / "报告.wps"
    shutil.copy(old_word, wps)
    before = load(wps, workspace=tmp_path)
    monkeypatch.setattr(convert, "find_libreoffice", lambda: None)
    assert load(wps, workspace=tmp_path) == before
    with pytest.raises(UnsupportedFormat, match=r"报告\.wps.*LibreOffice.*apt-get install"):
        load(wps)


@needs_office
def test_a_conversion_ends_in_time_and_leaves_nothing(
    old_word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "SECONDS", 0.05)
    monkeypatch.setattr(convert.tempfile, "tempdir", str(tmp_path))
    data = old_word.read_bytes()
    with pytest.raises(UnreadableFile, match="秒"):
        to_docx(data, WORD, sha256="0" * 64, name="慢.doc", workspace=tmp_path / "work")
    assert list(tmp_path.iterdir()) == []


def _locked(data: bytes) -> bytes:
    """The Word file with the bit set that says it is encrypted."""
    at = next(n for n in range(512, len(data), 512) if data.startswith(b"\xec\xa5", n))
    return data[: at + 11] + bytes([data[at + 11] | 1]) + data[at + 12 :]


@needs_office
def test_a_locked_word_file_is_told(old_word: Path, tmp_path: Path) -> None:
    path = tmp_path / "锁.doc"
    path.write_bytes(_locked(old_word.read_bytes()))
    with pytest.raises(UnreadableFile, match="密码"):
        load(path)


@pytest.mark.parametrize(
    ("stream", "words"),
    [("Workbook", "Excel"), ("PowerPoint Document", "演示文稿"), ("Other", "没有 Word 正文")],
)
def test_other_compound_files_are_named(tmp_path: Path, stream: str, words: str) -> None:
    path = tmp_path / "其他.doc"
    path.write_bytes(OLE + bytes(504) + stream.encode("utf-16-le"))
    with pytest.raises(GongkaiError, match=words):
        load(path)


@pytest.mark.parametrize("report", [WORD_REPORT, PAGE], ids=["docx", "html"])
@pytest.mark.parametrize("suffix", [".doc", ".wps"])
def test_a_report_named_as_an_old_word_file(tmp_path: Path, report: Path, suffix: str) -> None:
    path = tmp_path / f"报告{suffix}"
    shutil.copy(report, path)
    assert load(path).facts == load(report).facts


def _saved(html: bytes, charset: str, encoding: str, *, frames: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.invalid/a.html"
    text = html.decode().replace('charset="utf-8"', f'charset="{charset}"')
    message.set_content(text.encode(charset), maintype="text", subtype="html", cte=encoding)
    message.set_param("charset", charset)
    message.make_related()
    if frames:
        message.add_related(b"<p>ad</p>" * 3, "text", "html", cte="base64")
    message.add_related(b"\x89PNG", "image", "png", cid="<a@b>")
    return bytes(message)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("suffix", [".mht", ".mhtml", ".doc"])
def test_a_saved_page_gives_what_the_page_gives(
    tmp_path: Path, suffix: str, charset: str, encoding: str
) -> None:
    real = "gb18030" if charset == "gb2312" else charset
    data = _saved(PAGE.read_bytes(), real, encoding, frames=True).replace(
        b"gb18030", charset.encode()
    )
    path = tmp_path / f"网页{suffix}"
    path.write_bytes(data)
    page, saved = load(PAGE), load(path)
    assert saved.source.kind == "html"
    assert saved.facts == page.facts
    assert [p.text for p in saved.paragraphs] == [p.text for p in page.paragraphs]


def test_a_saved_page_without_its_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "空.mht"
    path.write_bytes(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a--\r\n"
    )
    with pytest.raises(UnreadableFile, match="没有网页正文"):
        load(path)
