"""Old word processor files become DOCX through LibreOffice, in a process of its own.

What comes from outside may hang, crash or swell a converter, so each call has a profile folder,
a time limit and a process group of its own, and where the system can, bounds on memory, time
and the size of what it writes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import UnreadableFile, UnsupportedFormat

log = logging.getLogger(__name__)

SECONDS = 60.0
_MEMORY_KB = 2_000_000
_OUTPUT_BLOCKS = 400_000  # of 512 bytes, as POSIX `ulimit -f` counts
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_EXPORT = "docx:MS Word 2007 XML"
_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试"
# No macros, no linked files, no network: a proxy of type 1 is the one named, and none is there.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class OldFormat:
    """A kind of file LibreOffice reads: what people call it, its suffix and import filter."""

    label: str
    suffix: str
    filter: str


WORD = OldFormat("旧版 Word 文件（.doc、.wps）", ".doc", "MS Word 97")
WORD_95 = OldFormat("旧版 Word 文件（.doc、.wps）", ".doc", "MS Word 95")
RTF = OldFormat("RTF 文件", ".rtf", "Rich Text Format")
WORD_XML = OldFormat("Word 2003 XML 文件", ".xml", "MS Word 2003 XML")
ODT = OldFormat("ODT 文件", ".odt", "writer8")


def converted_path(workspace: Path, sha256: str) -> Path:
    """Where the DOCX lies that a file of these bytes was converted to."""
    return workspace / "converted" / f"{sha256}.docx"


def to_docx(
    data: bytes, old: OldFormat, *, sha256: str, name: str, workspace: Path | None
) -> bytes:
    """The DOCX that a file of ``old`` format becomes; kept in ``workspace`` and found again there.

    ``sha256`` is of ``data``, ``name`` the file's for errors. Raises `UnsupportedFormat` where
    LibreOffice isn't installed, `UnreadableFile` where it can't read the file in time.
    """
    kept = converted_path(workspace, sha256) if workspace else None
    if kept is not None and kept.is_file():
        return kept.read_bytes()
    program = find_libreoffice()
    if program is None:
        raise UnsupportedFormat(
            f"读取{old.label}需要 LibreOffice，本机没有安装",
            file=name,
            remedy="请安装 LibreOffice（Debian、Ubuntu：apt-get install libreoffice-writer-nogui），"
            "或用 Word、WPS 另存为 .docx",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        made = _run(program, Path(folder), data, old, name)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f".{sha256}-{os.getpid()}")
        part.write_bytes(made)
        part.replace(kept)
    return made


def find_libreoffice() -> str | None:
    """The path of LibreOffice's program, None where it isn't installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _run(program: str, folder: Path, data: bytes, old: OldFormat, name: str) -> bytes:
    given = folder / f"given{old.suffix}"
    given.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", f"--infilter={old.filter}", "--convert-to", _EXPORT,
        "--outdir", str(folder / "made"), str(given),
    ]  # fmt: skip
    if os.name == "posix":
        bounds = f"ulimit -v {_MEMORY_KB}; ulimit -t {int(SECONDS) + 1}; ulimit -f {_OUTPUT_BLOCKS}"
        command = ["/bin/sh", "-c", f'{bounds}; exec "$@"', "sh", *command]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"{old.label}转换超过 {SECONDS:.0f} 秒，已停止", file=name, remedy=_AGAIN
        ) from error
    finally:
        _end(process)
    made = folder / "made" / "given.docx"
    if not made.is_file() or not made.stat().st_size:
        log.debug("LibreOffice ended with %s on %s", code, name)
        raise UnreadableFile(
            f"{old.label}已损坏或有密码，LibreOffice 无法读取", file=name, remedy=_AGAIN
        )
    return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
