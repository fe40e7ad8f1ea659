"""From the words around a figure to the cells it is about: a subject and a part of the form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.answering.topics import cells, meaning
from gongkai.desk.claim_figure import Figure
from gongkai.desk.claim_words import Reading, read_phrase, words
from gongkai.form import FORM_NAMES

# Subjects outside the tables.
FEES = ("fee.processing", "fee.both")
_NEW, _OLD, _DONE, _LEFT = (
    "applications.new", "applications.carried_in", "handled.total", "applications.carried_out",
)  # fmt: skip
CARRIED = (_OLD, _LEFT)
TOTALS = (_NEW, _DONE, "review", "litigation")
_VERB = {"recv": _NEW, "carryin": _OLD, "carryout": _LEFT, "handle": _DONE}


@dataclass(frozen=True, slots=True)
class Topic:
    """Cells of the form by ids of `topics.json`: a subject (row) and a part (column, "" all).

    ``plus``: a second subject added to the first (收办: new and carried over).
    """

    subject: str
    part: str = ""
    plus: str = ""


Found = tuple[tuple[Topic, ...], bool, str]


def topics_of(  # noqa: PLR0911
    reading: Reading, figure: Figure | None, before: tuple[Topic, ...], *,
    free_unit: bool = False, listed: bool = False, last: tuple[Topic, ...] = (),
) -> Found:  # fmt: skip
    """(topics, whether they are added up, problem): what a phrase with a figure is about.

    ``before`` are the rows spoken of before, on which a part leans, ``last`` the very topics
    before, on which a change or share without words of its own leans. ``free_unit``: the figure is no
    count of things. ``listed``: several topics may stand side by side (无复议、诉讼).
    """
    if reading.blocks:
        return (), False, f"“{reading.blocks[0]}”改变了数字的口径，报告里没有这样的数"
    if reading.rest:
        return (), False, f"“{'”“'.join(reading.rest)}”限定的范围，报告的表格里没有"
    if last and not (reading.rows or reading.parts or reading.verbs or reading.app):
        return last, False, ""
    subjects = _subjects(reading, before)
    if not subjects:
        return (), False, "没有写明是哪一项"
    found: list[Topic] = []
    for subject in subjects:
        parts = _parts(reading, subject)
        if parts is None:
            return (), False, "这一项没有所说的这一栏"
        if parts == ("",) and figure is not None and not free_unit:
            parts = (_by_measure(subject, figure),)
        found += [Topic(subject.subject, part, subject.plus) for part in parts]
    several = max(len(reading.rows), len(reading.parts), len(reading.verbs)) > 1
    add = len(found) > 1 and several and "process" not in reading.verbs and not listed
    if figure is not None and not free_unit and not all(_unit_fits(t, figure) for t in found):
        return (), False, f"“{figure.unit}”不是这一项的单位"
    return tuple(found), add, ""


def _subjects(reading: Reading, before: tuple[Topic, ...]) -> list[Topic]:  # noqa: PLR0911, PLR0912
    data = meaning()
    rows = list(reading.rows)
    # A reason is told with its result (不予公开中属于国家秘密): the reason is meant.
    rows = [r for r in rows if not any(o != r and o.startswith(f"{r}.") for o in rows)]
    if "fee.both" in rows and len(rows) > 1:
        rows.remove("fee.both")
    verbs = list(reading.verbs)
    if rows:
        tables = {data.subjects[r].section for r in rows if r in data.subjects}
        if len(tables) > 1 or ("三" in tables and set(verbs) - {"handle", "process"}):
            return []
        if tables == {"四"} or not tables:
            return [Topic(r) for r in rows]
        return [Topic(r) for r in rows] if not (tables == {"二"} and "carryin" in verbs) else []
    if verbs:
        main = [v for v in verbs if v in _VERB]
        if "recv" in main and not (reading.app or _applied(before) or verbs == ["recv"]):
            return []
        if "carryin" in main and "recv" in main:
            return [Topic(_NEW), Topic(_OLD)]
        if "carryout" in main:
            main = ["carryout"]
        if "carryin" in main:
            main = ["carryin"]
        if main == ["recv"] and "process" in verbs:
            return []
        if len(main) > 1:
            return []
        if main:
            return [Topic(_VERB[main[0]])]
        if reading.app or _applied(before):
            return [Topic(_DONE), Topic(_NEW, plus=_OLD)]
        return []
    if reading.parts:
        if before and all(_parts(reading, topic) is not None for topic in before):
            return [row_of(topic) for topic in before]
        if reading.app:
            return [Topic(data.default_subject)]
        # A column that one row alone has (采购总金额) names its row.
        rows = [
            name for name in data.subjects
            if any(cells(form, name, p) for form in FORM_NAMES for p in reading.parts)
        ]  # fmt: skip
        return [Topic(rows[0])] if len(rows) == 1 else []
    return [Topic(_NEW)] if reading.app else []


def row_of(topic: Topic) -> Topic:
    """The topic without its part."""
    return Topic(topic.subject, "", topic.plus)


def _applied(before: tuple[Topic, ...]) -> bool:
    subject = meaning().subjects.get(before[0].subject) if before else None
    return bool(subject and subject.section == "三")


def _parts(reading: Reading, topic: Topic) -> tuple[str, ...] | None:
    """The parts of a phrase that the subject's table has; None where one doesn't fit."""
    data = meaning()
    if topic.subject not in data.subjects:
        return None if reading.parts else ("",)
    section = data.subjects[topic.subject].section
    fitting = tuple(
        p for p in reading.parts
        if data.parts[p].section == section
        and any(cells(form, topic.subject, p) for form in FORM_NAMES)
    )  # fmt: skip
    others = [p for p in reading.parts if p not in fitting]
    if others and not (section in "三四" and set(others) <= {"decisions"}):
        return None
    if set(fitting) == {"natural", "organisations"}:
        return ("",)
    return fitting or ("",)


def _by_measure(topic: Topic, figure: Figure) -> str:
    """Of a row that holds a number of projects and an amount spent, the one the unit means."""
    part = {"count": "projects", "money": "spent"}.get(figure.measure, "")
    both = (cells(form, topic.subject, p) for form in FORM_NAMES for p in ("projects", "spent"))
    return part if topic.subject in meaning().subjects and sum(map(bool, both)) > 1 else ""


def _unit_fits(topic: Topic, figure: Figure) -> bool:
    data = meaning()
    if topic.subject in FEES:
        return figure.measure == "money" or (not figure.value and not figure.unit)
    subject = data.subjects[topic.subject]
    units = {cells(form, topic.subject, topic.part) for form in FORM_NAMES}
    if figure.measure == "money":
        return subject.money and any(units)
    if figure.measure != "count":
        return False
    if subject.money and subject.section == "二" and topic.part != "projects":
        return False
    return figure.unit in words().units[subject.section]


def bases_of(topic: Topic, sep: str, tail: str) -> tuple[Topic, ...]:  # noqa: PLR0911
    """What a share is of: what is said after 占, else the row's or the results' total."""
    data = meaning()
    if topic.subject not in data.subjects:
        return ()
    section = data.subjects[topic.subject].section
    reading = read_phrase(re.sub("^比(?:例|重)?", "", tail.strip()))
    if reading.rest or reading.blocks or reading.parts:
        return ()
    if sep == "率":
        if topic.subject == _DONE and not topic.part:
            return (Topic(_NEW, plus=_OLD),)
        if section == "四" and topic.part:
            return (Topic(topic.subject),)
        return (
            (Topic(_DONE), Topic(_NEW))
            if section == "三" and topic.subject not in (_NEW, _OLD)
            else ()
        )
    if section == "四":
        return (Topic(topic.subject),) if topic.part else ()
    if section != "三":
        return ()
    if reading.rows:
        return tuple(Topic(r) for r in reading.rows[:1])
    if topic.part:
        return (Topic(topic.subject, "", topic.plus),)
    if "handle" in reading.verbs:
        return (Topic(_DONE),)
    if topic.subject == _DONE:
        return (Topic(_NEW, plus=_OLD),)
    if "recv" in reading.verbs:
        return (Topic(_NEW),)
    return (Topic(_DONE), Topic(_NEW))
