"""ZIP archives: their members as files of their own, within bounds.

A member's name is never used as a path: what is unpacked lies under its number. So no name can
lead out of the folder; names that try to are told all the same.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gongkai.errors import InputError, UnreadableFile, UnsupportedFormat

log = logging.getLogger(__name__)

MAX_MEMBERS = 5000
MAX_DEPTH = 2  # archives within an archive
MAX_TOTAL = 1 << 30
# Text packs to a thirtieth; only what was made to swell packs to less than this.
MAX_RATIO = 250
_SMALL = 20 << 20  # what unpacks to no more than this is harmless whatever its ratio
_DIRECTORY = b"PK\x01\x02"
# Zips that are documents: OOXML, OpenDocument and EPUB, OFD.
_DOCUMENTS = frozenset({"[content_types].xml", "mimetype", "ofd.xml"})
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_BLOCK = 1 << 20

# The member's name within the archive ("a.zip!/b.docx" for one within another), and where it
# lies or why it doesn't.
Unpacked = tuple[str, Path | InputError]


@dataclass(slots=True)
class _Budget:
    """What is left to unpack of one archive and all within it."""

    name: str
    max_mb: int
    wanted: Callable[[str], bool]
    members: int = MAX_MEMBERS
    total: int = MAX_TOTAL


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP of files, not a document that is one; False where it is broken."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return False
        if _crowded(path, MAX_MEMBERS):
            return True
        with zipfile.ZipFile(path) as archive:
            return not {name.lower() for name in archive.namelist()} & _DOCUMENTS
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def unpack(
    path: Path, name: str, workspace: Path, *, max_mb: int, wanted: Callable[[str], bool]
) -> list[Unpacked]:
    """The members of an archive called ``name``, unpacked under ``workspace``, in their order.

    ``wanted`` tells by its suffix (".docx") whether a member is one to read; hidden members and
    others are passed over. ``max_mb`` bounds each member. A member that is encrypted, a link, too
    large or damaged is told in its place. Raises `UnreadableFile` for an archive beyond the
    bounds, `UnsupportedFormat` where nothing in it is to be read.
    """
    found = list(_members(path, "", workspace, _Budget(name, max_mb, wanted), depth=0))
    if not found:
        raise UnsupportedFormat(
            "压缩包里没有可以读取的文件", file=name, remedy="请确认压缩包里有年度报告"
        )
    return found


def _members(
    path: Path, within: str, workspace: Path, budget: _Budget, depth: int
) -> Iterator[Unpacked]:
    shown = f"{budget.name}!/{within}" if within else budget.name
    if depth > MAX_DEPTH:
        raise UnreadableFile(
            f"压缩包嵌套超过 {MAX_DEPTH} 层", file=shown, remedy="请先解压，再导入其中的报告"
        )
    infos = _directory(path, shown, budget)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    folder = workspace / "unpacked" / digest[:32]
    with zipfile.ZipFile(path) as archive:
        for number, info in enumerate(infos):
            name = member_name(info)
            suffix = PurePosixPath(name).suffix.lower()
            # Not `is_dir`: a damaged directory may name a member "".
            folder_like = not info.filename or info.filename.endswith("/")
            if folder_like or _hidden(name) or not budget.wanted(suffix):
                continue
            full = f"{within}!/{name}" if within else name
            try:
                out = folder / f"{number}{suffix}"
                _member(archive, info, out, budget, name=name, shown=f"{budget.name}!/{full}")
                if is_archive(out):
                    yield from _members(out, full, workspace, budget, depth + 1)
                else:
                    yield full, out
            except InputError as error:
                yield full, error


def _directory(path: Path, shown: str, budget: _Budget) -> list[zipfile.ZipInfo]:
    """The members told in the archive's directory, once it is within the bounds."""
    if _crowded(path, budget.members):
        raise UnreadableFile(
            f"压缩包里的文件超过 {MAX_MEMBERS} 个", file=shown, remedy="请拆分，或解压后导入文件夹"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableFile(
            "压缩包已损坏或未下载完整", file=shown, remedy="请重新下载该文件"
        ) from error
    budget.members -= len(infos)
    total = sum(info.file_size for info in infos)
    if total > budget.total or total > max(_SMALL, MAX_RATIO * path.stat().st_size):
        raise UnreadableFile(
            f"压缩包解压后有 {total >> 20} MB，超过上限",
            file=shown,
            remedy="请拆分，或解压后导入文件夹",
        )
    return infos


def _crowded(path: Path, most: int) -> bool:
    """Whether the directory has more entries; counted before `zipfile` makes objects of them."""
    with path.open("rb") as stream:
        if path.stat().st_size <= most * len(_DIRECTORY):
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at, count = 0, 0
            while count <= most and (at := data.find(_DIRECTORY, at) + 1):
                count += 1
            return count > most


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    out: Path,
    budget: _Budget,
    *,
    name: str,
    shown: str,
) -> None:
    """Unpack one member to ``out``, unless it lies there."""
    refused = ""
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        refused = "压缩包里的路径指向压缩包之外，不予读取"
    elif stat.S_ISLNK(info.external_attr >> 16):
        refused = "压缩包里的这一项是链接，不是文件"
    elif info.flag_bits & _ENCRYPTED:
        refused = "压缩包有密码保护"
    elif info.file_size > budget.max_mb << 20:
        refused = f"文件有 {info.file_size >> 20} MB，超过上限 {budget.max_mb} MB"
    if refused:
        raise UnreadableFile(refused, file=shown, remedy="请解压后，导入其中的报告文件")
    budget.total -= info.file_size
    if out.is_file() and out.stat().st_size == info.file_size:
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    try:
        with archive.open(info) as stream, part.open("wb") as target:
            # `zipfile` gives no more than the size it was told, whatever the member holds.
            shutil.copyfileobj(stream, target, _BLOCK)
    except Exception as error:  # whatever a damaged stream makes the unpackers raise
        part.unlink(missing_ok=True)
        log.debug("unpacking %s failed", shown, exc_info=True)
        raise UnreadableFile(
            "压缩包里的这个文件已损坏，或压缩方式不受支持",
            file=shown,
            remedy="请重新下载，或解压后再导入",
        ) from error
    part.replace(out)


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the UTF-8 flag it is UTF-8 or GB18030, as Chinese systems write."""
    name = info.orig_filename.split("\x00")[0]
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")  # as `zipfile` decoded it
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    return "".join(c if c.isprintable() else "?" for c in name.replace("\\", "/"))


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(("~$", "__MACOSX")) for part in parts) or any(
        part.startswith(".") and part != ".." for part in parts
    )
