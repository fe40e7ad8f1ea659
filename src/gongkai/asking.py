"""From a config to an assistant, and from lines of questions to lines of answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.answer import Conversation
from gongkai.config import Config
from gongkai.errors import GongkaiError, UsageError
from gongkai.wire import Json, answer_json, error_json

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant
    from gongkai.index.library import Library

_log = logging.getLogger(__name__)


class Line(BaseModel):
    """One line of input: a question, the conversation it belongs to, and filters if any."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field(min_length=1)
    conversation: str | int | None = None
    bureau: str | None = None
    year: int | None = None


def open_assistant(config: Config, say: Callable[[str], None]) -> tuple[Assistant, Library]:
    """An assistant over this home's index, and that index's library. Raises `NoIndex`."""
    from gongkai.index import generation
    from gongkai.index.encoder import load_encoder
    from gongkai.index.library import Library, live

    live(generation.root(config.home))  # what isn't there is told before the model's seconds
    from gongkai.answering.assistant import Assistant

    encoder = load_encoder(config, say=say)
    library = Library(config, encoder.name, encoder.dimension)
    library.current()  # an index of another model is told now, not at the first question
    return Assistant(library, encoder, config), library


def read_line(raw: bytes) -> Line:
    """One line of UTF-8 JSON. Raises `UsageError` that says what is wrong with it."""
    try:
        return Line.model_validate(json.loads(raw.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"这一行不是 UTF-8 的 JSON：{error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "这一行"
        raise UsageError(f"{name} 不可用：{first['msg']}") from error


def ask_lines(assistant: Assistant, lines: Iterable[bytes], put: Callable[[Json], None]) -> int:
    """Answer each line in order, keeping each conversation's context; gives the failed lines.

    A line that can't be used or answered gives a line of status ``error`` in its place, and
    the next goes on. Empty lines are passed over. Lines without a conversation stand alone.
    """
    conversations: dict[str | int | None, Conversation] = {}
    failed = 0
    for count, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            line = read_line(raw)
            before = conversations.get(line.conversation, Conversation())
            turn = assistant.ask(line.question, before, bureau=line.bureau, year=line.year)
        except GongkaiError as error:
            failed += 1
            put(error_json(f"第{count}行：{error}"))
            continue
        except Exception as error:
            _log.exception("line %d", count)
            failed += 1
            put(error_json(f"第{count}行：意外的错误 {type(error).__name__}: {error}"))
            continue
        if line.conversation is not None:
            conversations[line.conversation] = turn.conversation
        put(answer_json(turn.answer))
    return failed
