"""Statutory tables that a page flattened into text: labels in order, values after them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from gongkai.form import Clause, Form, aliases, furniture
from gongkai.ingest.tables_chain import Line, Table, find_tables
from gongkai.ingest.tables_fill import all_unknown, cut, fill
from gongkai.ingest.tables_glued import solve
from gongkai.ingest.tables_hit import letters_of
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import money_unit
from gongkai.ingest.tables_opened import opened
from gongkai.ingest.tables_reading import Readings
from gongkai.ingest.tables_run import Run, Span, values
from gongkai.ingest.tables_spanned import spanned
from gongkai.ingest.tables_split import splits
from gongkai.ingest.tables_text import Stream
from gongkai.report import Address, Block

_NO_COLUMN = "原文此行的数字与列数不符，无法确定各数字属于哪一列"
_LOST = "原文的表格缺了表头或单元格，无法确定各数字的位置"


def read_stream(
    blocks: Sequence[Block],
    form: Form,
    taken: Container[int] = (),
    parted: Mapping[int, str] | None = None,
) -> tuple[Readings, set[int]]:
    """Readings from the running text of a report, and the paragraphs that are its tables.

    ``taken`` are blocks that have been read otherwise; no table runs across them. ``parted``
    are lines with their separators (see `layout_separated`), looked for where not given.
    """
    stream = Stream(blocks, taken, parted)
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
            all_unknown(readings, addresses, line.run, stream, _LOST)
            continue
        if not line.certain:
            if line.run.chunks:
                all_unknown(readings, addresses, line.run, stream, _LOST)
            continue
        cells = values(line.run, len(addresses))
        if cells is not None:
            fill(readings, addresses, cells, stream, unit)
        elif glued and len(line.run.chunks) == 1:
            # No sum vouches for these, and a cell may be blank: only zeros, which begin no
            # longer number, can be told apart.
            digits = line.run.chunks[0].text
            sure = digits == "0" * len(addresses)
            options = splits([digits], len(addresses)) if sure else []
            cut(readings, addresses, line.run, options, stream)
        else:
            all_unknown(readings, addresses, line.run, stream, _NO_COLUMN)
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


def _third(table: Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    if len(table.lines) < 3:
        return readings
    paths = {row[-1]: row for row in form.rows}
    zone = stream.text[table.header[0].start : table.lines[0].hit.start]
    named = _applicants(zone, form)
    glued = _is_glued([(line, len(form.applicants)) for line in table.lines], table)
    open_lines: list[Line] = []
    # Where another row has a value for each kind, the header lost a name and this row a value.
    lost = any(len(_filled(line.run)) > len(named) for line in table.lines)
    even = len({len(line.run.cells) for line in table.lines if line.run.cells}) == 1
    by_line = None
    if _every(named, form):
        by_line = opened(table.lines, stream.text, len(named)) or spanned(
            table.lines, stream.text, len(named), paths
        )
    for place, line in enumerate(table.lines):
        columns = _third_columns(named, form, line.run, lost=lost)
        addresses = [Address("三", paths[line.label], (column,)) for column in columns]
        cells = values(line.run, len(addresses)) if columns else None
        if cells is not None and not even and None in cells and any(cells):
            # Where rows have not as many cells each, those at a line's ends may have been lost.
            cells = None
        if cells is None and by_line is not None:
            cells, addresses = (
                by_line[place],
                [Address("三", paths[line.label], (name,)) for name in named],
            )
        if cells is not None:
            fill(readings, addresses, cells, stream)
        elif glued and _every(named, form) and not line.run.broken:
            open_lines.append(line)
        else:
            every = [Address("三", paths[line.label], (name,)) for name in form.applicants]
            all_unknown(readings, every, line.run, stream, _NO_COLUMN)
    if open_lines:
        solve(open_lines, readings, named, form, stream)
    return readings


def _every(named: Sequence[str], form: Form) -> bool:
    """Whether a header names every kind of applicant."""
    return len(named) == len(form.applicants)


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


def _filled(run: Run) -> Sequence[Span]:
    return [cell for cell in run.cells if cell] if run.cells is not None else run.chunks


def _third_columns(named: list[str], form: Form, run: Run, *, lost: bool) -> tuple[str, ...]:
    """The columns of a row of table 三, or () where they aren't certain."""
    in_order = [name for name in form.applicants if name in named] == named
    if len(named) == len(form.applicants):
        return tuple(named)
    filled = _filled(run)
    if len(filled) == len(named) and len(named) >= 3 and not lost:
        return tuple(named)
    if in_order and len(filled) == len(form.applicants):
        return form.applicants
    return ()


def _fourth(table: Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    printed = [line.label for line in table.lines]
    if printed != [path[-1] for path in form.outcomes]:
        return readings
    addresses = [Address("四", (), path) for path in form.outcomes]
    runs = [line.run for line in table.lines]
    run = runs[-1]
    if all(len(r.chunks) == 1 for r in runs):
        fill(readings, addresses, [r.chunks[0] for r in runs], stream)
        return readings
    if any(r.chunks for r in runs[:-1]):
        return readings
    cells = values(run, len(addresses))
    if cells is not None:
        fill(readings, addresses, cells, stream)
    elif run.cells is None and not run.lines and not run.broken and table.glued_header:
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, path in enumerate(form.outcomes):
            groups.setdefault(path[:-1], []).append(index)
        ways = splits([c.text for c in run.chunks], len(addresses), list(groups.values()))
        cut(readings, addresses, run, ways, stream)
    else:
        all_unknown(readings, addresses, run, stream, _NO_COLUMN)
    return readings
