"""A second look at what a scan says: doubtful cells are read again, and the form's sums tell which.

A reading is changed only to what recognition itself reads at that cell. A cell that is read
with confidence stays as it is, though its sums fail: that is the report's own error. A doubtful
one whose sums fail is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.ingest.confirm_contact import confirm_contact
from gongkai.ingest.confirm_name import confirm_name
from gongkai.ingest.reread import LEAST, STYLES, SURE, enlarged
from gongkai.ingest.scanned import CellText, Gray, ScannedDocument, Words
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_sums import failing
from gongkai.report import Address, Fact, Locator, Report, SourceDocument
from gongkai.sums import Outcome, outcomes

# A report whose sums fail at more cells than these was misaligned, not misread.
_MOST_DOUBTS = 60
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a cell. ``value`` is None where it isn't a number."""

    value: Decimal | None
    text: str
    confidence: float


def confirm(report: Report, document: SourceDocument) -> Report:
    """The report with doubtful cells of scanned pages read again, and doubts told in warnings.

    Reports that weren't read from pictures come back as they are.
    """
    if not isinstance(document, ScannedDocument):
        return report
    facts, warnings = _confirmed(report, document)
    kept = report.warnings
    if report.form is not None:
        stale = failing(report.form, report.facts)
        kept = tuple(told for told in kept if told not in stale)
        warnings += failing(report.form, facts)
    report, doubts = confirm_contact(report, document)
    report, misread = confirm_name(report, document)
    return replace(report, facts=facts, warnings=(*kept, *warnings, *doubts, *misread))


