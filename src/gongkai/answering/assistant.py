"""The assistant: a LangChain chain from a question to an answer that has passed its check.

understand → compose (pin reports, gather evidence, tell) → ground → number. Each step is a plain
function of the one before; `Assistant.chain` can be invoked, streamed or traced like any Runnable.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable, RunnableLambda

from gongkai.answer import Answer, Conversation, Status
from gongkai.answering.apart import apart
from gongkai.answering.compose import Composed, compose
from gongkai.answering.english import in_english
from gongkai.answering.evidence import Draft, Statement, finish
from gongkai.answering.ground import ungrounded
from gongkai.answering.hear import hear
from gongkai.answering.match import PhraseBook, QueryEncoder, Vectors, phrase_book
from gongkai.answering.memory import remember
from gongkai.answering.query import Query
from gongkai.answering.quote import Finder
from gongkai.answering.quote import Relevance as Scores
from gongkai.answering.retrieve import Passage, passages
from gongkai.answering.shelf import Shelf
from gongkai.answering.topics import REFUSED, content, meaning
from gongkai.answering.understand import plain, understand, unquoted
from gongkai.answering.unlisted import asked_on_for_parts
from gongkai.answering.wording import load_chat_model, wordings
from gongkai.config import Config
from gongkai.index.hearing import load_hearing
from gongkai.index.relevance import load_relevance
from gongkai.report import Report
from gongkai.text import bare

if TYPE_CHECKING:
    from gongkai.index.encoder import Encoder
    from gongkai.index.library import Library

log = logging.getLogger(__name__)

# Longer questions are cut, as the page cuts them: matching time grows with length.
_QUESTION_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """A question with its conversation and the filters of the page or the command line."""

    question: str
    conversation: Conversation = field(default_factory=Conversation)
    bureau: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer and the conversation after it; ``query`` tells how the question was read.

    ``done``: the answer is whole. Where a chat model words it, turns with what was said so far
    come before that one, each in place of the last. ``discarded``: why its words didn't stand.
    """

    answer: Answer
    conversation: Conversation
    query: Query
    done: bool = True
    discarded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    request: Request
    shelf: Shelf
    query: Query = field(default_factory=lambda: Query(""))
    composed: Composed = field(default_factory=lambda: Composed(Draft("not_found", ())))


@dataclass(frozen=True, slots=True)
class _Settled:
    """What will be said, grounded but not numbered yet, and what the conversation keeps."""

    draft: Draft
    conversation: Conversation
    query: Query


# The status of a message of several questions is the first of these that one of them has.
_FIRST: tuple[Status, ...] = ("answered", "clarify", "not_found", "refused")


def phrases(encoder: QueryEncoder, config: Config) -> PhraseBook:
    """The phrase book of the meaning data; its vectors are made once and kept in the home."""
    return phrase_book(meaning().phrases(), encoder, config.home / "cache")


