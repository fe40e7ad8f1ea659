"""Where flat text prints statutory tables: a header first, then rows without prose between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.form import Clause, Form
from gongkai.ingest.tables_hit import FURNITURE, HEADING, Hit, find_hits
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_run import Run, read_run

# More words than this between two labels end a table.
_MAX_JUNK = 45
# So many words may remain of a header's broken labels before its first row.
_MAX_BROKEN = 14
_PROSE = re.compile(r"[，。；;！？,《》]")
BREAK = "\f"  # stands for a grid between paragraphs: no table runs across it


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its label, the columns it must fill, and its run of values."""

    label: str
    columns: tuple[tuple[str, ...], ...]
    run: Run
    hit: Hit
    unit: str = ""
    certain: bool = True


@dataclass(slots=True)
class Table:
    """A table in the making. ``header`` are the hits of its column labels in order."""

    section: str
    start: int
    header: list[Hit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    glued_header: bool = False
    headless: int = 0
    end: int = 0


def find_tables(text: str, form: Form) -> list[Table]:
    """Runs of labels and values that are tables: a header first, then rows without prose."""
    hits = find_hits(text, form)
    tables: list[Table] = []
    current: Table | None = None
    last_end = after = 0  # end of the last label; end of the values after it
    heading_end = 0
    clause_of = {item: clause for clause in form.clauses for item in clause.items}
    paths = {row[-1]: row for row in form.rows}
    for index, hit in enumerate(hits):
        between = text[after : hit.start]
        junk = len(plain(between)) if len(between) < 400 else 400
        if junk > _MAX_JUNK or BREAK in between:
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
            current = Table(section, start)
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
            # A page's head may stand between rows; then the row must be a whole one.
            full = loose and len(run.chunks) == len(form.applicants)
            _take_third(current, hit, run, paths, tight or full)
        else:
            _take_fourth(current, hit, run, loose)
    return tables


def _section(hit: Hit, current: Table | None) -> str:
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


def _in_header(table: Table) -> bool:
    """Whether the table's last label was one of its header."""
    return not table.lines or (
        bool(table.header) and table.header[-1].start > table.lines[-1].hit.start
    )


def _take_second(
    table: Table, hit: Hit, run: Run, clause_of: dict[str, Clause], near: bool
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
        line = Line(
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
    table: Table, hit: Hit, run: Run, paths: dict[str, tuple[str, ...]], near: bool
) -> None:
    roles = hit.roles
    in_rows = bool(table.lines)
    if "applicants" in roles and not ("rows" in roles and in_rows):
        lone = roles["applicants"]
        if in_rows and len(lone) <= 2:
            row = next((leaf for leaf in paths if leaf.endswith("." + lone)), None)
            if row is not None and near and table.lines[-1].label in _siblings(row, paths):
                table.lines.append(Line(row, (), run, hit))
                table.end = run.end
            return
        if in_rows:
            return
        table.header.append(hit)
        table.end = hit.end
    elif "rows" in roles and table.header:
        if in_rows and not near:
            return
        table.lines.append(Line(roles["rows"], (), run, hit))
        table.end = run.end


def _siblings(row: str, paths: dict[str, tuple[str, ...]]) -> set[str]:
    return {leaf for leaf, path in paths.items() if path[:-1] == paths[row][:-1]}


def _take_fourth(table: Table, hit: Hit, run: Run, near: bool) -> None:
    if table.lines and table.lines[-1].run.chunks and len(table.lines) >= 15:
        return
    if "outcomes" in hit.roles and (near or not table.header):
        table.header.append(hit)
        table.lines.append(Line(hit.roles["outcomes"], (), run, hit))
        table.end = run.end
    elif "groups" in hit.roles and not near:
        table.header, table.lines = [], []
