"""Score the reading of reports whose truth is known.

A folder holds the reports, or a folder `reports` of them, and `facts/<stem>.json` with the truth;
`parse_run` is the command.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError, InputError, UsageError
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


@dataclass(frozen=True, slots=True)
class Case:
    """A file and the truth about it.

    ``group``: its format (or layout) and form. ``whole``: the truth tells every cell, so one
    more than it tells is a defect. ``refuse``: whether a reader must ("yes"), may or mustn't
    refuse the file.
    """

    path: Path
    group: str
    truth: dict[str, Any]
    whole: bool = True
    refuse: str = "no"


@dataclass(slots=True)
class Score:
    """Counts over a group of reports; ``seconds`` is the whole time of reading them.

    Cells: right, wrong (another value than the truth, also one for a blank cell), unknown (no
    value for a printed one), untold (none for one that can't be told from the text, as it must
    be), missing and surplus. Contact: right, wrong, missed, invented. Head: right, wrong.
    """

    reports: int = 0
    failed: int = 0
    refused: int = 0
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
            "refused_rightly": self.refused,
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


def cases(folder: Path) -> list[Case]:
    """The reports of a folder with their truths, grouped by format and form."""
    found = []
    for path, truth_path in pairs(folder):
        truth = json.loads(truth_path.read_text("utf-8"))
        layout = truth.get("layout", path.suffix.lstrip("."))
        found.append(Case(path, f"{layout} {truth['report']['form']}", truth))
    return found


def judge(
    report: Report, truth: dict[str, Any], file: str, score: Score, *, whole: bool = True
) -> Iterator[Defect]:
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
        if item.get("tellable", True):
            result = "missing" if fact is None else _cell(value, item["value"])
        else:
            result = "untold" if value is None else _cell(value, item["value"])
        score.cells[result] += 1
        if result not in ("right", "untold"):
            got = value if fact is None or value is None else float(value)
            yield Defect(
                file, f"cell {result}: {' / '.join((*key[1], *key[2]))}", got, item["value"]
            )
    for section, row, column in facts if whole else ():
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
    """Scores of a folder's reports by "format form" and for "all", and every defect."""
    return score(cases(folder), load)


def score(
    wanted: Iterable[Case], load: Callable[[Path], Report], processes: int = 1
) -> tuple[dict[str, Score], list[Defect]]:
    """Scores by group and for "all", and every defect; ``load`` is picklable for processes > 1."""
    wanted = list(wanted)
    if processes > 1:
        # Spawned, as ingest does it: a forked child may wait for ever on a library's lock.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            parts = list(pool.map(partial(_alone, load), wanted))
    else:
        parts = [_alone(load, case) for case in wanted]
    scores: dict[str, Score] = {}
    for case, (alone, _) in zip(wanted, parts, strict=True):
        for group in (case.group, "all"):
            _add(scores.setdefault(group, Score()), alone)
    return dict(sorted(scores.items())), [d for _, defects in parts for d in defects]


def _alone(load: Callable[[Path], Report], case: Case) -> tuple[Score, list[Defect]]:
    alone = Score(reports=1)
    name = case.path.name
    began = time.perf_counter()
    try:
        report = load(case.path)
    except GongkaiError as error:
        if case.refuse != "no" and isinstance(error, InputError):
            alone.refused = 1
            return alone, []
        alone.failed = 1
        return alone, [Defect(name, "failed", str(error), None)]
    alone.seconds = alone.slowest = time.perf_counter() - began
    if case.refuse == "yes":
        alone.failed = 1
        return alone, [Defect(name, "not refused", report.title, None)]
    return alone, list(judge(report, case.truth, name, alone, whole=case.whole))


def by_format_and_form(scores: dict[str, Score]) -> dict[str, Score]:
    """The scores of each format over its layouts and forms, then of each form over all formats."""
    formats: dict[str, Score] = {}
    forms: dict[str, Score] = {}
    for group, part in scores.items():
        if group == "all":
            continue
        layout, _, form = group.partition(" ")
        _add(formats.setdefault(layout.partition("-")[0], Score()), part)
        _add(forms.setdefault(f"* {form}", Score()), part)
    return {**dict(sorted(formats.items())), **dict(sorted(forms.items()))}


def _add(total: Score, part: Score) -> None:
    total.reports += part.reports
    total.failed += part.failed
    total.refused += part.refused
    total.seconds += part.seconds
    total.slowest = max(total.slowest, part.slowest)
    for name in ("cells", "contact", "head"):
        getattr(total, name).update(getattr(part, name))
