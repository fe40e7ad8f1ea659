"""The words the checks know, as data (`lint.json`): what names a cell in running text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """One way of telling a cell in words.

    ``cells``: the names of cells (or sums of them) any of which the number may be; ``also``:
    one more that explains a difference. ``needs``: what must have been spoken of before: ""
    nothing, "app" applications, "cause" disclosure, "group" reviews or lawsuits, "year" a time.
    ``loose``: words that mean the cell mostly, not always. ``own``: a body's own matter.
    """

    cells: tuple[str, ...]
    also: tuple[str, ...]
    pattern: re.Pattern[str]
    needs: str
    strong: bool
    unit: str
    loose: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The data of `lint.json`, ready for use."""

    stock: tuple[str, ...]
    flow: tuple[str, ...]
    claims: tuple[Claim, ...]
    applicants: tuple[tuple[str, re.Pattern[str]], ...]
    cells: Mapping[str, tuple[tuple[str, str], ...]]
    denials: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    units: Mapping[str, str]
    blocked: re.Pattern[str]
    others: re.Pattern[str]
    application: re.Pattern[str]
    cause: re.Pattern[str]
    fee_denials: Mapping[str, re.Pattern[str]]
    only_nothing: re.Pattern[str]
    growth: re.Pattern[str]
    down: tuple[str, ...]
    region: re.Pattern[str]
    wide: re.Pattern[str]
    own: Mapping[str, re.Pattern[str]]
    mentioned: re.Pattern[str]
    rate: re.Pattern[str]
    asked: re.Pattern[str]
    done: re.Pattern[str]
    grew: re.Pattern[str]
    share: re.Pattern[str]


@cache
def words() -> Words:
    """The product's words for checking, read once."""
    text = resources.files("gongkai.data").joinpath("lint.json").read_text("utf-8")
    raw: dict[str, Any] = json.loads(text)
    parts: dict[str, str] = raw["parts"]

    def filled(pattern: str) -> str:
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        return pattern

    # Longest first and taken for good: 总共 is never tried as 总 and 共, so that no text, however
    # it repeats itself, makes the search long.
    plain = sorted((*raw["neutral"], filled("{REGION}")), key=len, reverse=True)
    neutral = f"(?:(?>{'|'.join(plain)}))*"

    def whole(patterns: list[str]) -> re.Pattern[str]:
        """The patterns with nothing but neutral words around them."""
        return re.compile(f"{neutral}(?:{'|'.join(map(filled, patterns))}){neutral}")

    claims = tuple(
        Claim(
            tuple(entry["cells"].split("|")), tuple(filter(None, [entry.get("also", "")])),
            whole(entry["words"]), entry.get("needs", ""), entry.get("strong", False),
            entry.get("unit", "件"), entry.get("loose", False), entry.get("own", False),
        )
        for entry in raw["claims"]
    )  # fmt: skip
    return Words(
        tuple(raw["stock"]), tuple(raw["flow"]), claims,
        tuple((column, whole(ways)) for column, ways in raw["applicants"].items()),
        {name: tuple((a, b) for a, b in pairs) for name, pairs in raw["cells"].items()},
        tuple((tuple(entry["cells"]), whole(entry["words"])) for entry in raw["denials"]),
        raw["units"], re.compile(raw["blocked"]), re.compile(raw["others"]),
        re.compile(parts["APP"]), re.compile("(?:信息|依申请|政务)公开"),
        {name: re.compile(pattern) for name, pattern in raw["fee_denials"].items()},
        re.compile(raw["only_nothing"]), re.compile(raw["growth"]),
        tuple(raw["down"]), re.compile(raw["region"]), re.compile(parts["REGION"]),
        {name: re.compile(pattern) for name, pattern in raw["own"].items()},
        *(re.compile(raw[name]) for name in ("mentioned", "rate", "asked", "done", "grew", "share")),
    )  # fmt: skip
