"""The source panel: the quote found and marked, the place told, nothing let through."""

from __future__ import annotations

import pytest
from lxml import html

from gongkai.report import Locator, SourceKind
from gongkai.ui.passage import find_quote, missing, passage
from gongkai.ui.place import original_url, place

from .made import EVIL, cite_fact, cite_words, made_report


@pytest.mark.parametrize(
    ("text", "words", "offset", "found"),
    [
        ("电话：123，传真：123。", "123", 10, (10, 13)),  # the second of two, by its offset
        ("电话：123，传真：123。", "123", None, (3, 6)),
        ("电话：123，传真：123。", "123", 2, (3, 6)),  # an offset that doesn't hold
        ("主动公开 信息\n221 条", "信息221条", None, (5, 13)),
        ("主动公开信息", "信 息", None, (4, 6)),
        ("主动公开信息", "收费", None, None),
        ("主动公开信息", "", None, None),
        ("a.b", "a.b", 0, (0, 3)),
        ("axb", "a.b", None, None),  # words are no pattern
    ],
)
def test_find_quote(
    text: str, words: str, offset: int | None, found: tuple[int, int] | None
) -> None:
    assert find_quote(text, words, offset) == found


def test_the_quote_is_marked_at_its_own_place() -> None:
    words = "电话：123，传真：123。"
    report = made_report(words=("前文。", words))
    start = report.paragraphs[2].locator.start
    assert start is not None
    citation = cite_words(report, 2, "123", Locator("text", start=start + 10, end=start + 13))
    tree = html.fromstring(passage(citation, report))
    assert [mark.text for mark in tree.xpath(".//mark")] == ["123"]
    assert tree.xpath(".//mark")[0].tail == "。"
    assert "前文。" in tree.text_content(), "the paragraph before is shown for context"


def test_a_quote_that_moved_marks_its_whole_paragraph() -> None:
    report = made_report(words=("现在的说法。",))
    tree = html.fromstring(passage(cite_words(report, 1, "从前的说法"), report))
    assert [mark.text for mark in tree.xpath(".//mark")] == ["现在的说法。"]


def test_a_cell_is_told_and_shown_in_its_table() -> None:
    report = made_report()
    fact = next(fact for fact in report.facts if fact.address.section == "三" and fact.text)
    tree = html.fromstring(passage(cite_fact(report, fact), report))
    assert [mark.text_content() for mark in tree.xpath(".//mark")] == [fact.text]
    told = tree.xpath('.//dl[@class="gk-told"]')[0].text_content()
    assert all(label in told for label in (*fact.address.row, *fact.address.column))


def test_a_blank_cell_is_told_as_blank() -> None:
    report = made_report()
    text = html.fromstring(passage(cite_fact(report, report.facts[0]), report)).text_content()
    assert "原表此格为空" in text


def test_everything_from_the_report_is_escaped() -> None:
    report = made_report(words=(f"前{EVIL}", f"此{EVIL}处", f"后{EVIL}"))
    for shown in (
        passage(cite_words(report, 2, EVIL), report),
        passage(cite_words(report, 2, f"不在{EVIL}"), report),
        missing(cite_words(report, 2, EVIL)),
    ):
        assert "<img" not in shown
    tree = html.fromstring(passage(cite_words(report, 2, EVIL), report))
    assert tree.xpath(".//mark")[0].text == EVIL


@pytest.mark.parametrize(
    ("locator", "paragraph", "told"),
    [
        (Locator("pdf", page=4, box=(0, 0, 1, 1)), -1, "第4页"),
        (Locator("pdf", page=4, box=(0, 0, 1, 1)), 11, "第4页，第12段"),
        (Locator("docx", paragraph=2, start=0, end=4), 3, "第3段"),
        (Locator("docx", table=1, row=4, column=1), -1, "第2个表格第5行第2列"),
        (Locator("text", start=825, end=828), -1, "全文第826字处"),
        (Locator("html", start=825, end=828), 6, "第7段"),
        (None, -1, ""),
    ],
)
def test_places_in_words(locator: Locator | None, paragraph: int, told: str) -> None:
    report = made_report(words=("字",))
    citation = cite_words(report, 1, "字")
    citation = type(citation)(**{**_fields(citation), "locator": locator, "paragraph": paragraph})
    assert place(citation) == told


@pytest.mark.parametrize(
    ("kind", "locator", "end"),
    [
        ("pdf", Locator("pdf", page=4), "source/r1#page=4"),
        ("docx", Locator("docx", paragraph=1), "source/r1"),
        ("html", Locator("html", start=0, end=1), "source/r1#:~:text=%E5%AD%97"),
    ],
)
def test_the_originals_address(kind: SourceKind, locator: Locator, end: str) -> None:
    report = made_report(words=("字",), kind=kind)
    assert original_url(cite_words(report, 1, "字", locator), kind) == end


def _fields(citation: object) -> dict[str, object]:
    return {name: getattr(citation, name) for name in type(citation).__dataclass_fields__}  # type: ignore[attr-defined]
