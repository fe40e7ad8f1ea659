"""A run as one HTML page: measures, and for every question the answer and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.html_style import SCRIPT, STYLE
from gongkai.eval.metrics import DEFINITIONS
from gongkai.eval.metrics_exact import failure
from gongkai.eval.metrics_wrong import wrong_number, wrong_place
from gongkai.eval.run_print import told

_SHORT = 200
# Data keep the English names; people read these.
_SAID = {
    "exact": "答对", "failed": "没答对", "wrong_number": "答错数字", "wrong_place": "答错单位或年份",
    "answered": "已回答", "clarify": "问了回去", "not_found": "报告没有", "refused": "不在范围",
    "error": "出错", "worse": "变差", "better": "变好", "new": "新题", "dev": "开发题", "held": "保留题",
    "fact": "数据", "sum": "合计", "share": "占比", "contact": "联系方式", "fee": "收费",
    "narrative": "文字", "count": "计数", "compare": "比较", "trend": "历年", "yesno": "是否",
    "followup": "追问", "unanswerable": "无法回答", "unknown_body": "未收录的机关",
    "unknown_year": "未收录的年份", "blank": "空白格", "english": "英文", "multi": "多问",
}  # fmt: skip


def write_html(
    path: Path, data: Mapping[str, Any], outcomes: Sequence[Outcome],
    others: Mapping[str, Sequence[Outcome]], before: Mapping[str, Any] | None = None, *,
    show_held: bool = False, promised: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write the page; ``before`` is an earlier result, and what changed since is marked.

    ``promised``: the lines of targets and what was reached.

    ``others`` are rivals' and perturbed runs of the same questions, told beside ours.

    Held questions appear by id only, unless asked for.
    """
    earlier = before["questions"] if before else {}
    theirs: dict[str, list[tuple[str, Outcome]]] = {}
    for name, found in others.items():
        for outcome in found:
            theirs.setdefault(outcome.question.id, []).append((name, outcome))
    gone = sorted(set(earlier) - {o.question.id for o in outcomes})
    talks: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.question.conversation:
            talks.setdefault(outcome.question.conversation, []).append(outcome)
    body = [
        "<main><h1>评测报告</h1>",
        _heading(data["settings"], before),
        _tiles(outcomes, earlier),
        _settings(data["settings"]),
        f"<h2>目标</h2><pre tabindex=0>{escape(chr(10).join(promised))}</pre>" if promised else "",
        *(
            _board(
                split,
                {"gongkai": found}
                | {
                    name: other["splits"][split]
                    for name, other in data["others"].items()
                    if split in other["splits"]
                },
            )
            for split, found in data["splits"].items()
        ),
        "<details class=fold><summary>指标的定义</summary><dl>"
        + "".join(f"<dt>{k}<dd>{escape(v)}" for k, v in DEFINITIONS.items())
        + "</dl></details><h2>问题</h2>",
        f"<p class=dim>与上次相比不再提问：{escape('、'.join(gone))}</p>" if gone else "",
        _filters(outcomes, bool(earlier)),
        *(
            _question(
                o,
                theirs.get(o.question.id, ()),
                _change(o, earlier),
                _turns_before(o, talks),
                shown=show_held or o.question.split == "dev",
            )
            for o in sorted(outcomes, key=lambda o: (not failure(o), o.question.id))
        ),
        "</main>",
        f"<script>{SCRIPT}</script>",
    ]
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>评测报告</title><style>{STYLE}</style>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page + "\n".join(body) + "</html>\n", "utf-8")


def _said(name: str) -> str:
    return escape(_SAID.get(name, name))


