"""A stretch of a question that names bodies, and how neighbouring ones go together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gongkai.answering.body_name import names_data

# What belongs to a body and is another: its branch, what lies below it.
_BRANCH = re.compile(
    "[\u4e00-\u9fff]{0,6}?(?:分局|支队|派出所)|(?:下面|下属|底下|所属|直属|辖下)的?(?![各几哪多所全]|单位|部门|机关|机构|委办)[\u4e00-\u9fff]{2}"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names bodies: ``fits`` are full names, most alike first.

    ``known`` is false where what is said fits no indexed body; ``sure`` where the name says
    enough that a single fit may be taken without asking back. ``heard``: it is spelt otherwise
    than any name of the body and was taken for it.
    """

    start: int
    end: int
    text: str
    fits: tuple[str, ...]
    known: bool = True
    sure: bool = True
    heard: bool = False


def below(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions where a body's branch is no mention of the body (民政局云汀分局, 教育局下面的学校)."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        if kept and mention.start < kept[-1].end:
            continue
        match = _BRANCH.match(text, mention.end)
        if match and mention.text.endswith(tuple(names_data()["organ_ends"])):
            said = text[mention.start : match.end()]
            mention = Mention(mention.start, match.end(), said, (), known=False)  # noqa: PLW2901
        kept.append(mention)
    return kept


def join(mentions: Sequence[Mention]) -> list[Mention]:
    """Join a place with the unknown name right behind it: 淮安市 + 财政局 is one unknown body."""
    joined: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = joined[-1] if joined else None
        if last and mention.end <= last.end:
            continue
        if last and mention.start <= last.end and not mention.known:
            said = last.text + mention.text[last.end - mention.start :]
            joined[-1] = Mention(last.start, mention.end, said, (), known=False)
        else:
            joined.append(mention)
    return joined


class Stretch(Protocol):
    """A stretch of a question, characters ``start`` to ``end``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def without(text: str, mentions: Sequence[Stretch]) -> str:
    """A text with a space in place of each mention."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = text[: mention.start] + " " + text[mention.end :]
    return text
