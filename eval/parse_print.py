"""The scores of a reading as a table for the terminal and for Markdown."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from gongkai.eval.parse import Score

_HEADS = (
    "格式", "表式", "报告", "失败", "格 对", "错", "未知", "不可辨", "对（%）",
    "联系 对", "错", "漏", "误增", "机关", "年份", "秒/份",
)  # fmt: skip


def lines(scores: dict[str, Score]) -> Iterator[str]:
    """One row a format and form, those of all last; "错" also counts surplus cells."""
    names = [name for name in scores if name != "all"]
    rows = [_HEADS, *(_row(name, scores[name]) for name in (*names, "all") if name in scores)]
    wide = [max(_width(row[at]) for row in rows) for at in range(len(_HEADS))]
    for number, row in enumerate(rows):
        cells = (
            f"{' ' * (size - _width(text)) if at > 1 else ''}{text}"
            f"{' ' * (size - _width(text)) if at < 2 else ''}"
            for at, (text, size) in enumerate(zip(row, wide, strict=True))
        )
        yield f"| {' | '.join(cells)} |"
        if not number:
            rules = ("-" * (size + 1) + "-:"[at > 1] for at, size in enumerate(wide))
            yield f"|{'|'.join(rules)}|"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _row(name: str, score: Score) -> tuple[str, ...]:
    layout, _, form = name.partition(" ")
    cells, contact = score.cells, score.contact
    unknown = cells["unknown"] + cells["missing"]
    wrong = cells["wrong"] + cells["surplus"]
    whole = cells["right"] + wrong + unknown
    share = f"{100 * cells['right'] / whole:.3f}" if whole else "—"
    counts = (score.reports, score.failed, cells["right"], wrong, unknown, cells["untold"])
    reach = (contact["right"], contact["wrong"], contact["missed"], contact["invented"])
    return (
        "合计" if name == "all" else layout, form if form != "None" else "—",
        *map(str, counts), share, *map(str, reach),
        _of(score.head, "bureau"), _of(score.head, "year"),
        f"{score.seconds / max(score.reports - score.failed - score.refused, 1):.2f}",
    )  # fmt: skip


def _of(head: Counter[str], name: str) -> str:
    right, wrong = head[f"{name} right"], head[f"{name} wrong"]
    return f"{right}/{right + wrong}"
