"""Which cells the parser read in doubt: by the cell itself, or by what it said of its table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.answering.tell import short
from gongkai.report import Address, Fact, Report

# 合计不符 tells what the report itself prints; the others what the parser could not read.
_OF_TABLE = re.compile("^表([二三四])(?!合计不符)")
_NAMED = re.compile("“([^”]*)”")
_MISSING = re.compile("没有找到第([一二三四五六、]+)部分的(统计表|标题)")


def surely(report: Report, facts: Iterable[Fact]) -> bool:
    """Whether all the cells were read without doubt."""
    return all(fact.sure and not _warned(report, fact.address) for fact in facts)


def _warned(report: Report, address: Address) -> bool:
    """Whether a warning of the parser names the cell's row or its table as a whole."""
    for warning in report.warnings:
        match = _OF_TABLE.match(warning)
        if match and match[1] == address.section:
            named = _NAMED.findall(warning.split("：")[0])
            own = [short(label) for label in address.row or address.column]
            # 等9行: not every row is named, so each of the table may be meant.
            if not named or "等" in warning.split("：")[0]:
                return True
            if any(label in name or name in label for label in own for name in named):
                return True
    return False


def unfound(report: Report, what: str) -> set[str]:
    """The sections whose ``what`` (标题, 统计表) the parser says it didn't find."""
    found: set[str] = set()
    for warning in report.warnings:
        for match in _MISSING.finditer(warning):
            if match[2] == what:
                found.update(match[1].split("、"))
    return found
