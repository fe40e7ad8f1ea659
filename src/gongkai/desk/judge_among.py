"""Judging superlatives among bodies: every body's cell is shown, a missing one is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gongkai.answering.body_name import BodyName
from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.tell import number
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.judge import Judgement, Told, agrees, decided, held
from gongkai.report import Report

_SHOWN = 8


def peers(name: str, level: str, parts: Mapping[str, BodyName]) -> tuple[str, ...]:
    """The bodies of a level's place (市: 全市) that one is surely held against.

    A government's report tells of all its departments, so governments and the rest aren't held
    against one another, nor a lower body against one above it.
    """
    own = parts[name].places
    at = next((i for i, place in enumerate(own) if place.endswith(level)), None)
    if at is None:
        return ()
    return tuple(
        other for other, part in parts.items()
        if other != name and part.places[: at + 1] == own[: at + 1]
        and len(part.places) == len(own) and _rules(part) == _rules(parts[name])
    )  # fmt: skip


def _rules(part: BodyName) -> bool:
    return not part.organ or part.organ.endswith(("政府", "街道办事处"))


def judge_among(  # noqa: PLR0912
    statement: Statement, reports: Mapping[str, Report], told: Mapping[str, Sequence[Told]]
) -> Judgement:
    """A body's number held against those of others of the year; ``reports`` by body.

    Among all bodies of a place (``scope`` a level) a claim can be refuted, never supported: not
    all of them need be indexed.
    """
    name, topic = statement.who.names[0], statement.topics[0]
    what = label(topic)
    values: dict[str, Decimal] = {}
    said: dict[str, Decimal] = {}
    unit, evidence = "", list[Evidence]()
    for body in (name, *(b for b in statement.among if b != name)):
        if body not in reports:
            continue
        found = held(reports[body], decided(statement, reports[body], topic))
        if found is None or found.value is None:
            continue
        values[body], unit = found.value, found.unit
        evidence += [of_fact(reports[body], fact) for fact in found.facts]
        for t in told.get(body, ()):
            if t.topic == topic and not agrees(t.figure, found.value, unit):
                said[body] = t.figure.value
    cited = tuple(evidence)
    if name not in values:
        return Judgement("not_found", f"{what}：{name}没有填写或没有这一栏", cited, topic=what)
    way, mine = statement.direction or 1, values[name]
    ranked = sorted(values.items(), key=lambda item: (-way * item[1], item[0] != name))
    shown = "，".join(f"{b}{number(v)}{unit}" for b, v in ranked[:_SHOWN])
    more = f"等{len(ranked)}个单位" if len(ranked) > _SHOWN else ""
    places = {_place(name, way, values | told_by) for told_by in ({}, said)}
    gone = [b for b in statement.among if b not in values]
    text = f"{what}：{shown}{more}"
    verdict: Verdict = "not_found"
    if places == {"beyond"}:
        verdict = "contradicted"
    elif len(places) > 1:
        text += "；其中有的单位正文与表格不一致"
    elif statement.scope and statement.scope != "收录":
        text += f"；全{statement.scope}还可能有没有收录的单位，无法核实"
    elif gone:
        text += f"；{'、'.join(gone[:_SHOWN])}没有收录或没有填写，无法核实"
    elif len(values) < 2:
        text += "；没有可比的单位"
    elif places == {"tied"}:
        text += "；有并列的单位"
    else:
        verdict = "supported"
    return Judgement(verdict, text, cited, mine, unit, what)


def _place(name: str, way: int, values: Mapping[str, Decimal]) -> str:
    """Whether another body lies beyond one, as far, or none does."""
    others = [way * (v - values[name]) for body, v in values.items() if body != name]
    return "beyond" if any(d > 0 for d in others) else "tied" if 0 in others else "first"
