"""Which files to ingest: those named, and those below the folders named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.errors import NothingToIngest, UsageError
from gongkai.ingest.read import SUFFIXES


def find(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files of ``paths``: a file as it is, a folder's files below it, sorted, each once.

    In folders, hidden files and folders and unsupported suffixes are skipped; a file that is
    named is always taken. Raises `UsageError` for a path that isn't there, `NothingToIngest`
    where no path or a folder without any file to read is given.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = _below(path)
            if not inside:
                raise NothingToIngest(
                    "文件夹里没有可以读取的报告",
                    file=str(path),
                    remedy=f"支持的后缀：{'、'.join(SUFFIXES)}",
                )
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError("路径不存在", file=str(path), remedy="请检查拼写")
    if not found:
        raise NothingToIngest("没有给出文件或文件夹", remedy="请给出报告文件或其所在文件夹")
    return tuple(found)


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and path.is_file()
    )
