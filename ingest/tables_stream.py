"""Statutory tables that a page flattened into text: labels in order, values after them."""

from __future__ import annotations

from collections.abc import Container, Sequence

from gongkai.form import Clause, Form, aliases, furniture
from gongkai.ingest.tables_chain import Line, Table, find_tables
from gongkai.ingest.tables_hit import letters_of
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import money_unit, read_number
from gongkai.ingest.tables_reading import Reading, Readings, unknown
from gongkai.ingest.tables_run import Run, Span, values
from gongkai.ingest.tables_split import consistent, numbers, splits
from gongkai.ingest.tables_text import Stream
from gongkai.report import Address, Block

_NO_COLUMN = "原文此行的数字与列数不符，无法确定各数字属于哪一列"
_NO_SPLIT = "数字连在一起，拆法不止一种"
_LOST = "原文的表格缺了表头或单元格，无法确定各数字的位置"


def read_stream(
    blocks: Sequence[Block], form: Form, taken: Container[int] = ()
) -> tuple[Readings, set[int]]:
    """Readings from the running text of a report, and the paragraphs that are its tables.

    ``taken`` are blocks that have been read otherwise; no table runs across them.
    """
    stream = Stream(blocks, taken)
    readings = Readings()
    used: set[int] = set()
    for table in find_tables(stream.text, form):
        found = _second(table, form, stream) if table.section == "二" else Readings()
        if table.section == "三":
            found = _third(table, form, stream)
        elif table.section == "四":
            found = _fourth(table, form, stream)
        if found:
            readings.update(found)
            used |= stream.inside(table.start, table.end)
    return readings, used


# Reading them --------------------------------------------------------------------------------


