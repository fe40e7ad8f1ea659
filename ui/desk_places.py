"""The places that a finding holds against each other, side by side, each marked."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from gongkai.answer import Citation
from gongkai.errors import GongkaiError
from gongkai.ui.passage import passage
from gongkai.ui.place import section_name

if TYPE_CHECKING:
    from gongkai.index.snapshot import Index

_MOST = 12  # panels: a sum may rest on twenty cells of one table


def places(index: Index, cited: Iterable[Citation], *, name: str = "gk-place") -> str:
    """A grid of panels, one a place; ``name`` begins the headings' ids.

    Cells of one table of one report share a panel: it marks the first and tints the others.
    """
    groups: dict[object, list[Citation]] = {}
    for n, citation in enumerate(cited):
        one = (citation.report_id, citation.section) if citation.fact else n
        groups.setdefault(one, []).append(citation)
    panels = [_panel(index, group, f"{name}-{n}") for n, group in enumerate(groups.values())]
    more = len(panels) - _MOST
    rest = f'<p class="gk-note">另有{more}处未列出。</p>' if more > 0 else ""
    return f'<div class="gk-places">{"".join(panels[:_MOST])}</div>{rest}'


def _panel(index: Index, group: list[Citation], title: str) -> str:
    first = group[0]
    try:
        report = index.report(first.report_id)
    except (KeyError, GongkaiError):
        return (
            f'<article class="gk-passage"><header><p class="gk-kicker">出处 <span>{first.n}</span></p>'
            f"<h2>{escape(first.title)}</h2></header>"
            '<div class="gk-passage-body"><p class="gk-note">这份报告已更新或移出，请重新体检。</p></div></article>'
        )
    if first.fact is None and first.paragraph < 0:
        return _whole(first, title)
    shown = passage(first, report, group, title=title, closes=False)
    return shown.replace("浅色格：本回答引用的其他数据", "浅色格：同一算式里的其他数据")


def _whole(citation: Citation, title: str) -> str:
    """A place that is the report itself: something is missing from it."""
    link = escape(f"source/{citation.report_id}")
    return (
        f'<article class="gk-passage" aria-labelledby="{title}">'
        f'<header><p class="gk-kicker">出处 <span>{citation.n}</span></p>'
        f'<h2 id="{title}" tabindex="-1">{escape(citation.title)}</h2></header>'
        f'<div class="gk-passage-body"><p>{escape(citation.quote)}</p></div>'
        f'<footer><a class="gk-original" href="{link}" target="_blank" rel="noopener">打开原文件</a></footer>'
        "</article>"
    )


def where(citation: Citation) -> str:
    """A place in a line: body, year and section."""
    return f"{citation.bureau} · {citation.year}年 · {section_name(None, citation.section)}"
