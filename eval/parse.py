"""Score the reading of reports whose truth is known: `python -m gongkai.eval.parse FOLDER`.

FOLDER holds the reports, or a folder `reports` of them, and `facts/<stem>.json` with the truth.
Prints JSON: counts by format and form, and each defect with its file and address.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError, UsageError
from gongkai.report import CONTACT_FIELDS, Report
from gongkai.text import squeeze

_HEAD = ("bureau", "title", "year", "form", "period")


@dataclass(frozen=True, slots=True)
class Defect:
    """Something read otherwise than the truth says. ``got`` and ``want`` as JSON shows them."""

    file: str
    where: str
    got: object
    want: object


@dataclass(slots=True)
class Score:
    """Counts over a group of reports; ``seconds`` is the whole time of reading them.

    Cells: right, wrong (another value than the truth, also one for a blank cell), unknown (no
    value for a printed one). Contact: right, wrong, missed, invented. Head: right, wrong.
    """

    reports: int = 0
    failed: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    cells: Counter[str] = field(default_factory=Counter)
    contact: Counter[str] = field(default_factory=Counter)
    head: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, object]:
        """The counts; seconds a report and reports a second rounded."""
        return {
            "reports": self.reports,
            "failed": self.failed,
            "seconds_per_report": round(self.seconds / max(self.reports, 1), 4),
            "slowest_seconds": round(self.slowest, 3),
            "cells": dict(sorted(self.cells.items())),
            "contact": dict(sorted(self.contact.items())),
            "head": dict(sorted(self.head.items())),
        }


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Reports and their truths. Raises `UsageError` where there are none."""
    reports = folder / "reports" if (folder / "reports").is_dir() else folder
    found = [
        (path, truth)
        for path in sorted(reports.iterdir())
        if path.is_file() and (truth := folder / "facts" / f"{path.stem}.json").is_file()
    ]
    if not found:
        raise UsageError(
            "没有带标准答案的报告", file=str(folder), remedy="需要 facts/<文件名>.json"
        )
    return found


def judge(report: Report, truth: dict[str, Any], file: str, score: Score) -> Iterator[Defect]:
    """Count one report into ``score``; yields what differs from its truth."""
    told = truth["report"]
    for name in _HEAD:
        if name not in told:
            continue
        got, want = getattr(report, name), told[name]
        right = squeeze(str(got)) == squeeze(str(want))
        score.head[f"{name} {'right' if right else 'wrong'}"] += 1
        if not right:
            yield Defect(file, name, got, want)
    details = report.contact.details()
    for name in CONTACT_FIELDS:
        printed = details[name].value if name in details else None
        result = _contact(printed, told["contact"][name])
        if result:
            score.contact[result] += 1
        if result not in ("", "right"):
            yield Defect(file, f"contact {name}: {result}", printed, told["contact"][name])
    facts = {(f.address.section, f.address.row, f.address.column): f for f in report.facts}
    for item in truth["facts"]:
        key = (item["section"], tuple(item["row"]), tuple(item["column"]))
        fact = facts.pop(key, None)
        value = fact.value if fact else None
        result = "missing" if fact is None else _cell(value, item["value"])
        score.cells[result] += 1
        if result != "right":
            got = value if fact is None or value is None else float(value)
            yield Defect(
                file, f"cell {result}: {' / '.join((*key[1], *key[2]))}", got, item["value"]
            )
    for section, row, column in facts:
        score.cells["surplus"] += 1
        yield Defect(file, f"cell surplus: {' / '.join((section, *row, *column))}", "", None)


def _contact(got: str | None, want: str | None) -> str:
    if got is None or want is None:
        return "missed" if want else "invented" if got else ""
    return "right" if squeeze(got) == squeeze(want) else "wrong"


def _cell(got: Decimal | None, want: float | None) -> str:
    if got is None:
        return "right" if want is None else "unknown"
    return "right" if want is not None and got == Decimal(str(want)) else "wrong"


def score_folder(
    folder: Path, load: Callable[[Path], Report]
) -> tuple[dict[str, Score], list[Defect]]:
    """Scores by "format form" and for "all", and every defect."""
    scores: dict[str, Score] = {}
    defects: list[Defect] = []
    for path, truth_path in pairs(folder):
        truth = json.loads(truth_path.read_text("utf-8"))
        layout = truth.get("layout", path.suffix.lstrip("."))
        alone = Score(reports=1)
        began = time.perf_counter()
        try:
            report = load(path)
        except GongkaiError as error:
            alone.failed = 1
            defects.append(Defect(path.name, "failed", str(error), None))
        else:
            alone.seconds = alone.slowest = time.perf_counter() - began
            defects += judge(report, truth, path.name, alone)
        for group in (f"{layout} {truth['report']['form']}", "all"):
            _add(scores.setdefault(group, Score()), alone)
    return dict(sorted(scores.items())), defects


def _add(total: Score, part: Score) -> None:
    total.reports += part.reports
    total.failed += part.failed
    total.seconds += part.seconds
    total.slowest = max(total.slowest, part.slowest)
    for name in ("cells", "contact", "head"):
        getattr(total, name).update(getattr(part, name))


def main(argv: list[str] | None = None) -> int:
    """The command: 0 where all was read as the truth says, else 1; 2 for a wrong call."""
    from gongkai.ingest.load import load

    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.parse", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--defects", type=int, default=40, help="how many defects to print")
    given = parser.parse_args(argv)
    try:
        scores, defects = score_folder(given.folder, load)
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    shown = [
        {"file": d.file, "where": d.where, "got": d.got, "want": d.want}
        for d in defects[: given.defects]
    ]
    result = {
        "scores": {name: score.as_json() for name, score in scores.items()},
        "defects_in_all": len(defects),
        "defects": shown,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
