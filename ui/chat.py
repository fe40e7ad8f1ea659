"""The chat: a Gradio page whose every citation opens the place it points to.

The server has each open page's conversation in memory (`Session` in a `gr.State`) and sends
finished, escaped HTML; `log.js` and `source.js` report which button was pressed. What outlives
the page is kept in its browser's tab alone (`keep`). Nothing is fetched from anywhere but this
server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from gongkai.answer import Conversation
from gongkai.config import Config
from gongkai.errors import GongkaiError
from gongkai.ui.keep import FORGET, RECALL, keep, kept
from gongkai.ui.log import Exchange, Session, render
from gongkai.ui.mount import asset, field, mount_page
from gongkai.ui.passage import missing, passage
from gongkai.ui.scope import Scope, ScopeKeeper, coverage, heading
from gongkai.ui.source import routes
from gongkai.ui.theme import Guard

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant
    from gongkai.index.library import Library

_log = logging.getLogger(__name__)

TITLE = "公开问答"
LIMIT = 2000  # characters of a question
ALL_BUREAUS, ALL_YEARS = "全部机关", "不限年份"
_KEPT = 40  # exchanges a conversation shows; older ones are let go
_REFRESH = 5.0  # seconds between looks for a new generation
_WAITING = 200
_UPLOAD = 1  # bytes: Gradio's upload route stands open, and nothing here takes a file
_FAILED = "抱歉，回答时出了意外的错误。请换个问法再试；若仍然如此，请告诉维护者。"


def application(
    assistant: Assistant,
    library: Library,
    config: Config,
    *,
    before: Callable[[FastAPI], None] | None = None,
    staff: str = "",
) -> FastAPI:
    """The page and its plain routes as an application; opens no port.

    ``before`` may add what has paths of its own: the page takes all others. ``staff``: the
    address of the staff desk, "" where there is none to link to.
    """
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(library))
    if before is not None:
        before(app)
    keeper = ScopeKeeper(assistant, library)
    keeper.current()
    blocks = _blocks(Desk(assistant, library, keeper), staff)
    mount_page(
        app, blocks, config, path="/", css=asset("page.css"), waiting=_WAITING, upload=_UPLOAD
    )
    app.add_middleware(Guard)
    return app


class Desk:
    """What the page's events do: each method takes and gives component values."""

    def __init__(self, assistant: Assistant, library: Library, keeper: ScopeKeeper) -> None:
        self.assistant = assistant
        self.library = library
        self.keeper = keeper

    def open(self, told: str | None, session: Session) -> tuple[Any, ...]:
        """A page was loaded: everything that depends on the index, and the talk its tab kept."""
        scope = self.keeper.current()
        shown = self._shown(scope, session, ALL_BUREAUS, ALL_YEARS)
        before = None if session.exchanges else kept(told)
        if before is None:
            return (*shown, gr.skip(), gr.skip())
        return (*shown[:-1], render(before, scope.examples), before, keep(before))

    def tick(
        self, seen: str, session: Session, bureau: str | None, year: str | None
    ) -> tuple[Any, ...]:
        """Bring the page up to date where a new generation was published since it was drawn."""
        scope = self.keeper.current()
        if scope.generation == seen:
            return (gr.skip(),) * 6
        return self._shown(scope, session, bureau, year)

    def ask(
        self, question: str | None, session: Session, bureau: str | None, year: str | None
    ) -> Iterator[tuple[Any, ...]]:
        """Answer: first the question with a sign that it is being worked on, then the answer.

        Where a chat model words it, its sentences come one by one; the session keeps the whole.
        """
        question = (question or "").strip()
        if not question:
            yield (gr.skip(),) * 5
            return
        before = session.exchanges[-_KEPT + 1 :]
        examples = self.keeper.current().examples
        if len(question) > LIMIT:
            said = f"问题有{len(question)}个字，最多{LIMIT}个字。请缩短后再问。"
            short = f"{question[:60]}…"
            session = replace(session, exchanges=(*before, Exchange(short, problem=said)))
            yield render(session, examples), session, gr.skip(), gr.skip(), keep(session)
            return
        waiting = replace(session, exchanges=(*before, Exchange(question)))
        waits = gr.update(interactive=False)
        yield render(waiting, examples), gr.skip(), "", waits, gr.skip()
        talk = session.conversation
        for exchange, conversation in self._exchanges(question, talk, bureau, year):
            grown = Session((*before, exchange), conversation)
            if exchange.growing:
                yield render(grown, examples), *(gr.skip(),) * 4
            else:
                enabled = gr.update(interactive=True)
                yield render(grown, examples), grown, gr.skip(), enabled, keep(grown)

    def picked(
        self, session: Session, bureau: str | None, year: str | None, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """An example or a suggested choice was pressed: ask it."""
        yield from self.ask(_text(event, "text"), session, bureau, year)

    def cite(self, session: Session, event: gr.EventData) -> Any:
        """A citation was chosen: the place in its report."""
        data = event._data if isinstance(event._data, dict) else {}
        turn, n = data.get("turn"), data.get("n")
        citation = session.citation(turn, n)
        if citation is None or not isinstance(turn, int):
            return gr.skip()
        try:
            report = self.library.current().report(citation.report_id)
        except (KeyError, GongkaiError):
            return missing(citation)
        return passage(citation, report, session.siblings(turn))

    def fresh(self) -> tuple[Any, ...]:
        """A new conversation."""
        session = Session()
        shown = render(session, self.keeper.current().examples)
        return shown, session, "", gr.update(interactive=True), ""

    def _exchanges(
        self, question: str, conversation: Conversation, bureau: str | None, year: str | None
    ) -> Iterator[tuple[Exchange, Conversation]]:
        """The exchange as it grows; the last one stands, and isn't growing."""
        try:
            for turn in self.assistant.stream(
                question,
                conversation,
                bureau=None if bureau == ALL_BUREAUS else bureau or None,
                year=int(year) if year and year.isdecimal() else None,
            ):
                exchange = Exchange(question, turn.answer, growing=not turn.done)
                yield exchange, turn.conversation
        except GongkaiError as error:
            yield Exchange(question, problem=error.told), conversation
        except Exception:
            # The page outlives a defect: the citizen gets a sentence, the log the trace.
            _log.exception("question %r", question)
            yield Exchange(question, problem=_FAILED), conversation

    def _shown(
        self, scope: Scope, session: Session, bureau: str | None, year: str | None
    ) -> tuple[Any, ...]:
        bureaus = [ALL_BUREAUS, *scope.bureaus]
        years = [ALL_YEARS, *map(str, scope.years)]
        # A conversation under way keeps its log; only the welcome depends on the index.
        log = gr.skip() if session.exchanges else render(session, scope.examples)
        return (
            scope.generation,
            heading(scope),
            coverage(scope),
            gr.update(choices=bureaus, value=bureau if bureau in bureaus else ALL_BUREAUS),
            gr.update(choices=years, value=year if year in years else ALL_YEARS),
            log,
        )


def _blocks(desk: Desk, staff: str) -> gr.Blocks:
    scope = desk.keeper.current()
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    blocks: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        session = gr.State(Session())
        told = gr.HTML(
            "", html_template="", js_on_load=asset("keep.js"), visible="hidden", elem_id="gk-keep"
        )
        seen = gr.State(scope.generation)
        with gr.Row(elem_id="gk-top"):
            gr.HTML(_header(staff), apply_default_css=False, elem_id="gk-brand")
            covered = gr.HTML(heading(scope), apply_default_css=False, elem_id="gk-covered")
        with gr.Row(elem_id="gk-main"):
            with gr.Column(elem_id="gk-chat", scale=5, min_width=0):
                log = gr.HTML(
                    render(Session(), scope.examples),
                    apply_default_css=False,
                    js_on_load=asset("log.js"),
                    elem_id="gk-log",
                )
                with gr.Column(elem_id="gk-composer"):
                    with gr.Row(elem_id="gk-line"):
                        box = gr.Textbox(
                            label="问题",
                            show_label=False,
                            placeholder="请输入您的问题",
                            lines=1,
                            max_lines=6,
                            container=False,
                            autofocus=False,
                            scale=1,
                            min_width=0,
                            elem_id="gk-box",
                            html_attributes=gr.InputHTMLAttributes(
                                autocorrect="off", spellcheck=False
                            ),
                        )
                        send = gr.Button(
                            "发送", variant="primary", scale=0, min_width=0, elem_id="gk-send"
                        )
                    with gr.Row(elem_id="gk-filters"):
                        bureau = gr.Dropdown(
                            [ALL_BUREAUS, *scope.bureaus],
                            value=ALL_BUREAUS,
                            label="机关",
                            min_width=0,
                            elem_id="gk-bureau",
                        )
                        year = gr.Dropdown(
                            [ALL_YEARS, *map(str, scope.years)],
                            value=ALL_YEARS,
                            label="年份",
                            min_width=0,
                            elem_id="gk-year",
                        )
                        fresh = gr.Button("清空对话", scale=0, min_width=0, elem_id="gk-fresh")
            with gr.Column(elem_id="gk-side", scale=4, min_width=0):
                listed = gr.HTML(coverage(scope), apply_default_css=False, elem_id="gk-coverage")
                panel = gr.HTML(
                    "",
                    apply_default_css=False,
                    js_on_load=asset("source.js"),
                    elem_id="gk-source",
                )
        answer = [log, session, box, send, told]
        asked = gr.on(
            [box.submit, send.click], desk.ask, [box, session, bureau, year], answer, **quiet
        )
        picked = log.pick(
            desk.picked, [session, bureau, year], answer, trigger_mode="once", **quiet
        )
        log.cite(desk.cite, session, panel, trigger_mode="always_last", **quiet)
        fresh.click(
            desk.fresh, None, answer, cancels=[asked, picked], queue=False, js=FORGET, **quiet
        )
        shown = [seen, covered, listed, bureau, year, log]
        blocks.load(
            desk.open, [told, session], [*shown, session, told], queue=False, js=RECALL, **quiet
        )
        gr.Timer(_REFRESH).tick(
            desk.tick, [seen, session, bureau, year], shown, queue=False, **quiet
        )
    return blocks


def _header(staff: str) -> str:
    link = f' <a class="gk-staff" href="{staff}">工作人员</a>' if staff else ""
    return (
        '<div class="gk-brand"><h1>公开问答</h1><p>查询政府信息公开工作年度报告。'
        f"回答只来自报告原文，并逐条注明出处。{link}</p></div>"
    )


def _text(event: gr.EventData, name: str) -> str:
    value = field(event, name)
    return value if isinstance(value, str) else ""
