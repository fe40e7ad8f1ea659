"""What the page covers, told from the index, and questions it can indeed answer."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.index.library import Library
from gongkai.ui.scope import EXAMPLES, Scope, ScopeKeeper, coverage, heading


def test_the_scope_is_the_indexs(assistant: Assistant, library: Library) -> None:
    scope = ScopeKeeper(assistant, library).current()
    cards = library.current().cards()
    assert scope.reports == len(cards)
    assert set(scope.bureaus) == {card.bureau for card in cards}
    assert list(scope.years) == sorted({card.year for card in cards}, reverse=True)
    assert "示例" in scope.samples


def test_every_example_is_answered(assistant: Assistant, library: Library) -> None:
    keeper = ScopeKeeper(assistant, library)
    examples = keeper.current().examples
    assert 4 <= len(examples) <= EXAMPLES
    assert len(set(examples)) == len(examples)
    for question in examples:
        assert assistant.ask(question).answer.status == "answered"
    assert keeper.current() is keeper.current(), "surveyed once a generation"


def test_without_an_index_the_page_says_what_to_do(assistant: Assistant, tmp_path: Path) -> None:
    scope = ScopeKeeper(assistant, Library(Config(home=tmp_path), "none", 1)).current()
    assert "gongkai ingest" in heading(scope)
    assert scope.examples == ()


def test_years_and_names_are_told_plainly() -> None:
    scope = Scope("g", 5, (("<b>甲局", (2019, 2021, 2022, 2023)), ("乙局", (2020,))))
    text = html.fromstring(coverage(scope)).text_content()
    assert "<b>甲局" in text
    assert "2019、2021–2023年" in text
    assert "2019–2023年" in html.fromstring(heading(scope)).text_content()


def test_a_long_list_is_cut_and_says_so() -> None:
    bodies = tuple((f"第{n}局", (2020,)) for n in range(100))
    tree = html.fromstring(coverage(Scope("g", 100, bodies)))
    assert len(tree.xpath(".//li")) == 40
    assert "另有60个机关" in tree.text_content()
