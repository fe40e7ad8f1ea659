"""Table 二 of an invented report (示例) in the damages that pages do to it.

Each variant says what must be read; what can't be told is unknown, never another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import pytest

from gongkai.ingest.parse import parse
from gongkai.ingest.reader_text import read_text
from gongkai.report import Source

Items = Mapping[str, Sequence[str]]
ITEMS: Items = {
    "规章": ("3", "1", "20"),
    "行政规范性文件": ("7", "4", "79"),
    "行政许可": ("8142",),
    "行政处罚": ("133",),
    "行政强制": ("38",),
    "行政事业性收费": ("256.73",),
}
WIDE = ("本年制发件数", "本年废止件数", "现行有效件数")
FEE = "本年收费金额（单位：万元）"
FRONT = "示例市甲局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开9条。\n二、主动公开政府信息情况\n"
BACK = "\n三、收到和处理政府信息公开申请情况\n无。\n"


def rows(items: Items = ITEMS, wide: Sequence[str] = WIDE) -> Iterator[list[str]]:
    for clause, columns, names in (
        ("第二十条第（一）项", wide, ("规章", "行政规范性文件")),
        ("第二十条第（五）项", ("本年处理决定数量",), ("行政许可",)),
        ("第二十条第（六）项", ("本年处理决定数量",), ("行政处罚", "行政强制")),
        ("第二十条第（八）项", (FEE,), ("行政事业性收费",)),
    ):
        yield [clause]
        yield ["信息内容", *columns]
        for name in names:
            yield [name, *items[name]]


def joined(between: str, ends: str = "\n", made: Items = ITEMS, wide: Sequence[str] = WIDE) -> str:
    return ends.join(between.join(row) for row in rows(made, wide))


def framed(bar: str, made: Items = ITEMS) -> str:
    return "\n".join(f"{bar} {f' {bar} '.join(row)} {bar}" for row in rows(made))


def each(before: str = "", after: str = "", between: str = "\n", made: Items = ITEMS) -> str:
    return between.join(f"{before}{cell}{after}" for row in rows(made) for cell in row)


def but(**changed: str) -> Items:
    """The items with the cells of some, apart by commas, changed."""
    return {**ITEMS, **{name: tuple(cells.split(",")) for name, cells in changed.items()}}


def wide_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def traditional(text: str) -> str:
    return text.translate(
        str.maketrans(
            "规范件数项处罚许强业费决发废现额单为万", "規範件數項處罰許強業費決發廢現額單為萬"
        )
    )


def mixed(first: str, second: str) -> str:
    """Every other row parted otherwise."""
    return "\n".join((first, second)[at % 2].join(row) for at, row in enumerate(rows()))


BLANKS = but(规章=",,")
PARTIAL = but(规章="3,,20")
GLUED = {**ITEMS, "规章": (None,) * 3, "行政规范性文件": (None,) * 3}
NO_RULES = {**ITEMS, "规章": (None,) * 3}
BROKEN = ("本年\n制发件数", "本年废\n\n止件数", "现行 有效件数")
REORDERED = but(规章="20,3,1", 行政规范性文件="79,7,4")

# The text of the table, and the items as they must be read (None: unknown or blank).
VARIANTS: dict[str, tuple[str, Mapping[str, Sequence[str | None]]]] = {
    "spaces": (joined(" "), ITEMS),
    "ideographic spaces": (joined("\u3000"), ITEMS),
    "several spaces": (joined("    "), ITEMS),
    "one line": (joined("  ", "  "), ITEMS),
    "tabs": (joined("\t"), ITEMS),
    "framed by bars": (framed("|"), ITEMS),
    "full-width bars": (framed("｜"), ITEMS),
    "broken bars": (framed("¦"), ITEMS),
    "bars without frame": (joined("|"), ITEMS),
    "an empty last column": ("\n".join(f"| {' | '.join(row)} | |" for row in rows()), ITEMS),
    "lone bars": (each(between="\n|\n"), ITEMS),
    "a bar after each cell": (each(after=" |"), ITEMS),
    "a bar before each cell": (each(before="| "), ITEMS),
    "values after the bar's line": ("\n".join(" |\n".join(row) for row in rows()), ITEMS),
    "hundreds of bars": (f"{'|' * 300}\n{joined('|')}\n{'|' * 300}", ITEMS),
    "a rule under the header": (framed("|").replace("\n| 规章", "\n|---|---|---|---|\n| 规章"), ITEMS),
    "commas": (joined(","), ITEMS),
    "full-width commas": (joined("，"), ITEMS),
    "semicolons": (joined(";"), ITEMS),
    "slashes": (joined(" / "), ITEMS),
    "one cell a line": (each(), ITEMS),
    "carriage returns": (each(between="\r\n"), ITEMS),
    "blank lines": (each(between="\n\n"), ITEMS),
    "three blank lines": (each(between="\n\n\n\n"), ITEMS),
    "a tab before each": (each(before="\t"), ITEMS),
    "spaces behind each": (each(after="   "), ITEMS),
    "labels glued to their values": ("\n".join(row[0] + " ".join(row[1:]) for row in rows()), ITEMS),
    "everything glued": (joined("", ""), GLUED),
    "rows glued": (joined(""), GLUED),
    "bars and spaces by turns": (mixed("|", " "), ITEMS),
    "lines and spaces by turns": (mixed("\n", " "), ITEMS),
    "tabs and bars by turns": (mixed("\t", " | "), ITEMS),
    "blank cells between bars": (framed("|", BLANKS), NO_RULES),
    "blank cells after tabs": (each(before="\t", made=BLANKS), NO_RULES),
    "blank cells lost": (joined(" ", made=BLANKS), NO_RULES),
    "a blank cell between bars": (framed("|", PARTIAL), but(规章="3,,20")),
    "a blank cell between tabs": (joined("\t", made=PARTIAL), but(规章="3,,20")),
    "a blank cell shifted left": (joined(" ", made=but(规章="3,20")), NO_RULES),
    "a blank cell shifted, a line each": (each(made=but(规章="3,20")), NO_RULES),
    "signs for nothing": (joined(" ", made=but(规章="—,/,20")), but(规章=",,20")),
    "signs between bars": (framed("|", but(规章="-,／,20")), but(规章=",,20")),
    "a broken header": (joined(" ", wide=BROKEN), ITEMS),
    "a broken header between bars": (joined("|", wide=BROKEN), ITEMS),
    "a broken header, a line each": ("\n".join("\n".join(r) for r in rows(wide=BROKEN)), ITEMS),
    "columns in another order": (joined(" ", made=REORDERED, wide=(WIDE[2], *WIDE[:2])), ITEMS),
    "leftovers of merged cells": (framed("|", but(行政许可="8142,0,0", 行政强制="38,,")), ITEMS),
    "leftovers with bars behind": (each(after=" |", made=but(行政许可="8142,0,0")), ITEMS),
    "two numbers in a lone column": (joined(" ", made=but(行政许可="8142,5,0")),
                                     {**ITEMS, "行政许可": (None,)}),
    "thousands": (joined(" ").replace("8142", "8,142"), ITEMS),
    "thousands or two cells": (joined(",").replace("8142", "8,142"), {**ITEMS, "行政许可": (None,)}),
    "full-width digits": (wide_digits(joined(" ")), ITEMS),
    "units in cells": (joined(" ").replace("8142", "8142件").replace("256.73", "256.73万元"), ITEMS),
    "traditional characters": (traditional(joined(" ")), ITEMS),
    "pinyin in brackets": (joined(" ").replace("规章", "规(guī)章(zhāng)"), ITEMS),
    "Kangxi radicals": (joined(" ").replace("行", "⾏").replace("一", "⼀"), ITEMS),
    "letters apart": (joined(" ").replace("行政处罚", "行 政 处 罚"), ITEMS),
    "a shorter label": (joined(" ").replace("行政规范性文件", "规范性文件"), ITEMS),
    "repeated cells removed": ("\n".join(dict.fromkeys(c for row in rows() for c in row)), ITEMS),
    "no clauses": ("\n".join(" ".join(row) for row in rows() if len(row) > 1), ITEMS),
    "a page's end within": (joined(" ").replace("\n行政许可", "\n- 3 -\n行政许可"), ITEMS),
    "another page's end": (joined(" ").replace("\n行政规", "\n第 3 页 共 9 页\n行政规"), ITEMS),
    "a note below": (joined(" ") + "\n注：数据截至2022年12月31日。", ITEMS),
    "raw comments": (f"<!--[if !supportLists]-->\n{joined(' ')}\n-->", ITEMS),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant(name: str) -> None:
    text, expected = VARIANTS[name]
    report = parse(read_text((FRONT + text + BACK).encode(), Source("示例.txt", "text", "")))
    found: dict[str, list[Decimal | None]] = {}
    for fact in report.facts:
        if fact.address.section == "二":
            found.setdefault(fact.address.row[-1], []).append(fact.value)
            if fact.value is not None and fact.locator is not None:
                span = slice(fact.locator.start, fact.locator.end)
                assert (FRONT + text + BACK)[span] == fact.text
    assert report.form == "2021"
    assert found == {
        item: [Decimal(cell) if cell else None for cell in cells]
        for item, cells in expected.items()
    }
