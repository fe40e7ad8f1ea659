"""The statutory tables of a report: every cell of the form, found by its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.form import FORM_NAMES, Form, form
from gongkai.ingest.layout_bars import drawn
from gongkai.ingest.layout_separated import separated
from gongkai.ingest.tables_grid import read_grid
from gongkai.ingest.tables_label import plain, vocabulary
from gongkai.ingest.tables_reading import TWICE, Reading, Readings
from gongkai.ingest.tables_stream import read_stream
from gongkai.ingest.tables_vouch import vouch
from gongkai.ingest.tables_whole import whole_tables
from gongkai.report import Address, Block, Fact, FormName, Grid

# A warning names so many rows; a longer list is told by its length.
_ROWS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a report's statutory tables say.

    ``form`` is told from the cells; None, with no facts, where there is no statutory table.
    Otherwise ``facts`` has one entry a cell of the form, in the form's order: value None and
    locator None where a cell isn't found. ``used`` are indices of the blocks that belong to
    the tables. ``missing`` are sections of the form of whose table nothing was found.
    """

    form: FormName | None
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    used: frozenset[int]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    form: Form
    readings: Readings
    used: frozenset[int]

    def rank(self) -> tuple[int, int]:
        """Cells read for certain, then cells found: the form that explains more is the form."""
        return sum(not reading.note for _, reading in self.readings), len(self.readings)


def align(blocks: Sequence[Block]) -> Alignment:
    """The facts of the statutory tables among ``blocks``; never raises, never guesses.

    A cell that is printed but can't be told for certain has value None and a warning.
    """
    trials = [_try(blocks, form(name)) for name in _likely(blocks)]
    best = max(trials, key=_Trial.rank)  # the first, the form of 2021, where they tie
    if not best.readings:
        return Alignment(None, (), (), frozenset())
    facts = tuple(
        _fact(cell.address, cell.unit, best.readings.by_address.get(cell.address))
        for cell in best.form.cells
    )
    found = {address.section for address, _ in best.readings}
    missing = dict.fromkeys(
        cell.address.section for cell in best.form.cells if cell.address.section not in found
    )
    warnings = _warnings(best.readings)
    return Alignment(best.form.name, facts, warnings, best.used, tuple(missing))


def _likely(blocks: Sequence[Block]) -> tuple[FormName, ...]:
    """The form whose own labels the report prints; both where it prints of both, or none."""
    text = plain("".join(_texts(blocks)))
    likely = tuple(name for name in FORM_NAMES if any(label in text for label in _own(name)))
    return likely if len(likely) == 1 else FORM_NAMES


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


@cache
def _own(name: FormName) -> frozenset[str]:
    """Spellings of columns that this form alone has."""
    spellings = {n: frozenset(vocabulary(form(n)).columns.loose) for n in FORM_NAMES}
    others = [text for n, texts in spellings.items() if n != name for text in texts]
    return frozenset(
        own for own in spellings[name] if not any(own in text or text in own for text in others)
    )


def _warnings(readings: Readings) -> tuple[str, ...]:
    """One sentence for each table and cause, however many cells it took."""
    groups: dict[tuple[str, str], list[Address]] = {}
    for address, reading in readings:
        if reading.note:
            groups.setdefault((address.section, reading.note), []).append(address)
    twice = [key for key in groups if key[1].startswith(TWICE)]
    for section in {key[0] for key in twice if len(twice) > _ROWS_NAMED}:
        # A report that holds its tables twice needs no sentence for each cell.
        cells = [cell for key in twice if key[0] == section for cell in groups.pop(key)]
        groups[section, f"{TWICE}，数字不同"] = cells
    return tuple(
        f"表{section}{_named(cells)}：{note}，按未知处理，请核对原文"
        for (section, note), cells in groups.items()
    )


def _named(cells: Sequence[Address]) -> str:
    """Cells for people: a lone one by row and column, several by their rows and number."""
    rows = list(dict.fromkeys(cell.row[-1] for cell in cells if cell.row))
    if len(cells) == 1:
        return f"“{'·'.join((*rows, *cells[0].column))}”"
    named = "".join(f"“{row}”" for row in rows[:_ROWS_NAMED])
    more = f"等{len(rows)}行" if len(rows) > _ROWS_NAMED else ""
    return f"{named}{more}（{len(cells)}格）"


def _try(blocks: Sequence[Block], candidate: Form) -> _Trial:
    readings = Readings()
    used: set[int] = set()
    unsure: list[tuple[Readings, frozenset[int]]] = []
    parted = separated(blocks)
    for table in whole_tables(blocks, drawn(blocks, parted), candidate):
        found = read_grid(table.grid, candidate)
        # Lines of unequal length make a grid only where every cell finds its place.
        if not found or (table.ragged and any(reading.note for _, reading in found)):
            continue
        if all(reading.note for _, reading in found):
            unsure.append((found, table.blocks))
        else:
            readings.update(found)
            used |= table.blocks
    for found, held in unsure:
        # Another table of the report has words of the form too: it counts where nothing else does.
        if any(address not in readings.by_address for address, _ in found):
            readings.update(found)
            used |= held
    flat, paragraphs = read_stream(blocks, candidate, used, parted)
    readings.update(flat)
    vouch(readings, candidate)
    return _Trial(candidate, readings, frozenset(used | paragraphs))


def _fact(address: Address, unit: str, reading: Reading | None) -> Fact:
    if reading is None:
        return Fact(address, None, unit, "", None)
    return Fact(address, reading.value, reading.unit or unit, reading.text, reading.locator)
