"""The sums of the form that a report's own cells fail, told for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.report import Fact, FormName
from gongkai.sums import Outcome, outcomes

# A warning shows so many failing sums; a longer list is told by its length.
_SHOWN = 3


def failing(name: FormName, facts: Sequence[Fact]) -> tuple[str, ...]:
    """One sentence for each kind of sum that fails, with both values.

    What is printed stays: where every cell is surely read the error is the report's own, else
    the reading may be at fault, and the sentence says which. Source: `gongkai.sums`.
    """
    failed = [found for found in outcomes(name, facts) if found.holds is False]
    return tuple(
        sentence
        for sure in (True, False)
        for sentence in _sentences([found for found in failed if found.sure is sure], sure)
    )


def _sentences(failed: Sequence[Outcome], sure: bool) -> Iterator[str]:
    for _, group in groupby(failed, key=lambda found: found.sum.kind):
        found = list(group)
        shown = "；".join(map(_told, found[:_SHOWN]))
        more = f"等{len(found)}处" if len(found) > _SHOWN else ""
        why = (
            "这是报告自身的数字对不上，按原文保留"
            if sure
            else "其中有的数字辨认不确定，可能是识别有误，请核对原文"
        )
        section = found[0].sum.right[0].section
        yield f"表{section}合计不符：{shown}{more}。{why}"


def _told(found: Outcome) -> str:
    equation = found.sum
    right = equation.right[0]
    where = f"“{right.column[-1]}”一列" if right.row else ""
    if equation.kind == "applicants":
        return f"“{right.row[-1]}”一行各类申请人合计{found.left:f}，总计为{found.right:f}"
    if equation.kind == "results":
        return f"{where}各项处理结果合计{found.left:f}，“{right.row[-1]}”为{found.right:f}"
    if equation.kind == "balance":
        return f"{where}收到与结转来的合计{found.left:f}，办结与结转下年的合计{found.right:f}"
    group = "·".join(right.column[:-1])
    return f"“{group}”各项合计{found.left:f}，总计为{found.right:f}"
