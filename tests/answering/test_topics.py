"""The meaning data fits the form, and questions find their topics by it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.answering.clause import ask_of, plan_of
from gongkai.answering.match import PhraseBook, phrase_book
from gongkai.answering.topics import REFUSED, cells, content, meaning
from gongkai.answering.understand import plain
from gongkai.form import FORM_NAMES, form
from gongkai.index.encoder import Encoder
from gongkai.report import FormName

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def book(encoder: Encoder) -> PhraseBook:
    return phrase_book(meaning().phrases(), encoder)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_cell_of_the_form_can_be_asked_for(name: FormName) -> None:
    data = meaning()
    reached = {
        address
        for subject in data.subjects
        for part in ("", *data.parts)
        for address in cells(name, subject, part)
    }
    assert reached == {cell.address for cell in form(name).cells}


def test_every_label_in_the_data_is_a_label_of_a_form() -> None:
    labels = {
        label
        for name in FORM_NAMES
        for cell in form(name).cells
        for label in (*cell.address.row, *cell.address.column)
    }
    for subject in meaning().subjects.values():
        assert set(subject.select) <= labels
    for part in meaning().parts.values():
        assert set(part.columns) <= labels


def test_a_total_is_one_cell_and_a_group_is_its_rows() -> None:
    assert len(cells("2021", "applications.new", "")) == 1
    assert len(cells("2021", "denied", "")) == 8
    assert len(cells("2021", "denied", "business")) == 8
    assert len(cells("2021", "applications.new", "organisations")) == 5
    assert len(cells("2021", "litigation", "corrected")) == 2
    assert cells("2021", "services", "") == ()


def test_function_words_are_no_content() -> None:
    assert content("请问一共有多少") == ""
    assert "局长" in content("请问局长是谁")


def rows(file: str) -> list[tuple[str, str, str]]:
    with (HERE / file).open(encoding="utf-8") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return [(r[0], r[1], r[2]) for r in csv.reader(kept, delimiter="\t") if r]


def test_questions_find_their_topics(book: PhraseBook, encoder: Encoder) -> None:
    wrong, stray = [], []
    told = rows("questions.tsv")
    for question, topic, parts in told:
        plan = plan_of(plain(question), meaning())
        ask = ask_of(plan, encoder.queries(plan.texts), book, meaning())
        if (ask.topic, ",".join(ask.parts)) != (topic, parts):
            wrong.append((question, topic, ask.topic, ask.parts))
        if not topic and ask.topic not in ("", REFUSED):
            stray.append((question, ask.topic))
    assert stray == []  # what the form has no cell for never becomes a cell
    assert len(wrong) <= 0.05 * len(told), wrong


def test_no_question_is_a_phrase_of_the_data() -> None:
    phrases = {phrase for _, phrase in meaning().phrases()}
    assert not [q for q, _, _ in (*rows("questions.tsv"), *rows("heldout.tsv")) if q in phrases]
