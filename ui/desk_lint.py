"""体检: a report's findings, each opened with its places side by side, and decided."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import gradio as gr

from gongkai.desk.decisions import NAMES, STATUSES, Decision, Decisions, Status
from gongkai.desk.finding import SEVERITIES, Finding, Lint, Severity
from gongkai.desk.lint import RULES
from gongkai.errors import GongkaiError
from gongkai.ui.desk_event import bar, local, sorry, told
from gongkai.ui.desk_lints import Lints
from gongkai.ui.desk_places import places
from gongkai.ui.desk_shelf import Names
from gongkai.ui.mount import asset, field

_log = logging.getLogger(__name__)

ALL = "全部报告"
GRADES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
_RULES = {rule.id: rule.about for rule in RULES}
_SHOWN = 300  # findings listed at once; the download has them all
_TELL = 0.5  # seconds between signs of progress
_NOTE = 2000  # characters


class Findings:
    """What the tab's events do. ``named``: whether the login tells who decides."""

    def __init__(self, lints: Lints, decisions: Decisions, names: Names, named: bool) -> None:
        self._lints = lints
        self._decisions = decisions
        self._names = names
        self._named = named

    def check(self, chosen: str | None, grades: Sequence[str], undone: bool) -> Iterator[str]:
        """The list of findings as HTML; where all are checked, first how far that is."""
        try:
            results: list[Lint] = []
            if chosen and chosen != ALL:
                one = self._lints.of(chosen)
                results = [one] if one else []
            else:
                total, last = len(self._names.cards()), 0.0
                for result in self._lints.every():
                    results.append(result)
                    if time.monotonic() - last > _TELL:
                        last = time.monotonic()
                        yield told(f"正在体检：{len(results)} / {total} 份报告…")
            yield render(results, self._decisions.current(), grades, undone)
        except GongkaiError as error:
            yield told(error.told)
        except Exception:
            _log.exception("lint")
            yield sorry()

    def open(self, event: gr.EventData) -> tuple[Any, ...]:
        """A finding was chosen: its places, what was decided of it, and the form to decide."""
        key = field(event, "text")
        finding = self._lints.finding(key) if isinstance(key, str) else None
        if finding is None:
            gone = told("这个问题已不在现在的报告里，请重新体检。")
            return gone, "", "", gr.update(visible=True), gr.update(visible=False), None, ""
        return (
            self._opened(finding), self._history(finding.key), finding.key,
            gr.update(visible=True), gr.update(visible=False), None, "",
        )  # fmt: skip

    def decide(  # noqa: PLR0911 — each refusal says its own
        self, key: str, status: str | None, note: str | None, name: str | None, request: gr.Request
    ) -> tuple[Any, ...]:
        """Record a decision; gives the message, the history and the emptied note."""
        who = (request.username or "").strip() if self._named else (name or "").strip()[:80]
        finding = self._lints.finding(key or "")
        if finding is None:
            return told("这个问题已不在现在的报告里，请重新体检。"), gr.skip(), gr.skip()
        if status not in STATUSES:
            return told("请先选择处理结果。"), gr.skip(), gr.skip()
        if not who:
            return told("请写上您的姓名。"), gr.skip(), gr.skip()
        if len(note or "") > _NOTE:
            return told(f"备注最多{_NOTE}个字。"), gr.skip(), gr.skip()
        try:
            made = self._decisions.record(finding, status, name=who, note=note or "")
        except GongkaiError as error:
            return told(error.told), gr.skip(), gr.skip()
        except Exception:
            _log.exception("decision on %s", key)
            return sorry(), gr.skip(), gr.skip()
        return told(f"已记录：{NAMES[made.status]}。"), self._history(key), ""

    def _opened(self, finding: Finding) -> str:
        index = self._names.index()
        panels = places(index, finding.places) if index else ""
        return (
            f'<section aria-labelledby="gk-finding"><p class="gk-bar">{_tags(finding)}</p>'
            f'<h2 id="gk-finding" class="gk-h" tabindex="-1">{escape(finding.message)}</h2>'
            + (f'<p class="gk-formula">{escape(finding.formula)}</p>' if finding.formula else "")
            + f'<p class="gk-dim">{escape(finding.bureau)} · {finding.year}年 · 规则：'
            f"{escape(_RULES.get(finding.rule, finding.rule))}（{escape(finding.rule)}）</p>{panels}</section>"
        )

    def _history(self, key: str) -> str:
        return history(self._decisions.history(key))

    def tab(self, quiet: dict[str, Any]) -> list[Any]:
        """Lay out the tab; gives the dropdown of reports, to be kept up to date."""
        key = gr.State("")
        with gr.Column(visible=True, elem_id="gk-lint-list") as listing:
            with gr.Column(elem_classes="gk-card"):
                report = gr.Dropdown(
                    [ALL, *self._names.reports()], value=ALL, label="报告", elem_id="gk-lint-report"
                )
                with gr.Row(elem_classes="gk-fields"):
                    grades = gr.CheckboxGroup(
                        [(GRADES[g], g) for g in SEVERITIES], value=["error", "warning"], label="程度",
                        elem_id="gk-lint-grades",
                    )  # fmt: skip
                    undone = gr.Checkbox(
                        label="只看未处理的", value=False, elem_id="gk-lint-undone"
                    )
                with gr.Row(elem_classes="gk-actions"):
                    go = gr.Button(
                        "体检", variant="primary", elem_id="gk-lint-go", scale=0, min_width=0
                    )
                    gr.HTML(
                        '<p class="gk-links"><a href="lint.csv" download>下载全部问题（CSV）</a>'
                        '<a href="decisions.csv" download>下载处理记录（CSV）</a></p>',
                        apply_default_css=False,
                    )
            out = gr.HTML(
                "", apply_default_css=False, js_on_load=asset("log.js"), elem_id="gk-lint-out"
            )
        with gr.Column(visible=False, elem_id="gk-lint-one") as one:
            back = gr.Button("← 返回清单", elem_id="gk-lint-back", scale=0, min_width=0)
            opened = gr.HTML(
                "", apply_default_css=False, js_on_load=asset("desk.js"), elem_id="gk-lint-opened"
            )
            with gr.Column(elem_classes="gk-card", elem_id="gk-decide"):
                status = gr.Radio(
                    [(NAMES[s], s) for s in STATUSES], label="处理结果", elem_id="gk-status"
                )
                note = gr.Textbox(
                    label="备注", lines=2, max_lines=6, max_length=_NOTE, elem_id="gk-note"
                )
                name = gr.Textbox(
                    label="姓名", max_length=80, visible=not self._named, elem_id="gk-name"
                )
                with gr.Row(elem_classes="gk-actions"):
                    save = gr.Button(
                        "记录处理", variant="primary", elem_id="gk-decide-go", scale=0, min_width=0
                    )
                said = gr.HTML("", apply_default_css=False, elem_id="gk-decided")
            past = gr.HTML("", apply_default_css=False, elem_id="gk-history")
        asked: list[Any] = [report, grades, undone]
        go.click(self.check, asked, out, trigger_mode="once", **quiet)
        for control in asked:
            control.input(self.check, asked, out, trigger_mode="always_last", **quiet)
        out.pick(self.open, None, [opened, past, key, one, listing, status, said], **quiet)
        save.click(
            self.decide, [key, status, note, name], [said, past, note], trigger_mode="once", **quiet
        )
        back.click(
            lambda: (gr.update(visible=False), gr.update(visible=True)),
            None,
            [one, listing],
            **quiet,
        ).then(self.check, asked, out, **quiet)
        return [report]


