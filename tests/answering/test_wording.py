"""A chat model over HTTP: its wording leaves only where the cited evidence holds it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.errors import ModelUnavailable
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

_REPORT = Path(__file__).parents[2] / "eval" / "corpus" / "reports" / "qingze-jyj-2023.txt"
QUESTION = "青泽市教育局2023年收到多少申请"


@dataclass
class Chat:
    """An OpenAI-compatible server that says what a test tells it to, after ``delay`` seconds."""

    url: str = ""
    says: str = ""
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def chat() -> Iterator[Chat]:
    told = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append(body["messages"][-1]["content"])
            time.sleep(told.delay)
            message = {"role": "assistant", "content": told.says}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            reply = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
            data = json.dumps({**reply, "choices": [choice]}).encode()
            with suppress(BrokenPipeError):  # who asked may have gone: that is what slow tests
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def home(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("chat")
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


def test_a_model_that_cannot_be_had_is_named(home: Path, encoder: Encoder) -> None:
    config = Config(home=home, chat_model="nobody:nothing")
    with pytest.raises(ModelUnavailable, match="nobody"):
        Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)
