"""One invented report: its words, its tables as printed, and the truth about it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gongkai.eval.contacts import Contacts, invent_contacts, roughened
from gongkai.eval.figures import Ledger, Values, draw
from gongkai.eval.names import Body
from gongkai.eval.narrative import Prose, write
from gongkai.eval.printed import LabelStyle, PrintedTable, tables
from gongkai.form import form
from gongkai.report import SECTIONS, Address, FormName

FIRST_YEAR, LAST_YEAR = 2019, 2024
Layout = Literal[
    "txt-a", "txt-b", "txt-gb18030", "txt-bar", "txt-cell", "txt-next", "txt-blank", "txt-broken",
    "txt-space", "txt-row", "txt-tab", "txt-glued", "txt-wrap", "html", "html-cms", "html-lo",
    "mht", "docx", "docx-wps", "docx-lo", "doc", "wps", "rtf", "pdf", "pdf-head", "pdf-lo", "ofd",
    "xlsx", "xlsx-sheets", "scan", "image",
]  # fmt: skip
# Text that keeps no trace of an empty cell.
LOSSY = ("txt-blank", "txt-broken", "txt-space", "txt-row", "txt-glued")
Blank = Literal["", "reviews", "zeros", "slashes", "totals"]
Flow = Iterator[tuple[Literal["title", "heading", "paragraph"], str] | PrintedTable]

# The official title of each section, then others. Not the product's list, which may grow: the
# committed sample must stay what its seed makes.
_HEADINGS = {
    "一": (
        "总体情况",
        "概述",
        "基本情况",
        "总体工作情况",
        "工作总体情况",
    ),
    "二": (
        "主动公开政府信息情况",
        "主动公开情况",
        "政府信息主动公开情况",
    ),
    "三": (
        "收到和处理政府信息公开申请情况",
        "依申请公开情况",
        "政府信息依申请公开情况",
        "依申请公开政府信息情况",
        "收到和处理政府信息公开申请的情况",
    ),
    "四": (
        "政府信息公开行政复议、行政诉讼情况",
        "行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
    ),
    "五": (
        "存在的主要问题及改进情况",
        "存在的问题及改进情况",
        "主要问题及改进措施",
        "存在的主要问题和改进措施",
        "存在问题及改进措施",
        "问题与改进",
        "政府信息公开工作存在的主要问题及改进情况",
    ),
    "六": (
        "其他需要报告的事项",
        "其他事项",
        "需要报告的其他事项",
        "其他需要报告的情况",
    ),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What to invent.

    ``blank``: which cells are left blank; ``disagree``: prose ≠ table once; ``rough``: contacts
    printed as carelessly as in published reports.
    """

    body: Body
    year: int
    layout: Layout
    seed: int
    blank: Blank = ""
    disagree: bool = False
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented report, ready for a writer; ``printed`` is each cell's text as printed."""

    order: Order
    form: FormName
    title_lines: tuple[str, ...]
    headings: dict[str, str]
    prose: Prose
    contacts: Contacts
    values: Values
    printed: dict[Address, str]
    tables: dict[str, PrintedTable]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return f"{self.order.body.slug}-{self.order.year}"

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    def flow(self) -> Flow:
        """Titles, headings, paragraphs and tables in reading order."""
        for line in self.title_lines:
            yield "title", line
        for section in ("", *SECTIONS):
            if section:
                yield "heading", f"{section}、{self.headings[section]}"
            for text in self.prose.paragraphs[section]:
                yield "paragraph", text
            if section in self.tables:
                yield self.tables[section]

    def truth(self) -> dict[str, object]:
        """What a reader of the report must find, as `gongkai facts --json` tells it, and more.

        A fact with ``tellable`` false can't be told from the file alone.
        """
        lost = untellable(self.order.layout, self.printed)
        return {
            "report": {
                "bureau": self.order.body.name,
                "title": self.title,
                "year": self.order.year,
                "form": self.form,
                "period": self.prose.period,
                "contact": self.contacts.fields,
            },
            "layout": self.order.layout,
            "kind": self.order.body.kind,
            "invented": True,
            "fees": {"processing_fee_yuan": _number(self.prose.fee)},
            "narrative": self.prose.figures,
            "themes": self.prose.themes,
            "disagrees": self.prose.disagrees,
            "facts": [
                {
                    "section": address.section,
                    "row": list(address.row),
                    "column": list(address.column),
                    "value": _number(value),
                    "text": self.printed[address],
                    **({"tellable": False} if address in lost else {}),
                }
                for address, value in self.values.items()
            ],
        }


