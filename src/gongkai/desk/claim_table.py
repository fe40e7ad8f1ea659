"""A draft's table told in sentences: each row one, each cell with a figure one clause of it.

The labels beside and above a cell say what it is; a year, a body, a unit among them are said as a
sentence would say them. What a total adds up over bodies or years isn't any cell's: it is told as
such, so that nothing is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.desk.claim_words import read_phrase
from gongkai.report import Grid
from gongkai.text import bare

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_VALUE = re.compile(
    r"(?P<about>[约近逾超]?)(?P<sign>[+＋\-－−↑↓]?)(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>[%％万亿件宗条份部个次场期篇元起项余多]*)"
)
_UNIT = re.compile(
    r"[（(]?\s*(?:计量)?单位\s*[:：]\s*(?P<named>[^\s（）()，,；;]{1,4})[）)]?|[（(](?P<own>[%％件宗条份部个次场期篇元起项]|[万亿]元|万件|人次)[）)]"
)
_SERIAL = re.compile("序号|编号|No\\.?|#", re.I)
_NUMBERING = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.、．])\s*"
)
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_TOTAL = re.compile("(?:合计|总计|小计|共计|总数|平均|均值|全部)")
_SHARE = re.compile("占比|比例|比重|占")
_CHANGE = re.compile("同比|增幅|降幅|增减|增长|变化|变动|[比较](?:上年|去年)|涨幅")
_DOWN = re.compile("降幅|减幅|下降|减少")
_PLAIN = re.compile(
    "(?:数量|数值|数据|件数|情况|指标|内容|名称|项目|结果|单位|部门|年份|年度|统计|类别)+"
)


def table_text(grid: Grid, unit: str = "") -> str:
    """A table's statements as sentences of one paragraph; "" where it holds no figures.

    ``unit`` is what the words before the table name (单位：万元).
    """
    rows = _filled(grid)
    head = next((i for i, row in enumerate(rows) if any(map(_value, row))), len(rows))
    body = rows[head:]
    if not body:
        return ""
    side = next((j for j in range(grid.columns) if any(_value(row[j]) for row in body)), 0)
    if side < grid.columns and head and _SERIAL.fullmatch(bare(rows[0][side])):
        side = next(
            (j for j in range(side + 1, grid.columns) if any(_value(r[j]) for r in body)), side
        )
    own = _UNIT.search(" ".join(cell for row in rows[:head] for cell in row if "单位" in cell))
    unit = own["named"] or unit if own and own["named"] else unit
    above = [_path([rows[i][j] for i in range(head)]) for j in range(grid.columns)]
    beside = [_path([c for j, c in enumerate(row[:side]) if not _serial(rows, head, j)])
              for row in body]  # fmt: skip
    parted = any(read_phrase("".join(p)).parts for p in above[side:])
    rowed = any(read_phrase("".join(p)).parts for p in beside)
    told = []
    for row, left in zip(body, beside, strict=True):
        clauses = [
            clause for j in range(side, grid.columns)
            if (clause := _clause(row[j], left, above[j], unit, (rowed, parted)))
        ]  # fmt: skip
        if clauses:
            told.append("，".join(clauses) + "。")
    return "".join(told)


def _filled(grid: Grid) -> list[list[str]]:
    """The printed texts by row and column, a merged cell's in every place it covers."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for i in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
            for j in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                rows[i][j] = "".join(cell.text.split())
    return rows


def _value(text: str) -> re.Match[str] | None:
    return None if _YEAR.fullmatch(text) else _VALUE.fullmatch(text)


def _serial(rows: Sequence[Sequence[str]], head: int, column: int) -> bool:
    return any(_SERIAL.fullmatch(bare(rows[i][column])) for i in range(head))


def _path(labels: Sequence[str]) -> list[str]:
    """Labels from the outermost in, each once; an outer applicant or result gives way to an inner
    one (法人或其他组织 › 商业企业)."""
    path = [label for label in dict.fromkeys(labels) if label]
    return [
        label for i, label in enumerate(path)
        if not (_only_part(label) and any(_only_part(inner) for inner in path[i + 1 :]))
    ]  # fmt: skip


def _only_part(label: str) -> bool:
    reading = read_phrase(_said(label))
    return bool(reading.parts) and not (reading.rows or reading.verbs or reading.rest)


def _said(label: str) -> str:
    """A label as a sentence says it: without numbering and asides; a bare year as 2023年."""
    if _YEAR.fullmatch(label):
        return f"{label[:4]}年"
    text = _ASIDE.sub("", _UNIT.sub("", _NUMBERING.sub("", label))).strip(":： ")
    text = re.sub(r"^其中[:：]?", "其中", text)
    return "" if _PLAIN.fullmatch(text) else text


def _clause(
    cell: str, left: Sequence[str], above: Sequence[str], unit: str, parted: tuple[bool, bool]
) -> str:
    """A cell as a clause; "" where it holds no figure."""
    match = _value(cell)
    if not match:
        return ""
    labels = [*left, *above]
    own = next(
        (m["own"] for label in reversed(labels) if (m := _UNIT.search(label)) and m["own"]), ""
    )
    number = match["digits"].replace("，", ",")
    figure = f"{number}{match['unit'].replace('％', '%') or own.replace('％', '%') or unit}"
    down = match["sign"] in ("-", "－", "−", "↓")
    head = "".join(_said(label) for label in labels if not _measures(label))
    for path, known in ((left, parted[0]), (above, parted[1])):
        said = [_said(label) for label in path if _said(label)]
        if not known and said and all(_TOTAL.fullmatch(label) for label in said):
            head = f"表中各项{head}"
    measured = "".join(label for label in labels if _measures(label))
    if _CHANGE.search(measured):
        way = "下降" if down or _DOWN.search(measured) else "增长"
        return f"{head}同比{way}{match['about']}{figure}"
    if _SHARE.search(measured):
        return f"{head}占比{match['about']}{figure}"
    if down:
        return ""
    return f"{head}{match['about']}{figure}"


def _measures(label: str) -> bool:
    """Whether a label says how a figure is measured (同比, 占比), not what it is of."""
    return bool(
        re.fullmatch(
            f"(?:{_CHANGE.pattern}|{_SHARE.pattern}|率|[%％（）()]|上年|去年)+", bare(label) or "x"
        )
    )
