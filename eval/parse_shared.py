"""The reports kept beside the checkout, whose truth was written down by hand, as cases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from gongkai.eval.parse import Case
from gongkai.form import form

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "reports"
# Excerpts other than the beginning of a report may name neither body nor year.
_EXCERPTS = ("mid", "tail", "stat")


def shared_cases(folder: Path = FOLDER) -> tuple[list[Case], list[str]]:
    """The cases, and what is skipped with the reason."""
    found: list[Case] = []
    skipped: list[str] = []
    truths = sorted((folder / "facts").glob("*.json"))
    for truth_path in truths:
        truth = json.loads(truth_path.read_text("utf-8"))
        for path in sorted(folder.glob(f"{truth_path.stem}.*")):
            name = f"real-{path.suffix.lstrip('.')} {truth['report']['form']}"
            found.append(Case(path, name, truth))
    if not truths:
        skipped.append(f"{folder / 'facts'}：没有标准答案")
    for name in ("layouts", "pingtan"):
        index = folder / name / "index.jsonl"
        if not index.is_file():
            skipped.append(f"{index}：没有这个文件")
            continue
        for line in index.read_text("utf-8").splitlines():
            row = json.loads(line)
            path = index.parent / row["file"]
            if path.is_file():
                found.append(_case(path, name, row))
            else:
                skipped.append(f"{path}：没有这个文件")
    return found, skipped


def _case(path: Path, name: str, row: dict[str, Any]) -> Case:
    known = row["format"] in ("2021", "2019")
    head = {"bureau": row["org"], "year": row["year"], "contact": row["contact"]}
    head["form"] = row["format"] if known else None
    decoy = "DECOY" in (row.get("layout") or "")
    refuse = "yes" if decoy else "may" if row.get("part") in _EXCERPTS else "no"
    truth = {"report": head, "facts": _facts(row) if known else []}
    return Case(path, f"{name} {row['format']}", truth, whole=False, refuse=refuse)


def _facts(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Section 二: the index tells each item's values in the form's order of columns."""
    places: dict[str, list[Any]] = {}
    for address in (cell.address for cell in form(row["format"]).cells):
        if address.section == "二":
            places.setdefault(address.row[-1], []).append(address)
    # Glued numbers that the text alone can't part may be unknown, never wrong.
    split = row.get("splittable_from_text", False)
    many = Counter(item for item, _, _ in row["table2"])
    told: dict[str, int] = {}
    facts = []
    for item, _, value in row["table2"]:
        at = told[item] = told.get(item, -1) + 1
        address = next(a[at] for name, a in places.items() if name.endswith(item))
        facts.append(
            {
                "section": "二",
                "row": list(address.row),
                "column": list(address.column),
                "value": float(value),
                "tellable": split or many[item] == 1,
            }
        )
    return facts
