"""A run as one HTML page: measures, and for every question the answer and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics import DEFINITIONS
from gongkai.eval.metrics_exact import failure
from gongkai.eval.metrics_wrong import wrong_number, wrong_place
from gongkai.eval.run_print import told

_SHORT = 200
_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
details{border-left:4px solid #2a7;margin:.3rem 0;padding:.1rem .8rem}details.bad{border-color:#c33}
.tag{background:#eee;border-radius:3px;padding:0 .4rem;margin-left:.3rem;font-size:85%}
main table{display:block;overflow-x:auto}.board td:first-child,.board th{white-space:nowrap}
form{position:sticky;top:0;background:#fff;padding:.5rem 0;border-bottom:1px solid #ccc;z-index:1}
select,input{font:inherit;margin:0 .6rem .3rem 0;max-width:100%;min-height:2rem}summary,p,blockquote{overflow-wrap:anywhere}
pre{overflow-x:auto;font-size:85%}[hidden]{display:none}
.worse{background:#fcc}.better{background:#cfc}blockquote{margin:.2rem 1rem;color:#444}
"""

# Filters need no library and no address: the page is read from a file, perhaps offline.
_SCRIPT = """
const form=document.querySelector("form"),all=[...document.querySelectorAll("details[data-kind]")];
function show(){const d=new FormData(form),w=(d.get("words")||"").trim();let n=0;for(const q of all){
const keep=["kind","split","outcome","change"].every(k=>!d.get(k)||q.dataset[k].split(" ").includes(d.get(k)))
&&(!w||q.textContent.includes(w));q.hidden=!keep;n+=keep}
document.querySelector("output").textContent=n+" / "+all.length}
form.addEventListener("input",show);form.addEventListener("submit",e=>e.preventDefault());show();
"""


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
    body = [
        "<main><h1>评测报告</h1>",
        _settings(data["settings"]),
        f"<pre>{escape(chr(10).join(promised))}</pre>",
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
        "<dl>" + "".join(f"<dt>{k}<dd>{escape(v)}" for k, v in DEFINITIONS.items()) + "</dl>",
        "<h2>问题</h2>",
        f"<p>与上次相比不再提问：{escape('、'.join(gone))}</p>" if gone else "",
        _filters(outcomes, bool(earlier)),
        *(
            _question(
                o,
                theirs.get(o.question.id, ()),
                earlier.get(o.question.id),
                shown=show_held or o.question.split == "dev",
            )
            for o in sorted(outcomes, key=lambda o: (not failure(o), o.question.id))
        ),
        "</main>",
        f"<script>{_SCRIPT}</script>",
    ]
    page = (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>评测</title><style>{_STYLE}</style>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page + "\n".join(body) + "</html>\n", "utf-8")


def _settings(settings: Mapping[str, Any]) -> str:
    rows = (f"<tr><th>{escape(k)}<td>{escape(str(v))}</tr>" for k, v in settings.items())
    return f"<table>{''.join(rows)}</table>"


def _board(split: str, measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Ours, rivals and reworded runs as columns, a line a measure."""
    names = dict.fromkeys(name for measures in measured.values() for name in measures)
    head = "".join(f"<th>{escape(who)}" for who in measured)
    rows = "".join(
        f"<tr><th>{escape(name)}"
        + "".join(
            f"<td>{escape(told(m[name], name)) if name in m else '–'}" for m in measured.values()
        )
        for name in names
    )
    return f'<h2>{escape(split)}</h2><table class="board"><tr><th>{head}{rows}</table>'


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
        + "".join(f"<option>{escape(value)}" for value in values)
        + "</select>"
        for name, (label, values) in chosen.items()
    )
    return f'<form>{selects}<input name="words" aria-label="文字" placeholder="文字"><output></output></form>'


def _question(
    outcome: Outcome, theirs: Sequence[tuple[str, Outcome]], earlier: Mapping[str, Any] | None,
    *, shown: bool,
) -> str:  # fmt: skip
    question, why = outcome.question, failure(outcome)
    tags = [question.kind, question.split, outcome.status, f"{outcome.seconds * 1000:.0f} ms"]
    tags += ["wrong number"] * wrong_number(outcome) + ["wrong place"] * wrong_place(outcome)
    wrong = {"wrong_number": wrong_number(outcome), "wrong_place": wrong_place(outcome)}
    told_as = [
        "failed" if why else "exact",
        outcome.status,
        *(w for w, is_so in wrong.items() if is_so),
    ]
    changed = "" if earlier else "new"
    if earlier and earlier["exact"] != (not why):
        changed = "worse" if why else "better"
    data = (
        f'class="{"bad" if why else ""}" data-kind="{question.kind}" data-split="{question.split}"'
        f' data-outcome="{escape(" ".join(told_as))}" data-change="{changed}"'
    )
    change = ""
    if earlier and changed:
        was = f"{earlier['status']} {'✓' if earlier['exact'] else '✗'} → "
        change = f'<span class="tag {changed}">{changed} {escape(was + outcome.status)}</span>'
    labels = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
    if not shown:
        return f"<details {data}><summary>{question.id}{labels}{change}</summary></details>"
    gold = "；".join(_gold(v.value, v.bureau, v.year, v.cell) for v in question.gold.values)
    cited = "".join(
        f"<blockquote>[{n}] {escape(c.bureau)} {c.year} {escape(c.section)} "
        f"{escape('/'.join((*c.cell.row, *c.cell.column))) if c.cell else ''} "
        f"“{escape(c.quote)}”{'' if c.holds else ' ✗ not there'}</blockquote>"
        for n, c in enumerate(outcome.citations, start=1)
    )
    return (
        f"<details {data}><summary>{escape(question.question)}"
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
