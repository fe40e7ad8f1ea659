"""Tables (示例) of a cell a line with its bar, blank ones lone bars as what a wide label covers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gongkai.form import FORM_NAMES, form
from gongkai.report import FormName

from .printed import Table, Values, aligned, document, invented, rows_of, tables_of, wrong


def a_line_a_cell(table: Table) -> str:
    """A cell a line with its bar; the bars of a wide cell on a line of their own."""
    lines = []
    for row in rows_of(table):
        for box in row:
            lines.append(f"{box.text} |".lstrip())
            if box.across > 1:
                lines.append("|" * (box.across - 1))
    return "\n".join(lines)


def blanked(truth: Values, seed: int) -> Values:
    """Zeros left blank, and some other values."""
    rng = random.Random(seed)
    return {
        address: None
        if address.section == "三" and (value == 0 or rng.random() < 0.1)
        else value
        for address, value in truth.items()
    }  # fmt: skip


@pytest.mark.parametrize("name", FORM_NAMES)
@pytest.mark.parametrize("seed", range(6))
def test_blank_cells_keep_their_place(name: FormName, seed: int, tmp_path: Path) -> None:
    which = form(name)
    truth = blanked(invented(which, seed, sparse=seed > 1), seed)
    path = tmp_path / "示例.txt"
    path.write_text(document(tables_of(which, truth), a_line_a_cell), "utf-8")
    assert {fact.address: fact.value for fact in aligned(path).facts} == truth


@pytest.mark.parametrize("seed", range(12))
def test_lost_or_added_lines_shift_no_number(seed: int, tmp_path: Path) -> None:
    which = form("2021")
    truth = blanked(invented(which, seed, sparse=True), seed)
    rng = random.Random(seed)
    lines = document(tables_of(which, truth), a_line_a_cell).splitlines()
    lone = [place for place, line in enumerate(lines) if line.strip() == "|"]
    for place in sorted(rng.sample(lone, 1 + seed // 3), reverse=True):
        if rng.random() < 0.7:
            del lines[place]
        else:
            lines.insert(place, "|")
    path = tmp_path / "示例.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert wrong(aligned(path), truth) == []