class Assistant:
    """Answers questions over an index; safe to use from several threads."""

    def __init__(self, library: Library, encoder: Encoder, config: Config) -> None:
        self._library = library
        self._encoder = encoder
        self._book = phrases(encoder, config)
        self._relevance = load_relevance(encoder)
        self._hearing = load_hearing(encoder)
        self._chat = load_chat_model(config)
        self._seconds = config.chat_timeout
        self._shelf: Shelf | None = None
        self._lock = threading.Lock()
        self._steps: Runnable[Request, _Settled] = (
            RunnableLambda(self._open)
            | RunnableLambda(self._understand)
            | RunnableLambda(self._compose)
            | RunnableLambda(self._ground)
        )
        self.chain: Runnable[Request, Turn] = (
            RunnableLambda(self._each) | RunnableLambda(self._say)
        ).with_config(run_name="gongkai")

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        bureau: str | None = None,
        year: int | None = None,
    ) -> Turn:
        """Answer a question; ``bureau`` and ``year`` are filters that the question may override."""
        return self.chain.invoke(_request(question, conversation, bureau, year))

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        bureau: str | None = None,
        year: int | None = None,
    ) -> Iterator[Turn]:
        """Answer as it comes: each turn in place of the one before, the last one done.

        Without a chat model there is one turn. Closing the iterator ends the model's talk.
        """
        return self.chain.stream(_request(question, conversation, bureau, year))

    @property
    def encoder(self) -> Encoder:
        """What questions and reports are embedded with."""
        return self._encoder

    def shelf(self) -> Shelf:
        """The reports of the current index generation."""
        index = self._library.current()
        with self._lock:
            if self._shelf is None or self._shelf.index is not index:
                self._shelf = Shelf(index)
            return self._shelf

    def _each(self, request: Request) -> _Settled:
        """What is to be said to each question of a message, put together."""
        scope = self.shelf().scope
        talked = bool(request.conversation.bureaus)
        questions = apart(request.question, scope.bodies, scope.all_years, plain, talked=talked)
        if len(questions) == 1:
            return self._steps.invoke(request)
        settled: list[_Settled] = []
        for question in questions:
            before = settled[-1].conversation if settled else request.conversation
            settled.append(
                self._steps.invoke(replace(request, question=question, conversation=before))
            )
        drafts = [one.draft for one in settled]
        # A refusal beside an answer, an answer beside a question back: what is answered is said.
        best = min(drafts, key=lambda draft: _FIRST.index(draft.status))
        said = [draft for draft in drafts if draft.status != "refused"] or drafts
        statements = tuple(s for draft in said for s in draft.statements)
        last = settled[-1]
        query = replace(last.query, question=request.question)
        whole = replace(best, statements=statements, suggestions=drafts[-1].suggestions)
        return _Settled(whole, last.conversation, query)

    def _open(self, request: Request) -> _Step:
        return _Step(request, self.shelf())

    def _understand(self, step: _Step) -> _Step:
        request = step.request
        query = self._read(step, request.question)
        pending = request.conversation.pending
        if pending and query.bureaus and not query.asks:
            # The choice that a clarification asked for: now the pending question is whole.
            told = () if "year" in query.inherited else query.years  # 青泽市民政局2023年呢
            whole = self._read(step, f"{'和'.join(query.bureaus)}：{pending}")
            query = replace(whole, question=request.question, years=told or whole.years)
        query = asked_on_for_parts(query, request.conversation)
        if self._hearing:
            query = hear(query, request.conversation, cache(self._hearing.cells))
        return replace(step, query=query)

    def _read(self, step: _Step, question: str) -> Query:
        request = step.request
        return understand(
            question, step.shelf.scope, self._book, self._encoder, request.conversation,
            bureau=request.bureau, year=request.year,
        )  # fmt: skip

    def _compose(self, step: _Step) -> _Step:
        return replace(step, composed=compose(step.query, step.shelf, self._finder(step.shelf)))

    def _finder(self, shelf: Shelf) -> Finder:
        vectors: dict[str, Vectors] = {}

        def vector(text: str) -> Vectors:
            if text not in vectors:
                vectors[text] = self._encoder.queries([text])[0]
            return vectors[text]

        def found(text: str, report: Report) -> tuple[Passage, ...]:
            return passages(shelf.index, text, vector(text), (report.id,))

        def likeness(text: str, others: Sequence[str]) -> Sequence[float]:
            return [float(cosine) for cosine in self._encoder.queries(others) @ vector(text)]

        relevance = _kept(self._relevance.scores) if self._relevance else None
        return Finder(found, likeness, shelf.index.holding, relevance)

    def _ground(self, step: _Step) -> _Settled:
        draft = step.composed.draft
        if step.query.english:
            draft = in_english(draft, step.shelf.scope.bodies.names)
        draft = grounded(draft, step.shelf, step.query)
        before, query = step.request.conversation, step.query
        topic = _topic(query, before)
        if draft.status == "clarify":
            # Without the name that was unclear: the one chosen takes its place. A name that was
            # mended stands in what was read only.
            whole = query.question if query.mention in query.question else query.read
            open_question = whole.replace(query.mention, "", 1)
            choices = query.choices
            kept = replace(before, pending=open_question if choices else "", choices=choices)
            if not choices:  # what about this body? the next question may leave its name out
                kept = replace(kept, bureaus=query.bureaus or before.bureaus)
        elif draft.status == "answered":
            kept = Conversation(step.composed.bureaus, step.composed.years, topic)
            if not kept.bureaus:  # of several bodies: 最少的呢 asks on among them
                kept = replace(kept, years=query.years, choices=query.among or query.choices)
        else:  # nothing found, but a follow-up may still mean this body, year and topic
            kept = replace(
                before,
                bureaus=query.bureaus or before.bureaus,
                years=step.composed.years or query.years or before.years,
                topic=topic or before.topic,
                pending="",
                choices=(),
            )
        return _Settled(draft, kept, query)

    def _say(self, settled: _Settled) -> Iterator[Turn]:
        # A step that yields: invoked, its last turn stands, since turns can't be added.
        answer, evidence = finish(settled.draft)
        turn = Turn(answer, settled.conversation, settled.query)
        if self._chat is None or answer.status != "answered":
            yield turn
            return
        for wording in wordings(
            settled.query.question, answer, evidence, self._chat,
            seconds=self._seconds, bodies=self.shelf().scope.bodies.names,
        ):  # fmt: skip
            said = replace(answer, text=wording.text)
            yield replace(turn, answer=said, done=wording.done, discarded=wording.why)