def _confirmed(
    report: Report, document: ScannedDocument
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    cells = {
        fact.address: cell
        for fact in report.facts
        if (cell := _cell(fact.locator, document)) is not None
    }
    facts = {fact.address: fact for fact in report.facts}
    looks = {address: [_first(facts[address], cell)] for address, cell in cells.items()}
    doubted = [
        address for address, cell in cells.items() if cell.lines and not _clear(looks[address][0])
    ]
    _look_again(doubted, cells, looks)
    for address in doubted:
        facts[address] = _settled(facts[address], looks[address])
    if report.form is None:
        unproved(facts, doubted, looks, {})
        return tuple(facts.values()), _told(facts)
    failed = _failing(outcomes(report.form, tuple(facts.values())))
    suspects = [a for a in _cells_of(failed) if a in cells and len(looks[a]) == 1][:_MOST_DOUBTS]
    _look_again([a for a in suspects if cells[a].lines], cells, looks)
    for address in _crossed(failed):
        if address in looks:
            facts[address] = _repaired(report, facts, address, looks[address])
    for address in suspects:
        fact = facts[address]
        if fact.sure and fact.value is not None and _disputed(fact, looks[address]):
            facts[address] = replace(fact, sure=False)
    doubted += [address for address in suspects if not facts[address].sure]
    unproved(facts, doubted, looks, _standing(outcomes(report.form, tuple(facts.values()))))
    return tuple(facts.values()), _told(facts)


def _cell(locator: Locator | None, document: ScannedDocument) -> CellText | None:
    """The cell that was read at a fact's place; None where the page has text, or no grid."""
    if locator is None or locator.box is None or locator.page is None:
        return None
    x0, top, x1, bottom = locator.box
    for cell in document.cells.get(locator.page, ()):
        left, high, right, low = cell.box
        x, y = (left + right) / 2, (high + low) / 2
        if x0 <= x <= x1 and top <= y <= bottom and left <= (x0 + x1) / 2 <= right:
            return cell
    return None


def _first(fact: Fact, cell: CellText) -> Look:
    confidence = min((line.words.confidence for line in cell.lines), default=1.0)
    return Look(fact.value, fact.text, confidence)


def _clear(look: Look) -> bool:
    """Whether a look needs no second: a number, or a sign for nothing, read with confidence."""
    return look.confidence >= SURE and (
        look.value is not None or read_number(look.text).kind == "blank"
    )


def _look_again(
    addresses: Sequence[Address],
    cells: dict[Address, CellText],
    looks: dict[Address, list[Look]],
) -> None:
    """Add two readings of each cell: enlarged and sharpened, and enlarged and thinned by light."""
    crops: list[Gray] = []
    owners: list[tuple[Address, int]] = []
    for address in addresses:
        for style in range(STYLES):
            for line in cells[address].lines:
                crops.append(enlarged(line, style))
                owners.append((address, style))
    from gongkai.ingest.scan_text import read_pictures  # most files are no scans

    texts: dict[tuple[Address, int], list[Words]] = {}
    for owner, words in zip(owners, read_pictures(crops), strict=True):
        texts.setdefault(owner, []).append(words)
    for (address, _), lines in texts.items():
        text = "\n".join(words.text for words in lines)
        confidence = min(words.confidence for words in lines)
        looks[address].append(Look(read_number(text).value, text, confidence))


def _settled(fact: Fact, looks: Sequence[Look]) -> Fact:
    """The fact after several looks: what most of them read, in doubt where they differ."""
    if read_number(fact.text).kind == "blank" and all(
        read_number(look.text).kind == "blank" for look in looks
    ):
        # A sign for nothing, or ink that no look makes anything of.
        return fact if any(look.text for look in looks) else replace(fact, sure=False)
    votes: dict[Decimal, list[float]] = {}
    for look in looks:
        if look.value is not None:
            votes.setdefault(look.value, []).append(look.confidence)
    if not votes:
        return replace(fact, value=None, sure=False)
    value, confidences = max(votes.items(), key=lambda vote: (len(vote[1]), max(vote[1])))
    text = next(look.text for look in looks if look.value == value)
    agreed = 2 * len(confidences) > len(looks)
    if max(confidences) < LEAST or not agreed:
        return replace(fact, value=None, sure=False)
    sure = max(confidences) >= SURE and len(confidences) == len(looks)
    sure = sure or (max(confidences) >= SURE and fact.value is None and len(confidences) >= 2)
    return replace(fact, value=value, text=text, sure=sure)


def _failing(results: Iterable[Outcome]) -> list[Outcome]:
    return [result for result in results if result.holds is False]


def _cells_of(failing: Iterable[Outcome]) -> list[Address]:
    every = (a for result in failing for a in (*result.sum.left, *result.sum.right))
    return list(dict.fromkeys(every))


def _standing(results: Iterable[Outcome]) -> dict[Address, list[bool]]:
    """Whether each sum of a cell holds; none for cells that no sum decides."""
    found: dict[Address, list[bool]] = {}
    for result in results:
        if result.holds is not None:
            for address in (*result.sum.left, *result.sum.right):
                found.setdefault(address, []).append(result.holds)
    return found


def unproved(
    facts: dict[Address, Fact],
    doubted: Iterable[Address],
    looks: Mapping[Address, Sequence[Look]],
    stands: Mapping[Address, Sequence[bool]],
) -> None:
    """Make unknown in ``facts`` what was read in doubt and has no proof.

    ``stands``: whether each of a cell's sums holds. All must for a reading that stays in doubt;
    one that a look is sure of is given up only where none holds, for the fault may be another
    cell's. Where no sum is there to tell, every look must read the same.
    """
    for address in doubted:
        fact, its = facts[address], looks[address]
        if fact.value is None:
            continue
        sums = stands.get(address, ())
        if not sums:
            lost = not fact.sure and _disputed(fact, its)
        elif fact.sure or its[0].confidence >= SURE:
            lost = not any(sums)
        else:
            lost = not all(sums)
        if lost:
            facts[address] = replace(fact, value=None, sure=False)


def _crossed(failing: Sequence[Outcome]) -> list[Address]:
    """Cells at which two equations fail by the same amount: one misread cell does that."""
    found: dict[Address, list[Decimal]] = {}
    for result in failing:
        for side, sign in ((result.sum.left, 1), (result.sum.right, -1)):
            for address in side:
                found.setdefault(address, []).append(sign * (result.left - result.right))
    crossed = [
        address for address, excess in found.items()
        if len(excess) >= 2 and len(set(excess)) == 1
    ]  # fmt: skip
    # A cell of one failing equation alone, such as a group's in table four, may be it as well.
    alone = [a for a, excess in found.items() if len(excess) == 1]
    return crossed or alone


def _repaired(
    report: Report, facts: dict[Address, Fact], address: Address, looks: Sequence[Look]
) -> Fact:
    """The fact with another of its own readings where that one makes its failing sums hold."""
    fact = facts[address]
    if report.form is None:
        return fact
    before = len(_failing(outcomes(report.form, tuple(facts.values()))))
    for look in looks:
        if look.value is None or look.value == fact.value or look.confidence < LEAST:
            continue
        changed = replace(fact, value=look.value, text=look.text, sure=True)
        trial = {**facts, address: changed}
        after = _failing(outcomes(report.form, tuple(trial.values())))
        if len(after) < before and all(address not in _cells_of([r]) for r in after):
            return changed
    return fact


def _disputed(fact: Fact, looks: Sequence[Look]) -> bool:
    return any(look.value != fact.value for look in looks)


def _told(facts: dict[Address, Fact]) -> tuple[str, ...]:
    """One warning for the cells read in doubt, one for those that couldn't be read."""
    doubtful = [f for f in facts.values() if not f.sure and f.value is not None]
    unread = [f for f in facts.values() if not f.sure and f.value is None]
    told = []
    if doubtful:
        told.append(f"扫描件中有 {len(doubtful)} 格识别把握不大，请核对原件：{_named(doubtful)}")
    if unread:
        told.append(f"扫描件中有 {len(unread)} 格认不清，按未知处理：{_named(unread)}")
    return tuple(told)


def _named(facts: Sequence[Fact]) -> str:
    names = [f"“{'·'.join((*f.address.row[-1:], *f.address.column))}”" for f in facts[:_NAMED]]
    return "、".join(names) + ("等" if len(facts) > _NAMED else "")
