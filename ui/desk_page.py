"""The staff desk as a Gradio application of its own at `/staff`, behind the gate."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI, Request

from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.desk.decisions import Decisions
from gongkai.ui import desk_eval
from gongkai.ui.desk_claim import Claims
from gongkai.ui.desk_compare import Comparing
from gongkai.ui.desk_export import Exporting, covered
from gongkai.ui.desk_export import routes as exports
from gongkai.ui.desk_gate import ROOT, Door, gate_routes, staff_name
from gongkai.ui.desk_lint import ALL, Findings
from gongkai.ui.desk_lints import Lints
from gongkai.ui.desk_shelf import Names
from gongkai.ui.desk_upload import Uploads, failed
from gongkai.ui.mount import asset, mount_page
from gongkai.ui.source import routes as sources

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant
    from gongkai.index.library import Library

TITLE = "工作台 · 公开问答"
_WAITING = 100
_REFRESH = 15.0  # seconds between looks for a new generation


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the tabs work with."""

    door: Door
    names: Names
    lints: Lints
    decisions: Decisions
    claims: Claims
    uploads: Uploads
    config: Config


def mount(
    app: FastAPI,
    door: Door,
    assistant: Assistant,
    *,
    library: Library,
    config: Config,
) -> None:
    """Add the desk's routes and page to ``app``, before whatever takes all other paths.

    Where the door is "off" there is nothing behind the gate at all.
    """
    app.include_router(gate_routes(door))
    if door.mode == "off":
        return
    names, lints, decisions = Names(library), Lints(library), Decisions(config.home)
    app.include_router(exports(names, lints, decisions))
    app.include_router(sources(library), prefix=ROOT)
    claims = Claims(Checker(assistant, lambda: assistant.encoder), library, config, names)
    parts = _Parts(
        door, names, lints, decisions, claims, Uploads(config, assistant.encoder), config
    )
    blocks = _blocks(parts)
    mount_page(
        app, blocks, config, path=ROOT, css=asset("page.css") + asset("desk.css"),
        waiting=_WAITING, upload=f"{config.max_file_mb}mb", auth_dependency=_user,
    )  # fmt: skip


def _user(request: Request) -> str | None:
    """Gradio's own check, behind the gate's: who is logged in, a blank at this machine."""
    name = staff_name(request)
    return None if name is None else name or " "


def _blocks(parts: _Parts) -> gr.Blocks:
    named = parts.door.mode == "users"
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    blocks: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        seen = gr.State("")
        with gr.Row(elem_id="gk-top"):
            gr.HTML(
                '<div class="gk-brand"><h1>工作台</h1><p>核查说法，体检报告，比对与导出数据。</p></div>',
                apply_default_css=False,
                elem_id="gk-brand",
            )
            who = gr.HTML(_who("", named), apply_default_css=False, elem_id="gk-who")
        with gr.Row(elem_id="gk-main", elem_classes="gk-desk"):
            # The panel comes first in the making: every tab's citations open in it.
            panel: Any = gr.HTML(
                "", apply_default_css=False, js_on_load=asset("source.js"), elem_id="gk-source",
                render=False,
            )  # fmt: skip
            with gr.Column(elem_id="gk-tabs", scale=5, min_width=0), gr.Tabs():
                with gr.Tab("核查", id="claim"):
                    claim = parts.claims.tab(panel, quiet)
                with gr.Tab("体检", id="lint"):
                    lint = Findings(parts.lints, parts.decisions, parts.names, named).tab(quiet)
                with gr.Tab("比对", id="compare"):
                    compared = Comparing(parts.names).tab(quiet)
                with gr.Tab("导出", id="export"):
                    exported = Exporting(parts.names).tab(quiet)
                with gr.Tab("导入", id="import"):
                    imported = parts.uploads.tab(quiet)
                with gr.Tab("评测", id="eval"):
                    evaluated = desk_eval.tab(parts.config)
            with gr.Column(elem_id="gk-side", scale=4, min_width=0):
                panel.render()
        dropdowns = [*claim, *lint, *compared, *exported, *imported, evaluated]

        def opened(request: gr.Request) -> tuple[Any, ...]:
            return (_who((request.username or "").strip(), named), *_fresh(parts))

        def tick(before: str, *values: Any) -> tuple[Any, ...]:
            index = parts.names.index()
            if index is None or index.generation == before:
                return (gr.skip(),) * (len(values) + 1)
            return _fresh(parts, values)

        blocks.load(opened, None, [who, seen, *dropdowns], queue=False, **quiet)
        gr.Timer(_REFRESH).tick(tick, [seen, *dropdowns], [seen, *dropdowns], queue=False, **quiet)
    return blocks


def _fresh(parts: _Parts, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """The generation, then every control that depends on it, keeping what is chosen."""
    names = parts.names
    index = names.index()
    bodies, years, any_ = names.bureaus(), names.years(), "不指定"
    lists: list[list[Any]] = [
        [any_, *bodies], [any_, *years], [ALL, *names.reports()], bodies, bodies, years, bodies, years,
    ]  # fmt: skip
    updates: list[Any] = []
    for place, choices in enumerate(lists):
        ids = {choice[1] if isinstance(choice, tuple) else choice for choice in choices}
        value = values[place] if values else None
        if values and not isinstance(value, list) and value not in ids:
            updates.append(gr.update(choices=choices, value=next(iter(choices), None)))
        elif isinstance(value, list):
            updates.append(gr.update(choices=choices, value=[one for one in value if one in ids]))
        else:
            updates.append(gr.update(choices=choices))
    return (
        index.generation if index else "",
        *updates,
        covered(names),
        failed(parts.config),
        desk_eval.render(desk_eval.newest(desk_eval.folders(parts.config))),
    )


def _who(name: str, named: bool) -> str:
    leave = (
        f'<form method="post" action="{ROOT}/logout"><button class="gk-leave">退出</button></form>'
        if named
        else '<span class="gk-dim">本机使用，未设登录</span>'
    )
    shown = f"<b>{escape(name)}</b>" if name else ""
    return f'<div class="gk-self"><p class="gk-who"><a href="/">问答页</a>{shown}</p>{leave}</div>'
