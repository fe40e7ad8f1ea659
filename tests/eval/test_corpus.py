"""The invented corpus: its arithmetic, its truths, and that it can be made again."""

from __future__ import annotations

import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.errors import UsageError
from gongkai.eval.corpus import (
    SAMPLE_COUNT,
    SAMPLE_SEED,
    dump_truth,
    main,
    orders,
    parse_mix,
    render,
)
from gongkai.eval.figures import broken_rules
from gongkai.eval.invent import Invented, invent
from gongkai.eval.names import bodies
from gongkai.eval.narrative import NOTICE
from gongkai.eval.printed import PrintedTable
from gongkai.eval.themes import THEMES
from gongkai.form import form
from gongkai.ingest.convert import find_libreoffice
from gongkai.ingest.load import load
from gongkai.report import Address

CORPUS = Path(__file__).parents[2] / "eval" / "corpus"
TOTAL = ("总计",)


@pytest.fixture(scope="module")
def many() -> list[Invented]:
    return [invent(order) for order in orders(400, 7)]


@pytest.fixture(scope="module")
def sample() -> list[Invented]:
    return [invent(order) for order in orders(SAMPLE_COUNT, SAMPLE_SEED)]


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _prose(report: Invented) -> str:
    return "\n".join(text for texts in report.prose.paragraphs.values() for text in texts)


def test_every_truth_satisfies_the_form(many: list[Invented], sample: list[Invented]) -> None:
    for report in (*many, *sample):
        assert broken_rules(report.form, report.values) == [], report.stem


def test_a_broken_table_is_noticed(many: list[Invented]) -> None:
    report = next(report for report in many if not report.order.blank)
    for address in report.values:
        if address.section != "二":
            wrong = {**report.values, address: (report.values[address] or Decimal(0)) + 1}
            assert broken_rules(report.form, wrong), address


def test_truth_has_every_cell_of_the_form_in_order(many: list[Invented]) -> None:
    for report in many:
        assert list(report.values) == [cell.address for cell in form(report.form).cells]


def test_what_one_year_leaves_open_the_next_takes_over(many: list[Invented]) -> None:
    by_body = {(report.order.body.slug, report.order.year): report for report in many}
    joined = 0
    for (slug, year), report in by_body.items():
        after = by_body.get((slug, year + 1))
        if after is None:
            continue
        for who in form(report.form).applicants:
            left = report.values[Address("三", ("四、结转下年度继续办理",), (who,))]
            taken = after.values[Address("三", ("二、上年结转政府信息公开申请数量",), (who,))]
            if left is not None and taken is not None:
                assert left == taken, report.stem
                joined += left > 0
    assert joined > 20


def test_prose_agrees_with_the_tables_except_where_the_truth_says_so(many: list[Invented]) -> None:
    rows = {
        "applications_received": "一、本年新收",
        "carried_over": "二、上年结转",
        "applications_closed": "（七）总计",
        "carried_forward": "四、结转",
    }
    checked = disagreeing = 0
    for report in many:
        differing = {str(item["figure"]) for item in report.prose.disagrees}
        disagreeing += len(differing)
        told = {key: value for key, value in report.prose.figures.items() if key in rows}
        for key, figure in told.items():
            address = next(
                a for a in report.values if a.column == TOTAL and a.row[-1:] and
                a.section == "三" and a.row[-1].startswith(rows[key])
            )  # fmt: skip
            assert (report.values[address] != figure) == (key in differing), report.stem
            checked += 1
        if (reviews := report.prose.figures.get("reviews")) is not None:
            assert report.values[Address("四", (), ("行政复议", "总计"))] == reviews
    assert checked > 400
    assert disagreeing > 5


def test_every_figure_of_the_truth_stands_in_the_prose(many: list[Invented]) -> None:
    for report in many:
        words = _prose(report)
        for key, figure in report.prose.figures.items():
            none = figure == 0 and re.search("未收到|没有收到|未发生|未制发", words)
            assert none or re.search(rf"(?<!\d){figure}(?!\d)", words), (report.stem, key)
        if report.prose.fee:
            assert f"{report.prose.fee}元" in words
        for value in report.contacts.fields.values():
            assert value is None or value in words


def test_blank_is_not_zero(many: list[Invented]) -> None:
    blank = {report.order.blank: report for report in many}
    assert set(blank) == {"", "reviews", "zeros", "slashes", "totals"}
    for report in many:
        for address, value in report.values.items():
            assert (value is None) == (report.printed[address] in ("", "/"))
    assert {blank["reviews"].printed[a] for a in blank["reviews"].values if a.section == "四"} == {
        ""
    }


def test_tables_cover_their_grid_once(many: list[Invented]) -> None:
    for report in many[:60]:
        for table in report.tables.values():
            assert [len(line) for line in table.covering()] == [table.columns] * table.rows


def test_names_are_unique_and_stems_safe() -> None:
    found = list(bodies())
    assert len({body.name for body in found}) == len({body.slug for body in found}) == len(found)
    assert all(re.fullmatch(r"[a-z0-9-]+", body.slug) for body in found)
    assert len(THEMES) >= 25


