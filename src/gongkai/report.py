"""The core types: a report, what stands in it, and where.

They cross the borders between rooms, so they are frozen and hold plain values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Literal

SourceKind = Literal["text", "html", "docx", "pdf", "ofd", "xlsx", "image"]
FormName = Literal["2021", "2019"]
SECTIONS = ("一", "二", "三", "四", "五", "六")
_URL = re.compile(r"https?://", re.IGNORECASE)
_FOLDERS = re.compile(r"[\\/]")


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands in its source file.

    ``text``: ``start``/``end`` are characters of the decoded file. ``html``: characters of
    the page's text as the reader gives it (`Source.text`). ``pdf``, ``ofd``: ``page`` from 1 and
    ``box`` = (x0, top, x1, bottom) in points from the page's top left; ``image``: so in pixels.
    ``docx``: ``paragraph`` counts body paragraphs from 0; ``table``, ``row``, ``column`` count
    from 0 in the grid; for a quote inside a paragraph ``start``/``end`` are characters within
    that paragraph. ``xlsx``: ``table`` counts sheets, ``row`` and ``column`` cells, from 0.
    """

    kind: SourceKind
    start: int | None = None
    end: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def as_json(self) -> dict[str, object]:
        """The fields that are set, in order; the form in which locators leave the program."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in pairs
            if value is not None
        }

    @staticmethod
    def from_json(data: dict[str, object]) -> Locator:
        """The reverse of `as_json`."""
        box = data.get("box")
        rest = {k: v for k, v in data.items() if k != "box"}
        return Locator(**rest, box=tuple(box) if isinstance(box, list) else None)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of running text as printed (PDF lines of one paragraph are joined)."""

    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. ``row`` and ``column`` are its top left place in the grid, from 0."""

    text: str
    row: int
    column: int
    locator: Locator
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: its cells, each once, spans told by the cell."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    locator: Locator


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from. ``sha256`` is of its bytes; ``path`` as given."""

    path: str
    kind: SourceKind
    sha256: str


def file_name(path: str) -> str:
    """A source's own name, or its URL as it is: where it lies on a server is nobody's business.

    Of a member of an archive ("/data/x.zip!/内/报告.docx") the member's name.
    """
    if _URL.match(path):
        return path
    return _FOLDERS.split(path)[-1]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """What a reader gives: blocks in reading order, and hints from metadata (title, issuer)."""

    source: Source
    blocks: tuple[Block, ...]
    text: str = ""
    title_hint: str = ""
    issuer_hint: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a cell of the form, in the form's own labels.

    ``row`` in section 二 is (clause, item), in 三 the row's path, in 四 empty.
    """

    section: str
    row: tuple[str, ...]
    column: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of the form in one report.

    ``value`` is None where the cell is blank or "/" (never 0); ``text`` is as printed;
    ``unit`` is 件, 项, 万元, 元 or "" where the form doesn't say. ``locator`` is None
    where the cell isn't in the file at all. ``sure`` is False where the reading itself is in
    doubt (a digit a scan blurs): what is told of such a cell says so.
    """

    address: Address
    value: Decimal | None
    unit: str
    text: str
    locator: Locator | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Detail:
    """One contact detail, as printed, with the place it was read from.

    ``paragraph`` is the index in `Report.paragraphs` of the paragraph it stands in.
    """

    value: str
    locator: Locator
    paragraph: int


CONTACT_FIELDS = ("address", "postcode", "phone", "fax", "email", "website")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the body, as the report of that year prints it; None where it doesn't."""

    address: Detail | None = None
    postcode: Detail | None = None
    phone: Detail | None = None
    fax: Detail | None = None
    email: Detail | None = None
    website: Detail | None = None

    def details(self) -> dict[str, Detail]:
        """The details that are there, by field, in the order of `CONTACT_FIELDS`."""
        pairs = ((name, getattr(self, name)) for name in CONTACT_FIELDS)
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class SectionParagraph:
    """A paragraph of the report with the section it belongs to.

    ``section`` is 一 … 六, or "" before the first heading. ``heading`` is true for headings.
    """

    section: str
    text: str
    locator: Locator
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One body's annual report for one year, read from one file.

    ``form`` is told from the cells, never from the year; None where there is no form.
    ``period`` is the statistical period as printed, "" where none is. ``headings`` maps a
    section to its printed title. ``facts`` holds one entry a cell of the form, in the form's
    order; where ``form`` is None those of a statistical annex before 2019, if it has one: section
    "", the printed path as row, the printed head of the value column (or nothing) as column.
    ``id`` derives from bureau, year and content.
    """

    id: str
    bureau: str
    title: str
    year: int
    form: FormName | None
    period: str
    contact: Contact
    paragraphs: tuple[SectionParagraph, ...]
    facts: tuple[Fact, ...]
    source: Source
    warnings: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)

    def fact(self, address: Address) -> Fact | None:
        """The fact at an address, or None where the report's form has no such cell."""
        return next((fact for fact in self.facts if fact.address == address), None)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A retrieval unit: sentences of one section, or one whole table told in words.

    ``section`` is 一 … 六 or "". ``paragraph`` is the index in `Report.paragraphs` the text
    stands in, ``start``/``end`` its characters there (text chunks); -1 for a table chunk.
    ``text`` of a text chunk equals that slice; that of a table chunk is made from its facts.
    """

    id: str
    report_id: str
    section: str
    kind: Literal["text", "table"]
    text: str
    locator: Locator
    paragraph: int = -1
    start: int = 0
    end: int = 0
