"""Plant single faults in invented reports and count what lint finds, and what it finds in clean ones.

`python -m gongkai.eval.faults --count 1000 --seed 7`: a part of the reports is written to files
and read back by the product, so that its reading stands in the way as it does in life.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import cycle, pairwise
from pathlib import Path

from gongkai.desk.finding import Lint
from gongkai.desk.lint import lint
from gongkai.eval.faults_draft import LAYOUTS, Draft, copy, draft, rng_of
from gongkai.eval.faults_plant import KINDS, Years, enrich, kinds
from gongkai.eval.invent import FIRST_YEAR, LAST_YEAR, Order
from gongkai.eval.names import bodies
from gongkai.form import form
from gongkai.report import Address, Report

CLEAN = 200
# Every such fault goes through a file.
_FILE_EVERY = 8


@dataclass(slots=True)
class Score:
    """What came of it; ``missed`` and ``false`` tell the first cases in words."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    clean: int = 0
    false_reports: int = 0
    false_findings: int = 0
    false: list[str] = field(default_factory=list)
    unclean: Counter[str] = field(default_factory=Counter)


def clean_years(seed: int, unclean: Counter[str]) -> Iterator[Years]:
    """Reports without fault between their neighbours, bodies of all kinds in turn.

    The inventor of reports now and then makes one that breaks a rule by chance; those are told
    apart by its own figures, not by lint, and counted in ``unclean``.
    """
    chosen = list(bodies())
    rng_of(seed, "bodies").shuffle(chosen)
    for number, body in enumerate(chosen):
        year = FIRST_YEAR + 1 + number % (LAST_YEAR - FIRST_YEAR - 1)
        drafts = [draft(Order(body, year + step, "txt-a", seed)) for step in (-1, 0, 1)]
        why = _unclean(drafts)
        if why:
            unclean[why] += 1
            continue
        years = Years(drafts[0], drafts[1], drafts[2])
        enrich(years, rng_of(seed, "enrich", body.slug, year))
        yield years


def _unclean(drafts: list[Draft]) -> str:
    """Which rule these invented years break by chance, "" where none."""
    text = "".join(x.text for x in drafts[1].lines if x.section in ("", "六"))
    if "电话" not in text and "地址" not in text and "邮" not in text and "网" not in text:
        return "no contact"
    for before, after in pairwise(drafts):
        if before.form == after.form == "2021":
            clause = form("2021").clauses[0]
            for item in clause.items:
                place = (clause.label, item)
                made, ended, valid = (
                    after.values[Address("二", place, (c,))] or 0 for c in clause.columns
                )
                valid_before = Address("二", place, clause.columns[2:])
                old = before.values[valid_before] or 0
                if old + made - ended != valid:
                    return "documents"
    for d in drafts:
        for row in form(d.form).rows:
            unpaid = "逾期未按收费通知" in row[-1]
            cell = Address("三", row, (form(d.form).applicants[-1],))
            if (
                unpaid
                and d.values[cell]
                and "元，已足额" not in "".join(x.text for x in d.paragraphs("六"))
            ):
                return "unpaid fee"
        for cell_address, value in d.values.items():
            if value is not None and value < 0 and "增" not in cell_address.column[0]:
                return "negative"
    return ""


def run(count: int, seed: int, *, clean: int = CLEAN, files: bool = True) -> Score:
    """Plant ``count`` faults of all kinds in turn, and check ``clean`` reports as they are."""
    score = Score()
    source = clean_years(seed, score.unclean)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(clean):
            years = next(source)
            layout = LAYOUTS[number // 4 % len(LAYOUTS)] if files and number % 4 == 0 else ""
            result = _checked(years, Path(folder), layout)
            score.clean += 1
            score.false_reports += bool(result.findings)
            score.false_findings += len(result.findings)
            for f in result.findings:
                score.false.append(f"{years.report.stem} {layout} {f.rule} {f.message} {f.formula}")
        _plant(score, count, seed, Path(folder), files=files)
    return score


def _plant(score: Score, count: int, seed: int, folder: Path, *, files: bool) -> None:
    """Every kind in turn, each in the next report that it can be planted in."""
    unclean: Counter[str] = Counter()
    pool = clean_years(seed + 1, unclean)
    held: list[Years] = [next(pool) for _ in range(min(120, 40 + count // 10))]
    order = cycle(kinds())
    barren: Counter[str] = Counter()
    number = 0
    while number < count:
        kind = next(order)
        rule, plant = KINDS[kind]
        for attempt in range(len(held)):
            rng = rng_of(seed, kind, number, attempt)
            years = _copy(held[(number * 7 + attempt) % len(held)])
            if not plant(years, rng):
                continue
            layout = rng.choice(LAYOUTS) if files and number % _FILE_EVERY == 0 else ""
            result = _checked(years, folder, layout)
            score.planted[kind] += 1
            if any(f.rule == rule for f in result.findings):
                score.found[kind] += 1
            else:
                told = "；".join(years.report.told)
                score.missed.append(f"{kind} {years.report.stem} {layout} {told}")
            number += 1
            break
        else:
            barren[kind] += 1
            if len(barren) == len(KINDS):
                return


def _copy(years: Years) -> Years:
    return Years(
        copy(years.previous) if years.previous else None, copy(years.report),
        copy(years.following) if years.following else None,
    )  # fmt: skip


def _checked(years: Years, folder: Path, layout: str) -> Lint:
    """The lint of the middle year; through files where a layout is given."""

    def read(of: Draft | None) -> Report | None:
        if of is None:
            return None
        return of.file(folder, layout) if layout else of.report()

    report = read(years.report)
    assert report is not None
    return lint(report, read(years.previous), read(years.following))


def told(score: Score) -> dict[str, object]:
    """The score as data: shares by kind and in all."""
    planted, found = sum(score.planted.values()), sum(score.found.values())
    return {
        "planted": planted,
        "found": found,
        "found_share": found / planted if planted else None,
        "by_kind": {
            kind: {"planted": n, "found": score.found[kind]} for kind, n in score.planted.items()
        },
        "clean": score.clean,
        "false_reports": score.false_reports,
        "false_findings": score.false_findings,
        **{
            name: value
            for name, value in asdict(score).items()
            if name in ("missed", "false", "unclean")
        },
    }


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--clean", type=int, default=CLEAN)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-files", action="store_true", help="report level only")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    score = run(given.count, given.seed, clean=given.clean, files=not given.no_files)
    if given.json:
        print(json.dumps(told(score), ensure_ascii=False))
        return 0
    planted, found = sum(score.planted.values()), sum(score.found.values())
    for kind, number in score.planted.items():
        print(f"{kind:24} {score.found[kind]:4} / {number}")
    print(f"found {found} / {planted} = {Decimal(found * 100) / max(planted, 1):.1f} %")
    print(f"clean reports with a finding {score.false_reports} / {score.clean}")
    print(f"left out, as invented against a rule by chance: {dict(score.unclean)}")
    for line in (*score.missed[:40], *score.false[:40]):
        print("  ", line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
