"""A comparison as JSON, as a table and as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gongkai.desk.compare import Comparison, Narrative, narrative
from gongkai.desk.finding import number
from gongkai.desk.rule_case import name_of
from gongkai.wire import Json, fact_json
from gongkai.wire import number as json_number

if TYPE_CHECKING:
    from rich.console import Console

_KINDS = {"same": "相同", "changed": "改写", "added": "新增", "removed": "删去"}


def comparison_json(found: Comparison, section: str) -> Json:
    """What `gongkai compare --json` prints; ``section``: whose words are held together too."""
    return {
        "reports": [
            {
                "id": r.id,
                "bureau": r.bureau,
                "year": r.year,
                "title": r.title,
                "source": r.source.path,
            }
            for r in found.reports
        ],
        "rows": [
            {
                "section": row.address.section,
                "row": list(row.address.row),
                "column": list(row.address.column),
                "name": name_of(row.address),
                "unit": row.unit,
                "values": [json_number(value) for value in row.values],
                "changes": [json_number(value) for value in row.changes],
                "growth": [_percent(value) for value in row.growth],
                "facts": [fact_json(fact) if fact else None for fact in row.facts],
            }
            for row in found.rows
        ],
        "narrative": [_narrative_json(n) for n in narratives(found, section)],
    }


def narratives(found: Comparison, section: str) -> Iterator[Narrative]:
    """Each report's words against those of the one before it."""
    if section:
        for left, right in pairwise(found.reports):
            yield narrative(left, right, section)


def _narrative_json(told: Narrative) -> Json:
    return {
        "section": told.section,
        "similarity": round(told.similarity, 4),
        "changes": [
            {
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
                "left": list(change.left) if change.left else None,
                "right": list(change.right) if change.right else None,
            }
            for change in told.changes
        ],
    }


def table(found: Comparison) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Columns and rows: each report's value, then changes and growth from report to report."""
    heads = [f"{r.bureau}{r.year}年" for r in found.reports]
    columns = ("部分", "行", "列", "计量单位", *heads)
    columns += tuple(f"{head}增减" for head in heads[1:]) + tuple(f"{h}增幅%" for h in heads[1:])
    rows: list[tuple[object, ...]] = []
    for row in found.rows:
        growth = [None if g is None else g.quantize(Decimal("0.01")) for g in row.growth[1:]]
        rows.append(
            (
                row.address.section, " / ".join(row.address.row), " / ".join(row.address.column),
                row.unit, *row.values, *row.changes[1:], *growth,
            )
        )  # fmt: skip
    return columns, rows


def show(found: Comparison, section: str, out: Console) -> None:
    """The cells that have a value above 0 in some report, and the words that changed."""
    from rich.markup import escape
    from rich.table import Table

    heads = [f"{r.bureau}\n{r.year}年" for r in found.reports]
    grid = Table("项目", *heads)
    for row in found.rows:
        if any(row.values):
            cells = ("—" if v is None else number(v) for v in row.values)
            grid.add_row(escape(name_of(row.address)), *cells)
    out.print(grid)
    for told in narratives(found, section):
        out.print(f"第{told.section}部分相似度 {told.similarity:.0%}")
        for change in told.changes:
            if change.kind != "same":
                text = " → ".join(part for part in (change.before, change.after) if part)
                out.print(f"  {_KINDS[change.kind]}：{text}", markup=False, soft_wrap=True)


def _percent(value: Decimal | None) -> float | None:
    return None if value is None else float(value.quantize(Decimal("0.01")))
