"""Tables (示例) whose rows a lone bar opens, each cell a line: blank cells keep their place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gongkai.form import FORM_NAMES, form
from gongkai.report import FormName

from .printed import Table, Values, aligned, document, expanded, invented, rows_of, tables_of, wrong


def opened(table: Table) -> str:
    """Each cell on the line after its bar; the bars of a wide cell behind it."""
    return "\n".join(
        "| " + "".join(f"\n {box.text}  | {'|' * (box.across - 1)}" for box in row)
        for row in rows_of(table)
    )


def filled_up(table: Table) -> str:
    """No bar opens a row; every place of the grid is a line, what spans cover is blank."""
    return "\n".join(f" {text}  |" for row in expanded(table) for text in row)


def opened_filled_up(table: Table) -> str:
    """A bar opens each row, and every place of the grid is a line."""
    return "\n".join("|\n" + "\n".join(f" {t}  |" for t in row) for row in expanded(table))


def blanked(truth: Values, seed: int) -> Values:
    """Zeros left blank, as many writers do, and some totals."""
    rng = random.Random(seed)
    blank = {
        address
        for address, value in truth.items()
        if address.section == "三" and (value == 0 or rng.random() < 0.1)
    }
    return {address: None if address in blank else value for address, value in truth.items()}


@pytest.mark.parametrize("name", FORM_NAMES)
@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_blank_cells_keep_their_place(name: FormName, seed: int, tmp_path: Path) -> None:
    which = form(name)
    truth = blanked(invented(which, seed, sparse=seed > 1), seed)
    path = tmp_path / "示例.txt"
    path.write_text(document(tables_of(which, truth), opened), "utf-8")
    found = aligned(path)
    assert {fact.address: fact.value for fact in found.facts} == truth


def test_a_first_column_without_a_number_may_be_none(tmp_path: Path) -> None:
    which = form("2021")
    truth = invented(which, 7)
    kept = {a: None if a.column == ("自然人",) else value for a, value in truth.items()}
    path = tmp_path / "示例.txt"
    path.write_text(document(tables_of(which, kept), opened), "utf-8")
    found = aligned(path)
    assert wrong(found, kept) == []
    assert not any(fact.value for fact in found.facts if fact.address.section == "三")


@pytest.mark.parametrize("render", [filled_up, opened_filled_up])
@pytest.mark.parametrize("seed", range(3))
def test_a_blank_line_of_a_spanned_column_is_no_cell(
    render: object, seed: int, tmp_path: Path
) -> None:
    which = form("2021")
    truth = blanked(invented(which, seed, sparse=True), seed)
    path = tmp_path / "示例.txt"
    path.write_text(document(tables_of(which, truth), render), "utf-8")  # type: ignore[arg-type]
    assert wrong(aligned(path), truth) == []


@pytest.mark.parametrize("seed", range(12))
def test_lost_lines_shift_no_number(seed: int, tmp_path: Path) -> None:
    which = form("2021")
    truth = blanked(invented(which, seed, sparse=True), seed)
    rng = random.Random(seed)
    lines = document(tables_of(which, truth), opened).splitlines()
    bare = [place for place, line in enumerate(lines) if line.strip() == "|"]
    for place in sorted(rng.sample(bare, 1 + seed // 3), reverse=True):
        del lines[place]
    path = tmp_path / "示例.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert wrong(aligned(path), truth) == []
