from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import NothingToIngest, UsageError
from gongkai.ingest.find import Failed, Found, find


def _paths(found: list[Found | Failed]) -> list[Path]:
    return [item.path for item in found if isinstance(item, Found)]


def test_a_folder_gives_its_reports_sorted_and_a_named_file_is_always_taken(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/c.PDF", "a/d.docx", ".hidden.txt", ".git/e.txt", "f.xyz", "~$d.docx",
                 "README.md"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("示例")
    work = tmp_path / ".work"
    found = find([str(tmp_path)], work)
    assert _paths(found) == [tmp_path / "a/c.PDF", tmp_path / "a/d.docx", tmp_path / "b.txt"]
    assert [item.name for item in found] == [str(path) for path in _paths(found)]
    picture, notes = tmp_path / "f.xyz", tmp_path / "README.md"
    named = find([picture, tmp_path / "b.txt", picture, notes], work)
    assert _paths(named) == [picture, tmp_path / "b.txt", notes]


def test_missing_paths_and_empty_folders_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.*不存在"):
        find([tmp_path / "nowhere"], tmp_path)
    with pytest.raises(NothingToIngest, match="没有可以读取"):
        find([tmp_path], tmp_path)
    with pytest.raises(NothingToIngest):
        find([], tmp_path)
