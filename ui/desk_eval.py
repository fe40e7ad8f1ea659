"""评测: the newest saved result of `gongkai eval run --results`, in plain words."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

import gongkai
from gongkai.config import Config
from gongkai.ui.desk_event import local, told

_log = logging.getLogger(__name__)

_LARGEST = 64 * 2**20  # bytes of a result
_MEASURES = {
    "exact": "完全答对", "wrong_number": "答错数字", "wrong_place": "答错单位或年份",
    "refusal_recall": "报告没有的，说了没有", "refusal_precision": "说没有的，确实没有",
    "refused_wrongly": "报告有的，却说没有", "clarified": "问得不清的，问了回去",
    "asked_needlessly": "问得清楚的，却问了回去", "citation_precision": "出处指对了地方",
    "citation_recall": "该引的都引了", "citation_holds": "出处里确有所引的话",
    "conversation": "整段对话全对", "p50_ms": "用时中位数", "p95_ms": "用时第95百分位",
}  # fmt: skip
_SPLITS = {
    "dev": "开发题",
    "held": "保留题",
    "dev written": "开发题（人写）",
    "held written": "保留题（人写）",
}


def folders(config: Config) -> tuple[Path, ...]:
    """Where results are looked for: the home, and the checkout's own folder."""
    checkout = Path(gongkai.__file__).resolve().parents[2]
    return (config.home / "results", checkout / ".make" / "results")


def newest(places: Sequence[Path]) -> tuple[str, dict[str, Any]] | None:
    """The newest result and its file's name; None where there is none that can be read."""
    files = [path for place in places if place.is_dir() for path in place.glob("*.json")]
    for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            if path.stat().st_size > _LARGEST:
                continue
            data = json.loads(path.read_text("utf-8"))
            if isinstance(data["total"], dict) and isinstance(data["settings"], dict):
                return path.name, data
        except (OSError, ValueError, KeyError, TypeError):
            _log.warning("no result: %s", path.name)
    return None


def render(found: tuple[str, dict[str, Any]] | None) -> str:
    """The measures in total and by split, each with its 95 % interval and number of cases."""
    if found is None:
        return told("还没有评测结果。请维护者运行：gongkai eval run --results")
    name, data = found
    settings = data["settings"]
    told_of = [
        ("时间", local(str(settings.get("when") or ""))), ("版本", settings.get("commit")),
        ("向量模型", settings.get("model")), ("对话模型", settings.get("chat_model") or "未用"),
        ("结果文件", name),
    ]  # fmt: skip
    facts = "".join(
        f"<div><dt>{label}</dt><dd>{escape(str(value))}</dd></div>"
        for label, value in told_of
        if value
    )
    splits = data.get("splits")
    groups: dict[str, Any] = {"全部": data["total"]} | (
        {_SPLITS.get(key, str(key)): part for key, part in splits.items() if isinstance(part, dict)}
        if isinstance(splits, dict)
        else {}
    )
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for label in groups)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{_cell(part.get(key), key)}</td>" for part in groups.values())
        + "</tr>"
        for key, label in _MEASURES.items()
        if key in data["total"]
    )
    return (
        f'<h2 class="gk-h">最近一次评测</h2><dl class="gk-told gk-wide">{facts}</dl>'
        '<div class="gk-sheet" tabindex="0" role="region" aria-label="评测结果">'
        f'<table class="gk-table gk-compare"><thead><tr><th scope="col">指标</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        '<p class="gk-note">括号内是95%置信区间；下一行是题数。</p>'
    )


def _cell(measured: Any, key: str) -> str:
    if not isinstance(measured, dict) or not isinstance(measured.get("value"), int | float):
        return "—"

    def shown(value: Any) -> str:
        if not isinstance(value, int | float):
            return "—"
        return f"{value:.0f} 毫秒" if key.endswith("_ms") else f"{value:.1%}"

    low, high = shown(measured.get("low")), shown(measured.get("high"))
    count = escape(str(measured.get("count", "")))
    return f'<b>{shown(measured["value"])}</b><span class="gk-change">（{low}–{high}）<br>{count}题</span>'


def tab(config: Config) -> gr.HTML:
    """Lay out the tab; gives what shows the result, to be kept up to date."""
    return gr.HTML(render(newest(folders(config))), apply_default_css=False, elem_id="gk-eval")
