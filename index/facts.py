"""The fact store: reports and their chunks, written to and read from the tables whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from gongkai.index import lexical
from gongkai.index.schema import chunks, contacts, facts, files, paragraphs, reports
from gongkai.report import (
    Address,
    Chunk,
    Contact,
    Detail,
    Fact,
    Locator,
    Report,
    SectionParagraph,
    Source,
)


@dataclass(frozen=True, slots=True)
class ReportCard:
    """What a list of reports shows. ``ingested`` is ISO 8601 in UTC; ``kind`` the source's.

    ``sources``: all files that tell this report, the one it was read from (``source_path``)
    first.
    """

    id: str
    bureau: str
    title: str
    year: int
    form: str | None
    source_path: str
    kind: str
    sha256: str
    ingested: str
    warnings: tuple[str, ...]
    sources: tuple[str, ...] = ()


def add_report(
    connection: Connection,
    report: Report,
    parts: Sequence[Chunk],
    passages: Sequence[str],
    ingested: str,
) -> None:
    """Write a report, its chunks and their terms. ``passages``: one digest a chunk."""
    last = connection.execute(select(func.max(chunks.c.number))).scalar() or 0
    connection.execute(
        insert(reports).values(
            id=report.id,
            bureau=report.bureau,
            title=report.title,
            year=report.year,
            form=report.form,
            period=report.period,
            headings=_dump(report.headings),
            warnings=_dump(report.warnings),
            source_path=report.source.path,
            source_kind=report.source.kind,
            source_sha256=report.source.sha256,
            ingested=ingested,
            first_chunk=last + 1,
            last_chunk=last + len(parts),
        )
    )
    _insert(
        connection,
        paragraphs,
        (
            {
                "report_id": report.id,
                "number": number,
                "section": paragraph.section,
                "text": paragraph.text,
                "locator": _place(paragraph.locator),
                "heading": paragraph.heading,
            }
            for number, paragraph in enumerate(report.paragraphs)
        ),
    )
    _insert(
        connection,
        facts,
        (
            {
                "report_id": report.id,
                "number": number,
                "section": fact.address.section,
                "row": _dump(fact.address.row),
                "column": _dump(fact.address.column),
                "value": None if fact.value is None else str(fact.value),
                "unit": fact.unit,
                "text": fact.text,
                "locator": _place(fact.locator) if fact.locator else None,
                "sure": fact.sure,
            }
            for number, fact in enumerate(report.facts)
        ),
    )
    _insert(
        connection,
        contacts,
        (
            {
                "report_id": report.id,
                "field": name,
                "value": detail.value,
                "locator": _place(detail.locator),
                "paragraph": detail.paragraph,
            }
            for name, detail in report.contact.details().items()
        ),
    )
    _insert(
        connection,
        chunks,
        (
            {
                "number": number,
                "id": chunk.id,
                "report_id": report.id,
                "section": chunk.section,
                "kind": chunk.kind,
                "text": chunk.text,
                "locator": _place(chunk.locator),
                "paragraph": chunk.paragraph,
                "start": chunk.start,
                "end": chunk.end,
                "passage": passage,
            }
            for number, (chunk, passage) in enumerate(
                zip(parts, passages, strict=True), start=last + 1
            )
        ),
    )
    lexical.add(connection, [(n, c.text) for n, c in enumerate(parts, start=last + 1)])


def remove_report(connection: Connection, report_id: str) -> list[str]:
    """Take a report out with all that belongs to it; gives the ids of its chunks."""
    mine = connection.execute(
        select(chunks.c.number, chunks.c.id, chunks.c.text).where(chunks.c.report_id == report_id)
    ).all()
    lexical.remove(connection, [(row.number, row.text) for row in mine])
    for table in (chunks, contacts, facts, paragraphs, files):
        connection.execute(delete(table).where(table.c.report_id == report_id))
    connection.execute(delete(reports).where(reports.c.id == report_id))
    return [row.id for row in mine]


def read_report(connection: Connection, report_id: str) -> Report | None:
    """The report as it was written, or None where there is none of that id."""
    row = connection.execute(select(reports).where(reports.c.id == report_id)).one_or_none()
    if row is None:
        return None
    return Report(
        id=row.id,
        bureau=row.bureau,
        title=row.title,
        year=row.year,
        form=row.form,
        period=row.period,
        contact=Contact(
            **{
                detail.field: Detail(detail.value, _locator(detail.locator), detail.paragraph)
                for detail in _of(connection, contacts, report_id)
            }
        ),
        paragraphs=tuple(
            SectionParagraph(part.section, part.text, _locator(part.locator), part.heading)
            for part in _of(connection, paragraphs, report_id, ordered=True)
        ),
        facts=tuple(_fact(part) for part in _of(connection, facts, report_id, ordered=True)),
        source=Source(row.source_path, row.source_kind, row.source_sha256),
        warnings=tuple(json.loads(row.warnings)),
        headings=json.loads(row.headings),
    )


def read_chunks(connection: Connection, report_id: str) -> tuple[Chunk, ...]:
    """A report's chunks in the order in which they were cut."""
    return tuple(_chunk(row) for row in _of(connection, chunks, report_id, ordered=True))