def render(
    results: Sequence[Lint], decided: Mapping[str, Decision], grades: Sequence[str], undone: bool
) -> str:
    """Each report with its badge and those of its findings that are asked for."""
    if not results:
        return told("没有可体检的报告。")
    left, parts, count = _SHOWN, [], 0
    seen: set[str] = set()
    tally = dict.fromkeys(SEVERITIES, 0)
    for result in results:
        wanted = []
        for finding in result.findings:
            if finding.key in seen:
                continue  # what two years disagree on is listed once
            seen.add(finding.key)
            tally[finding.severity] += 1
            if finding.severity in grades and not (undone and _done(finding, decided)):
                wanted.append(finding)
        count += len(wanted)
        items = "".join(_item(f, decided.get(f.key)) for f in wanted[: max(0, left)])
        left -= len(wanted)
        if items or len(results) <= 20:
            parts.append(_report(result, items))
    head = bar((f"gk-s-{g}", f"{GRADES[g]} {n}") for g, n in tally.items())
    told_count = f"{len(results)}份报告，列出{min(count, _SHOWN)}个问题"
    more = "，其余请下载 CSV 或选一份报告查看" if count > _SHOWN else ""
    return (
        f'<section aria-label="体检结果"><h2 class="gk-h">体检结果</h2>{head}'
        f'<p class="gk-dim" role="status">{told_count}{more}</p>{"".join(parts)}</section>'
    )


def _report(result: Lint, items: str) -> str:
    right = result.checks > 0 and result.checks == result.holds
    listed = f'<ol class="gk-cards">{items}</ol>' if items else ""
    return (
        f'<article class="gk-report"><h3>{escape(result.title)}</h3>'
        f'<p class="gk-badge {"gk-badge-ok" if right else "gk-badge-no"}">{escape(result.badge)}</p>{listed}'
        + ("" if items else '<p class="gk-dim">没有要列出的问题。</p>')
        + "</article>"
    )


def _item(finding: Finding, decision: Decision | None) -> str:
    formula = (
        f'<span class="gk-formula">{escape(finding.formula)}</span>' if finding.formula else ""
    )
    status = (
        f'<span class="gk-tag gk-d-{decision.status}">{NAMES[decision.status]}：{escape(decision.name)}</span>'
        if decision
        else ""
    )
    return (
        '<li><button type="button" class="gk-finding" data-event="pick"'
        f' data-text="{escape(finding.key)}"><span class="gk-bar">{_tags(finding)}{status}</span>'
        f'<span class="gk-message">{escape(finding.message)}</span>{formula}</button></li>'
    )


def _tags(finding: Finding) -> str:
    doubt = '<span class="gk-tag gk-s-ours">读取存疑</span>' if finding.reading == "ours" else ""
    return f'<span class="gk-tag gk-s-{finding.severity}">{GRADES[finding.severity]}</span>{doubt}'


def _done(finding: Finding, decided: Mapping[str, Decision]) -> bool:
    return finding.key in decided and decided[finding.key].status != "open"


def history(decisions: Sequence[Decision]) -> str:
    """What was decided, newest first."""
    if not decisions:
        return '<p class="gk-dim">还没有处理记录。</p>'
    rows = "".join(
        f'<li><span class="gk-tag gk-d-{d.status}">{_name(d.status)}</span> {escape(d.name)}'
        f' <time class="gk-dim" datetime="{escape(d.time)}">{escape(local(d.time))}</time>'
        + (f'<p class="gk-why">{escape(d.note)}</p>' if d.note else "")
        + "</li>"
        for d in reversed(decisions)
    )
    return f'<h3 class="gk-h">处理记录</h3><ol class="gk-past">{rows}</ol>'


def _name(status: Status) -> str:
    return NAMES.get(status, status)
