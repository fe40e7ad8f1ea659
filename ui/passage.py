"""The source panel: the place in the report that a citation points to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from gongkai.answer import Citation
from gongkai.report import Fact, Report, file_name
from gongkai.ui.place import KINDS, original_url, page_url, place, section_name
from gongkai.ui.table import TABLE_SECTIONS, table

_SPACE = re.compile(r"\s+")


def passage(
    citation: Citation,
    report: Report,
    others: Iterable[Citation] = (),
    *,
    title: str = "gk-passage-title",
    closes: bool = True,
) -> str:
    """HTML of the panel for ``citation``; ``others`` are the same answer's citations.

    Words are shown with the paragraphs around them, a cell in its table as the form prints it.
    Everything from the report is escaped. ``title``: the heading's id, one of its own where
    several panels stand side by side; ``closes``: whether it has a button to close it.
    """
    section = section_name(report, citation.section)
    body = (
        _cell(citation, report, others) if _in_table(citation, report) else _words(citation, report)
    )
    where = " · ".join(part for part in (section, place(citation)) if part)
    kind = report.source.kind
    name = escape(file_name(citation.source))
    return (
        f'<article class="gk-passage" aria-labelledby="{title}">'
        f'<header><p class="gk-kicker">出处 <span>{citation.n}</span></p>'
        f'<h2 id="{title}" tabindex="-1">{escape(report.title)}</h2>'
        f'<p class="gk-where">{escape(where)}</p>'
        f"{_close() if closes else ''}</header>"
        f'<div class="gk-passage-body">{body}{_page(citation, kind)}</div>'
        f'<footer><a class="gk-original" href="{escape(original_url(citation, kind))}" target="_blank"'
        f' rel="noopener">打开原文件<span class="gk-kind">{KINDS[kind]}</span></a>'
        f'<span class="gk-file" title="{name}">{name}</span></footer></article>'
    )


def _page(citation: Citation, kind: str) -> str:
    url = page_url(citation, kind)
    if not url or citation.locator is None:
        return ""
    told = f"原件第{citation.locator.page}页，标出的是引用处"
    return (
        f'<figure class="gk-page"><img src="{escape(url)}" alt="{told}" loading="lazy">'
        f"<figcaption>{told}</figcaption></figure>"
    )


def missing(citation: Citation) -> str:
    """The panel where the report has left the index since it was cited."""
    return (
        '<article class="gk-passage" aria-labelledby="gk-passage-title">'
        f'<header><p class="gk-kicker">出处 <span>{citation.n}</span></p>'
        f'<h2 id="gk-passage-title" tabindex="-1">{escape(citation.title)}</h2>{_close()}</header>'
        '<div class="gk-passage-body"><p class="gk-note">这份报告在回答之后更新过或已移出，'
        "请重新提问，查看现在的出处。</p></div></article>"
    )


def _close() -> str:
    return (
        '<button type="button" class="gk-close" data-event="close" aria-label="关闭出处">×</button>'
    )


def _in_table(citation: Citation, report: Report) -> bool:
    if citation.fact is not None:
        return report.form is not None
    return citation.paragraph < 0 and citation.section in TABLE_SECTIONS and report.form is not None


def _cell(citation: Citation, report: Report, others: Iterable[Citation]) -> str:
    fact = citation.fact
    also = {
        other.fact.address
        for other in others
        if other.fact is not None and other.report_id == citation.report_id
    }
    told = _told(fact) if fact else ""
    note = '<p class="gk-legend">浅色格：本回答引用的其他数据</p>' if len(also) > 1 else ""
    return told + table(report, citation.section, fact.address if fact else None, also) + note


def _told(fact: Fact) -> str:
    row, column = (" › ".join(path) for path in (fact.address.row, fact.address.column))
    unit = f'<span class="gk-unit">（单位：{escape(fact.unit)}）</span>' if fact.unit else ""
    value = escape(fact.text.strip()) or '<span class="gk-blank">原表此格为空</span>'
    pairs = [("行", escape(row)), ("列", escape(column)), ("填报", f"<b>{value}</b>{unit}")]
    rows = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in pairs if text)
    return f'<dl class="gk-told">{rows}</dl>'


def _words(citation: Citation, report: Report) -> str:
    here = citation.paragraph
    if not 0 <= here < len(report.paragraphs):
        return f"<blockquote><mark>{escape(citation.quote)}</mark></blockquote>"
    shown = []
    for number in range(max(0, here - 1), min(len(report.paragraphs), here + 2)):
        paragraph = report.paragraphs[number]
        if number == here:
            shown.append(f'<p class="gk-here">{_marked(citation, report)}</p>')
        elif paragraph.section == report.paragraphs[here].section:
            kind = "gk-near gk-near-heading" if paragraph.heading else "gk-near"
            shown.append(f'<p class="{kind}">{escape(paragraph.text)}</p>')
    return "".join(shown)


def _marked(citation: Citation, report: Report) -> str:
    paragraph = report.paragraphs[citation.paragraph]
    span = find_quote(paragraph.text, citation.quote, _offset(citation, report))
    if span is None:
        return f"<mark>{escape(paragraph.text)}</mark>"
    start, end = span
    text = paragraph.text
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def _offset(citation: Citation, report: Report) -> int | None:
    where, start = citation.locator, report.paragraphs[citation.paragraph].locator.start
    if where is None or where.start is None:
        return None
    if where.kind == "docx":
        return where.start
    return where.start - start if start is not None else None


def find_quote(text: str, words: str, offset: int | None) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``: at ``offset`` if they do, else at their first place.

    White space may differ: PDF lines are joined. None where they aren't there at all.
    """
    if not words.strip():
        return None
    if offset is not None and offset >= 0 and text.startswith(words, offset):
        return offset, offset + len(words)
    pattern = r"\s*".join(re.escape(char) for char in _SPACE.sub("", words))
    found = re.search(pattern, text)
    return found.span() if found else None
