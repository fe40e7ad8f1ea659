"""How the page looks and what it may load: system fonts, own colours, nothing from outside."""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import colors
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Fonts the systems bring along, each by its own name; nothing is downloaded.
FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "system-ui",
    "sans-serif",
)
_INK = colors.Color(
    name="ink",
    c50="#eff5fc", c100="#dbe8f7", c200="#b9d1ee", c300="#8db3e0", c400="#5b8ecb",
    c500="#3a70b2", c600="#1f4e8c", c700="#1a4276", c800="#163760", c900="#122c4d", c950="#0b1c33",
)  # fmt: skip

# Said before Gradio's own script runs: screen readers and line breaking go by it.
HEAD = """<script>document.documentElement.lang = "zh-CN";</script>
<meta name="description" content="查询政府信息公开工作年度报告，回答注明出处">
<meta name="color-scheme" content="light dark">"""

# Gradio evaluates templates, so inline scripts and eval stay allowed; no other origin is.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


def theme() -> gr.themes.Base:
    """Gradio's base theme in the page's colours and the systems' own fonts."""
    return gr.themes.Base(
        primary_hue=_INK,
        secondary_hue=_INK,
        neutral_hue=colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=list(FONTS),
        font_mono=["ui-monospace", "Consolas", "monospace"],
    ).set(
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_500",
        button_primary_text_color="white",
    )


class Guard:
    """ASGI middleware: headers that keep the page to its own origin, where none are set yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                if not scope["path"].startswith("/source/"):
                    headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        await self._app(scope, receive, guarded)
