"""The conversation as HTML: statuses, marks, chips, choices, and markup that stays text."""

from __future__ import annotations

from typing import get_args

import pytest
from lxml import html

from gongkai.answer import Answer, Status
from gongkai.ui.log import STATUS, Exchange, Session, render

from .made import EVIL, cite_fact, cite_words, made_report

REPORT = made_report(words=(f"原文{EVIL}",))


def shown(*exchanges: Exchange, examples: tuple[str, ...] = ()) -> html.HtmlElement:
    text = render(Session(exchanges), examples)
    assert "<img" not in text
    return html.fromstring(text)


def test_a_new_conversation_offers_the_examples() -> None:
    tree = shown(examples=("问一？", f"问{EVIL}"))
    buttons = tree.xpath('.//button[@data-event="pick"]')
    assert [button.get("data-text") for button in buttons] == ["问一？", f"问{EVIL}"]


@pytest.mark.parametrize("status", get_args(Status))
def test_each_status_is_told(status: Status) -> None:
    tree = shown(Exchange("问", Answer(status, "答")))
    assert tree.xpath('.//p[starts-with(@class,"gk-status")]')[0].text == STATUS[status]


def test_marks_become_buttons_only_where_a_citation_stands() -> None:
    fact = next(fact for fact in REPORT.facts if fact.text)
    answer = Answer("answered", "甲[1]，乙[7]。\n丙[1]", (cite_fact(REPORT, fact),))
    tree = shown(Exchange("问", answer))
    refs = tree.xpath('.//button[@class="gk-ref"]')
    assert [(ref.get("data-turn"), ref.get("data-n")) for ref in refs] == [("0", "1")] * 2
    assert "乙[7]。" in tree.text_content()


def test_questions_answers_quotes_and_problems_stay_text() -> None:
    answer = Answer("clarify", f"答{EVIL}[1]", (cite_words(REPORT, 1, EVIL),), (f"选{EVIL}",))
    tree = shown(Exchange(f"问{EVIL}\n**粗** [链](x)", answer), Exchange("再问", problem=EVIL))
    text = tree.text_content()
    assert text.count(EVIL) == 5
    assert "**粗** [链](x)" in text


def test_many_citations_are_folded_and_none_is_lost() -> None:
    facts = [fact for fact in REPORT.facts if fact.text][:9]
    cited = tuple(cite_fact(REPORT, fact, n) for n, fact in enumerate(facts, 1))
    tree = shown(Exchange("问", Answer("answered", "和", cited)))
    chips = tree.xpath('.//button[@class="gk-cite"]')
    assert [chip.get("data-n") for chip in chips] == [str(n) for n in range(1, 10)]
    assert len(tree.xpath('.//details//button[@class="gk-cite"]')) == 5


def test_choices_wait_while_a_question_is_in_flight() -> None:
    done = Exchange("问", Answer("clarify", "哪个？", (), ("甲", "乙")))
    assert not shown(done).xpath('.//button[@class="gk-choice"][@disabled]')
    waiting = shown(done, Exchange("再问"))
    assert len(waiting.xpath('.//button[@class="gk-choice"][@disabled]')) == 2
    assert waiting.get("aria-busy") == "true"


@pytest.mark.parametrize(
    ("turn", "n"), [(0, 2), (1, 1), (-1, 1), ("0", 1), (None, None), (True, 1)]
)
def test_a_citation_that_does_not_exist_is_none(turn: object, n: object) -> None:
    fact = next(fact for fact in REPORT.facts if fact.text)
    session = Session((Exchange("问", Answer("answered", "答[1]", (cite_fact(REPORT, fact),))),))
    assert session.citation(0, 1) is not None
    assert session.citation(turn, n) is None
