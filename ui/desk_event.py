"""Small pieces the staff tabs share: messages as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def told(message: str) -> str:
    """A sentence for whoever pressed the button."""
    return f'<p class="gk-told-it" role="status">{escape(message)}</p>'


def sorry() -> str:
    """What is said of a defect; the log has the trace."""
    return '<p class="gk-told-it gk-bad" role="alert">出了意外的错误，请告诉维护者。</p>'


def bar(parts: Iterable[tuple[str, str]]) -> str:
    """Labels in a line: (class, words)."""
    labels = "".join(f'<span class="gk-tag {kind}">{escape(text)}</span>' for kind, text in parts)
    return f'<p class="gk-bar">{labels}</p>'
