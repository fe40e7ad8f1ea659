"""The citizen's page: whether its port is free, the application, and serving it.

Gradio is imported only when the page is built, so a taken port is told at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gongkai.config import Config
from gongkai.ui.listen import check_port, run

if TYPE_CHECKING:
    from fastapi import FastAPI

    from gongkai.answering.assistant import Assistant
    from gongkai.index.library import Library

__all__ = ["build", "check_port", "serve"]


def build(assistant: Assistant, library: Library, config: Config) -> FastAPI:
    """The page, `/source/{report_id}`, `/healthz` and the staff desk; opens no port.

    Raises `SettingError` where what is set for a user is no password's hash.
    """
    from gongkai.ui.chat import application
    from gongkai.ui.desk_gate import ROOT, Door, Gate
    from gongkai.ui.desk_page import mount

    door = Door.of(config)

    def desk(app: FastAPI) -> None:
        mount(app, door, assistant, library=library, config=config)

    staff = "" if door.mode == "off" else f"{ROOT}/"
    app = application(assistant, library, config, before=desk, staff=staff)
    app.add_middleware(Gate, door=door)
    return app


def serve(
    assistant: Assistant, library: Library, config: Config, *, say: Callable[[str], None]
) -> None:
    """Serve the page until interrupted; tells the address once it answers there.

    Raises `PortInUse` where something else listens there.
    """
    run(build(assistant, library, config), config, say)
