"""Copies of the files reports were read from: citations open them, also when a file is gone."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from gongkai.errors import UnreadableFile
from gongkai.index.generation import sync
from gongkai.report import Report


def original_path(sources: Path, sha256: str, path: str) -> Path:
    """Where the copy of a file is kept: by content, with the file's suffix."""
    return sources / f"{sha256}{Path(path).suffix.lower()}"


def keep_original(sources: Path, path: Path, report: Report) -> None:
    """Copy the file a report was just read from, unless its copy is there."""
    target = original_path(sources, report.source.sha256, str(path))
    if target.exists():
        return
    sources.mkdir(parents=True, exist_ok=True)
    copy = sources / f".copy-{os.getpid()}"
    shutil.copyfile(path, copy)
    if digest_of(copy) != report.source.sha256:
        copy.unlink()
        raise UnreadableFile("文件在读取时被改动", file=str(path), remedy="请重新导入")
    sync(copy)
    copy.replace(target)


def digest_of(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def drop_originals(sources: Path, copies: Iterable[tuple[str, str]]) -> None:
    """Remove the copies of files by (digest, path)."""
    for sha256, path in copies:
        original_path(sources, sha256, path).unlink(missing_ok=True)