def _heading(settings: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    changed = "（有未提交的改动）" if settings.get("changed") else ""
    told_of = [f"版本 {settings.get('commit')}{changed}", _time(settings)]
    if before:
        then = before["settings"]
        told_of.append(f"与 {then.get('commit')}（{_time(then) or '无时间'}）比较")
    return f"<p class=dim>{escape(' · '.join(part for part in told_of if part))}</p>"


def _time(settings: Mapping[str, Any]) -> str:
    """When a run was, to the minute, as it was written: in UTC."""
    when = str(settings.get("when") or "")
    return f"{when[:10]} {when[11:16]} UTC" if when.endswith("+00:00") else when


def _tiles(outcomes: Sequence[Outcome], earlier: Mapping[str, Any]) -> str:
    """Counts, each a button that filters the questions to what it counts."""
    counts = {
        "": len(outcomes),
        "outcome=exact": sum(not failure(o) for o in outcomes),
        "outcome=failed": sum(bool(failure(o)) for o in outcomes),
        "outcome=wrong_number": sum(wrong_number(o) for o in outcomes),
        "outcome=wrong_place": sum(wrong_place(o) for o in outcomes),
    }
    if earlier:
        changes = [_change(o, earlier)[0] for o in outcomes]
        counts |= {f"change={kind}": changes.count(kind) for kind in ("worse", "better", "new")}
    buttons = "".join(
        f'<button type="button" data-set="{key}"><b>{count}</b>'
        f"{_said(key.partition('=')[2]) or '全部问题'}</button>"
        for key, count in counts.items()
    )
    return f"<div class=tiles>{buttons}</div>"


def _change(outcome: Outcome, earlier: Mapping[str, Any]) -> tuple[str, str]:
    """(worse, better, new or "", how it was and is): against the same question's last result."""
    then, right = earlier.get(outcome.question.id), not failure(outcome)
    if then is None:
        return "new", ""
    if then["exact"] == right:
        return "", ""
    told_of = f"{_SAID.get(then['status'], then['status'])} {'✓' if then['exact'] else '✗'}"
    now = f"{_SAID.get(outcome.status, outcome.status)} {'✓' if right else '✗'}"
    return ("better" if right else "worse"), f"{told_of} → {now}"


def _turns_before(outcome: Outcome, talks: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """What was asked before in the same conversation: a follow-up says nothing without it."""
    turns = [o.question for o in talks.get(outcome.question.conversation or "", ())]
    return [turn.question for turn in turns[: turns.index(outcome.question)]] if turns else []


def _settings(settings: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><th>{escape(k)}<td>{escape(str('–' if v in (None, '', []) else v))}</tr>"
        for k, v in settings.items()
    )
    return (
        "<details class=fold><summary>设置</summary><div class=scroll>"
        f"<table class=settings>{''.join(rows)}</table></div></details>"
    )


def _board(split: str, measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Ours, rivals and reworded runs as columns, a line a measure."""
    names = dict.fromkeys(name for measures in measured.values() for name in measures)
    head = "".join(f"<th scope=col>{escape(who)}" for who in measured)
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}"
        + "".join(
            f"<td>{_whole(told(m[name], name)) if name in m else '–'}" for m in measured.values()
        )
        for name in names
    )
    title = " · ".join(
        {"dev": "开发题", "held": "保留题", "written": "人写"}.get(w, w) for w in split.split()
    )
    return (
        f'<h2>{escape(title)}</h2><div class=scroll tabindex=0 role=region aria-label="{escape(title)}">'
        f"<table class=board><tr><th>指标{head}{rows}</table></div>"
    )


def _whole(measure: str) -> str:
    """A measure that breaks between its value, interval and count alone."""
    return "".join(
        f"<span>{escape(part)}</span> " for part in measure.replace(" %", "\u00a0%").split(" ")
    )


def _filters(outcomes: Sequence[Outcome], compared: bool) -> str:
    kinds = sorted({o.question.kind for o in outcomes})
    chosen = {
        "kind": ("种类", kinds),
        "split": ("分组", ["dev", "held"]),
        "outcome": (
            "结果",
            ["exact", "failed", "wrong_number", "wrong_place", "answered", "clarify",
             "not_found", "refused", "error"],
        ),
    }  # fmt: skip
    if compared:
        chosen["change"] = ("变化", ["worse", "better", "new"])
    selects = "".join(
        f'<select name="{name}" aria-label="{label}"><option value="">{label}：全部'
        + "".join(f'<option value="{value}">{_said(value)}' for value in values)
        + "</select>"
        for name, (label, values) in chosen.items()
    )
    words = '<input name="words" type="search" aria-label="文字" placeholder="编号或文字">'
    return f'<form>{selects}{words}<output aria-live="polite"></output></form>'


def _question(
    outcome: Outcome, theirs: Sequence[tuple[str, Outcome]], changed: tuple[str, str],
    turns: Sequence[str], *, shown: bool,
) -> str:  # fmt: skip
    question, why = outcome.question, failure(outcome)
    wrong = {"wrong_number": wrong_number(outcome), "wrong_place": wrong_place(outcome)}
    faults = [name for name, is_so in wrong.items() if is_so]
    told_as = ["failed" if why else "exact", outcome.status, *faults]
    change, was = changed
    data = (
        f'class="q{" bad" if why else ""}" data-kind="{question.kind}" data-split="{question.split}"'
        f' data-outcome="{escape(" ".join(told_as))}" data-change="{change}"'
    )
    tags = [_said(question.kind), _said(question.split), _said(outcome.status)]
    tags.append(f"{outcome.seconds * 1000:.0f} ms")
    labels = "".join(f'<span class="tag">{tag}</span>' for tag in tags)
    labels += "".join(f'<span class="tag wrong">{_said(fault)}</span>' for fault in faults)
    if was:
        labels += f'<span class="tag {change}">{_said(change)} {escape(was)}</span>'
    if not shown:
        return f"<div {data}>{question.id}{labels}</div>"
    gold = "；".join(_gold(v.value, v.bureau, v.year, v.cell) for v in question.gold.values)
    states = "或".join(_said(state) for state in question.gold.states)
    choices = (
        f"（选项：{escape('、'.join(question.gold.choices))}）" if question.gold.choices else ""
    )
    before = f"<dt>此前问<dd>{escape(' → '.join(turns))}" if turns else ""
    failed = f'<dt>错在<dd class="why">{escape(why)}' if why else ""
    offered = f"<dt>可选<dd>{escape('、'.join(outcome.suggestions))}" if outcome.suggestions else ""
    cited = "".join(map(_cited, range(1, len(outcome.citations) + 1), outcome.citations))
    said = "<br>".join(escape(line) for line in outcome.text.splitlines() if line.strip())
    return (
        f"<details {data}><summary>{escape(question.question)}{labels}</summary>"
        f'<dl class="pair">{before}<dt>应<dd>{states} {gold}{choices}<dt>答<dd>{said or "–"}{failed}{offered}'
        + (f"<dt>出处<dd>{cited}" if cited else "")
        + "".join(_other(name, found) for name, found in theirs)
        + f"</dl><details class=fold><summary>怎样理解的 · {question.id}</summary>"
        f"<p><small>{escape(outcome.read) or '–'}</small></p></details></details>"
    )


def _cited(n: int, cited: Cited) -> str:
    cell = "/".join((*cited.cell.row, *cited.cell.column)) if cited.cell else ""
    off = "" if cited.holds else " class=off"
    return (
        f"<blockquote{off}>[{n}] {escape(cited.bureau)} {cited.year}年 {escape(cited.section)} "
        f"{escape(cell)} “{escape(cited.quote)}”{'' if cited.holds else ' ✗ 该处没有这句话'}</blockquote>"
    )


def _other(name: str, outcome: Outcome) -> str:
    said = outcome.text if len(outcome.text) <= _SHORT else outcome.text[:_SHORT] + "…"
    asked = f"{outcome.question.question} → " if name.startswith("robust") else ""
    right = "✗" if failure(outcome) else "✓"
    return f"<dt>{escape(name)}<dd><small>{right} {escape(asked + said)}</small>"


def _gold(value: str, bureau: str | None, year: int | None, cell: Any) -> str:
    where = "/".join((*cell.row, *cell.column)) if cell else ""
    return escape(f"{value} ({bureau or ''} {year or ''} {where})")
