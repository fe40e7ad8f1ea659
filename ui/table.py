"""A table of the form as it is printed, one cell of it marked.

Layout after 国办公开办函〔2021〕30号 and 〔2019〕60号: spans follow from the labels' paths, so a
form that gains a row or a column is still laid out right.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from gongkai.form import Form, form, printed, section_titles
from gongkai.report import Address, Fact, Report

TABLE_SECTIONS = ("二", "三", "四")


@dataclass(frozen=True, slots=True)
class _Marks:
    """The facts to print, the cell asked for, and the other cells of the same answer."""

    facts: dict[Address, Fact]
    hit: Address | None
    also: Collection[Address]

    def cell(self, address: Address) -> str:
        """A value as printed; blank stays blank."""
        fact = self.facts.get(address)
        text = escape(fact.text.strip()) if fact else ""
        if address == self.hit:
            shown = text or '<span class="gk-blank">空白</span>'
            return f'<td class="gk-hit"><mark>{shown}</mark></td>'
        return f'<td class="gk-also">{text}</td>' if address in self.also else f"<td>{text}</td>"

    def on(self, row: Sequence[str] | None, column: Sequence[str] | None) -> bool:
        """Whether a header with that row or column path stands over or beside the hit."""
        if self.hit is None:
            return False
        return _begins(self.hit.row, row) and _begins(self.hit.column, column)


def table(report: Report, section: str, hit: Address | None, also: Collection[Address]) -> str:
    """HTML of table 二, 三 or 四 of a report that follows a form; everything in it is escaped."""
    if report.form is None or section not in TABLE_SECTIONS:
        return ""
    marks = _Marks({fact.address: fact for fact in report.facts}, hit, also)
    layout = {"二": _disclosed, "三": _applications, "四": _disputes}[section]
    rows = "".join(f"<tr>{row}</tr>" for row in layout(form(report.form), marks))
    caption = f"{section}、{section_titles()[section][0]}"
    return (
        f'<div class="gk-sheet" tabindex="0" role="region" aria-label="{escape(caption)}（表）">'
        f'<table class="gk-table gk-table-{TABLE_SECTIONS.index(section) + 2}">'
        f"<caption>{escape(caption)}</caption>{rows}</table></div>"
    )


def _disclosed(layout: Form, marks: _Marks) -> list[str]:
    width = max(len(clause.columns) for clause in layout.clauses)
    rows = []
    for clause in layout.clauses:
        lit = marks.on((clause.label,), None)
        rows.append(_head(clause.label, colspan=width + 1, on=lit, scope="rowgroup"))
        slack = width - len(clause.columns)
        names = [
            _head(
                name,
                colspan=1 + (slack if last else 0),
                on=marks.on((clause.label,), (name,)),
                scope="col",
            )
            for name, last in _with_last(clause.columns)
        ]
        rows.append(_head(printed().content, scope="col") + "".join(names))
        for item in clause.items:
            row = (clause.label, item)
            cells = [
                _widen(marks.cell(Address("二", row, (name,))), 1 + (slack if last else 0))
                for name, last in _with_last(clause.columns)
            ]
            rows.append(_head(item, on=marks.on(row, None), scope="row") + "".join(cells))
    return rows


def _applications(layout: Form, marks: _Marks) -> list[str]:
    words = printed()
    depth = max(len(row) for row in layout.rows)
    top, below = "", ""
    for inside, names in groupby(layout.applicants, lambda n: n in words.organisation_columns):
        group = list(names)
        if not inside:
            top += "".join(_head(n, rowspan=2, on=marks.on(None, (n,)), scope="col") for n in group)
            continue
        lit = any(marks.on(None, (name,)) for name in group)
        top += _head(words.organisations, colspan=len(group), on=lit, scope="colgroup")
        below += "".join(_head(n, on=marks.on(None, (n,)), scope="col") for n in group)
    rows = [
        _head(words.check, rowspan=3, colspan=depth, kind="gk-check")
        + _head(words.applicants, colspan=len(layout.applicants), scope="colgroup"),
        top,
        below,
    ]
    for number, path in enumerate(layout.rows):
        heads = []
        for level, label in enumerate(path):
            prefix = path[: level + 1]
            lit = marks.on(prefix, None)
            if level == len(path) - 1:
                heads.append(_head(label, colspan=depth - level, on=lit, scope="row"))
            elif number == 0 or layout.rows[number - 1][: level + 1] != prefix:
                span = sum(row[: level + 1] == prefix for row in layout.rows)
                heads.append(_head(label, rowspan=span, on=lit, scope="rowgroup"))
        cells = [marks.cell(Address("三", path, (name,))) for name in layout.applicants]
        rows.append("".join(heads) + "".join(cells))
    return rows


def _disputes(layout: Form, marks: _Marks) -> list[str]:
    depth = max(len(path) for path in layout.outcomes)
    heads = [""] * depth
    for number, path in enumerate(layout.outcomes):
        for level, label in enumerate(path):
            prefix = path[: level + 1]
            if number and layout.outcomes[number - 1][: level + 1] == prefix:
                continue
            slack = depth - len(path)
            span = sum(other[: level + 1] == prefix for other in layout.outcomes)
            heads[level + slack if level else 0] += _head(
                label,
                colspan=span,
                rowspan=1 + slack if level == 0 else 1,
                on=marks.on(None, prefix),
                scope="colgroup" if span > 1 else "col",
            )
    return [*heads, "".join(marks.cell(Address("四", (), path)) for path in layout.outcomes)]


def _head(
    label: str,
    *,
    rowspan: int = 1,
    colspan: int = 1,
    on: bool = False,
    scope: str = "",
    kind: str = "",
) -> str:
    spans = f' rowspan="{rowspan}"' * (rowspan > 1) + f' colspan="{colspan}"' * (colspan > 1)
    names = " ".join(name for name in (kind, "gk-on" if on else "") if name)
    attributes = (f' scope="{scope}"' if scope else "") + (f' class="{names}"' if names else "")
    return f"<th{spans}{attributes}>{escape(label)}</th>"


def _widen(cell: str, colspan: int) -> str:
    return cell.replace("<td", f'<td colspan="{colspan}"', 1) if colspan > 1 else cell


def _with_last(names: Sequence[str]) -> list[tuple[str, bool]]:
    return [(name, place == len(names)) for place, name in enumerate(names, 1)]


def _begins(path: Sequence[str], prefix: Sequence[str] | None) -> bool:
    return prefix is None or tuple(path[: len(prefix)]) == tuple(prefix)
