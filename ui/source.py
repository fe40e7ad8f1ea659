"""Plain HTTP beside the page: the original files, and whether the service is well.

A report's file may hold anything, so nothing in it may run here: HTML is served into a
sandbox without scripts, forms or outside requests, and no type is left to be guessed.
"""

from __future__ import annotations

import codecs
import logging
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, JSONResponse, Response

from gongkai.errors import GongkaiError
from gongkai.ui.picture import KINDS as SHOWN
from gongkai.ui.picture import page_picture

if TYPE_CHECKING:
    from gongkai.index.library import Library

_log = logging.getLogger(__name__)

_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image": "application/octet-stream",
}
# CSP Level 3: `sandbox` with no flags runs no script and gives the page an origin of its own.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7"'
    ' fill="#1f4e8c"/><path d="M9 8h14v16H9z" fill="#fff"/><path d="M12 13h8M12 17h8M12 21h5"'
    ' stroke="#1f4e8c" stroke-width="1.8"/></svg>'
)


def routes(library: Library) -> APIRouter:
    """`/source/{report_id}`, `/healthz` and the icon."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        try:
            index = library.current()
            count = len(index.cards())
        except GongkaiError as error:
            return JSONResponse({"status": "unavailable", "message": error.told}, status_code=503)
        return JSONResponse({"status": "ok", "reports": count, "generation": index.generation})

    @router.api_route("/source/{report_id}", methods=["GET", "HEAD"])
    def source(report_id: str) -> Response:
        try:
            index = library.current()
        except GongkaiError as error:
            raise HTTPException(503, error.told) from error
        # Only ids of the index are looked up: an id never becomes part of a path.
        card = next((card for card in index.cards() if card.id == report_id), None)
        path = index.original(report_id) if card else None
        if card is None or path is None or not path.is_file():
            raise HTTPException(404, "没有这份报告，或它已更新；请回到问答页重新提问")
        return original(path, card.kind, f"{card.title}{path.suffix}")

    @router.get("/page/{report_id}/{page}")
    def page(report_id: str, page: int, box: str) -> Response:
        try:
            index = library.current()
            card = next((card for card in index.cards() if card.id == report_id), None)
            path = index.original(report_id) if card else None
            if card is None or path is None or not path.is_file() or card.kind not in SHOWN:
                raise HTTPException(404, "没有这份报告，或它没有页面图")
            place = [float(value) for value in box.split(",")]
            if len(place) != 4 or not all(isfinite(value) for value in place):
                raise ValueError(box)
            x0, top, x1, bottom = place
            data = page_picture(path, card.kind, page, (x0, top, x1, bottom))
        except ValueError as error:
            raise HTTPException(400, "位置写法不对") from error
        except GongkaiError as error:
            raise HTTPException(404, error.told) from error
        return Response(
            data, media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
        )

    @router.get("/favicon.ico")
    def icon() -> Response:
        return Response(_ICON, media_type="image/svg+xml")

    return router


def original(path: Path, kind: str, name: str) -> FileResponse:
    """The file itself with its type and character set; Word files are given to save."""
    media = _TYPES[kind]
    if kind == "image":
        media = picture_type(path.read_bytes()[:16])
    if kind in ("text", "html"):
        media = f"{media}; charset={charset(path.read_bytes())}"
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    if kind != "pdf":
        # A sandbox would keep browsers' own PDF viewers from showing the file.
        headers["Content-Security-Policy"] = _SANDBOX
    shown = kind not in ("docx", "ofd", "xlsx") and media not in (
        "image/tiff",
        "application/octet-stream",
    )
    disposition = "inline" if shown else "attachment"
    return FileResponse(
        path, media_type=media, filename=name, headers=headers, content_disposition_type=disposition
    )


def picture_type(head: bytes) -> str:
    """The media type of a picture by its first bytes; browsers show all but TIFF."""
    for magic, media in (
        (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"BM", "image/bmp"),
        (b"RIFF", "image/webp"), (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"),
    ):  # fmt: skip
        if head.startswith(magic):
            return media
    return "application/octet-stream"


def charset(data: bytes) -> str:
    """The character set a text was read in: as `ingest.reader_text.decode` chooses it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for cut in range(4):  # a download may end in the middle of a character
        try:
            data[: len(data) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    return "gb18030"
