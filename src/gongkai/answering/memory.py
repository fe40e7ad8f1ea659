"""What a conversation keeps of the asks, in two lines of text, and reads again."""

from __future__ import annotations

from gongkai.answering.clause import find_operation
from gongkai.answering.query import Ask
from gongkai.answering.topics import meaning


def remember(ask: Ask, before: str = "") -> str:
    """An ask as the conversation keeps it, the one ``before`` it in a second line."""
    kept = "|".join((ask.topic, ",".join(ask.parts), " ".join(ask.text.split())))
    other = next((line for line in before.split("\n") if line and line != kept), "")
    return f"{kept}\n{other}" if other else kept


def recall(kept: str) -> tuple[Ask, ...]:
    """The asks that a conversation keeps, the last first."""
    asks = []
    for line in kept.split("\n") if kept else ():
        topic, parts, text = line.split("|", 2)
        operation, _ = find_operation(text, meaning())
        asks.append(Ask(topic, text, tuple(p for p in parts.split(",") if p), operation))
    return tuple(asks)