def _second(table: Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    clause_of = {item: clause for clause in form.clauses for item in clause.items}
    glued = _is_glued([(line, len(line.columns)) for line in table.lines], table)
    partial = sum(
        0 < len(line.run.chunks) < len(line.columns) and line.run.cells is None
        for line in table.lines
    )
    lost = not glued and (partial > 1 or (partial and table.headless))
    for line in table.lines:
        clause = clause_of[line.label]
        unit = money_unit(stream.text[table.start : table.end]) if _pays(clause) else ""
        addresses = [Address("二", (clause.label, line.label), column) for column in line.columns]
        if lost:
            _all_unknown(readings, addresses, line.run, stream, _LOST)
            continue
        if not line.certain:
            if line.run.chunks:
                _all_unknown(readings, addresses, line.run, stream, _LOST)
            continue
        cells = values(line.run, len(addresses))
        if cells is not None:
            _fill(readings, addresses, cells, stream, unit)
        elif glued and len(line.run.chunks) == 1:
            # No sum vouches for these, and a cell may be blank: only zeros, which begin no
            # longer number, can be told apart.
            digits = line.run.chunks[0].text
            sure = digits == "0" * len(addresses)
            options = splits([digits], len(addresses)) if sure else []
            _split(readings, addresses, line.run, options, stream)
        else:
            _all_unknown(readings, addresses, line.run, stream, _NO_COLUMN)
    return readings


def _pays(clause: Clause) -> bool:
    return any(unit in ("", "万元", "元") for unit in clause.units)


def _is_glued(lines: Sequence[tuple[Line, int]], table: Table) -> bool:
    """Whether the page lost the borders of its cells altogether, in header and rows."""
    wide = [line.run for line, count in lines if count > 1]
    return (
        table.glued_header
        and bool(wide)
        and all(run.cells is None and not run.lines for run in wide)
        and all(len(run.digits) >= count for (line, count) in lines if count > 1
                for run in (line.run,))
        and sum(len(run.chunks) == 1 for run in wide) * 2 > len(wide)
    )  # fmt: skip


def _fill(
    readings: Readings,
    addresses: Sequence[Address],
    cells: Sequence[Span | None],
    stream: Stream,
    unit: str = "",
) -> None:
    for address, cell in zip(addresses, cells, strict=True):
        if cell is None:
            readings.add(address, Reading(None, "", None))
            continue
        number = read_number(cell.text)
        place = stream.locator(cell.start, cell.end)
        readings.add(address, Reading(number.value, cell.text, place, number.unit or unit))


def _all_unknown(
    readings: Readings, addresses: Sequence[Address], run: Run, stream: Stream, note: str
) -> None:
    text, place = "", None
    if run.chunks:
        start, end = run.chunks[0].start, run.chunks[-1].end
        place = stream.locator(start, end)
        same = "\n" not in stream.text[start:end]
        if same:
            text = stream.text[start:end]
        else:
            place = stream.locator(run.chunks[0].start, run.chunks[0].end)
            text = run.chunks[0].text
    for address in addresses:
        readings.add(address, unknown(text, place, note))


def _split(
    readings: Readings,
    addresses: Sequence[Address],
    run: Run,
    options: Sequence[tuple[int, ...]],
    stream: Stream,
) -> None:
    """Cells of a glued run: those on which all readings agree; the others are unknown."""
    if not options:
        _all_unknown(readings, addresses, run, stream, _NO_SPLIT)
        return
    places = [place for chunk in run.chunks for place in range(chunk.start, chunk.end)]
    starts = [[sum(option[:i]) for i in range(len(option))] for option in options]
    for index, address in enumerate(addresses):
        spans = {
            (begin[index], option[index]) for begin, option in zip(starts, options, strict=True)
        }
        if len(spans) == 1:
            ((begin, length),) = spans
            start, end = places[begin], places[begin + length - 1] + 1
            cell = Span(stream.text[start:end], start, end)
            _fill(readings, [address], [cell], stream)
        else:
            _all_unknown(readings, [address], run, stream, _NO_SPLIT)


def _third(table: Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    if len(table.lines) < 3:
        return readings
    paths = {row[-1]: row for row in form.rows}
    zone = stream.text[table.header[0].start : table.lines[0].hit.start]
    named = _applicants(zone, form)
    glued = _is_glued([(line, len(form.applicants)) for line in table.lines], table)
    open_lines: list[Line] = []
    for line in table.lines:
        columns = _third_columns(named, form, line.run)
        addresses = [Address("三", paths[line.label], (column,)) for column in columns]
        cells = values(line.run, len(addresses)) if columns else None
        if cells is not None:
            _fill(readings, addresses, cells, stream)
        elif glued and len(named) == len(form.applicants) and not line.run.broken:
            open_lines.append(line)
        else:
            every = [Address("三", paths[line.label], (name,)) for name in form.applicants]
            _all_unknown(readings, every, line.run, stream, _NO_COLUMN)
    if open_lines:
        _solve(open_lines, readings, named, form, stream)
    return readings


def _applicants(zone: str, form: Form) -> list[str]:
    """The applicant columns a flat header names, in their order; broken labels by their half.

    Where 总计 spans the header's levels it is printed before the labels of the lower level
    though its column is the last.
    """
    letters, _ = letters_of(zone)
    for text in furniture():
        letters = letters.replace(plain(text), "")
    places: dict[str, int] = {}
    for name in sorted(form.applicants, key=len, reverse=True):
        whole = plain(name)
        half = whole[: max(2, len(whole) // 2)]
        spellings = [whole, half, *(plain(alias) for alias in aliases(name)[1:])]
        for spelling in spellings:
            at = letters.find(spelling)
            if at >= 0:
                places[name] = at
                letters = letters[:at] + "□" * len(spelling) + letters[at + len(spelling) :]
                break
    order = sorted(places, key=places.__getitem__)
    total = form.applicants[-1]
    if total in order and order.index(total) == 1:
        order.remove(total)
        order.append(total)
    return order


def _third_columns(named: list[str], form: Form, run: Run) -> tuple[str, ...]:
    """The columns of a row of table 三, or () where they aren't certain."""
    in_order = [name for name in form.applicants if name in named] == named
    if len(named) == len(form.applicants):
        return tuple(named)
    filled = [cell for cell in run.cells if cell] if run.cells is not None else run.chunks
    if len(filled) == len(named) and len(named) >= 3:
        return tuple(named)
    if in_order and len(filled) == len(form.applicants):
        return form.applicants
    return ()


def _solve(
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
        _split(readings, addresses, line.run, ways, stream)


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


def _fourth(table: Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    printed = [line.label for line in table.lines]
    if printed != [path[-1] for path in form.outcomes]:
        return readings
    addresses = [Address("四", (), path) for path in form.outcomes]
    runs = [line.run for line in table.lines]
    run = runs[-1]
    if all(len(r.chunks) == 1 for r in runs):
        _fill(readings, addresses, [r.chunks[0] for r in runs], stream)
        return readings
    if any(r.chunks for r in runs[:-1]):
        return readings
    cells = values(run, len(addresses))
    if cells is not None:
        _fill(readings, addresses, cells, stream)
    elif run.cells is None and not run.lines and not run.broken and table.glued_header:
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, path in enumerate(form.outcomes):
            groups.setdefault(path[:-1], []).append(index)
        ways = splits([c.text for c in run.chunks], len(addresses), list(groups.values()))
        _split(readings, addresses, run, ways, stream)
    else:
        _all_unknown(readings, addresses, run, stream, _NO_COLUMN)
    return readings
