"""ZIP archives: members by their own names, within bounds, and what is refused told one by one."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from gongkai.errors import InputError
from gongkai.eval import hostile_zip
from gongkai.eval.hostile_zip import archive
from gongkai.ingest import archive as rooms
from gongkai.ingest.find import Failed, Found, find
from gongkai.ingest.load import load

CORPUS = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
TEXT = sorted(CORPUS.glob("*.txt"))[0]
WORD = sorted(CORPUS.glob("*.docx"))[0]


def _find(tmp_path: Path, data: bytes, name: str = "年报.zip") -> list[Found | Failed]:
    path = tmp_path / name
    path.write_bytes(data)
    return find([path], tmp_path / "work")


def test_members_are_files_with_names_of_their_own(tmp_path: Path) -> None:
    text, word = TEXT.read_bytes(), WORD.read_bytes()
    data = archive({
        "2023/教育局.txt": text, "2023/说明.xyz": b"0", "__MACOSX/._a.txt": b"0",
        ".DS_Store": b"0", "内/局.docx": word, "内/更多.zip": archive({"深.txt": text}),
    })  # fmt: skip
    found = _find(tmp_path, data)
    base = f"{tmp_path / '年报.zip'}!/"
    assert [item.name for item in found] == [
        f"{base}2023/教育局.txt", f"{base}内/局.docx", f"{base}内/更多.zip!/深.txt",
    ]  # fmt: skip
    files = [item for item in found if isinstance(item, Found)]
    assert [item.path.read_bytes() for item in files] == [text, word, text]
    assert all(item.path.is_relative_to(tmp_path / "work") for item in files)
    report = load(files[1].path, name=files[1].name)
    assert report.source.path == files[1].name
    assert report.facts == load(WORD).facts
    again = find([tmp_path / "年报.zip"], tmp_path / "work")
    assert again == found


def test_an_archive_in_a_folder_and_documents_that_are_zips(tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "a.docx").write_bytes(WORD.read_bytes())
    (folder / "b.zip").write_bytes(archive({"x.txt": TEXT.read_bytes()}))
    names = [item.name for item in find([folder], tmp_path / "work")]
    assert names == [str(folder / "a.docx"), f"{folder / 'b.zip'}!/x.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("separator", ["/", "\\"])
def test_chinese_names_without_the_utf8_flag(tmp_path: Path, encoding: str, separator: str) -> None:
    name = f"政府信息公开{separator}某某局年报.txt".encode(encoding)
    plain = b"x" * len(name)
    data = archive({plain.decode(): b"1"}).replace(plain, name)
    (found,) = _find(tmp_path, data)
    assert found.name.endswith("年报.zip!/政府信息公开/某某局年报.txt")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("炸弹（示例）.zip", "超过上限"),
        ("套娃（示例）.zip", "嵌套"),
        ("太多（示例）.zip", "5000 个"),
        ("加密（示例）.zip", "密码"),
        ("出界（示例）.zip", "之外"),
        ("链接（示例）.zip", "链接"),
        ("重叠（示例）.zip", "超过上限"),
        ("空（示例）.zip", "没有可以读取"),
    ],
)
def test_hostile_archives_are_one_error_each(tmp_path: Path, name: str, words: str) -> None:
    (failed,) = _find(tmp_path, hostile_zip.ZIP[name](), name)
    assert isinstance(failed, Failed)
    assert words in str(failed.error)
    assert name in str(failed.error)
    assert failed.error.remedy
    written = [path for path in (tmp_path / "work").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in written) < 1 << 20
    assert not (tmp_path.parent / "出界.txt").exists()


def _damaged() -> bytes:
    data = bytearray(archive({"好.txt": b"good", "坏.txt": bytes(range(256)) * 40}))
    at = data.find("坏.txt".encode()) + len("坏.txt".encode())
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


def test_one_bad_member_does_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = _find(tmp_path, _damaged())
    assert isinstance(good, Found)
    assert isinstance(bad, Failed)
    assert isinstance(bad.error, InputError)
    assert "坏.txt" in str(bad.error)
    assert not list((tmp_path / "work").rglob("*.part"))


def test_a_member_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MAX_RATIO", 10_000)
    path = tmp_path / "大.zip"
    path.write_bytes(archive({"大.txt": b"0" * (2 << 20), "小.txt": b"0"}))
    big, small = find([path], tmp_path / "work", max_mb=1)
    assert isinstance(big, Failed)
    assert "超过上限 1 MB" in str(big.error)
    assert isinstance(small, Found)


def test_a_member_that_is_no_plain_file(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        new.writestr("文件夹/", b"")
        info = zipfile.ZipInfo("报告.txt")
        info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
        new.writestr(info, b"1")
    (found,) = _find(tmp_path, buffer.getvalue())
    assert found.name.endswith("!/报告.txt")
