"""A URL becomes files: the page or file itself, and the reports a page links to."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from gongkai.errors import InputError
from gongkai.ingest.address import Allowed, is_public
from gongkai.ingest.attachments import attachments, has_words
from gongkai.ingest.fetch import Fetched, fetch

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-works": ".wps",
    "application/ofd": ".ofd",
    "application/zip": ".zip",
}
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_KNOWN_CHARSETS = ("", "utf-8", "utf8", "gb2312", "gbk", "gb18030", "x-gbk")


def download(
    url: str, workspace: Path, *, max_mb: int = 50, allowed: Allowed = is_public
) -> list[tuple[str, Path | InputError]]:
    """What a URL gives: each file's own URL, and where it lies or why it can't be had.

    Of a page that only links to reports, the reports alone. Raises `Unreachable` where the URL
    itself can't be had.
    """
    page = fetch(url, max_mb=max_mb, allowed=allowed)
    data = _utf8(page)
    if not _is_page(page):
        return [(url, _keep(workspace, url, page, data))]
    found: list[tuple[str, Path | InputError]] = []
    for link in attachments(data, page.url):
        try:
            given = fetch(link, max_mb=max_mb, allowed=allowed)
            found.append((link, _keep(workspace, link, given, given.data)))
        except InputError as error:
            found.append((link, error))
    if not found or has_words(data, page.url):
        found.insert(0, (url, _keep(workspace, url, page, data)))
    return found


def _is_page(page: Fetched) -> bool:
    if page.media_type in ("text/html", "application/xhtml+xml"):
        return True
    head = page.data[:1024].lstrip().lower()
    return not page.media_type and (b"<html" in head or head.startswith(b"<!doctype html"))


def _utf8(page: Fetched) -> bytes:
    """The page's bytes; in UTF-8 where only the server tells a character set beyond the usual."""
    if not _is_page(page) or page.charset in _KNOWN_CHARSETS:
        return page.data
    try:
        return page.data.decode(page.charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return page.data


def _keep(workspace: Path, url: str, given: Fetched, data: bytes) -> Path:
    folder = workspace / "fetched"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(url.encode()).hexdigest()[:32]
    path = folder / f"{name}{_suffix(given)}"
    part = folder / f".{name}.part"
    part.write_bytes(data)
    part.replace(path)
    return path


def _suffix(given: Fetched) -> str:
    for name in (given.filename, unquote(urlsplit(given.url).path)):
        suffix = PurePosixPath(name).suffix.lower()
        # A page made by a program has the program's suffix.
        if _SUFFIX.fullmatch(suffix) and not (_is_page(given) and suffix not in (".html", ".htm")):
            return suffix
    return _SUFFIXES.get(given.media_type, "")
