"""A chat model over HTTP: its wording leaves only where the cited evidence holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.answering.wording_stream import sentences
from gongkai.config import Config
from gongkai.errors import ModelUnavailable
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

from ..chat_server import Chat, chatting  # noqa: TID252 - tests are no installed package
from ..fakes import share_phrases  # noqa: TID252 - tests are no installed package

_REPORT = Path(__file__).parents[2] / "eval" / "corpus" / "reports" / "qingze-jyj-2023.txt"
QUESTION = "青泽市教育局2023年收到多少申请"


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chatting() as told:
        yield told


@pytest.fixture(scope="module")
def home(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("chat")
    share_phrases(home)
    update(Config(home=home), [_REPORT], encoder)
    return home


def assistant(home: Path, encoder: Encoder, chat: Chat, seconds: float = 20) -> Assistant:
    config = Config(home=home, chat_model="openai:m", chat_url=chat.url, chat_timeout=seconds)
    return Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)


def test_a_founded_wording_leaves(home: Path, encoder: Encoder, chat: Chat) -> None:
    chat.says = "青泽市教育局在2023年一共收到115件申请[1]。"
    answer = assistant(home, encoder, chat).ask(QUESTION).answer
    assert answer.text == chat.says
    assert "115" in chat.asked[0]


@pytest.mark.parametrize(
    "says",
    [
        "青泽市教育局2023年收到116件申请[1]。",  # a wrong number
        "青泽市教育局2023年收到115件申请。",  # no citation
        "青泽市教育局2023年收到115件申请[7]。",  # a citation that isn't there
        "青泽市教育局2023年收到115件申请[1]，请拨打0500-1234567[1]。",  # an invented phone
        "它说“工作非常出色”[1]。",  # an invented quotation
        "",  # nothing
        "青泽市教育局2023年收到115万件申请[1]。",  # another size
        "青泽市教育局2023年收到11 5件申请[1]。",  # figures pulled apart
        "青泽市教育局2023年收到一百一十六件申请[1]。",  # a number in words
        "青泽市教育局2023年没有收到115件申请[1]。",  # turned round
        "青泽市教育局2022年收到115件申请[1]。",  # another year
        "青泽市公安局2023年收到115件申请[1]。",  # a body that isn't indexed
        "青泽市教育局2023年收到自然人申请115件[1]。",  # another cell's label
        "青泽市教育局2023年收到超过115件申请[1]。",  # a bound for a value
        "Qingze received 115 applications in 2023[1].",  # another language
        "每个数字或引文后面紧跟它的出处编号，如[1]。",  # the prompt's own words
        "青泽市教育局2023年收到115件申请[1]。" * 3,  # said again and again
        "<b>青泽市教育局2023年收到115件申请</b>[1]。",  # markup
    ],
)
def test_an_unfounded_wording_is_discarded(
    home: Path, encoder: Encoder, chat: Chat, says: str
) -> None:
    chat.says = says
    answer = assistant(home, encoder, chat).ask(QUESTION).answer
    assert "总计115件[1]" in answer.text


def test_a_slow_model_costs_the_configured_seconds(
    home: Path, encoder: Encoder, chat: Chat
) -> None:
    chat.says, chat.delay = "青泽市教育局在2023年一共收到115件申请[1]。", 5.0
    answer = assistant(home, encoder, chat, seconds=0.5).ask(QUESTION).answer
    assert "总计115件[1]" in answer.text


def test_a_trickling_model_costs_the_configured_seconds(
    home: Path, encoder: Encoder, chat: Chat
) -> None:
    # Every byte comes in time, the whole doesn't: a client's own time-out would never fire.
    chat.says, chat.trickle = "青泽市教育局在2023年一共收到115件申请[1]。", 0.1
    answer = assistant(home, encoder, chat, seconds=1).ask(QUESTION).answer
    assert "总计115件[1]" in answer.text


FIRST = "青泽市教育局在2023年一共收到115件申请[1]。"
SECOND = "这是本年新收政府信息公开申请的总计[1]。"


def test_checked_sentences_come_one_by_one(home: Path, encoder: Encoder, chat: Chat) -> None:
    chat.says, chat.trickle = FIRST + SECOND, 0.005
    turns = list(assistant(home, encoder, chat).stream(QUESTION))
    assert [turn.answer.text for turn in turns] == [FIRST, FIRST + SECOND, FIRST + SECOND]
    assert [turn.done for turn in turns] == [False, False, True]
    assert {turn.answer.citations for turn in turns} == {turns[0].answer.citations}
    assert {turn.conversation for turn in turns} == {turns[0].conversation}


@pytest.mark.parametrize(
    ("says", "seconds"),
    [
        (FIRST + "其中116件已办结[1]。", 20),
        (FIRST + "请拨打0500-1234567[1]。", 20),
        (FIRST + "以上", 20),  # ends in the middle of a sentence
        (FIRST + SECOND * 2000, 2),  # the time runs out
    ],
)
def test_half_a_wording_gives_way_to_the_whole_template(
    home: Path, encoder: Encoder, chat: Chat, says: str, seconds: float
) -> None:
    chat.says, chat.trickle = says, 0.002
    first, *_, last = assistant(home, encoder, chat, seconds).stream(QUESTION)
    assert (first.answer.text, first.done) == (FIRST, False)
    assert "总计115件[1]" in last.answer.text
    assert FIRST not in last.answer.text
    assert last.done
    assert last.discarded


def test_who_leaves_ends_the_models_talk(home: Path, encoder: Encoder, chat: Chat) -> None:
    chat.says, chat.trickle = FIRST + SECOND * 500, 0.01
    turns = assistant(home, encoder, chat).stream(QUESTION)
    assert next(turns).answer.text == FIRST
    assert not chat.left.is_set()
    turns.close()  # type: ignore[attr-defined]  # a generator, though LangChain tells less
    assert chat.left.wait(20)


def test_without_a_model_there_is_one_turn(home: Path, encoder: Encoder, chat: Chat) -> None:
    config = Config(home=home)
    plain = Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)
    (turn,) = plain.stream(QUESTION)
    assert turn == plain.ask(QUESTION)
    assert turn.done
    assert chat.asked == []


def test_sentences_keep_their_marks_and_lose_nothing() -> None:
    text = "甲“一。二。”[1]。乙。[2][3]丙！\n丁"
    assert list(sentences(text)) == ["甲“一。二。”[1]。", "乙。[2][3]", "丙！\n", "丁"]


def test_a_model_that_cannot_be_had_is_named(home: Path, encoder: Encoder) -> None:
    config = Config(home=home, chat_model="nobody:nothing")
    with pytest.raises(ModelUnavailable, match="nobody"):
        Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)
