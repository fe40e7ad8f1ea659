"""Which files to ingest: those named, and those below the folders named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import InputError, NothingToIngest, UsageError
from gongkai.ingest.read import SUFFIXES


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: ``path`` is where its bytes lie, ``name`` what it is called to people.

    The name is the path itself, or "/data/x.zip!/内/报告.docx" for a member of an archive, or a
    URL. It is recorded in the index and printed as the source.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that gave no file to read (a bad archive, an unreachable URL), and why."""

    name: str
    error: InputError


def find(
    inputs: Sequence[str | Path],
    workspace: Path,  # noqa: ARG001
    *,
    max_mb: int = 50,  # noqa: ARG001
    private_urls: bool = False,  # noqa: ARG001
) -> list[Found | Failed]:
    """The files of ``inputs``, in order, each name once; what can't be had is told, not raised.

    A file is taken as it is, a folder's files below it sorted. In folders, hidden files and
    folders and unsupported suffixes are skipped; a file that is named is always taken. Paths
    are made absolute. ``workspace`` is a folder that outlives the call, for what is unpacked and
    fetched. Raises `UsageError` for a path that isn't there, `NothingToIngest` where no input or
    a folder without any file to read is given: then nothing is done.
    """
    paths = [path for given in inputs for path in _paths(Path(given))]
    if not paths:
        raise NothingToIngest("没有给出文件或文件夹", remedy="请给出报告文件或其所在文件夹")
    found: dict[str, Found | Failed] = {}
    for path in paths:
        found.setdefault(str(path), Found(path, str(path)))
    return list(found.values())


def _paths(given: Path) -> list[Path]:
    path = given.absolute()
    if path.is_dir():
        inside = sorted(_below(path))
        if not inside:
            raise NothingToIngest(
                "文件夹里没有可以读取的报告",
                file=str(given),
                remedy=f"支持的后缀：{'、'.join(SUFFIXES)}",
            )
        return inside
    if not path.exists():
        raise UsageError("路径不存在", file=str(given), remedy="请检查拼写")
    return [path]


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if (
            path.suffix.lower() in SUFFIXES
            and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            and path.is_file()
        ):
            yield path
