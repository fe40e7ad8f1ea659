"""核查: a claim or a draft checked, statement by statement, each with its verdict and evidence."""

from __future__ import annotations

import logging
import re
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from gongkai.answer import Citation
from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.desk.check_draft import draft_text
from gongkai.desk.claim import Check, Judged, Verdict
from gongkai.desk.finding import number
from gongkai.errors import GongkaiError
from gongkai.index.library import Library
from gongkai.ui.desk_event import bar, sorry, told
from gongkai.ui.desk_places import where
from gongkai.ui.desk_shelf import Names
from gongkai.ui.log import quoted
from gongkai.ui.mount import asset, field
from gongkai.ui.passage import missing, passage

_log = logging.getLogger(__name__)

LIMIT = 20_000  # characters of a draft
_MARK = re.compile(r"\[(\d+)\]")
VERDICTS: dict[Verdict, str] = {
    "supported": "属实", "contradicted": "不符", "conflict": "报告自相矛盾", "not_found": "无法核实",
}  # fmt: skip
_REMARK = "不用核对"
_ANY = "不指定"


class Claims:
    """What the tab's events do."""

    def __init__(self, checker: Checker, library: Library, config: Config, names: Names) -> None:
        self._checker = checker
        self._library = library
        self._config = config
        self._names = names

    def check(
        self, text: str | None, file: str | None, bureau: str | None, year: str | None
    ) -> tuple[str, tuple[Citation, ...]]:
        """The verdicts as HTML, and the citations they number."""
        try:
            said = (text or "").strip()
            if file:
                said = draft_text(Path(file), max_mb=self._config.max_file_mb)
            if not said:
                return told("请写一句话、一段话，或上传一份稿件。"), ()
            if len(said) > LIMIT:
                return told(f"共{len(said)}个字，最多{LIMIT}个字。请分段核查。"), ()
            check = self._checker.check(
                said,
                bureau=bureau if bureau and bureau != _ANY else None,
                year=int(year) if year and year.isdecimal() else None,
            )
        except GongkaiError as error:
            return told(error.told), ()
        except Exception:
            _log.exception("claim")
            return sorry(), ()
        finally:
            if file:
                Path(file).unlink(missing_ok=True)
        return render(check, Path(file).name if file else ""), check.citations

    def cite(self, citations: tuple[Citation, ...], event: gr.EventData) -> Any:
        """A citation was chosen: the place in its report."""
        n = field(event, "n")
        citation = next((c for c in citations if c.n == n), None)
        if citation is None:
            return gr.skip()
        try:
            report = self._library.current().report(citation.report_id)
        except (KeyError, GongkaiError):
            return missing(citation)
        same = [c for c in citations if c.report_id == citation.report_id and c.fact]
        return passage(citation, report, same).replace("本回答引用", "本次核查引用")

    def tab(self, panel: gr.HTML, quiet: dict[str, Any]) -> list[Any]:
        """Lay out the tab; gives the dropdowns of bodies and years, to be kept up to date."""
        cited = gr.State(())
        with gr.Column(elem_classes="gk-card"):
            text = gr.Textbox(
                label="要核查的说法",
                placeholder="例如：某某市教育局2023年收到政府信息公开申请115件，比上年增长三成。",
                lines=4,
                max_lines=16,
                elem_id="gk-claim-text",
            )
            with gr.Row(elem_classes="gk-fields"):
                bureau = gr.Dropdown(
                    [_ANY, *self._names.bureaus()], value=_ANY, label="文中没写单位时", min_width=0
                )
                year = gr.Dropdown(
                    [_ANY, *self._names.years()], value=_ANY, label="文中没写年份时", min_width=0
                )
            with gr.Row(elem_classes="gk-actions"):
                go = gr.Button(
                    "核查", variant="primary", elem_id="gk-claim-go", scale=0, min_width=0
                )
                file = gr.UploadButton(
                    "核查一份稿件…", type="filepath", elem_id="gk-claim-file", scale=0, min_width=0
                )
        out = gr.HTML(
            "", apply_default_css=False, js_on_load=asset("log.js"), elem_id="gk-claim-out"
        )
        nothing = gr.State(None)
        busy = {**quiet, "show_progress": "minimal", "show_progress_on": out}
        go.click(self.check, [text, nothing, bureau, year], [out, cited], **busy)
        file.upload(self.check, [nothing, file, bureau, year], [out, cited], **busy)
        out.cite(self.cite, cited, panel, trigger_mode="always_last", **quiet)
        return [bureau, year]


def render(check: Check, draft: str = "") -> str:
    """A count of the verdicts, and a card for each statement; ``draft`` names the file."""
    if not check.statements:
        which = f"“{draft}”里" if draft else ""
        return told(f"{which}没有找到可以核查的陈述：请写明单位、年份和事项。")
    counted = [judged for judged in check.statements if judged.kind != "remark"]
    counts = [(kind, sum(judged.verdict == kind for judged in counted)) for kind in VERDICTS]
    head = bar((f"gk-v-{kind}", f"{VERDICTS[kind]} {count}") for kind, count in counts if count)
    by_number = {citation.n: citation for citation in check.citations}
    cards = "".join(_card(judged, by_number) for judged in check.statements)
    named = f'<p class="gk-dim">稿件：{escape(draft)}</p>' if draft else ""
    return (
        f'<section aria-label="核查结果"><h2 class="gk-h">核查结果</h2>{named}{head}'
        f'<ol class="gk-cards">{cards}</ol></section>'
    )


def _card(judged: Judged, cited: dict[int, Citation]) -> str:
    read_as = " · ".join(
        escape(part)
        for part in (judged.bureau, f"{judged.year}年" if judged.year else "", judged.topic)
        if part
    )
    chips = "".join(_chip(cited[n]) for n in judged.citations if n in cited)
    remark = judged.kind == "remark"
    mark, name = ("remark", _REMARK) if remark else (judged.verdict, VERDICTS[judged.verdict])
    right = ""
    if judged.verdict in ("contradicted", "conflict") and judged.value is not None:
        right = f'<p class="gk-right">报告：<b>{_figure(judged.value)}{escape(judged.unit)}</b></p>'
    return (
        f'<li class="gk-item"><p class="gk-tag gk-v-{mark}">{name}</p>'
        f'<p class="gk-words">{escape(judged.text)}</p>'
        + (f'<p class="gk-dim">{read_as}</p>' if read_as else "")
        + right
        + f'<p class="gk-why">{escape(_MARK.sub("", judged.explanation))}</p>'
        + (f'<ul class="gk-cites">{chips}</ul>' if chips else "")
        + "</li>"
    )


def _figure(value: Decimal) -> str:
    # A quotient goes on for dozens of digits; no report prints more than six.
    return number(value if value == round(value, 6) else round(value, 2))


def _chip(citation: Citation) -> str:
    return (
        f'<li><button type="button" class="gk-cite" data-event="cite" data-turn="0" data-n="{citation.n}">'
        f'<span class="gk-n">{citation.n}</span><span class="gk-what"><span class="gk-from">'
        f"{escape(where(citation))}</span>"
        f'<span class="gk-quote">{escape(quoted(citation))}</span></span></button></li>'
    )
