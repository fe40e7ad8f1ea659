"""Runs of values from flat text put into the cells they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.ingest.tables_reading import Reading, Readings, read_cell, unknown
from gongkai.ingest.tables_run import Run, Span
from gongkai.ingest.tables_text import Stream
from gongkai.report import Address

NO_SPLIT = "数字连在一起，拆法不止一种"


def fill(
    readings: Readings,
    addresses: Sequence[Address],
    cells: Sequence[Span | None],
    stream: Stream,
    unit: str = "",
) -> None:
    """Give each address its cell (None: blank) with its place; ``unit`` where the cell names none."""
    for address, cell in zip(addresses, cells, strict=True):
        if cell is None:
            readings.add(address, Reading(None, "", None))
            continue
        reading = read_cell(cell.text, stream.locator(cell.start, cell.end))
        readings.add(address, replace(reading, unit=reading.unit or unit))


def all_unknown(
    readings: Readings, addresses: Sequence[Address], run: Run, stream: Stream, note: str
) -> None:
    """Note that the addresses' values stand in this run but can't be told apart."""
    text, place = "", None
    if run.chunks:
        start, end = run.chunks[0].start, run.chunks[-1].end
        place = stream.locator(start, end)
        same = "\n" not in stream.text[start:end]
        if same:
            text = stream.printed(start, end)
        else:
            place = stream.locator(run.chunks[0].start, run.chunks[0].end)
            text = run.chunks[0].text
    for address in addresses:
        readings.add(address, unknown(text, place, note))


def cut(
    readings: Readings,
    addresses: Sequence[Address],
    run: Run,
    options: Sequence[tuple[int, ...]],
    stream: Stream,
) -> None:
    """Cells of a glued run: those on which all readings agree; the others are unknown."""
    if not options:
        all_unknown(readings, addresses, run, stream, NO_SPLIT)
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
            fill(readings, [address], [cell], stream)
        else:
            all_unknown(readings, [address], run, stream, NO_SPLIT)
