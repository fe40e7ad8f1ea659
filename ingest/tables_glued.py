"""Glued rows of table 三, solved together by the form's sums."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.form import Form
from gongkai.ingest.tables_chain import Line
from gongkai.ingest.tables_fill import cut
from gongkai.ingest.tables_reading import Readings
from gongkai.ingest.tables_split import consistent, numbers, splits
from gongkai.ingest.tables_text import Stream
from gongkai.report import Address


def solve(
    lines: Sequence[Line], readings: Readings, named: list[str], form: Form, stream: Stream
) -> None:
    """Glued rows of table 三, by each row's sum and the sums down the columns."""
    paths = {row[-1]: row for row in form.rows}
    total = named.index(form.applicants[-1])
    group = [*(i for i in range(len(named)) if i != total), total]
    options: dict[str, list[tuple[int, ...]]] = {}
    for line in lines:
        chunks = [chunk.text for chunk in line.run.chunks]
        options[line.label] = splits(chunks, len(named), [group])
    kept = _by_columns(lines, options, readings, named, form)
    for line in lines:
        addresses = [Address("三", paths[line.label], (name,)) for name in named]
        ways = options[line.label]
        if kept is not None and line.label in kept:
            ways = [ways[i] for i in kept[line.label]]
        elif any(length > 1 for way in ways for length in way):
            ways = []  # without the sums down the columns nothing vouches for long numbers
        cut(readings, addresses, line.run, ways, stream)


def _by_columns(
    lines: Sequence[Line],
    options: dict[str, list[tuple[int, ...]]],
    readings: Readings,
    named: list[str],
    form: Form,
) -> dict[str, list[int]] | None:
    """For each glued row the readings that satisfy the table's sums; None where none do."""
    by_label = {line.label: line for line in lines}
    first, second, *details, summed, carried = form.rows
    candidates: list[list[tuple[int, ...]]] = []
    signs: list[tuple[int, ...]] = []
    order: list[str] = []
    for row in form.rows:
        label = row[-1]
        if label in by_label:
            digits = by_label[label].run.digits
            found = [numbers(digits, way) for way in options[label]]
        else:
            read = [readings.by_address.get(Address("三", row, (name,))) for name in named]
            if any(r is None or r.value is None for r in read):
                return None
            found = [tuple(int(r.value) for r in read if r is not None and r.value is not None)]
        if not found:
            return None
        candidates.append(found)
        order.append(label)
        detail = 1 if row in details else -1 if row == summed else 0
        flow = 1 if row in (first, second) else -1 if row in (summed, carried) else 0
        signs.append((detail, flow))
    kept = consistent(candidates, signs)
    if kept is None or any(not places for places in kept):
        return None
    return dict(zip(order, kept, strict=True))
