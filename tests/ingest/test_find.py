from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import NothingToIngest, UsageError
from gongkai.ingest.find import find


def test_a_folder_gives_its_reports_sorted_and_a_named_file_is_always_taken(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/c.PDF", "a/d.docx", ".hidden.txt", ".git/e.txt", "f.png", "~$d.docx",
                 "README.md"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("示例")
    assert find([tmp_path]) == (
        tmp_path / "a/c.PDF",
        tmp_path / "a/d.docx",
        tmp_path / "b.txt",
    )
    picture, notes = tmp_path / "f.png", tmp_path / "README.md"
    assert find([picture, tmp_path / "b.txt", picture, notes]) == (
        picture,
        tmp_path / "b.txt",
        notes,
    )


def test_missing_paths_and_empty_folders_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.*不存在"):
        find([tmp_path / "nowhere"])
    with pytest.raises(NothingToIngest, match="没有可以读取"):
        find([tmp_path])
    with pytest.raises(NothingToIngest):
        find([])
