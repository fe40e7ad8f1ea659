"""Table 四 as a grid: one row of values below the outcomes of each group."""

from __future__ import annotations

from gongkai.form import Form
from gongkai.ingest.tables_column import (
    Column,
    Row,
    cells_under,
    is_empty,
    lowest_label,
    one_reading,
    stacks,
)
from gongkai.ingest.tables_label import Vocabulary
from gongkai.ingest.tables_reading import Readings, unknown
from gongkai.report import Address

# The table is believed from this many of its labels on.
_MIN_OUTCOMES = 4


def read_reviews(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """The cells of table 四 in these rows; empty where too few of its labels are printed."""
    readings = Readings()
    head: list[Row] = []
    body: list[Row] = []
    for row in rows:
        named = any(
            words.outcomes.match(cell.text, fuzzy=False) or words.groups.match(cell.text)
            for cell in row
        )
        if named and not body:
            head.append(row)
        elif not named:
            body.append(row)
    filled = next((row for row in body if not is_empty(row)), body[0] if body else [])
    columns = _outcomes(head, form, words)
    if len(columns) < _MIN_OUTCOMES or not filled:
        return readings
    values = filled
    under = cells_under(values, [column for column, _ in columns])
    for (_, path), cells in zip(columns, under, strict=True):
        address = Address("四", (), path)
        if cells is None:
            readings.add(
                address,
                unknown("", values[0].locator, "该行缺少单元格，无法确定数字属于哪一列"),
            )
        elif cells:
            readings.add(address, one_reading(cells))
    return readings


def _outcomes(
    head: list[Row], form: Form, words: Vocabulary
) -> list[tuple[Column, tuple[str, ...]]]:
    """Each column's path, by the labels above it; by the form's order where groups are lost."""
    found: list[tuple[Column, str, set[str]]] = []
    for edge, end, stack in stacks(head):
        outcome = lowest_label(stack, words.outcomes)
        if outcome is None:
            continue
        groups = {label for cell in stack if (label := words.groups.match(cell.text))}
        found.append((Column(edge, end, outcome), outcome, groups))
    paths: list[tuple[Column, tuple[str, ...]]] = []
    for column, outcome, groups in found:
        fits = [p for p in form.outcomes if p[-1] == outcome and groups and groups <= set(p[:-1])]
        exact = [p for p in fits if set(p[:-1]) == groups] or fits
        if len(exact) == 1:
            paths.append((column, exact[0]))
    taken = [path for _, path in paths]
    if len(paths) == len(found) and len(taken) == len(set(taken)):
        return paths
    if [outcome for _, outcome, _ in found] == [path[-1] for path in form.outcomes]:
        return [(c, path) for (c, _, _), path in zip(found, form.outcomes, strict=True)]
    return []
