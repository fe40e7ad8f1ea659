"""Small pieces the staff tabs share: messages as HTML, moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
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


def local(moment: str) -> str:
    """An ISO moment in the server's own time, to the minute; what is none stays as it is."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment
