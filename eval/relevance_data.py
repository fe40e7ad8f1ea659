"""What the relevance model learns from: invented reports, cells and talks with what people ask of them.

Files written by hand, nothing taken from a real report:

- ``relevance/reports``: sentences with questions that they alone answer (``asked``), and questions
  about just their matter that they don't (``near``); questions that none of the report answers;
- ``relevance/figures``: statements held against a sentence, of one of its figures (marked) or of none;
- ``hearing/figures``: statements and questions about the figure of one cell, and near ones of another;
- ``hearing/talks``: what follows a question without its words, with the cell that is meant.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.answering.relevant import following, marked, windows
from gongkai.answering.topics import cells, meaning
from gongkai.form import FORM_NAMES
from gongkai.text import digest

FOLDER = Path(__file__).parent / "relevance"
HEARING = Path(__file__).parent / "hearing"
# Before a cell told in words: it is no sentence of the report.
CELL = "表格："
_NUMBER = "⟦N⟧"
# So often a statement's number is asked for instead (多少), so that both ways are learnt.
_ASKED = 0.4


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the texts that answer it (any of ``right``), and those that don't.

    ``near`` are the hardest; of ``others`` the likest by the plain encoder are taken.
    ``group`` is what is held out together.
    """

    group: str
    question: str
    right: tuple[str, ...]
    near: tuple[str, ...]
    others: tuple[str, ...]


def examples(rng: random.Random, folder: Path = FOLDER) -> list[Example]:
    """Every example of all files; ``rng`` decides how masked numbers are told."""
    return [
        *_reports(objects(folder / "reports.jsonl")),
        *_cells(objects(HEARING / "figures.jsonl"), rng),
        *_figures(objects(folder / "figures.jsonl"), rng),
        *_talks(objects(HEARING / "talks.jsonl")),
    ]


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _reports(lines: Iterator[dict[str, Any]]) -> Iterator[Example]:
    for line in lines:
        units = [windows(s["text"]) for s in line["sentences"]]
        every = [unit for own in units for unit in own]
        group = f"text {line['report']}"
        for sentence, own in zip(line["sentences"], units, strict=True):
            rest = tuple(unit for unit in every if unit not in own)
            for question in sentence["asked"]:
                yield Example(group, question, tuple(own), (), rest)
            for question in sentence["near"]:  # another sentence may answer it
                yield Example(f"near {line['report']}", question, (), tuple(own), ())
        for question in line["unanswered"]:
            yield Example(group, question, (), (), tuple(every))


@cache
def cell_texts() -> dict[tuple[str, str], str]:
    """Every cell (subject, part) of either form told in words; rows of 二 by their measures."""
    data = meaning()
    found: dict[tuple[str, str], str] = {}
    for subject in data.subjects.values():
        parts = [p for p in data.parts.values() if p.section == subject.section]
        fitting = [p for p in parts if any(cells(form, subject.id, p.id) for form in FORM_NAMES)]
        if subject.section != "二":
            found[subject.id, ""] = f"{CELL}{subject.label}：总计"
        for part in fitting:
            found[subject.id, part.id] = f"{CELL}{subject.label}：{part.label}"
    return found


@cache
def _siblings(subject: str, part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A cell's neighbours in its row and column, and all other cells."""
    texts = cell_texts()
    own = (subject, part)
    near = [
        text
        for (s, p), text in texts.items()
        if (s, p) != own
        and (s == subject or (p == part and s.split(".")[0] == subject.split(".", maxsplit=1)[0]))
    ]
    return tuple(near), tuple(t for k, t in texts.items() if k != own and t not in near)


def cell_of(line: dict[str, Any]) -> tuple[str, str] | None:
    """The cell of a line; a row of table 二 with one measure is that measure."""
    key = (line["subject"], line["part"])
    if key in cell_texts():
        return key
    alone = [k for k in cell_texts() if k[0] == key[0]]
    return alone[0] if len(alone) == 1 else None


def _cells(lines: Iterator[dict[str, Any]], rng: random.Random) -> Iterator[Example]:
    for number, line in enumerate(lines):
        if (key := cell_of(line)) is None:
            continue
        own, (near, rest) = cell_texts()[key], _siblings(*key)
        group = f"cell {number // 6}"
        for text in line["said"]:
            yield Example(group, _told(text, rng), (own,), near, rest)
        for text in line["not_said"]:  # another cell may be meant: only this one isn't
            yield Example(group, _told(text, rng), (), (own,), ())


def _figures(lines: Iterator[dict[str, Any]], rng: random.Random) -> Iterator[Example]:
    every = list(lines)
    texts = sorted({line["text"] for line in every})
    for number, line in enumerate(every):
        text, figure = line["text"], line["figure"]
        group = f"figure {number // 10}"
        if figure and text.count(figure) != 1:
            continue
        own = marked(text, figure) if figure else text
        told = re.findall(r"\d[\d,.]*[\u4e00-\u9fff%]{0,2}", text) if figure else []
        near = tuple(
            marked(text, other) for other in dict.fromkeys(told)
            if text.count(other) == 1 and not (other in figure or figure in other)
        )  # fmt: skip
        rest = tuple(rng.sample([t for t in texts if t != text], 8))
        for said in line["said"]:
            yield Example(group, _told(said, rng), (own,), near, rest)
        for said in line["not_said"]:
            yield Example(group, _told(said, rng), (), (own,), ())


def _talks(lines: Iterator[dict[str, Any]]) -> Iterator[Example]:
    for number, line in enumerate(lines):
        if (key := cell_of(line)) is None:
            continue
        own, (near, rest) = cell_texts()[key], _siblings(*key)
        for then in line["then"]:
            yield Example(
                f"talk {number // 6}", following(line["before"], then), (own,), near, rest
            )
        for then in line["not"]:
            yield Example(f"talk {number // 6}", following(line["before"], then), (), (own,), ())


def _told(text: str, rng: random.Random) -> str:
    return text.replace(_NUMBER, "多少" if rng.random() < _ASKED else "N")


def held_out(found: Sequence[Example], share: float) -> set[str]:
    """Groups to keep apart, some ``share`` of each kind: always the same ones, by their names.

    A report's near questions go with its others.
    """
    kinds: dict[str, list[str]] = {}
    for group in dict.fromkeys(example.group for example in found):
        kinds.setdefault(group.split()[0], []).append(group)
    return {
        group
        for groups in kinds.values()
        for group in sorted(groups, key=_name)[: max(round(share * len(groups)), 2)]
    }


def _name(group: str) -> str:
    return digest(group.split()[1])
