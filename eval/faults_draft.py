"""An invented report in the hands of who plants a fault: cells and lines that can be changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

from gongkai.eval.figures import Values
from gongkai.eval.invent import Flow, Invented, Order, invent
from gongkai.eval.printed import tables
from gongkai.eval.write_docx import write_docx
from gongkai.eval.write_html import write_html
from gongkai.eval.write_txt import write_txt
from gongkai.form import form
from gongkai.ingest.contact import read_contact
from gongkai.ingest.identity import find_period
from gongkai.ingest.load import load
from gongkai.report import (
    SECTIONS,
    Address,
    Fact,
    FormName,
    Locator,
    Report,
    SectionParagraph,
    Source,
)
from gongkai.text import digest

Kind = Literal["title", "heading", "paragraph", "table"]
_WRITERS = {"txt-a": write_txt, "txt-b": write_txt, "html": write_html, "docx": write_docx}


@dataclass(slots=True)
class Line:
    """One item of the report; ``text`` of a table is ""."""

    kind: Kind
    section: str
    text: str = ""


@dataclass(slots=True)
class Draft:
    """A report that can be changed; ``values`` and ``printed`` hold its cells."""

    order: Order
    form: FormName
    stem: str
    lines: list[Line]
    values: Values
    printed: dict[Address, str]
    told: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(line.text for line in self.lines if line.kind == "title")

    def put(self, address: Address, value: Decimal | int | None, text: str | None = None) -> None:
        """Change a cell."""
        self.values[address] = None if value is None else Decimal(value)
        self.printed[address] = text if text is not None else f"{value}"

    def flow(self) -> Flow:
        """What the writers write."""
        drawn = tables(form(self.form), self.printed, "official")
        for line in self.lines:
            if line.kind == "table":
                yield drawn[line.section]
            else:
                yield line.kind, line.text

    def paragraphs(self, section: str) -> Iterator[Line]:
        """The running paragraphs of a section."""
        return (x for x in self.lines if x.kind == "paragraph" and x.section == section)

    def report(self) -> Report:
        """The report as a faultless reader would read it."""
        parts, at = [], 0
        for line in self.lines:
            if line.kind != "table":
                place = Locator("text", start=at, end=at + len(line.text))
                heading = line.kind in ("heading", "title")
                parts.append(SectionParagraph(line.section, line.text, place, heading))
                at += len(line.text) + 1
        there = {line.section for line in self.lines if line.kind == "table"}
        units = {cell.address: cell.unit for cell in form(self.form).cells}
        facts = tuple(
            Fact(address, value, units[address], self.printed[address], Locator("text", at, at))
            if address.section in there
            else Fact(address, None, units[address], "", None)
            for address, value in self.values.items()
        )
        heads = {
            x.section: x.text for x in reversed(self.lines) if x.kind == "heading" and x.section
        }
        text = "\n".join(part.text for part in parts)
        return Report(
            digest(text, str(self.values)), self.order.body.name, self.title, self.order.year,
            self.form, find_period(text), read_contact(parts), tuple(parts), facts,
            Source(f"{self.stem}.txt", "text", digest(text)), (), heads,
        )  # fmt: skip

    def file(self, folder: Path, layout: str) -> Report:
        """The report written to a file of that layout and read back by the product."""
        path = folder / f"{self.stem}.{layout.split('-', maxsplit=1)[0]}"
        path.write_bytes(_WRITERS[layout](cast(Invented, self)))
        return load(path)


LAYOUTS = tuple(_WRITERS)


def draft(order: Order) -> Draft:
    """The report of an order, ready to be changed."""
    made = invent(order)
    lines = [Line("title", "", text) for text in made.title_lines]
    for section in ("", *SECTIONS):
        if section:
            lines.append(Line("heading", section, f"{section}、{made.headings[section]}"))
        lines += [Line("paragraph", section, text) for text in made.prose.paragraphs[section]]
        if section in made.tables:
            lines.append(Line("table", section))
    return Draft(order, made.form, made.stem, lines, dict(made.values), dict(made.printed))


def copy(of: Draft) -> Draft:
    """A draft of its own with the same content."""
    return Draft(
        of.order, of.form, of.stem, [Line(x.kind, x.section, x.text) for x in of.lines],
        dict(of.values), dict(of.printed), list(of.told),
    )  # fmt: skip


def rng_of(seed: int, *what: object) -> random.Random:
    """A source of chance of its own for each purpose."""
    return random.Random(":".join(map(str, (seed, *what))))