def _kept(scores: Scores) -> Scores:
    """Scores that are reckoned once for a question: several ways to answer read the same texts."""
    known: dict[tuple[str, str], float] = {}

    def read(question: str, texts: Sequence[str]) -> Sequence[float]:
        new = [text for text in dict.fromkeys(texts) if (question, text) not in known]
        for text, score in zip(new, scores(question, new) if new else (), strict=True):
            known[question, text] = score
        return [known[question, text] for text in texts]

    return read


def _request(
    question: str, conversation: Conversation | None, bureau: str | None, year: int | None
) -> Request:
    return Request(question[:_QUESTION_LIMIT], conversation or Conversation(), bureau, year)


def _topic(query: Query, before: Conversation) -> str:
    """What the conversation keeps of what was asked, and of what was asked before it.

    "" where there is nothing to keep.
    """
    asks = [
        ask
        for ask in query.asks
        if ask.topic != REFUSED and (ask.topic or ask.behind or len(bare(content(ask.text))) > 1)
    ]
    kept = before.topic
    for ask in sorted(asks, key=lambda ask: bool(ask.topic)):
        kept = remember(ask, kept)
    return kept if asks else ""


def grounded(draft: Draft, shelf: Shelf, query: Query) -> Draft:
    """The draft without what its evidence doesn't hold; `not_found` where nothing is left."""
    if draft.status in ("clarify", "refused"):
        return draft  # choices and names of bodies, no claims
    bodies = shelf.scope.bodies.names
    kept: list[Statement] = []
    # A follow-up is told in the words of the question before it.
    asks = "\n".join(ask.text for ask in query.asks)
    asked = f"{unquoted(plain(query.question))}\n{query.read}\n{asks}"
    for statement in draft.statements:
        rests = statement.evidence or statement.about
        missing = ungrounded(statement, bodies, asked) if rests else ()
        if missing:
            log.error("ungrounded, not sent: %s in %r", missing, statement.text)
        else:
            kept.append(statement)
    if kept and (draft.status != "answered" or any(s.evidence or s.about for s in kept)):
        return replace(draft, statements=tuple(kept))
    nothing = Draft(
        "not_found", (Statement("报告里没有能核实的内容回答这个问题。"),), draft.suggestions
    )
    return in_english(nothing, ()) if query.english else nothing
