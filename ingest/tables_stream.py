"""Statutory tables that a page flattened into text: labels in order, values after them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from gongkai.form import Clause, Form
from gongkai.ingest.tables_hit import FURNITURE, HEADING, Hit, find_hits, letters_of
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import money_unit, read_number
from gongkai.ingest.tables_reading import Reading, Readings, unknown
from gongkai.ingest.tables_run import Run, Span, read_run, values
from gongkai.ingest.tables_split import consistent, numbers, splits
from gongkai.report import Address, Block, Locator, Paragraph

# More words than this between two labels end a table.
_MAX_JUNK = 45
# So many words may remain of a header's broken labels before its first row.
_MAX_BROKEN = 14
_PROSE = re.compile(r"[，。；;！？,《》]")
_BREAK = "\f"  # stands for a grid between paragraphs: no table runs across it

_NO_COLUMN = "原文此行的数字与列数不符，无法确定各数字属于哪一列"
_NO_SPLIT = "数字连在一起，拆法不止一种"
_LOST = "原文的表格缺了表头或单元格，无法确定各数字的位置"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table: its label, the columns it must fill, and its run of values."""

    label: str
    columns: tuple[tuple[str, ...], ...]
    run: Run
    hit: Hit
    unit: str = ""
    certain: bool = True


@dataclass(slots=True)
class _Table:
    """A table in the making. ``header`` are the hits of its column labels in order."""

    section: str
    start: int
    header: list[Hit] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)
    glued_header: bool = False
    headless: int = 0
    end: int = 0


class Stream:
    """The paragraphs of a report as one text, with the way back to their places."""

    def __init__(self, blocks: Sequence[Block], taken: Container[int] = ()) -> None:
        parts: list[str] = []
        self.starts: list[tuple[int, int]] = []
        at = 0
        for index, block in enumerate(blocks):
            text = _BREAK
            if isinstance(block, Paragraph) and index not in taken:
                text = block.text
                self.starts.append((at, index))
            parts.append(text)
            at += len(text) + 1
        self.text = "\n".join(parts)
        self.blocks = blocks

    def locator(self, start: int, end: int) -> Locator | None:
        """The place in the file of characters of the stream."""
        import bisect

        place = bisect.bisect_right(self.starts, (start, len(self.blocks))) - 1
        if place < 0:
            return None
        offset, index = self.starts[place]
        whole = self.blocks[index].locator
        inner = (start - offset, end - offset)
        if whole.kind in ("text", "html") and whole.start is not None:
            return replace(whole, start=whole.start + inner[0], end=whole.start + inner[1])
        if whole.kind == "docx":
            return replace(whole, start=inner[0], end=inner[1])
        return whole

    def inside(self, start: int, end: int) -> set[int]:
        """Indices of the paragraphs that lie wholly between two places."""
        return {
            index
            for offset, index in self.starts
            if start <= offset and offset + len(self.blocks[index].text) <= end  # type: ignore[union-attr]
        }


def read_stream(
    blocks: Sequence[Block], form: Form, taken: Container[int] = ()
) -> tuple[Readings, set[int]]:
    """Readings from the running text of a report, and the paragraphs that are its tables.

    ``taken`` are blocks that have been read otherwise; no table runs across them.
    """
    stream = Stream(blocks, taken)
    readings = Readings()
    used: set[int] = set()
    for table in _tables(stream.text, form):
        found = _second(table, form, stream) if table.section == "二" else Readings()
        if table.section == "三":
            found = _third(table, form, stream)
        elif table.section == "四":
            found = _fourth(table, form, stream)
        if found:
            readings.update(found)
            used |= stream.inside(table.start, table.end)
    return readings, used


# Finding the tables --------------------------------------------------------------------------


def _tables(text: str, form: Form) -> list[_Table]:
    """Runs of labels and values that are tables: a header first, then rows without prose."""
    hits = find_hits(text, form)
    tables: list[_Table] = []
    current: _Table | None = None
    last_end = after = 0  # end of the last label; end of the values after it
    heading_end = 0
    clause_of = {item: clause for clause in form.clauses for item in clause.items}
    paths = {row[-1]: row for row in form.rows}
    for index, hit in enumerate(hits):
        between = text[after : hit.start]
        junk = len(plain(between)) if len(between) < 400 else 400
        if junk > _MAX_JUNK or _BREAK in between:
            current = None
        stop = hits[index + 1].start if index + 1 < len(hits) else len(text)
        run = read_run(text, hit.end, stop)
        glued = hit.start == last_end
        last_end, after = hit.end, run.end
        if HEADING in hit.roles:
            current, heading_end = None, hit.end
            continue
        if FURNITURE in hit.roles:
            continue
        section = _section(hit, current)
        if section and (current is None or current.section != section):
            start = heading_end if len(plain(text[heading_end : hit.start])) < 60 else hit.start
            current = _Table(section, start)
            tables.append(current)
        if current is None:
            continue
        if not run.chunks and current.header and glued:
            current.glued_header = True
        tight = junk == 0 and not _PROSE.search(between)
        loose = junk <= _MAX_BROKEN and not _PROSE.search(between)
        if current.section == "二":
            _take_second(current, hit, run, clause_of, tight or (loose and _in_header(current)))
        elif current.section == "三":
            _take_third(current, hit, run, paths, tight)
        else:
            _take_fourth(current, hit, run, loose)
    return tables


