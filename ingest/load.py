"""A file becomes a report: read, then parse."""

from __future__ import annotations

from pathlib import Path

from gongkai.ingest.confirm import confirm
from gongkai.ingest.parse import parse
from gongkai.ingest.read import read
from gongkai.report import Report

# Raised by hand whenever the same bytes would give another report than before: files read by
# an older reading are then read again, though their bytes are the same.
READING = "7"


def load(path: Path, *, max_mb: int = 50, name: str = "", workspace: Path | None = None) -> Report:
    """The report in one file, called ``name`` (the path where none is given).

    ``workspace`` keeps what files were converted to (see `read`). Raises `InputError`
    (`NotAReport`, `UnreadableFile`, …).
    """
    document = read(path, max_mb=max_mb, name=name, workspace=workspace)
    return confirm(parse(document), document)
