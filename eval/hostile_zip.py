"""Archives that are bombs, traps, locked or of another kind than ZIP."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return buffer.getvalue()


def _bomb() -> bytes:
    return archive({"炸弹.txt": b"0" * (300 << 20)})


def _nested() -> bytes:
    data = archive({"示例.txt": "示例".encode()})
    for depth in range(8):
        data = archive({f"{depth}.zip": data})
    return data


def _many() -> bytes:
    return archive({f"{number}.txt": b"" for number in range(20_000)})


def _locked() -> bytes:
    """A member flagged as encrypted, in its own header and in the directory."""
    data = bytearray(archive({"示例报告.txt": b"secret"}))
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        info = zipfile.ZipInfo("链接.txt")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        new.writestr(info, "/etc/hostname")
    return buffer.getvalue()


def _overlapping() -> bytes:
    """Directory entries that all point at one member: few bytes, endless contents."""
    one = archive({"0.txt": b"0" * (1 << 20)})
    end, directory = one.rfind(b"PK\x05\x06"), one.find(b"PK\x01\x02")
    entry, count = one[directory:end], 900
    tail = bytearray(one[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return one[:directory] + entry * count + bytes(tail)


ZIP: dict[str, Callable[[], bytes]] = {
    "炸弹（示例）.zip": _bomb,
    "套娃（示例）.zip": _nested,
    "太多（示例）.zip": _many,
    "加密（示例）.zip": _locked,
    "出界（示例）.zip": lambda: archive({"../../../出界.txt": b"0"}),
    "链接（示例）.zip": _link,
    "重叠（示例）.zip": _overlapping,
    "空（示例）.zip": lambda: archive({}),
    "截断（示例）.zip": lambda: archive({"示例.txt": bytes(range(256)) * 99})[:200],
    "示例.rar": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(64),
    "示例.7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(64),
    "假表格（示例）.xlsx": lambda: archive({"xl/workbook.xml": b"<workbook/>"}),
    "假版式（示例）.ofd": lambda: archive({"OFD.xml": b"<OFD/>"}),
    "空壳（示例）.docx": lambda: archive({"[Content_Types].xml": b"<Types/>"}),
}
