"""Chunks: nothing lost, nothing doubled, none too long; tables told in words."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.form import form
from gongkai.ingest.chunk import LONGEST, chunk, spans
from gongkai.ingest.narrate import LONGEST as LONGEST_TABLE
from gongkai.ingest.narrate import narrate
from gongkai.report import Contact, Fact, FormName, Locator, Report, SectionParagraph, Source

PLACE = Locator("text", start=7, end=8)
prose = st.text(alphabet="公开信息申请（一）二是，、；。！？”\n \u300012.:：A", max_size=900)


def report(*paragraphs: SectionParagraph, facts: tuple[Fact, ...] = ()) -> Report:
    return Report(
        "r", "示例市教育局", "示例", 2021, "2021" if facts else None, "", Contact(), paragraphs,
        facts, Source("x.txt", "text", "0"),
    )  # fmt: skip


def facts(name: FormName, value: Decimal | None, text: str = "") -> tuple[Fact, ...]:
    return tuple(
        Fact(cell.address, value, cell.unit, text or ("" if value is None else str(value)), PLACE)
        for cell in form(name).cells
    )


@given(prose)
def test_spans_lose_and_double_nothing(text: str) -> None:
    cut = spans(text)
    assert "".join("".join(text[a:b] for a, b in cut).split()) == "".join(text.split())
    assert all(0 < end - start <= LONGEST for start, end in cut)
    assert all(left[1] <= right[0] for left, right in pairwise(cut))
    assert all(text[a:b] == text[a:b].strip() for a, b in cut)


@given(st.lists(st.tuples(st.sampled_from(["", "一", "五"]), prose, st.booleans()), max_size=6))
def test_chunks_are_slices_of_their_paragraphs(rows: list[tuple[str, str, bool]]) -> None:
    paragraphs = [
        SectionParagraph(section, text, Locator("text", start=10, end=10 + len(text)), heading)
        for section, text, heading in rows
    ]
    chunks = chunk(report(*paragraphs))
    for item in chunks:
        paragraph = paragraphs[item.paragraph]
        assert not paragraph.heading
        assert item.section == paragraph.section
        assert item.text == paragraph.text[item.start : item.end]
        assert (item.locator.start, item.locator.end) == (10 + item.start, 10 + item.end)
    assert len({item.id for item in chunks}) == len(chunks)


def test_sentences_stay_whole_where_they_fit() -> None:
    text = "".join(f"第{n}句话说明公开工作的一项具体安排，并给出理由。" for n in range(30))
    for start, end in spans(text):
        assert text[end - 1] == "。"
        assert text[start] == "第"


def test_a_long_sentence_is_cut_at_semicolons_then_commas() -> None:
    clauses = "；".join(f"一方面推进第{n}项公开工作并做好解读回应" for n in range(20)) + "。"
    assert all(clauses[end - 1] in "；。" for _, end in spans(clauses))
    commas = "，".join(f"推进第{n}项公开工作并做好解读回应" for n in range(20)) + "。"
    assert all(commas[end - 1] in "，。" for _, end in spans(commas))


def test_a_lead_in_stays_with_its_text() -> None:
    before = "公开工作平稳推进。" * 20
    text = before + "（二）依申请公开情况。" + "全年收到申请3件，均按期答复。" * 10
    starts = [text[a:b] for a, b in spans(text)]
    assert any(part.startswith("（二）依申请公开情况。全年") for part in starts)
    assert not any(part.endswith("（二）依申请公开情况。") for part in starts)


def test_numbers_are_not_cut_at_their_commas() -> None:
    text = "共" + "计公开信息一二三四五六七八九十" * 13 + "1,234,567件，其中网站1,000件。"
    joined = [text[a:b] for a, b in spans(text)]
    assert not any(part.endswith(("1,", "234,")) for part in joined)


@pytest.mark.parametrize("name", ["2021", "2019"])
@pytest.mark.parametrize("value", [None, Decimal(0), Decimal(7), Decimal(98765432)])
def test_tables_are_told_within_their_limit(name: FormName, value: Decimal | None) -> None:
    told = list(narrate(name, facts(name, value)))
    assert [section for section, _, _ in told] == ["二", "三", "四"]
    for _, text, locator in told:
        assert len(text) <= LONGEST_TABLE
        assert locator == PLACE
        assert ("未填写" in text) == (value is None)
        assert ("98765432" in text) == (value == 98765432)


def test_table_three_tells_rows_with_values_and_sums_up_the_rest() -> None:
    cells = list(facts("2021", Decimal(0)))
    for index, fact in enumerate(cells):
        if fact.address.row[-1:] == ("2.重复申请",) and fact.address.column == ("总计",):
            cells[index] = Fact(fact.address, Decimal(25), "件", "25", PLACE)
    _, text, _ = list(narrate("2021", cells))[1]
    assert "不予处理：重复申请25件" in text
    assert "其余各行均为0" in text
    assert "国家秘密" not in text


def test_a_blank_is_not_told_as_zero_and_the_unreadable_is_not_told_as_blank() -> None:
    blank = [text for _, text, _ in narrate("2019", facts("2019", None, "/"))]
    assert all("0" not in text for text in blank)
    odd = [text for _, text, _ in narrate("2021", facts("2021", None, "23000023"))]
    assert all("无法辨认" in text and "未填写" not in text for text in odd)


def test_a_table_that_is_not_in_the_file_is_not_told() -> None:
    cells = tuple(
        Fact(f.address, None, f.unit, "", PLACE if f.address.section == "二" else None)
        for f in facts("2021", None)
    )
    chunks = chunk(report(facts=cells))
    assert [(item.section, item.kind, item.paragraph) for item in chunks] == [("二", "table", -1)]
