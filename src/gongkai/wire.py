"""What leaves the program as JSON: the shapes other programs may rely on.

The shapes are contracts (README, "Command line"): names stay, new ones may be added.
"""

from __future__ import annotations

from decimal import Decimal

from gongkai.answer import Answer, Citation
from gongkai.report import CONTACT_FIELDS, Fact, Report

Json = dict[str, object]


def number(value: Decimal | None) -> int | float | None:
    """An int where the value is whole, else a float; None stays None, never 0."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def fact_json(fact: Fact) -> Json:
    """One cell of the form: its address, value, unit, printed text and locator.

    ``sure`` is there, false, where the reading is in doubt.
    """
    told: Json = {
        "section": fact.address.section,
        "row": list(fact.address.row),
        "column": list(fact.address.column),
        "value": number(fact.value),
        "unit": fact.unit,
        "text": fact.text,
        "locator": fact.locator.as_json() if fact.locator else None,
    }
    return told if fact.sure else told | {"sure": False}


def report_json(report: Report) -> Json:
    """A report as `gongkai facts --json` prints it."""
    details = report.contact.details()
    return {
        "report": {
            "bureau": report.bureau,
            "title": report.title,
            "year": report.year,
            "form": report.form,
            "period": report.period,
            "contact": {
                name: details[name].value if name in details else None for name in CONTACT_FIELDS
            },
        },
        "facts": [fact_json(fact) for fact in report.facts],
        "warnings": list(report.warnings),
    }


def citation_json(citation: Citation) -> Json:
    """A numbered pointer from an answer to the place it rests on."""
    return {
        "n": citation.n,
        "bureau": citation.bureau,
        "year": citation.year,
        "title": citation.title,
        "section": citation.section,
        "quote": citation.quote,
        "locator": citation.locator.as_json() if citation.locator else None,
        "source": citation.source,
    }


def answer_json(answer: Answer) -> Json:
    """An answer as `gongkai ask --json` prints it.

    ``facts`` holds the cited cells of the form, each with the number of its citation.
    """
    return {
        "status": answer.status,
        "answer": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "facts": [
            {
                "citation": citation.n,
                "bureau": citation.bureau,
                "year": citation.year,
                **fact_json(citation.fact),
            }
            for citation in answer.citations
            if citation.fact is not None
        ],
        "suggestions": list(answer.suggestions),
    }


def error_json(message: str) -> Json:
    """The line that stands in for an answer where a line of input could not be used."""
    return {"status": "error", "answer": message, "citations": [], "facts": [], "suggestions": []}
