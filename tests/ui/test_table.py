"""The form's tables as HTML: rectangular, complete, one cell marked, nothing let through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from gongkai.form import FORM_NAMES, form
from gongkai.report import FormName
from gongkai.ui.table import TABLE_SECTIONS, table

from .made import EVIL, made_report

CASES = [(name, section) for name in FORM_NAMES for section in TABLE_SECTIONS]


def drawn(name: FormName, section: str, hit: int | None = None) -> html.HtmlElement:
    report = made_report(name)
    facts = [fact for fact in report.facts if fact.address.section == section]
    address = None if hit is None else facts[hit].address
    return html.fromstring(table(report, section, address, ()))


@pytest.mark.parametrize(("name", "section"), CASES)
def test_spans_fill_a_rectangle(name: FormName, section: str) -> None:
    taken: dict[tuple[int, int], str] = {}
    rows = drawn(name, section).xpath(".//tr")
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            for dy in range(int(cell.get("rowspan", "1"))):
                for dx in range(int(cell.get("colspan", "1"))):
                    assert (y + dy, x + dx) not in taken
                    taken[y + dy, x + dx] = cell.text_content()
    width = max(x for _, x in taken) + 1
    assert len(taken) == width * len(rows)


@pytest.mark.parametrize(("name", "section"), CASES)
def test_every_cell_is_there_in_the_forms_order(name: FormName, section: str) -> None:
    report = made_report(name)
    facts = [fact for fact in report.facts if fact.address.section == section]
    cells = drawn(name, section).xpath(".//td")
    assert [cell.text_content() for cell in cells] == [fact.text for fact in facts]
    assert "" in [cell.text_content() for cell in cells], "blank cells stay blank"


@pytest.mark.parametrize(("name", "section"), CASES)
def test_any_cell_is_marked_alone_with_its_own_headers(name: FormName, section: str) -> None:
    facts = [cell for cell in form(name).cells if cell.address.section == section]
    for n, fact in enumerate(facts):
        tree = drawn(name, section, n)
        assert len(tree.xpath(".//mark")) == len(tree.xpath('.//td[@class="gk-hit"]')) == 1
        lit = {th.text_content() for th in tree.xpath('.//th[@class="gk-on"]')}
        assert {*fact.address.row, *fact.address.column} <= lit
        labels = {label for other in facts for label in (*other.address.row, *other.address.column)}
        assert lit & labels == {*fact.address.row, *fact.address.column}


def test_headers_are_laid_out_as_the_form_prints_them() -> None:
    third = drawn("2021", "三")
    spans = {
        th.text_content(): (th.get("rowspan", "1"), th.get("colspan", "1"))
        for th in third.xpath(".//th")
    }
    assert spans["申请人情况"] == ("1", "7")
    assert spans["法人或其他组织"] == ("1", "5")
    assert spans["自然人"] == ("2", "1")
    assert spans["三、本年度办理结果"] == ("22", "1")
    assert spans["（三）不予公开"] == ("8", "1")
    assert spans["（一）予以公开"] == ("1", "2")
    assert spans["四、结转下年度继续办理"] == ("1", "3")
    fourth = drawn("2021", "四")
    first = {th.text_content(): th.get("colspan") for th in fourth.xpath(".//tr[1]/th")}
    assert first == {"行政复议": "5", "行政诉讼": "10"}


def test_the_answers_other_cells_are_tinted() -> None:
    report = made_report()
    fourth = [fact.address for fact in report.facts if fact.address.section == "四"]
    tree = html.fromstring(table(report, "四", fourth[0], set(fourth[:3])))
    assert len(tree.xpath('.//td[@class="gk-also"]')) == 2


def test_printed_text_is_escaped() -> None:
    report = made_report()
    spiked = replace(
        report, facts=tuple(replace(fact, text=EVIL, value=None) for fact in report.facts)
    )
    for section in TABLE_SECTIONS:
        drawn_table = table(spiked, section, spiked.facts[0].address, ())
        assert "<img" not in drawn_table
        assert html.fromstring(drawn_table).xpath(".//td")[0].text_content() == EVIL


def test_a_report_without_a_form_has_no_table() -> None:
    assert table(made_report(None), "三", None, ()) == ""
