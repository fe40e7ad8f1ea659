"""比对: one body over years or bodies of one year; cells in a table, one as a chart, and words."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from gongkai.desk.compare import Change, Comparison, Row, compare
from gongkai.desk.compare_print import narratives
from gongkai.desk.finding import number
from gongkai.desk.rule_case import name_of
from gongkai.errors import GongkaiError
from gongkai.form import section_titles
from gongkai.report import Report
from gongkai.ui.desk_chart import columns, rows
from gongkai.ui.desk_event import sorry, told
from gongkai.ui.desk_shelf import Names
from gongkai.ui.mount import asset, field

_log = logging.getLogger(__name__)

YEARS, BODIES = "一个单位的各年", "一年的各单位"
MOST = 12  # reports side by side
_TABLES = ("二", "三", "四")
_SHOWN = 400  # rows
_KINDS = {"changed": "改写", "added": "新增", "removed": "删去"}
_NONE = "不比文字"
_GONE = "报告已更新，请重新比对。"


class Comparing:
    """What the tab's events do."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def show(  # noqa: PLR0917 — Gradio passes components by place
        self, way: str, bureau: str | None, bureaus: list[str] | None, year: str | None,
        topic: str | None, section: str | None,
    ) -> tuple[str, str, tuple[str, ...]]:  # fmt: skip
        """The table with the words' differences, the chart, and the ids of what is compared."""
        try:
            ids = self._chosen(way, bureau, bureaus, year)
            if len(ids) < 2:
                return told("至少要有两份报告才能比对。"), "", ()
            if len(ids) > MOST:
                return told(f"共{len(ids)}份报告，最多比对{MOST}份，请少选几个单位。"), "", ()
            reports = self._reports(ids)
            found = compare(reports, _words(topic))
            told_words = _narratives(found, section or "")
            chosen = _telling(found)
            chart = _chart(found, chosen, way) if chosen else ""
            return table(found, way) + told_words, chart, tuple(ids)
        except GongkaiError as error:
            return told(error.told), "", ()
        except KeyError:
            return told(_GONE), "", ()
        except Exception:
            _log.exception("comparison")
            return sorry(), "", ()

    def draw(self, ids: tuple[str, ...], way: str, topic: str | None, event: gr.EventData) -> Any:
        """A row was chosen: its chart."""
        at = field(event, "text")
        if not isinstance(at, str) or not at.isdecimal() or not ids:
            return gr.skip()
        try:
            found = compare(self._reports(ids), _words(topic))
        except (GongkaiError, KeyError):
            return told(_GONE)
        place = int(at[:9])
        return _chart(found, found.rows[place], way) if place < len(found.rows) else gr.skip()

    def _chosen(
        self, way: str, bureau: str | None, bureaus: list[str] | None, year: str | None
    ) -> list[str]:
        if way == YEARS:
            return self._names.chosen([bureau], ()) if bureau else []
        return self._names.chosen(bureaus or (), [year]) if year else []

    def _reports(self, ids: Sequence[str]) -> list[Report]:
        index = self._names.index()
        return [index.report(report_id) for report_id in ids] if index else []

    def tab(self, quiet: dict[str, Any]) -> list[Any]:
        """Lay out the tab; gives the dropdowns of bodies, bodies and years."""
        names, years = self._names.bureaus(), self._names.years()
        ids = gr.State(())
        with gr.Column(elem_classes="gk-card"):
            way = gr.Radio([YEARS, BODIES], value=YEARS, label="比什么", elem_id="gk-way")
            with gr.Row(elem_classes="gk-fields"):
                bureau = gr.Dropdown(
                    names, value=self._names.fullest(), label="单位", min_width=0,
                    elem_id="gk-compare-body",
                )  # fmt: skip
                year = gr.Dropdown(
                    years,
                    value=years[0] if years else None,
                    label="年份",
                    min_width=0,
                    visible=False,
                )
                bureaus = gr.Dropdown(
                    names,
                    value=[],
                    multiselect=True,
                    label="单位（不选为全部）",
                    min_width=0,
                    visible=False,
                )
            with gr.Row(elem_classes="gk-fields"):
                topic = gr.Textbox(
                    label="只看含这些词的行（空格分开，可不填）", max_length=100, min_width=0,
                    elem_id="gk-compare-topic",
                )  # fmt: skip
                titles = section_titles()
                section = gr.Dropdown(
                    [_NONE, *((f"{s}、{titles[s][0]}", s) for s in ("一", "五", "六"))],
                    value="五", label="比哪一部分的文字", min_width=0,
                )  # fmt: skip
            with gr.Row(elem_classes="gk-actions"):
                go = gr.Button(
                    "比对", variant="primary", elem_id="gk-compare-go", scale=0, min_width=0
                )
        chart = gr.HTML("", apply_default_css=False, elem_id="gk-compare-chart")
        out = gr.HTML(
            "", apply_default_css=False, js_on_load=asset("log.js"), elem_id="gk-compare-out"
        )
        way.input(
            lambda chosen: tuple(gr.update(visible=chosen == w) for w in (YEARS, BODIES, BODIES)),
            way, [bureau, year, bureaus], queue=False, **quiet,
        )  # fmt: skip
        asked = [way, bureau, bureaus, year, topic, section]
        go.click(self.show, asked, [out, chart, ids], trigger_mode="once", **quiet)
        out.pick(self.draw, [ids, way, topic], chart, trigger_mode="always_last", **quiet)
        return [bureau, bureaus, year]