def _section(hit: Hit, current: _Table | None) -> str:
    """The table a label begins or goes on with, or "" where it begins none."""
    roles = hit.roles
    now = current.section if current else ""
    if "clauses" in roles or "columns" in roles:
        return "二"
    if now == "三" and roles.keys() & {"rows", "parents", "applicants"}:
        return "三"
    # 总计 and 其他 are words of common language: alone they begin no table.
    if "groups" in roles or ("outcomes" in roles and (now == "四" or len(roles["outcomes"]) > 2)):
        return "四"
    return "三" if len(roles.get("applicants", "")) > 2 else ""


def _in_header(table: _Table) -> bool:
    """Whether the table's last label was one of its header."""
    return not table.lines or (
        bool(table.header) and table.header[-1].start > table.lines[-1].hit.start
    )


def _take_second(
    table: _Table, hit: Hit, run: Run, clause_of: dict[str, Clause], near: bool
) -> None:
    if "clauses" in hit.roles:
        table.header = []
        table.end = hit.end
    elif "columns" in hit.roles:
        if table.header and table.lines and table.lines[-1].hit.start > table.header[-1].start:
            table.header = []
        table.header.append(hit)
        table.end = hit.end
    elif "items" in hit.roles and near:
        clause = clause_of[hit.roles["items"]]
        columns, certain = _second_columns(table.header, clause, run)
        if not table.header:
            table.headless += 1
        line = _Line(
            hit.roles["items"],
            tuple((column,) for column in columns),
            run,
            hit,
            certain=certain,
        )
        table.lines.append(line)
        table.end = run.end


def _second_columns(header: list[Hit], clause: Clause, run: Run) -> tuple[tuple[str, ...], bool]:
    """The columns a row of this clause fills, in printed order, and whether that is certain."""
    named = [hit.roles["columns"] for hit in header]
    ours = [name for name in named if name in clause.columns]
    if not ours or len(ours) != len(named):
        # Under a header of another clause, or none, only a lone column can't be mistaken.
        return clause.columns, len(clause.columns) == 1 and not named
    in_order = [name for name in clause.columns if name in ours] == ours
    if len(ours) == len(clause.columns):
        return tuple(ours), len(set(ours)) == len(ours)
    count = len(run.cells) if run.cells is not None else len(run.chunks)
    if count == len(ours) and count != len(clause.columns):
        return tuple(ours), True
    return clause.columns, in_order


def _take_third(
    table: _Table, hit: Hit, run: Run, paths: dict[str, tuple[str, ...]], near: bool
) -> None:
    roles = hit.roles
    in_rows = bool(table.lines)
    if "applicants" in roles and not ("rows" in roles and in_rows):
        lone = roles["applicants"]
        if in_rows and len(lone) <= 2:
            row = next((leaf for leaf in paths if leaf.endswith("." + lone)), None)
            if row is not None and near and table.lines[-1].label in _siblings(row, paths):
                table.lines.append(_Line(row, (), run, hit))
                table.end = run.end
            return
        if in_rows:
            return
        table.header.append(hit)
        table.end = hit.end
    elif "rows" in roles and table.header:
        if in_rows and not near:
            return
        table.lines.append(_Line(roles["rows"], (), run, hit))
        table.end = run.end


def _siblings(row: str, paths: dict[str, tuple[str, ...]]) -> set[str]:
    return {leaf for leaf, path in paths.items() if path[:-1] == paths[row][:-1]}


def _take_fourth(table: _Table, hit: Hit, run: Run, near: bool) -> None:
    if table.lines and table.lines[-1].run.chunks and len(table.lines) >= 15:
        return
    if "outcomes" in hit.roles and (near or not table.header):
        table.header.append(hit)
        table.lines.append(_Line(hit.roles["outcomes"], (), run, hit))
        table.end = run.end
    elif "groups" in hit.roles and not near:
        table.header, table.lines = [], []


# Reading them --------------------------------------------------------------------------------


def _second(table: _Table, form: Form, stream: Stream) -> Readings:
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


def _is_glued(lines: Sequence[tuple[_Line, int]], table: _Table) -> bool:
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


def _third(table: _Table, form: Form, stream: Stream) -> Readings:
    readings = Readings()
    if len(table.lines) < 3:
        return readings
    paths = {row[-1]: row for row in form.rows}
    zone = stream.text[table.header[0].start : table.lines[0].hit.start]
    named = _applicants(zone, form)
    glued = _is_glued([(line, len(form.applicants)) for line in table.lines], table)
    open_lines: list[_Line] = []
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
    from gongkai.form import aliases, furniture

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
    lines: Sequence[_Line], readings: Readings, named: list[str], form: Form, stream: Stream
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
    lines: Sequence[_Line],
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


def _fourth(table: _Table, form: Form, stream: Stream) -> Readings:
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