def chunks_by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, Chunk]:
    """Chunks by their number."""
    rows = connection.execute(select(chunks).where(chunks.c.number.in_(list(numbers))))
    return {row.number: _chunk(row) for row in rows}


def numbers_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of chunks by their ids."""
    rows = connection.execute(
        select(chunks.c.id, chunks.c.number).where(chunks.c.id.in_(list(ids)))
    )
    return {row.id: row.number for row in rows}


def ranges(connection: Connection, report_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Each report's first and last chunk number."""
    rows = connection.execute(
        select(reports.c.id, reports.c.first_chunk, reports.c.last_chunk).where(
            reports.c.id.in_(list(report_ids))
        )
    )
    return {row.id: (row.first_chunk, row.last_chunk) for row in rows}


def read_cards(connection: Connection) -> tuple[ReportCard, ...]:
    """All reports: by bureau, then year, then id."""
    sources: dict[str, list[str]] = {}
    for file in connection.execute(select(files.c.path, files.c.report_id).order_by(files.c.path)):
        sources.setdefault(file.report_id, []).append(file.path)
    rows = connection.execute(
        select(reports).order_by(reports.c.bureau, reports.c.year, reports.c.id)
    )
    return tuple(
        ReportCard(
            id=row.id,
            bureau=row.bureau,
            title=row.title,
            year=row.year,
            form=row.form,
            source_path=row.source_path,
            kind=row.source_kind,
            sha256=row.source_sha256,
            ingested=row.ingested,
            warnings=tuple(json.loads(row.warnings)),
            sources=tuple(
                sorted(
                    sources.get(row.id, ()), key=lambda name, first=row.source_path: name != first
                )
            ),
        )
        for row in rows
    )


def _of(
    connection: Connection, table: Any, report_id: str, *, ordered: bool = False
) -> Iterable[Row[Any]]:
    query = select(table).where(table.c.report_id == report_id)
    return connection.execute(query.order_by(table.c.number) if ordered else query)


def _insert(connection: Connection, table: Any, rows: Iterable[dict[str, object]]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


def _fact(row: Row[Any]) -> Fact:
    return Fact(
        Address(row.section, tuple(json.loads(row.row)), tuple(json.loads(row.column))),
        None if row.value is None else Decimal(row.value),
        row.unit,
        row.text,
        None if row.locator is None else _locator(row.locator),
        row.sure,
    )


def _chunk(row: Row[Any]) -> Chunk:
    return Chunk(
        id=row.id,
        report_id=row.report_id,
        section=row.section,
        kind=row.kind,
        text=row.text,
        locator=_locator(row.locator),
        paragraph=row.paragraph,
        start=row.start,
        end=row.end,
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _place(locator: Locator) -> str:
    return _dump(locator.as_json())


def _locator(text: str) -> Locator:
    return Locator.from_json(json.loads(text))
