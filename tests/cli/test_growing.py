"""What a terminal shows of an answer while a chat model words it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from gongkai.answer import Answer, Conversation
from gongkai.answering.assistant import Turn
from gongkai.answering.query import Query
from gongkai.show import last_shown


def turn(text: str, *, done: bool) -> Turn:
    return Turn(Answer("answered", text), Conversation(), Query(""), done)


GROWING = (turn("甲。", done=False), turn("甲。乙[1]。", done=False), turn("丙。", done=True))


def test_a_terminal_shows_what_is_said_so_far() -> None:
    out = Console(file=StringIO(), force_terminal=True, width=80)
    assert last_shown(iter(GROWING), out) is GROWING[-1]
    assert isinstance(out.file, StringIO)
    drawn = out.file.getvalue()
    assert drawn.index("甲。") < drawn.index("甲。乙[1]。")
    assert drawn.endswith("\x1b[2K"), "what was drawn is wiped: the whole answer comes after it"


@pytest.mark.parametrize("turns", [GROWING, GROWING[-1:]])
def test_a_pipe_gets_the_whole_answer_alone(turns: tuple[Turn, ...]) -> None:
    out = Console(file=StringIO(), width=80)
    assert last_shown(iter(turns), out) is turns[-1]
    assert last_shown(iter(turns), None) is turns[-1]
    assert isinstance(out.file, StringIO)
    assert out.file.getvalue() == ""


def test_an_answer_that_comes_whole_is_not_drawn_twice() -> None:
    out = Console(file=StringIO(), force_terminal=True, width=80)
    assert last_shown(iter(GROWING[-1:]), out) is GROWING[-1]
    assert isinstance(out.file, StringIO)
    assert out.file.getvalue() == ""
