"""Pages that draw no ruling lines: invented OFD files (示例) with their paths taken out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.eval.corpus import orders, write_corpus
from gongkai.eval.parse import score_folder
from gongkai.ingest.load import load

PATHS = re.compile(r"<(?:\w+:)?PathObject\b.*?</(?:\w+:)?PathObject>", re.DOTALL)
TEXTS = re.compile(r"<(?:\w+:)?TextObject\b.*?</(?:\w+:)?TextObject>", re.DOTALL)
LONE = re.compile(r">(\d+)</(?:\w+:)?TextCode>")


def changed(path: Path, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            page = name.endswith("Content.xml")
            archive.writestr(name, change(data.decode()).encode() if page else data)


def unruled(markup: str) -> str:
    return PATHS.sub("", markup)


def without_some_numbers(markup: str) -> str:
    """Each thirteenth number of the page left blank."""
    count = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal count
        count += bool(LONE.search(match.group()))
        return "" if LONE.search(match.group()) and count % 13 == 0 else match.group()

    return TEXTS.sub(kept, unruled(markup))


def without_a_row(markup: str) -> str:
    """The numbers of one line of the page left out."""
    lines = [re.search(r'Boundary="\S+ (\S+)', text) for text in TEXTS.findall(markup)]
    tops = [line.group(1) for line in lines if line]
    full = [top for top in dict.fromkeys(tops) if tops.count(top) >= 7]
    if not full:
        return unruled(markup)
    gone = re.compile(rf'Boundary="\S+ {re.escape(full[len(full) // 2])} ')
    return TEXTS.sub(
        lambda m: "" if gone.search(m.group()) and LONE.search(m.group()) else m.group(),
        unruled(markup),
    )


@pytest.mark.parametrize(
    ("change", "least"), [(unruled, 0.9), (without_some_numbers, 0.5), (without_a_row, 0.0)]
)
def test_numbers_stand_in_their_columns(
    change: Callable[[str], str], least: float, tmp_path: Path
) -> None:
    write_corpus(tmp_path, orders(6, 977, {"ofd": 1.0}))
    for path in (tmp_path / "reports").iterdir():
        changed(path, change)
    scores, defects = score_folder(tmp_path, load)
    cells = scores["all"].cells
    assert scores["all"].failed == 0
    assert not [defect for defect in defects if "wrong" in defect.where]
    assert cells["right"] >= least * (cells["right"] + cells["unknown"])
