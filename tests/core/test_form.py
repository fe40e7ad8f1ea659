"""The form's data against the official formats."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.form import FORM_NAMES, aliases, form, section_titles
from gongkai.report import SECTIONS, FormName
from gongkai.text import bare

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.parametrize(
    ("name", "second", "third", "fourth"),
    [
        # 规章与文件 2x3, 许可 1, 处罚与强制 2, 收费 1; 25 rows by 7 applicants
        ("2021", 10, 25 * 7, 15),
        # three clauses of 2x3, 收费 2, 采购 2; 23 rows by 7 applicants
        ("2019", 22, 23 * 7, 15),
    ],
)
def test_cells_a_section(name: FormName, second: int, third: int, fourth: int) -> None:
    counts = Counter(cell.address.section for cell in form(name).cells)
    assert counts == {"二": second, "三": third, "四": fourth}


@pytest.mark.parametrize("name", FORM_NAMES)
def test_addresses_are_distinct(name: FormName) -> None:
    addresses = [cell.address for cell in form(name).cells]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_labels_are_the_official_ones(name: FormName) -> None:
    file = SHARED / "statutory-form.json"
    if not file.is_file():
        pytest.skip("the official list of cells isn't beside this checkout")
    official = json.loads(file.read_text("utf-8"))[name]
    ours = form(name)
    assert [(c.label, list(c.items), list(c.columns)) for c in ours.clauses] == [
        (block["clause"], block["items"], block["columns"]) for block in official["section_2"]
    ]
    assert [list(row) for row in ours.rows] == official["section_3"]["rows"]
    assert list(ours.applicants) == official["section_3"]["columns"]
    assert [list(column) for column in ours.outcomes] == official["section_4"]["columns"]


def test_every_section_has_a_title() -> None:
    assert tuple(section_titles()) == SECTIONS


@pytest.mark.parametrize("name", FORM_NAMES)
def test_no_two_items_of_a_clause_share_a_spelling(name: FormName) -> None:
    for clause in form(name).clauses:
        spellings = [bare(text) for item in clause.items for text in set(aliases(item))]
        assert len(set(spellings)) == len(spellings), clause.label


@pytest.mark.parametrize("name", FORM_NAMES)
def test_no_two_rows_under_one_parent_share_a_spelling(name: FormName) -> None:
    by_parent: dict[tuple[str, ...], list[str]] = {}
    for row in form(name).rows:
        spellings = {bare(text) for text in aliases(row[-1])}
        by_parent.setdefault(row[:-1], []).extend(spellings)
    for parent, spellings in by_parent.items():
        assert len(set(spellings)) == len(spellings), parent


def test_fees_are_in_ten_thousand_yuan_and_counts_in_pieces() -> None:
    units = {cell.address.row[-1:]: cell.unit for cell in form("2021").cells}
    assert units[("行政事业性收费",)] == "万元"
    assert units[("规章",)] == "件"


def test_truth_of_a_real_report_names_cells_of_the_form() -> None:
    folder = SHARED / "reports" / "facts"
    if not folder.is_dir():
        pytest.skip("the real reports aren't beside this checkout")
    ours = {(c.address.section, c.address.row, c.address.column) for c in form("2021").cells}
    for file in folder.glob("*.json"):
        truth = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        assert {
            (fact["section"], tuple(fact["row"]), tuple(fact["column"])) for fact in truth["facts"]
        } == ours, file.name
