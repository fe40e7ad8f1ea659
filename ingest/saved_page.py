"""Web pages saved with their pictures (MHTML, RFC 2557): the page out of the parts."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import Message

from gongkai.errors import UnreadableFile
from gongkai.ingest.reader_html import decode_page

_HEAD = 4096
_START = re.compile(rb"^(?:mime-version|from|content-type|content-location|subject|snapshot-content-location|x-\S+)\s*:",
                    re.IGNORECASE)  # fmt: skip
_MULTIPART = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_MOST_PARTS = 5000


def is_saved_page(data: bytes) -> bool:
    """Whether ``data`` is MHTML: mail headers that tell of a page."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ")
    return bool(_START.match(head) and _MULTIPART.search(head))


def page_of(data: bytes, name: str) -> bytes:
    """The page itself, UTF-8. Raises `UnreadableFile` where none is in it."""
    start = len(data) - len(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    # The policy of old: it takes headers as they are where newer ones would raise.
    message = email.message_from_bytes(data[start:], policy=policy.compat32)
    wanted = (message.get_param("start") or "") if message.is_multipart() else ""
    pages: list[Message] = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(part)
    chosen = next((p for p in pages if wanted and p.get("Content-ID") == wanted), None)
    # Frames and advertisements are parts too: without a named start the longest is the page.
    chosen = chosen or max(pages, key=lambda page: len(_payload(page)), default=None)
    payload = _payload(chosen) if chosen is not None else b""
    if chosen is None or not payload.strip():
        raise UnreadableFile(
            "保存的网页（MHTML）里没有网页正文", file=name, remedy="请在浏览器中重新另存网页"
        )
    charset = chosen.get_content_charset() or ""
    if charset in ("gb2312", "gbk", "gb_2312-80", "x-gbk"):
        charset = "gb18030"
    try:
        text = payload.decode(charset) if charset else decode_page(payload)
    except (LookupError, UnicodeDecodeError):
        text = decode_page(payload)
    return text.encode("utf-8", "replace")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
