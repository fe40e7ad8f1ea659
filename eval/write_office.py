"""Write an invented report by LibreOffice: old word processors' files, and its own DOCX, PDF, HTML."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from gongkai.errors import UnsupportedFormat
from gongkai.eval.invent import Invented
from gongkai.eval.write_docx import write_docx
from gongkai.ingest.convert import find_libreoffice

_SECONDS = 120
# WPS Writer's own suffix on the same binary format.
_FILTERS = {
    "doc": "doc:MS Word 97", "wps": "doc:MS Word 97", "rtf": "rtf:Rich Text Format",
    "docx-lo": "docx:MS Word 2007 XML", "pdf-lo": "pdf:writer_pdf_Export",
    "html-lo": "html:HTML (StarWriter)",
}  # fmt: skip


def write_office(report: Invented) -> bytes:
    """The DOCX as `write_docx` makes it, exported; equal reports may differ in their times.

    Raises `UnsupportedFormat` where LibreOffice isn't installed or exports nothing.
    """
    export = _FILTERS[report.order.layout]
    program = find_libreoffice()
    if program is None:
        raise UnsupportedFormat(
            "生成旧版 Word 文件需要 LibreOffice，本机没有安装",
            remedy=f"请安装 LibreOffice，或在 --formats、--mix 中去掉 {'、'.join(_FILTERS)}",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(write_docx(report))
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", export, "--outdir", str(folder / "made"),
            str(folder / "report.docx"),
        ]  # fmt: skip
        try:
            subprocess.run(
                command, cwd=folder, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise UnsupportedFormat(
                f"LibreOffice 超过 {_SECONDS} 秒没有写完", remedy="请稍后再试"
            ) from error
        made = (
            next((folder / "made").glob(f"report.{export.partition(':')[0]}"), None)
            if (folder / "made").is_dir()
            else None
        )
        if made is None:
            raise UnsupportedFormat("LibreOffice 没有写出文件", remedy="请检查它的安装")
        return made.read_bytes()
