"""导出: the facts of a selection, findings, decisions and coverage as files; which years there are.

Files are made by routes behind the gate and never lie in a temporary folder.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import gradio as gr
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from gongkai.desk.coverage import coverage
from gongkai.desk.decisions import NAMES, Decisions
from gongkai.desk.export import FACT_COLUMNS, as_csv, as_json, as_xlsx, fact_rows, facts_json
from gongkai.desk.lint_print import COLUMNS, lint_rows
from gongkai.errors import GongkaiError
from gongkai.form import section_titles
from gongkai.ui.desk_event import told
from gongkai.ui.desk_gate import ROOT, staff_name
from gongkai.ui.desk_lints import Lints
from gongkai.ui.desk_shelf import Names

_log = logging.getLogger(__name__)

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST = 2000  # reports in one file: a workbook is made in memory
_LISTED = 500  # bodies in the table of coverage
_PAST = ("序号", "编号", "处理", "备注", "姓名", "时间", "规则", "单位", "年份", "说明", "算式")
_Many = Annotated[list[str], Query(max_length=200)]


def _staff(request: Request) -> str:
    name = staff_name(request)
    if name is None:  # the gate stands before; this holds where it were ever left out
        raise HTTPException(401, "请先登录")
    return name


def routes(names: Names, lints: Lints, decisions: Decisions) -> APIRouter:
    """`/staff/facts.{csv,xlsx,json}`, `/staff/lint.csv`, `decisions.csv` and `coverage.csv`."""
    router = APIRouter(prefix=ROOT, dependencies=[Depends(_staff)])

    @router.get("/facts.{kind}")
    def facts(
        kind: Literal["csv", "xlsx", "json"],
        bureau: _Many = [],  # noqa: B006 — FastAPI copies it
        year: _Many = [],  # noqa: B006
        section: _Many = [],  # noqa: B006
        topic: _Many = [],  # noqa: B006
    ) -> Response:
        index = names.index()
        ids = names.chosen(bureau, year)
        if index is None or not ids:
            raise HTTPException(404, "没有这样的报告")
        if len(ids) > _MOST:
            raise HTTPException(413, f"共{len(ids)}份报告，一次最多{_MOST}份，请少选一些")
        reports = (index.report(report_id) for report_id in ids)
        wanted = (section, topic)
        if kind == "json":
            data = as_json(facts_json(reports, *wanted))
        elif kind == "xlsx":
            data = as_xlsx(FACT_COLUMNS, fact_rows(reports, *wanted), "facts")
        else:
            data = as_csv(FACT_COLUMNS, fact_rows(reports, *wanted))
        return _file(data, kind, "数据")

    @router.get("/lint.csv")
    def findings() -> Response:
        try:
            data = as_csv(COLUMNS, lint_rows(lints.every(), decisions.current()))
        except GongkaiError as error:
            raise HTTPException(503, error.told) from error
        return _file(data, "csv", "体检")

    @router.get("/decisions.csv")
    def past() -> Response:
        rows = (
            (d.number, d.key, NAMES.get(d.status, d.status), d.note, d.name, d.time, d.rule,
             d.bureau, d.year, d.message, d.formula)
            for d in decisions.history()
        )  # fmt: skip
        return _file(as_csv(_PAST, rows), "csv", "处理记录")

    @router.get("/coverage.csv")
    def covered() -> Response:
        found = coverage((card.bureau, card.year) for card in names.cards())
        columns = ("单位", *map(str, found.years), "缺少的年份")
        return _file(as_csv(columns, found.rows()), "csv", "收录")

    return router


def _file(data: bytes, kind: str, name: str) -> Response:
    told = quote(f"{name}-{date.today().isoformat()}.{kind}")
    headers = {
        "Content-Disposition": f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{told}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=_TYPES[kind], headers=headers)


class Exporting:
    """What the tab's events do."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def links(
        self, bureaus: list[str] | None, years: list[str] | None, sections: list[str] | None,
        topic: str | None,
    ) -> str:  # fmt: skip
        """How much is chosen, and a link a format."""
        ids = self._names.chosen(bureaus or (), years or ())
        if not ids:
            return told("没有这样的报告。")
        if len(ids) > _MOST:
            return told(f"共{len(ids)}份报告，一次最多{_MOST}份，请少选一些。")
        words = (topic or "").replace("，", " ").replace("、", " ").split()[:8]
        pairs: Iterable[tuple[str, Sequence[str]]] = (
            ("bureau", bureaus or ()), ("year", years or ()), ("section", sections or ()),
            ("topic", words),
        )  # fmt: skip
        asked = urlencode([(name, value) for name, values in pairs for value in values])
        buttons = "".join(
            f'<a class="gk-download" href="{escape(f"facts.{kind}?{asked}")}" download>下载 {kind.upper()}</a>'
            for kind in ("csv", "xlsx", "json")
        )
        return f'<p class="gk-dim" role="status">已选{len(ids)}份报告</p><p class="gk-links">{buttons}</p>'

    def tab(self, quiet: dict[str, Any]) -> list[Any]:
        """Lay out the tab; gives the dropdowns of bodies and years, and the table of coverage."""
        titles = section_titles()
        with gr.Column(elem_classes="gk-card"):
            bureaus = gr.Dropdown(
                self._names.bureaus(), value=[], multiselect=True, label="单位（不选为全部）",
                elem_id="gk-export-bodies",
            )  # fmt: skip
            with gr.Row(elem_classes="gk-fields"):
                years = gr.Dropdown(
                    self._names.years(), value=[], multiselect=True, label="年份（不选为全部）",
                    min_width=0, elem_id="gk-export-years",
                )  # fmt: skip
                topic = gr.Textbox(
                    label="只要含这些词的格（空格分开，可不填）", max_length=100, min_width=0
                )
            sections = gr.CheckboxGroup(
                [(f"{s}、{titles[s][0]}", s) for s in ("二", "三", "四")], value=[],
                label="哪几张表（不选为全部）",
            )  # fmt: skip
            links = gr.HTML(
                self.links(None, None, None, None),
                apply_default_css=False,
                elem_id="gk-export-links",
            )
        table = gr.HTML(covered(self._names), apply_default_css=False, elem_id="gk-export-coverage")
        asked: list[Any] = [bureaus, years, sections, topic]
        for control in asked:
            control.change(
                self.links, asked, links, trigger_mode="always_last", queue=False, **quiet
            )
        # The table changes with the index, and so does how much is chosen.
        table.change(self.links, asked, links, queue=False, **quiet)
        return [bureaus, years, table]


