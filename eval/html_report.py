"""A run as one HTML page: measures, and for every question the answer and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics_exact import failure
from gongkai.eval.metrics_wrong import wrong_number, wrong_place
from gongkai.eval.run_print import told

_SHORT = 200
_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
details{border-left:4px solid #2a7;margin:.3rem 0;padding:.1rem .8rem}details.bad{border-color:#c33}
.tag{background:#eee;border-radius:3px;padding:0 .4rem;margin-left:.3rem;font-size:85%}
.worse{background:#fcc}.better{background:#cfc}blockquote{margin:.2rem 1rem;color:#444}
"""


def write_html(
    path: Path, data: Mapping[str, Any], outcomes: Sequence[Outcome],
    others: Mapping[str, Sequence[Outcome]], before: Mapping[str, Any] | None = None, *,
    show_held: bool = False,
) -> None:  # fmt: skip
    """Write the page; ``before`` is an earlier result, and what changed since is marked.

    ``others`` are rivals' and perturbed runs of the same questions, told beside ours.

    Held questions appear by id only, unless asked for.
    """
    earlier = before["questions"] if before else {}
    theirs: dict[str, list[tuple[str, Outcome]]] = {}
    for name, found in others.items():
        for outcome in found:
            theirs.setdefault(outcome.question.id, []).append((name, outcome))
    body = [
        "<h1>评测报告</h1>",
        _settings(data["settings"]),
        *(_measures(name, found) for name, found in data["splits"].items()),
        *(
            _measures(f"{name} · {split}", found)
            for name, other in data["others"].items()
            for split, found in other["splits"].items()
        ),
        "<h2>问题</h2>",
        *(
            _question(
                o,
                theirs.get(o.question.id, ()),
                earlier.get(o.question.id),
                shown=show_held or o.question.split == "dev",
            )
            for o in sorted(outcomes, key=lambda o: not failure(o))
        ),
    ]
    page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>评测</title><style>{_STYLE}</style>'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page + "\n".join(body) + "</html>\n", "utf-8")


def _settings(settings: Mapping[str, Any]) -> str:
    rows = (f"<tr><th>{escape(k)}<td>{escape(str(v))}</tr>" for k, v in settings.items())
    return f"<table>{''.join(rows)}</table>"


def _measures(name: str, measures: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><th>{escape(key)}<td>{escape(told(found, key))}</tr>"
        for key, found in measures.items()
    )
    return f"<h2>{escape(name)}</h2><table>{''.join(rows)}</table>"


def _question(
    outcome: Outcome, theirs: Sequence[tuple[str, Outcome]], earlier: Mapping[str, Any] | None,
    *, shown: bool,
) -> str:  # fmt: skip
    question, why = outcome.question, failure(outcome)
    tags = [question.kind, question.split, outcome.status, f"{outcome.seconds * 1000:.0f} ms"]
    tags += ["wrong number"] * wrong_number(outcome) + ["wrong place"] * wrong_place(outcome)
    change = ""
    if earlier and earlier["exact"] != (not why):
        change = (
            '<span class="tag worse">worse</span>'
            if why
            else '<span class="tag better">better</span>'
        )
    labels = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
    if not shown:
        return f'<details class="{"bad" if why else ""}"><summary>{question.id}{labels}{change}</summary></details>'
    gold = "；".join(_gold(v.value, v.bureau, v.year, v.cell) for v in question.gold.values)
    cited = "".join(
        f"<blockquote>[{n}] {escape(c.bureau)} {c.year} {escape(c.section)} "
        f"{escape('/'.join((*c.cell.row, *c.cell.column))) if c.cell else ''} "
        f"“{escape(c.quote)}”{'' if c.holds else ' ✗ not there'}</blockquote>"
        for n, c in enumerate(outcome.citations, start=1)
    )
    return (
        f'<details class="{"bad" if why else ""}"><summary>{escape(question.question)}'
        f"{labels}{change}</summary><p>{question.id} {escape(why)}</p>"
        f"<p>应：{escape(question.gold.status)} {gold}</p><p>答：{escape(outcome.text)}</p>{cited}"
        f"<p><small>{escape(outcome.read)}</small></p>"
        + "".join(_other(name, found) for name, found in theirs)
        + "</details>"
    )


def _other(name: str, outcome: Outcome) -> str:
    said = outcome.text if len(outcome.text) <= _SHORT else outcome.text[:_SHORT] + "…"
    asked = f"{outcome.question.question} → " if name.startswith("robust") else ""
    right = "✗" if failure(outcome) else "✓"
    return f"<p><small>{right} {escape(name)}：{escape(asked + said)}</small></p>"


def _gold(value: str, bureau: str | None, year: int | None, cell: Any) -> str:
    where = "/".join((*cell.row, *cell.column)) if cell else ""
    return escape(f"{value} ({bureau or ''} {year or ''} {where})")
