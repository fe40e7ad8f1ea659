"""What the page's events do with what a browser may send."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest

from gongkai.answer import Answer
from gongkai.answering.assistant import Assistant
from gongkai.errors import IndexBusy
from gongkai.index.library import Library
from gongkai.ui.chat import ALL_BUREAUS, ALL_YEARS, LIMIT, Desk
from gongkai.ui.keep import LARGEST, keep, kept
from gongkai.ui.log import Exchange, Session, render
from gongkai.ui.scope import ScopeKeeper


@pytest.fixture(scope="module")
def desk(assistant: Assistant, library: Library) -> Desk:
    return Desk(assistant, library, ScopeKeeper(assistant, library))


class Failing:
    """An assistant in trouble."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def stream(self, *_: Any, **__: Any) -> Any:
        raise self._error


def asked(desk: Desk, question: str | None, *filters: str | None) -> tuple[str, Session]:
    """The log and the session after a question."""
    *_, (log, session, *_) = desk.ask(question, Session(), *(filters or (ALL_BUREAUS, ALL_YEARS)))
    return log, session


def test_the_question_is_shown_at_once_and_sending_waits(desk: Desk) -> None:
    first, last = desk.ask("青泽市教育局2023年收到多少件申请？", Session(), ALL_BUREAUS, ALL_YEARS)
    assert 'aria-busy="true"' in first[0]
    assert first[3]["interactive"] is False
    assert 'aria-busy="false"' in last[0]
    assert last[3]["interactive"] is True


@pytest.mark.parametrize("question", [None, "", "  \n\t　"])
def test_an_empty_question_does_nothing(desk: Desk, question: str | None) -> None:
    (only,) = desk.ask(question, Session(), ALL_BUREAUS, ALL_YEARS)
    assert len(only) == 5
    assert not any(isinstance(value, str | Session) for value in only)


@pytest.mark.parametrize("filters", [(None, None), ("", ""), (ALL_BUREAUS, ALL_YEARS)])
def test_cleared_filters_filter_nothing(desk: Desk, filters: tuple[str | None, ...]) -> None:
    _, session = asked(desk, "青泽市教育局2023年收到多少件申请？", *filters)
    answer = session.exchanges[-1].answer
    assert answer is not None
    assert answer.status == "answered"


def test_the_limit_itself_is_asked_and_one_more_is_told(desk: Desk) -> None:
    assert asked(desk, "长" * LIMIT)[1].exchanges[0].problem == ""
    assert str(LIMIT) in asked(desk, "长" * (LIMIT + 1))[1].exchanges[0].problem


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (IndexBusy("另一个导入正在进行", remedy="请稍后再试"), "请稍后再试"),
        (RuntimeError("secret /path"), "抱歉"),
    ],
)
def test_errors_become_sentences(desk: Desk, error: Exception, told: str) -> None:
    failing = Desk(Failing(error), desk.library, desk.keeper)  # type: ignore[arg-type]
    log, session = asked(failing, "教育局的电话？")
    assert told in log
    assert "secret" not in log
    assert "Traceback" not in log
    assert session.exchanges[0].problem


@pytest.mark.parametrize(
    "data",
    [None, {}, {"turn": 0}, {"turn": 9, "n": 1}, {"turn": "0", "n": 1}, {"turn": -1, "n": []}, "x"],
)
def test_choosing_what_is_not_there_changes_nothing(desk: Desk, data: Any) -> None:
    _, session = asked(desk, "青泽市教育局2023年收到多少件申请？")
    assert not isinstance(desk.cite(session, gr.EventData(None, data)), str)


def test_a_citation_of_a_report_that_left_is_told(desk: Desk) -> None:
    _, session = asked(desk, "青泽市教育局2023年收到多少件申请？")
    chosen = gr.EventData(None, {"turn": 0, "n": 1})
    assert "gk-hit" in desk.cite(session, chosen)

    class Empty:
        def current(self) -> Any:
            return self

        def report(self, report_id: str) -> Any:
            raise KeyError(report_id)

    emptied = Desk(desk.assistant, Empty(), desk.keeper)  # type: ignore[arg-type]
    assert "重新提问" in emptied.cite(session, chosen)


def test_a_tick_changes_nothing_until_a_generation_is_published(desk: Desk) -> None:
    seen = desk.keeper.current().generation
    assert len(set(map(str, desk.tick(seen, Session(), None, None)))) == 1
    drawn = desk.tick("gen-0", Session(), "没有的局", "1999")
    assert drawn[0] == seen
    assert drawn[3]["value"] == ALL_BUREAUS
    assert drawn[4]["value"] == ALL_YEARS


def test_a_kept_conversation_comes_back_and_names_no_folder(desk: Desk) -> None:
    _, session = asked(desk, "青泽市教育局2023年收到多少件申请？")
    answer = session.exchanges[0].answer
    assert answer is not None
    folder = answer.citations[0].source.rpartition("/")[0]
    told = keep(session)
    assert folder
    assert folder not in told
    log, back, again = desk.open(told, Session())[-3:]
    assert again == told
    assert back.conversation == session.conversation
    assert log == render(session, desk.keeper.current().examples)
    assert "gk-hit" in desk.cite(back, gr.EventData(None, {"turn": 0, "n": 1}))
    under_way = Session((Exchange("？", problem="！"),))
    assert not any(isinstance(value, Session) for value in desk.open(told, under_way))


@pytest.mark.parametrize(
    "told",
    [None, "", "{", "[]", '{"exchanges": []}', '{"exchanges": [{"question": 1}]}', 7,
     '{"exchanges": [{"question": "还没答"}]}', '{"exchanges": [' + " " * LARGEST + "]}"],
)  # fmt: skip
def test_what_a_browser_made_up_is_no_conversation(told: object) -> None:
    assert kept(told) is None


def test_a_long_conversation_is_kept_from_its_end() -> None:
    exchanges = tuple(Exchange(f"{n}" + "问" * 20_000, problem="！") for n in range(40))
    back = kept(keep(Session(exchanges)))
    assert back is not None
    assert 1 < len(back.exchanges) < 40
    assert back.exchanges[-1] == exchanges[-1]


def test_a_made_up_conversation_is_escaped_like_any_other(desk: Desk) -> None:
    evil = "<img src=x onerror=alert(1)>"
    told = keep(Session((Exchange(evil, Answer("answered", evil, suggestions=(evil,))),)))
    assert "<img" not in desk.open(told, Session())[-3]
