"""The conversation as HTML: questions, answers with their status, citations and choices.

Whatever comes from a question or a report is escaped here; no Markdown is read into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from gongkai.answer import Answer, Citation, Conversation, Status
from gongkai.ui.place import section_name

STATUS: dict[Status, str] = {
    "answered": "已回答",
    "clarify": "需要您选择",
    "not_found": "报告中没有",
    "refused": "不在范围",
}
# A mark takes the stop after it along, so that no line begins with a stop.
_MARK = re.compile(r"\[(\d+)\]([，。；：、）]?)")
_SOON = r'<span class="gk-nb"><sup>\1</sup>\2</span>'
# Citations beyond these are folded away: a sum may rest on a dozen cells.
_SHOWN = 4
_QUOTE = 60  # characters of a quote on a chip


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer, or a problem told in words; neither yet: pending.

    ``growing``: the answer so far, sentence by sentence; what is shown of it can't be pressed yet.
    """

    question: str
    answer: Answer | None = None
    problem: str = ""
    growing: bool = False

    @property
    def pending(self) -> bool:
        return self.answer is None and not self.problem


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's conversation."""

    exchanges: tuple[Exchange, ...] = ()
    conversation: Conversation = field(default_factory=Conversation)

    def citation(self, turn: object, n: object) -> Citation | None:
        """The citation ``n`` of the answer at place ``turn``; None for any other values."""
        if type(turn) is not int or not 0 <= turn < len(self.exchanges):
            return None
        answer = self.exchanges[turn].answer
        return next((c for c in answer.citations if c.n == n), None) if answer else None

    def siblings(self, turn: int) -> tuple[Citation, ...]:
        """All citations of the answer at that place."""
        answer = self.exchanges[turn].answer
        return answer.citations if answer else ()


def render(session: Session, examples: Sequence[str]) -> str:
    """The log: a welcome with example questions, or the exchanges in order.

    It isn't live: all of it is drawn anew each time, and `log.js` tells what is new.
    """
    busy = any(exchange.pending or exchange.growing for exchange in session.exchanges)
    inside = "".join(_exchange(n, e, busy) for n, e in enumerate(session.exchanges))
    return (
        '<div class="gk-log" role="log" aria-live="off" aria-label="问答记录"'
        f' aria-busy="{str(busy).lower()}">{inside or _welcome(examples)}</div>'
    )


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(_pick(question, "gk-example", False) for question in examples)
    offered = (
        f'<p class="gk-try">可以这样问</p><div class="gk-examples">{buttons}</div>'
        if buttons
        else ""
    )
    return (
        '<section class="gk-welcome"><h2>想了解哪个机关的信息公开情况？</h2>'
        "<p>问数据、问联系方式、问存在的问题都可以。每个回答都标明出处，点开即可核对原文；"
        "报告没有写的，会直接告诉您没有写。刷新页面不会丢失对话，点“清空对话”即可清除。</p>"
        f"{offered}</section>"
    )


def _exchange(turn: int, exchange: Exchange, busy: bool) -> str:
    question = f'<div class="gk-question"><span class="gk-sr">您问：</span>{_lines(exchange.question)}</div>'
    if exchange.pending:
        reply = (
            '<div class="gk-answer gk-pending"><span class="gk-dots" aria-hidden="true">'
            "<i></i><i></i><i></i></span>正在查阅报告…</div>"
        )
    elif exchange.growing and exchange.answer is not None:
        reply = _growing(exchange.answer)
    elif exchange.answer is None:
        reply = f'<div class="gk-answer gk-problem">{_lines(exchange.problem)}</div>'
    else:
        reply = _answer(turn, exchange.answer, busy)
    return (
        f'<section class="gk-exchange" data-turn="{turn}" tabindex="-1" aria-label="第{turn + 1}问">'
        f"{question}{reply}</section>"
    )


def _answer(turn: int, answer: Answer, busy: bool) -> str:
    known = {citation.n for citation in answer.citations}

    def mark(match: re.Match[str]) -> str:
        n = int(match[1])
        if n not in known:
            return match[0]
        return (
            '<span class="gk-nb"><button type="button" class="gk-ref" data-event="cite"'
            f' data-turn="{turn}" data-n="{n}" aria-label="查看出处{n}">{n}</button>{match[2]}</span>'
        )

    said = "".join(
        f"<p>{_MARK.sub(mark, escape(line))}</p>"
        for line in answer.text.splitlines()
        if line.strip()
    )
    return (
        f'<div class="gk-answer"><p class="gk-status gk-{answer.status}">{STATUS[answer.status]}</p>'
        f'<div class="gk-said">{said}</div>{_citations(turn, answer.citations)}'
        f"{_suggestions(answer, busy)}</div>"
    )


def _growing(answer: Answer) -> str:
    # Its marks become buttons with the whole answer: only that is kept, and can be looked up.
    said = "".join(
        f"<p>{_MARK.sub(_SOON, escape(line))}</p>"
        for line in answer.text.splitlines()
        if line.strip()
    )
    return (
        f'<div class="gk-answer gk-growing"><div class="gk-said">{said}</div>'
        '<p class="gk-pending"><span class="gk-dots" aria-hidden="true"><i></i><i></i><i></i></span>'
        '<span class="gk-sr">正在回答</span></p></div>'
    )


def _citations(turn: int, citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    chips = [f"<li>{_chip(turn, citation)}</li>" for citation in citations]
    # One more than fits is shown rather than folded away alone.
    cut = _SHOWN if len(chips) > _SHOWN + 1 else len(chips)
    first, rest = "".join(chips[:cut]), "".join(chips[cut:])
    folded = (
        f'<details class="gk-more"><summary>其余{len(chips) - cut}处出处</summary>'
        f'<ol class="gk-cites">{rest}</ol></details>'
        if rest
        else ""
    )
    return f'<div class="gk-sources"><p>出处</p><ol class="gk-cites">{first}</ol>{folded}</div>'


def _chip(turn: int, citation: Citation) -> str:
    section = section_name(None, citation.section)
    where = " · ".join(part for part in (citation.bureau, f"{citation.year}年", section) if part)
    return (
        f'<button type="button" class="gk-cite" data-event="cite" data-turn="{turn}"'
        f' data-n="{citation.n}"><span class="gk-n">{citation.n}</span><span class="gk-what">'
        f'<span class="gk-from">{escape(where)}</span>'
        f'<span class="gk-quote">{escape(quoted(citation))}</span></span></button>'
    )


def quoted(citation: Citation) -> str:
    """What a citation holds, in a line: a cell with its labels, or the words."""
    quote = " ".join(citation.quote.split())
    short = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}…"
    if citation.fact is None:
        return f"“{short}”"
    address = citation.fact.address
    labels = "，".join(path[-1] for path in (address.row, address.column[-2:]) if path)
    if not address.row:
        labels = " › ".join(address.column)
    return f"{labels}：{short or '（空白）'}"


def _suggestions(answer: Answer, busy: bool) -> str:
    if not answer.suggestions:
        return ""
    label = "请选择" if answer.status == "clarify" else "还可以问"
    buttons = "".join(_pick(text, "gk-choice", busy) for text in answer.suggestions)
    return (
        f'<div class="gk-choices" role="group" aria-label="{label}"><p>{label}</p>{buttons}</div>'
    )


def _pick(text: str, kind: str, disabled: bool) -> str:
    off = " disabled" if disabled else ""
    return (
        f'<button type="button" class="{kind}" data-event="pick" data-text="{escape(text)}"{off}>'
        f"{escape(text)}</button>"
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.strip().splitlines())