def form_of(body: Body, year: int, seed: int) -> FormName:
    """Mostly 2019 until 2020 and 2021 after; some bodies do it the other way round."""
    usual: tuple[FormName, FormName] = ("2019", "2021") if year < 2021 else ("2021", "2019")
    return usual[random.Random(f"form:{seed}:{body.slug}:{year}").random() < 0.07]


def invent(order: Order) -> Invented:
    """The report of one body for one year; the same order gives the same report."""
    body, year, seed = order.body, order.year, order.seed
    habit = random.Random(f"habit:{seed}:{body.slug}")
    ledger = Ledger()
    for past in range(FIRST_YEAR, year + 1):
        rng = random.Random(f"year:{seed}:{body.slug}:{past}")
        name = form_of(body, past, seed)
        full = draw(name, body.size, ledger, rng)
    values, printed = _print(full, order.blank)
    contacts = invent_contacts(body, habit)
    if order.rough:
        contacts = roughened(contacts, random.Random(f"rough:{seed}:{body.slug}"))
    style: LabelStyle = habit.choice(("official", "official", "comma", "broken"))
    prose = write(
        body, year, name, values, contacts,
        habit=random.Random(f"prose:{seed}:{body.slug}"), rng=rng, disagree=order.disagree,
    )  # fmt: skip
    return Invented(
        order, name, _title(body, year, habit), _headings(habit), prose, contacts, values,
        printed, tables(form(name), printed, style),
    )  # fmt: skip


def _title(body: Body, year: int, habit: random.Random) -> tuple[str, ...]:
    what = habit.choice(("年政府信息公开工作年度报告", "年度政府信息公开工作年度报告"))
    if habit.random() < 0.35:
        return (body.name, f"{year}{what}")
    return (f"{body.name}{year}{what}",)


def _headings(habit: random.Random) -> dict[str, str]:
    return {
        section: habit.choice(names[1:]) if habit.random() < 0.15 else names[0]
        for section, names in _HEADINGS.items()
    }


def _print(values: Values, blank: Blank) -> tuple[Values, dict[Address, str]]:
    """The values with the order's blanks in them, and every cell's printed text."""
    kept: Values = {}
    printed: dict[Address, str] = {}
    for address, value in values.items():
        empty = {
            "": False,
            "reviews": address.section == "四",
            "zeros": address.section == "三" and not value,
            "slashes": address.section == "二" and not value,
            "totals": address.section == "三" and (not value or address.column == ("总计",)),
        }[blank]
        kept[address] = None if empty else value
        signed = address.column == ("本年增/减",) and value is not None and value > 0
        text = f"+{value}" if signed else str(value)
        printed[address] = ("/" if blank == "slashes" else "") if empty else text
    return kept, printed


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def untellable(layout: Layout, printed: dict[Address, str]) -> frozenset[Address]:
    """Cells that the text doesn't tell: glued numbers, and rows that lost only some of theirs."""
    if layout not in LOSSY:
        return frozenset()
    rows: dict[tuple[str, tuple[str, ...]], list[Address]] = {}
    for address in printed:
        rows.setdefault((address.section, address.row), []).append(address)
    return frozenset(
        address
        for row in rows.values()
        if len(row) > 1 and (layout == "txt-glued" or len({not printed[a] for a in row}) > 1)
        for address in row
    )
