"""Make files that are no report: hostile, broken, locked or something else, one function a kind.

`python -m gongkai.eval.hostile --out DIR` writes one of each. Every one of them is to end as one
clear error, in seconds and in little memory, while other files go on. All text is invented.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from gongkai.eval.hostile_pdf import PDF
from gongkai.eval.hostile_text import TEXT
from gongkai.eval.hostile_word import WORD
from gongkai.eval.hostile_zip import ZIP

Make = Callable[[], bytes]

# Larger than any limit on a file's size, and no bytes on disk.
_HUGE = 200 << 20
HUGE = "巨大（示例）.txt"

KINDS: dict[str, Make] = {**TEXT, **WORD, **PDF, **ZIP}


def write_hostile(folder: Path) -> list[Path]:
    """One file of each kind in ``folder``, which is made; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in KINDS.items():
        path = folder / name
        path.write_bytes(make())
        paths.append(path)
    huge = folder / HUGE
    with huge.open("wb") as stream:
        stream.truncate(_HUGE)
    return [*paths, huge]


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.hostile", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(argv)
    print(f"{len(write_hostile(given.out))} 个示例文件 → {given.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