def covered(names: Names) -> str:
    """Bodies by years: how many reports there are, and which years between are missing."""
    found = coverage((card.bureau, card.year) for card in names.cards())
    if not found.bodies:
        return told("索引里还没有报告。")
    heads = "".join(f'<th scope="col">{year}</th>' for year in found.years)
    rows = []
    for body in found.bodies[:_LISTED]:
        cells = []
        for year in found.years:
            count = body.reports.get(year, 0)
            if count:
                cells.append(f"<td>{'有' if count == 1 else f'{count}份'}</td>")
            else:
                missing = year in body.missing
                cells.append(f'<td class="{"gk-lack" if missing else ""}">{"缺" * missing}</td>')
        rows.append(f'<tr><th scope="row">{escape(body.bureau)}</th>{"".join(cells)}</tr>')
    more = len(found.bodies) - _LISTED
    rest = f'<p class="gk-note">另有{more}个单位，见 CSV。</p>' if more > 0 else ""
    return (
        '<h2 class="gk-h">收录</h2><p class="gk-links"><a href="coverage.csv" download>下载收录表（CSV）</a></p>'
        '<div class="gk-sheet" tabindex="0" role="region" aria-label="收录表">'
        f'<table class="gk-table gk-compare"><thead><tr><th scope="col">单位</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{rest}"
    )