def _telling(found: Comparison) -> Row | None:
    """The row drawn first: of those that most reports fill in, what was applied for in all."""
    known = [row for row in found.rows if any(row.values)]
    filled = max((_filled(row) for row in known), default=0)
    full = [row for row in known if _filled(row) == filled]
    third = [row for row in full if row.address.section == "三"]
    # A row's total stands in its last column.
    return (
        [row for row in third if row.address.row == third[0].address.row][-1]
        if third
        else (full[0] if full else None)
    )


def _filled(row: Row) -> int:
    return sum(value is not None for value in row.values)


def _words(topic: str | None) -> tuple[str, ...]:
    return tuple((topic or "").replace("，", " ").replace("、", " ").split()[:8])


def _head(report: Report, way: str) -> str:
    return f"{report.year}年" if way == YEARS else report.bureau


def table(found: Comparison, way: str) -> str:
    """Cells that have a value in some report; blank cells are dashes, never 0."""
    heads = "".join(
        f'<th scope="col"><a href="source/{escape(r.id)}" target="_blank" rel="noopener">'
        f"{escape(_head(r, way))}</a></th>"
        for r in found.reports
    )
    body, count, last = [], 0, ""
    width = len(found.reports) + 1
    for at, row in enumerate(found.rows):
        if not any(row.values):
            continue
        count += 1
        if count > _SHOWN:
            break
        if row.address.section != last:
            last = row.address.section
            title = section_titles().get(last, ("",))[0]
            body.append(
                f'<tr><th class="gk-part" colspan="{width}" scope="rowgroup">{escape(f"{last}、{title}")}</th></tr>'
            )
        body.append(_row(row, at, way))
    if not body:
        return told("没有这样的数据：所选的行都是空白或 0。")
    more = f'<p class="gk-note">只列出前{_SHOWN}行。</p>' if count > _SHOWN else ""
    return (
        '<h2 class="gk-h">数据</h2><p class="gk-dim">只列出有数的行；点行名看图，点表头看原文件。</p>'
        '<div class="gk-sheet" tabindex="0" role="region" aria-label="比对表">'
        f'<table class="gk-table gk-compare"><thead><tr><th scope="col">项目</th>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>{more}"
    )


def _row(row: Row, at: int, way: str) -> str:
    path = " › ".join((*row.address.row, *row.address.column))
    cells = []
    for n, value in enumerate(row.values):
        shown = '<span class="gk-blank">—</span>' if value is None else number(value)
        change = row.changes[n]
        if way == YEARS and change is not None and change:
            growth = row.growth[n]
            part = f"，{growth:+.1f}%" if growth is not None else ""
            shown += (
                f'<span class="gk-change">{"+" if change > 0 else ""}{number(change)}{part}</span>'
            )
        fact = row.facts[n]
        if fact is not None and not fact.sure:
            shown += '<span class="gk-change">读取存疑</span>'
        cells.append(f"<td>{shown}</td>")
    return (
        f'<tr><th scope="row"><button type="button" class="gk-name" data-event="pick" data-text="{at}"'
        f' title="{escape(path)}">{escape(name_of(row.address))}</button></th>{"".join(cells)}</tr>'
    )


def _chart(found: Comparison, row: Row, way: str) -> str:
    values = [(_head(r, way), v) for r, v in zip(found.reports, row.values, strict=True)]
    draw = columns if way == YEARS else rows
    return draw(" › ".join((*row.address.row, *row.address.column)), values, row.unit)


def _narratives(found: Comparison, section: str) -> str:
    if section not in section_titles() or section in _TABLES:
        return ""
    parts = []
    for (left, right), said in zip(
        zip(found.reports, found.reports[1:], strict=False), narratives(found, section), strict=True
    ):
        changes = [change for change in said.changes if change.kind != "same"]
        same = len(said.changes) - len(changes)
        items = "".join(_change(change) for change in changes)
        names = f"{left.bureau}{left.year}年 → {right.bureau}{right.year}年"
        parts.append(
            f'<details class="gk-diff" open><summary>{escape(names)}：相似度 {said.similarity:.0%}'
            f"，{same}句相同</summary><ul>{items or '<li>没有不同。</li>'}</ul></details>"
        )
    title = f"{section}、{section_titles()[section][0]}"
    return f'<h2 class="gk-h">文字：{escape(title)}</h2>{"".join(parts)}'


def _change(change: Change) -> str:
    before = f"<del>{escape(change.before)}</del>" if change.before else ""
    after = f"<ins>{escape(change.after)}</ins>" if change.after else ""
    return f'<li><span class="gk-tag gk-c-{change.kind}">{_KINDS[change.kind]}</span>{before}{after}</li>'
