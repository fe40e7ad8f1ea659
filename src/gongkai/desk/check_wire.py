"""A check as JSON, and lines of claims to lines of checks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.desk.check import Checker
from gongkai.desk.claim import Check, Judged
from gongkai.errors import GongkaiError, UsageError
from gongkai.wire import Json, citation_json, fact_json, number

_log = logging.getLogger(__name__)


class ClaimLine(BaseModel):
    """One line of input as an object: a claim, and whom and what year it speaks of."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    claim: str = Field(min_length=1)
    bureau: str | None = None
    year: int | None = None


def judged_json(judged: Judged) -> Json:
    """One statement: its words, what it was read as, the verdict and the right value."""
    return {
        "text": judged.text,
        "kind": judged.kind,
        "verdict": judged.verdict,
        "explanation": judged.explanation,
        "bureau": judged.bureau,
        "year": judged.year,
        "topic": judged.topic,
        "claimed": judged.claimed,
        "value": number(judged.value),
        "unit": judged.unit,
        "citations": list(judged.citations),
    }


def check_json(check: Check) -> Json:
    """A check as `gongkai check --json` prints it; ``facts`` as in an answer."""
    return {
        "verdict": check.verdict,
        "statements": [judged_json(judged) for judged in check.statements],
        "citations": [citation_json(citation) for citation in check.citations],
        "facts": [
            {"citation": c.n, "bureau": c.bureau, "year": c.year, **fact_json(c.fact)}
            for c in check.citations
            if c.fact is not None
        ],
    }


def error_json(message: str) -> Json:
    """The line that stands in for a check where a line of input could not be used."""
    return {"verdict": "error", "statements": [], "citations": [], "facts": [], "error": message}


def read_claim(raw: bytes) -> ClaimLine:
    """One line: a JSON object with ``claim``, a JSON string, or the claim as plain text.

    Raises `UsageError` where it is none of them.
    """
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"这一行不是 UTF-8：{error}") from error
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        if text.startswith("{"):
            raise UsageError(f"这一行不是完整的 JSON：{error}") from error
        data = text
    if not isinstance(data, dict):
        data = {"claim": data if isinstance(data, str) else text}
    try:
        return ClaimLine.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "这一行"
        raise UsageError(f"{name} 不可用：{first['msg']}") from error


def check_lines(
    checker: Checker, lines: Iterable[bytes], put: Callable[[Json], None], *,
    bureau: str | None = None, year: int | None = None,
) -> int:  # fmt: skip
    """Check each line on its own, in order; gives the number of lines that failed.

    A line that can't be used gives a line of verdict ``error``; empty lines are passed over.
    """
    failed = 0
    for count, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            line = read_claim(raw)
            put(check_json(checker.check(line.claim, line.bureau or bureau, line.year or year)))
        except GongkaiError as error:
            failed += 1
            put(error_json(f"第{count}行：{error}"))
        except Exception as error:
            _log.exception("line %d", count)
            failed += 1
            put(error_json(f"第{count}行：意外的错误 {type(error).__name__}: {error}"))
    return failed
