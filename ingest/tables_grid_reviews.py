"""Table 四 as a grid: outcomes over their values, beside them, or over rows of groups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gongkai.form import Form, aliases
from gongkai.ingest.tables_column import (
    Column,
    Row,
    cells_under,
    is_empty,
    lowest_label,
    one_reading,
    stacks,
)
from gongkai.ingest.tables_label import Vocabulary, plain
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_reading import Readings, unknown
from gongkai.report import Address

# The table is believed from this many of its labels on.
_MIN_OUTCOMES = 4
Path = tuple[str, ...]


def read_reviews(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """The cells of table 四 in these rows; empty where too few of its labels are printed."""
    return (
        _below(rows, form, words)
        or _beside(rows, form, words)
        or _crossed(rows, form, words)
    )  # fmt: skip


def _below(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """One row of values below the outcomes of each group."""
    readings = Readings()
    head: list[Row] = []
    body: list[Row] = []
    for row in rows:
        named = any(
            words.outcomes.match(cell.text, fuzzy=False) or _groups(cell.text, words)
            for cell in row
        )
        if named and not body:
            head.append(row)
        elif not named and (head or not is_empty(row)):
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


def _beside(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """A row for each outcome: its groups and its name, then its value."""
    readings = Readings()
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        names = [cell for cell in filled if read_number(cell.text).kind == "other"]
        values = [cell for cell in filled if read_number(cell.text).kind != "other"]
        if not names or len(values) > 1 or any(v.column < names[-1].column for v in values):
            continue
        path = _path([cell.text for cell in names], form, words)
        if path is None:
            continue
        value = values or [cell for cell in row if cell.column > names[-1].column][:1]
        if value:
            readings.add(Address("四", (), path), one_reading(value))
    return readings if len(readings) >= _MIN_OUTCOMES else Readings()


def _crossed(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """Outcomes over the columns, groups before the rows."""
    readings = Readings()
    columns: list[Column] = []
    for row in rows:
        outcomes = [(cell, words.outcomes.match(cell.text, fuzzy=False)) for cell in row]
        found = [
            Column(cell.column, cell.column + cell.colspan, label)
            for cell, label in outcomes
            if label
        ]
        if len(found) >= _MIN_OUTCOMES:
            columns = found if len({column.label for column in found}) == len(found) else []
            continue
        names = [cell for cell in row if read_number(cell.text).kind == "other"]
        values = [cell for cell in row if names and cell.column > names[-1].column]
        if not columns or not values or names[-1].column >= columns[0].start:
            continue
        groups = {group for cell in names for group in _groups(cell.text, words)}
        for column, under in zip(columns, cells_under(values, columns), strict=True):
            path = _fitting(column.label or "", groups, form)
            if path and under:
                readings.add(Address("四", (), path), one_reading(under))
    return readings if len(readings) >= _MIN_OUTCOMES else Readings()


def _path(names: Sequence[str], form: Form, words: Vocabulary) -> Path | None:
    """The outcome that a row's names spell: each in its cell, or all in one."""
    outcome = words.outcomes.match(names[-1], fuzzy=False)
    if outcome is not None:
        return _fitting(outcome, {g for name in names[:-1] for g in _groups(name, words)}, form)
    return spelled("".join(names), form)


def spelled(text: str, form: Form) -> Path | None:
    """The path that a text names whole, from its outcome's group at least: 复议后起诉-结果维持."""
    return _spellings(form).get(plain(text)) if len(text) <= 60 else None


@cache
def _spellings(form: Form) -> dict[str, Path]:
    return {
        plain("".join(path[start:])): path
        for path in form.outcomes
        for start in range(len(path) - 1)
    }


def _fitting(outcome: str, groups: set[str], form: Form) -> Path | None:
    """The one path with this outcome below these groups, of which the upper may be missing."""
    fits = [p for p in form.outcomes if p[-1] == outcome and groups and groups <= set(p[:-1])]
    exact = [p for p in fits if set(p[:-1]) == groups] or fits
    return exact[0] if len(exact) == 1 else None


def _groups(text: str, words: Vocabulary) -> set[str]:
    """The groups a cell names: 行政诉讼（复议后起诉） names two."""
    if len(text) > 60 or read_number(text).kind != "other":
        return set()
    if whole := words.groups.match(text, fuzzy=False):
        letters = plain(text)
        if letters in {plain(alias) for alias in aliases(whole)}:
            return {whole}
    letters, found = plain(text), set()
    for label in sorted(words.groups.names, key=len, reverse=True):
        for spelling in map(plain, aliases(label)):
            if spelling in letters:
                letters = letters.replace(spelling, "□")
                found.add(label)
    if not found and (near := words.groups.match(text)):
        found.add(near)
    return found


def _outcomes(head: list[Row], form: Form, words: Vocabulary) -> list[tuple[Column, Path]]:
    """Each column's path, by the labels above it; by the form's order where groups are lost."""
    found: list[tuple[Column, str, set[str]]] = []
    for edge, end, stack in stacks(head):
        outcome = lowest_label(stack, words.outcomes)
        if outcome is None:
            continue
        groups = {label for cell in stack for label in _groups(cell.text, words)}
        found.append((Column(edge, end, outcome), outcome, groups))
    paths: list[tuple[Column, Path]] = []
    for column, outcome, groups in found:
        path = _fitting(outcome, groups, form)
        if path is not None:
            paths.append((column, path))
    taken = [path for _, path in paths]
    if len(paths) == len(found) and len(taken) == len(set(taken)):
        return paths
    if [outcome for _, outcome, _ in found] == [path[-1] for path in form.outcomes]:
        return [(c, path) for (c, _, _), path in zip(found, form.outcomes, strict=True)]
    return []
