"""What a conversation keeps of the asks, in two lines of text, and reads again."""

from __future__ import annotations

from gongkai.answering.clause import find_operation
from gongkai.answering.query import Ask
from gongkai.answering.topics import content, meaning
from gongkai.text import bare

# So few characters say nothing that a follow-up could lean on.
BARE = 3


def remember(ask: Ask, before: str = "") -> str:
    """An ask as the conversation keeps it, the one ``before`` it in a second line."""
    text = " ".join(ask.text.split())
    if ask.behind and len(bare(content(text))) <= BARE:
        text = f"{content(ask.behind)} {text}"  # 办了几回: what was, goes on being spoken of
    kept = "|".join((ask.topic, ",".join(ask.parts), text))
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