def test_the_sample_covers_what_reports_do(sample: list[Invented]) -> None:
    kinds = {report.order.body.kind for report in sample}
    assert kinds == {"government", "bureau", "township", "service"}
    assert {report.order.year for report in sample} == set(range(2019, 2025))
    assert len({(r.form, r.order.layout.split("-")[0]) for r in sample}) == 8
    assert {"txt-a", "txt-b", "txt-gb18030"} <= {r.order.layout for r in sample}
    assert any(r.form == "2019" for r in sample if r.order.year > 2020)
    assert any(r.form == "2021" for r in sample if r.order.year < 2021)
    assert len({r.order.blank for r in sample}) == 5
    assert sum(len(r.prose.disagrees) for r in sample) == 2
    assert any(not any(r.contacts.fields.values()) for r in sample)
    assert {None if r.prose.fee is None else r.prose.fee > 0 for r in sample} == {None, True, False}


def test_the_committed_sample_is_what_the_seed_makes(sample: list[Invented]) -> None:
    names = set()
    for report in sample:
        name, data = render(report)
        names.add(name)
        kept = (CORPUS / "reports" / name).read_bytes()
        if name.endswith(".docx"):  # another zlib packs the same members into other bytes
            assert _members(kept) == _members(data)
        else:
            assert kept == data, name
        truth = (CORPUS / "facts" / f"{report.stem}.json").read_text("utf-8")
        assert truth == dump_truth(report)
    assert names == {path.name for path in (CORPUS / "reports").iterdir()}
    assert sum(path.stat().st_size for path in CORPUS.rglob("*.*")) < 3_000_000


def test_making_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["--out", str(tmp_path / name), "--count", "20", "--seed", "5"]) == 0
    first = sorted((tmp_path / "one").rglob("*.*"))
    assert len(first) == 40
    for path in first:
        assert (
            path.read_bytes()
            == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
        )


def test_every_format_says_that_it_is_invented_and_holds_its_cells(sample: list[Invented]) -> None:
    import docx
    import pdfplumber
    from lxml import html

    for report in sample:
        name, data = render(report)
        kind = name.rsplit(".", 1)[1]
        if kind == "txt":
            text = data.decode("gb18030" if "gb" in report.order.layout else "utf-8")
        elif kind == "html":
            text = html.document_fromstring(data).text_content()
        elif kind == "docx":
            document = docx.Document(io.BytesIO(data))
            text = "\n".join(paragraph.text for paragraph in document.paragraphs)
            for table, want in zip(document.tables, report.tables.values(), strict=True):
                assert _texts(want) == [[cell.text for cell in row.cells] for row in table.rows]
        else:
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                text = "".join(page.extract_text() for page in pdf.pages)
        assert NOTICE in re.sub(r"\s", "", text), name
        assert re.sub(r"\s", "", report.title) in re.sub(r"\s", "", text), name


def test_a_page_break_loses_no_character_and_prints_none_twice() -> None:
    import pdfplumber

    cut = 0
    for order in orders(9, 3, {"pdf": 1.0}):
        report = invent(order)
        words = ""
        for item in report.flow():
            if isinstance(item, PrintedTable):
                words += "".join(cell.text for cell in item.cells)
            else:
                words += item[1]
        with pdfplumber.open(io.BytesIO(render(report)[1])) as pdf:
            printed = "".join(char["text"] for page in pdf.pages for char in page.chars)
            for number, page in enumerate(pdf.pages, 1):
                words += f"-{number}-"
                cut += number > 1 and bool(page.find_tables()) and page.chars[0]["top"] < 80
        assert sorted(re.sub(r"\s", "", printed)) == sorted(re.sub(r"\s", "", words)), report.stem
    assert cut > 3  # pages that begin inside a table


def _texts(table: PrintedTable) -> list[list[str]]:
    return [[cell.text for cell in line] for line in table.covering()]


def test_json_truth_reads_back(sample: list[Invented]) -> None:
    truth = json.loads(dump_truth(sample[0]))
    assert truth["report"]["bureau"] == sample[0].order.body.name
    assert len(truth["facts"]) == len(form(sample[0].form).cells)


@pytest.mark.parametrize("mix", ["odp=1", "html", "html=-1", ""])
def test_a_wrong_mix_is_named(mix: str) -> None:
    with pytest.raises(UsageError, match="--mix"):
        parse_mix(mix)


def test_a_mix_is_kept() -> None:
    layouts = [order.layout for order in orders(40, 1, parse_mix("html=0.5,docx=0.25,pdf=0.25"))]
    assert [layouts.count(name) for name in ("html", "docx", "pdf")] == [20, 10, 10]


def test_asking_for_too_many_says_how_many_there_are() -> None:
    with pytest.raises(UsageError, match="最多"):
        list(orders(100_000, 1))


@pytest.mark.slow
@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_one_and_is_read(tmp_path: Path) -> None:
    order = next(orders(1, 77, {"doc": 1.0}))
    name, data = render(invent(order))
    assert data.startswith(b"\xd0\xcf\x11\xe0")  # the header of a compound file
    (tmp_path / name).write_bytes(data)
    report = load(tmp_path / name)
    values = {fact.address: fact.value for fact in report.facts}
    assert values == dict(invent(order).values)
