"""Which files to ingest: those named, those below folders, in archives and behind URLs."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import InputError, NothingToIngest, UsageError
from gongkai.ingest.archive import is_archive, unpack
from gongkai.ingest.read import SUFFIXES

# What was unpacked and fetched is kept this long for runs that go on; reports keep copies.
_KEPT_SECONDS = 7 * 24 * 3600
# One slash too: that is what a path library makes of a URL.
_URL = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)


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
    workspace: Path,
    *,
    max_mb: int = 50,
    private_urls: bool = False,
) -> list[Found | Failed]:
    """The files of ``inputs``, in order, each name once; what can't be had is told, not raised.

    A file is taken as it is, a folder's files below it sorted, an archive's members one by one, a
    URL's page and the reports it links to. In folders and archives, hidden files and unsupported
    suffixes are skipped; a file that is named is always taken. Paths are made absolute.
    ``workspace`` is a folder that outlives the call, for what is unpacked and fetched;
    ``max_mb`` bounds each file, ``private_urls`` allows this machine and private networks.
    Raises `UsageError` for a path that isn't there, `NothingToIngest` where no input or a folder
    without any file to read is given: before anything is fetched.
    """
    named: list[Path | str] = []
    for given in inputs:
        url = as_url(given)
        named += [url] if url else _paths(Path(given))
    if not named:
        raise NothingToIngest("没有给出文件或文件夹", remedy="请给出报告文件或其所在文件夹")
    _tidy(workspace)
    found: dict[str, Found | Failed] = {}
    for item in dict.fromkeys(named):
        if isinstance(item, Path):
            several = _file(item, str(item), workspace, max_mb)
        else:
            several = _fetched(item, workspace, max_mb, private_urls)
        for one in several:
            found.setdefault(one.name, one)
    return list(found.values())


def as_url(given: str | Path) -> str:
    """The URL that an input is, "" where it is a path."""
    match = _URL.match(str(given))
    return f"{match[1].lower()}://{str(given)[match.end() :]}" if match else ""


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


def _file(path: Path, name: str, workspace: Path, max_mb: int) -> list[Found | Failed]:
    """The file itself, or the members of the archive it is."""
    if not is_archive(path):
        return [Found(path, name)]
    try:
        members = unpack(
            path, name, workspace, max_mb=max_mb, wanted=lambda suffix: suffix in SUFFIXES
        )
    except InputError as error:
        return [Failed(name, error)]
    return [_one(f"{name}!/{inner}", got) for inner, got in members]


def _fetched(url: str, workspace: Path, max_mb: int, private: bool) -> list[Found | Failed]:
    from gongkai.ingest.address import anywhere, is_public
    from gongkai.ingest.download import download

    try:
        files = download(url, workspace, max_mb=max_mb, allowed=anywhere if private else is_public)
    except InputError as error:
        return [Failed(url, error)]
    return [
        one
        for name, got in files
        for one in (
            _file(got, name, workspace, max_mb) if isinstance(got, Path) else [Failed(name, got)]
        )
    ]


def _one(name: str, got: Path | InputError) -> Found | Failed:
    return Found(got, name) if isinstance(got, Path) else Failed(name, got)


def _tidy(workspace: Path) -> None:
    """Take away what earlier runs unpacked and fetched long ago."""
    old = time.time() - _KEPT_SECONDS
    for path in (*workspace.glob("unpacked/*"), *workspace.glob("fetched/*")):
        if path.lstat().st_mtime < old:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
