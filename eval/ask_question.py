"""Questions as data: one JSON object a line, one file a family, under `eval/questions`.

The truth is written by hand from the reports and their fact files, never from an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.errors import UsageError

Corpus = Literal["sample", "real"]
Split = Literal["dev", "held"]
State = Literal["answered", "clarify", "not_found", "refused"]
KINDS = (
    "fact", "sum", "share", "contact", "fee", "narrative", "count", "compare", "trend", "yesno",
    "followup", "clarify", "unanswerable", "unknown_body", "unknown_year", "blank", "refused",
    "english", "multi",
)  # fmt: skip
FOLDER = Path(__file__).resolve().parent / "questions"
# Answers to these may rest on more bodies than their gold names: a ranking cites every body.
_OPEN = frozenset({"rank"})


class Frozen(BaseModel):
    """Data from a file: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Frozen):
    """A cell of the form by the labels of `form.json`, as in the fact files."""

    section: str
    row: tuple[str, ...]
    column: tuple[str, ...]


class Value(Frozen):
    """One thing the answer must say, and where it stands.

    ``value``: a number ("683.82"), a rate ("84.35%") or words that must appear; "" where a cell
    must only be cited. ``bureau`` or ``year`` None: any.
    """

    bureau: str | None
    year: int | None
    value: str
    cell: Place | None = None
    quote_contains: str | None = None


class Gold(Frozen):
    """The truth about a question. ``also``: other states that are as honest."""

    status: State
    also: tuple[State, ...] = ()
    values: tuple[Value, ...] = ()
    forbidden: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[State, ...]:
        """Every state that counts as right."""
        return (self.status, *self.also)


class Question(Frozen):
    """A question with its truth; lines of one ``conversation`` stand in order."""

    id: str
    conversation: str | None
    question: str = Field(min_length=1)
    kind: str
    corpus: Corpus
    gold: Gold
    split: Split
    tags: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the reports hold an answer."""
        return self.gold.status == "answered"

    @property
    def unanswerable(self) -> bool:
        """Whether the right answer is that there is none."""
        return self.gold.status in ("not_found", "refused")

    @property
    def places(self) -> tuple[tuple[str | None, int | None], ...]:
        """The bodies and years an answer may speak of; empty where any will do."""
        if self.kind == "count" or _OPEN.intersection(self.tags):
            return ()
        return tuple(dict.fromkeys((v.bureau, v.year) for v in self.gold.values))


def load(folder: Path = FOLDER) -> tuple[Question, ...]:
    """All questions of a folder, conversations kept together and in order. Raises `UsageError`."""
    found: list[Question] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                question = Question.model_validate(json.loads(line))
            except (json.JSONDecodeError, ValidationError) as error:
                raise UsageError(
                    f"第{number}行不是一个可用的问题：{error}", file=str(path)
                ) from error
            if question.kind not in KINDS:
                raise UsageError(f"第{number}行的 kind 不认识：{question.kind}", file=str(path))
            found.append(question)
    if not found:
        raise UsageError("没有找到问题", file=str(folder))
    return tuple(found)


def conversations(questions: Iterable[Question]) -> list[list[Question]]:
    """Single questions and whole conversations, in order of first appearance."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.conversation or question.id, []).append(question)
    return list(found.values())


def pick(
    questions: Sequence[Question], *, corpus: str = "all", split: str = "all",
    kinds: Sequence[str] = (), limit: int = 0,
) -> tuple[Question, ...]:  # fmt: skip
    """Those asked for; ``limit`` keeps whole conversations and spreads over all kinds."""
    chosen = [
        q
        for q in questions
        if corpus in ("all", q.corpus)
        and split in ("all", q.split)
        and (not kinds or q.kind in kinds)
    ]
    if not limit or limit >= len(chosen):
        return tuple(chosen)
    groups = conversations(chosen)
    by_kind: dict[str, list[list[Question]]] = {}
    for group in groups:
        by_kind.setdefault(group[0].kind, []).append(group)
    kept: list[Question] = []
    for turn in range(max(len(found) for found in by_kind.values())):
        for found in by_kind.values():
            if turn < len(found) and len(kept) < limit:
                kept.extend(found[turn])
    return tuple(kept)
