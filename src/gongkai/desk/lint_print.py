"""A lint as data for other programs: JSON, CSV rows and SARIF 2.1.0.

Source of the last: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from gongkai import __version__
from gongkai.answer import Citation
from gongkai.desk.decisions import NAMES, Decision
from gongkai.desk.finding import Finding, Lint, Severity
from gongkai.desk.lint import RULES
from gongkai.report import file_name
from gongkai.wire import Json, citation_json, fact_json

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
COLUMNS = (
    "规则", "程度", "读数", "单位", "年份", "说明", "算式", "第一处", "第一处位置", "第二处", "第二处位置",
    "处理", "备注", "处理人", "处理时间", "编号", "文件",
)  # fmt: skip


def lint_json(result: Lint, decided: Mapping[str, Decision]) -> Json:
    """One checked report as `gongkai lint --json` prints it."""
    return {
        "report": {
            "id": result.report_id,
            "bureau": result.bureau,
            "year": result.year,
            "title": result.title,
            "form": result.form,
            "source": result.source,
        },
        "badge": result.badge,
        "checks": result.checks,
        "holds": result.holds,
        "open": result.open,
        "findings": [finding_json(f, decided.get(f.key)) for f in result.findings],
    }


def finding_json(finding: Finding, decision: Decision | None) -> Json:
    """One finding with its places and what was decided of it."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity,
        "reading": finding.reading,
        "message": finding.message,
        "formula": finding.formula,
        "places": [_place(place) for place in finding.places],
        "decision": decision_json(decision) if decision else None,
    }


def decision_json(decision: Decision) -> Json:
    """One entry of the log."""
    return {
        "number": decision.number,
        "key": decision.key,
        "status": decision.status,
        "note": decision.note,
        "name": decision.name,
        "time": decision.time,
        "rule": decision.rule,
        "bureau": decision.bureau,
        "year": decision.year,
        "message": decision.message,
        "formula": decision.formula,
    }


def _place(place: Citation) -> Json:
    told = citation_json(place) | {"report": place.report_id}
    return told | {"fact": fact_json(place.fact)} if place.fact else told


def lint_rows(
    results: Iterable[Lint], decided: Mapping[str, Decision]
) -> Iterable[Sequence[object]]:
    """One row a finding, under `COLUMNS`; a table is handed on, so it names the file alone."""
    for result in results:
        for f in result.findings:
            decision = decided.get(f.key)
            first, second = (*f.places, None, None)[:2]
            yield (
                f.rule, f.severity, f.reading, f.bureau, f.year, f.message, f.formula,
                first.quote if first else "", where(first), second.quote if second else "",
                where(second), NAMES[decision.status] if decision else "",
                decision.note if decision else "", decision.name if decision else "",
                decision.time if decision else "", f.key, file_name(result.source),
            )  # fmt: skip


def where(place: Citation | None) -> str:
    """A place in words: year, section, cell or page, so that it can be found by hand."""
    if place is None:
        return ""
    parts = [f"{place.year}年"]
    if place.section:
        parts.append(f"第{place.section}部分")
    if place.fact is not None:
        parts.append("·".join((*place.fact.address.row, *place.fact.address.column)))
    if place.locator is not None and place.locator.page is not None:
        parts.append(f"第{place.locator.page}页")
    return " ".join(parts)


def sarif(results: Iterable[Lint], decided: Mapping[str, Decision]) -> Json:
    """A SARIF 2.1.0 log with one run. A false alarm is suppressed, not left out."""
    index = {rule.id: number for number, rule in enumerate(RULES)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gongkai",
                        "version": __version__,
                        "rules": [
                            {"id": rule.id, "shortDescription": {"text": rule.about}}
                            for rule in RULES
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, index[finding.rule], decided.get(finding.key))
                    for result in results
                    for finding in result.findings
                ],
            }
        ],
    }


def _result(finding: Finding, rule: int, decision: Decision | None) -> Json:
    text = f"{finding.message}（{finding.formula}）" if finding.formula else finding.message
    told: Json = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(place) for place in finding.places[:1]],
        "relatedLocations": [
            {"id": place.n, "message": {"text": place.quote or where(place)}, **_location(place)}
            for place in finding.places[1:]
        ],
        "partialFingerprints": {"gongkaiKey/v1": finding.key},
        "properties": {
            "bureau": finding.bureau,
            "year": finding.year,
            "formula": finding.formula,
            "reading": finding.reading,
            "decision": decision.status if decision else None,
        },
    }
    if decision and decision.status == "false_alarm":
        told["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": decision.note}
        ]
    return told


def _location(place: Citation) -> Json:
    physical: Json = {"artifactLocation": {"uri": _uri(place.source)}}
    at = place.locator
    if at is not None and at.kind == "text" and at.start is not None and at.end is not None:
        region: Json = {"charOffset": at.start, "charLength": at.end - at.start}
        if place.quote:
            region["snippet"] = {"text": place.quote}
        physical["region"] = region
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": f"{place.bureau} {where(place)}"}],
    }


def _uri(path: str) -> str:
    if "://" in path:
        return path  # read from the web; a path would lose one of its slashes
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
