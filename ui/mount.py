"""Both pages put into one server: how Gradio is set up, the same for citizens and staff."""

from __future__ import annotations

from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI

from gongkai.config import Config
from gongkai.ui.theme import HEAD, theme

_ASKING = 4  # questions answered at once: two cores, part of the time waiting for the disk


def asset(name: str) -> str:
    """A style sheet or script of this room."""
    return resources.files("gongkai.ui").joinpath(name).read_text("utf-8")


def field(event: gr.EventData, name: str) -> object:
    """A field of what a button reported; None where a browser sent something else."""
    data = event._data
    return data.get(name) if isinstance(data, dict) else None


def mount_page(
    app: FastAPI,
    blocks: gr.Blocks,
    config: Config,
    *,
    path: str,
    css: str,
    waiting: int,
    upload: str | int,
    **more: Any,
) -> None:
    """Serve ``blocks`` at ``path``: nothing of Gradio's own chrome, nothing from outside.

    ``waiting``: how many may queue. ``upload``: the largest file, in bytes or as "50mb".
    """
    blocks.queue(max_size=waiting, default_concurrency_limit=_ASKING, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        server_name=config.host,
        server_port=config.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        max_file_size=upload,
        theme=theme(),
        css=css,
        head=f"{HEAD}\n<script>{asset('toast.js')}</script>",
        **more,
    )
