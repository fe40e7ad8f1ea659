"""Damage a file as crossings, cut downloads and ill will do: bytes, text, and parts within zips."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

_ODD = (
    b"", b"\x00", b"\xff" * 4, b"\xef\xbb\xbf", b"\xff\xfe", b"\xd0\xcf\x11\xe0", b"PK\x03\x04",
    b"%PDF-1.7\n", b"<table><tr><td rowspan=999>", b"</td></tr></table>", b"<div>" * 300,
    b"<!--", b"]]>", b"&a;", b"&#x110000;", b"\t\t\t", b"|", b"\xe2\xba\xa0", b"-1", b"2147483648",
    b"99999999999999999999", b"0.0000001", b"1e308", b"nan", b"/", "一、".encode(), "总计".encode(),
    "（三）不予公开".encode(), "〔2021〕".encode(), b"1234567890123", "\u3000".encode() * 40,
    "\u202e".encode(), "\U0001f600".encode(), b"\xed\xa0\x80",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483647", b"9" * 30, b"1e9", b"0.5", b"nan", b"")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MOST = 4 << 20
_PNG = b"\x89PNG\r\n\x1a\n"

Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def mutate(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """``data`` changed in one to four ways; ``others`` are files whose parts may be spliced in."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 4))):
        inner = _parts(data)
        if inner is not None and rng.random() < 0.85:
            data = inner(rng, data, others)
        else:
            data = rng.choice(_CHANGES)(rng, data, others)
    return data[:_MOST]


def _parts(data: bytes) -> Change | None:
    if data.startswith(b"PK"):
        return _within_zip
    if data.startswith(_PNG):
        return _within_png
    return _within_pdf if data.startswith(b"%PDF") else None


def _place(rng: random.Random, data: bytes) -> int:
    return rng.randint(0, len(data))


def _span(rng: random.Random, data: bytes) -> tuple[int, int]:
    at = _place(rng, data)
    return at, min(len(data), at + int(rng.paretovariate(0.7)))


def _flip(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _turn in range(min(len(data), rng.choice((1, 2, 8, 64)))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: _place(rng, data)]


def _drop(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def _repeat(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def _insert(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice(_ODD) * rng.choice((1, 1, 1, 30)) + data[at:]


def _splice(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others) if others else data
    start, end = sorted((_place(rng, other), _place(rng, other)))
    at, till = _span(rng, data)
    return data[:at] + other[start:end] + data[till:]


def _number(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + rng.choice(_NUMBERS) + data[match.end() :]


def _swap(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Two lines or tags change places."""
    parts = re.split(rb"(?<=[>\n])", data)
    if len(parts) > 2:
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return b"".join(parts)


def _within_zip(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """A member changed and packed again, so that its checksum holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            if sum(info.file_size for info in old.infolist()) > 2 * _MOST:
                return data  # a bomb is slow to pack again
            members = {info.filename: old.read(info) for info in old.infolist()}
    except Exception:  # what an earlier change broke stays broken
        return data
    if not members:
        return data
    # What holds the text is what readers take apart: it is the largest XML, and chosen most.
    texts = sorted(members, key=lambda name: -len(members[name]) * name.endswith(".xml"))
    name = texts[0] if rng.random() < 0.6 else rng.choice(texts)
    if rng.random() < 0.05:
        del members[name]
    else:
        members[name] = rng.choice(_CHANGES)(rng, members[name], [members[name]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member, content in members.items():
            new.writestr(member, content)
    return out.getvalue()


def _within_pdf(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A stream changed and packed again; the offsets after it are wrong then, as in many files."""
    found = [m for m in _STREAM.finditer(data) if len(m[1]) < _MOST]
    if not found or rng.random() < 0.3:
        return rng.choice((_number, _number, _flip, _insert, _drop))(rng, data, others)
    match = rng.choice(found)
    try:
        content = zlib.decompress(match[1])
    except zlib.error:
        return _number(rng, data, others)
    packed = zlib.compress(rng.choice(_CHANGES)(rng, content, [content]))
    # Padding keeps the places of what follows where it can.
    packed = packed.ljust(len(match[1]), b"\x00")
    return data[: match.start(1)] + packed + data[match.end(1) :]


def _within_png(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Pixels or a part's content changed, and its checksum made to fit."""
    parts: list[tuple[bytes, bytes]] = []
    at = len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    if not parts:
        return data
    place = rng.randrange(len(parts))
    kind, content = parts[place]
    if kind == b"IDAT" and rng.random() < 0.9:
        try:
            pixels = zlib.decompress(b"".join(part for name, part in parts if name == b"IDAT"))
        except zlib.error:
            return _flip(rng, data, ())
        content = zlib.compress(rng.choice(_CHANGES)(rng, pixels, [pixels]), 1)
        parts = [part for part in parts[:place] if part[0] != b"IDAT"] + [
            (kind, content),
            *(part for part in parts[place + 1 :] if part[0] != b"IDAT"),
        ]
    else:
        parts[place] = kind, rng.choice((_flip, _number, _insert))(rng, content, ())
    return _PNG + b"".join(
        len(content).to_bytes(4, "big") + kind + content
        + zlib.crc32(kind + content).to_bytes(4, "big")
        for kind, content in parts
    )  # fmt: skip


_CHANGES: tuple[Change, ...] = (
    _flip, _cut, _drop, _drop, _repeat, _insert, _insert, _splice, _number, _number, _swap,
)  # fmt: skip
