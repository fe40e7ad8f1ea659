"""Claims made from the truths of a corpus: right, wrong in a digit, year or body, rounded, grown.

The wordings are written apart from the product's data, and the verdicts are computed here from
the truth files alone. Cells that a report's own text contradicts are left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Truth = dict[str, Any]
_ROW, _PATH, _GROUP = "row", "path", "group"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the verdict it deserves; ``split`` is "dev" or "held"."""

    id: str
    corpus: str
    kind: str
    claim: str
    verdict: str
    split: str
    bureau: str | None = None
    year: int | None = None


# (section, last label of the row, last of the column) of a cell, and ways to say it: {n} with unit.
_SAID: tuple[tuple[tuple[str, str, str], tuple[str, ...]], ...] = (
    (("三", "一、本年新收政府信息公开申请数量", "总计"), (
        "{y}年，{b}共收到依申请公开件{n}。", "{b}{y}年度受理政府信息公开申请{n}。",
        "据{b}{y}年年报，当年新收政府信息公开申请{n}。", "{b}在{y}年接到{n}信息公开申请。",
        "统计显示，{y}年{b}新收的政府信息公开申请数量为{n}。")),
    (("三", "二、上年结转政府信息公开申请数量", "总计"), (
        "{b}{y}年上年结转的申请有{n}。", "{y}年度，{b}由上年结转政府信息公开申请{n}。")),
    (("三", "（七）总计", "总计"), (
        "{b}{y}年办结政府信息公开申请{n}。", "{y}年{b}共答复申请{n}。")),
    (("三", "四、结转下年度继续办理", "总计"), (
        "{y}年底，{b}有{n}申请结转下年度继续办理。", "{b}{y}年尚未办结、转入下年度的申请为{n}。")),
    (("三", "（一）予以公开", "总计"), (
        "{y}年{b}的答复中，予以公开{n}。", "{b}{y}年对{n}申请予以公开。")),
    (("三", "一、本年新收政府信息公开申请数量", "自然人"), (
        "{y}年{b}新收的申请里，自然人提出{n}。", "{b}{y}年收到自然人申请{n}。")),
    (("三", "1.本机关不掌握相关政府信息", "总计"), (
        "{b}{y}年因本机关不掌握相关政府信息而无法提供的有{n}。",)),
    (("三", "2.重复申请", "总计"), ("{y}年{b}按重复申请不予处理{n}。",)),
    (("二", "行政处罚", "本年处理决定数量"), (
        "{b}{y}年作出行政处罚决定{n}。", "{y}年，{b}行政处罚处理决定数量为{n}。")),
    (("二", "行政许可", "本年处理决定数量"), ("{b}{y}年作出行政许可决定{n}。",)),
    (("二", "行政规范性文件", "现行有效件数"), ("截至{y}年末，{b}现行有效的行政规范性文件有{n}。",)),
    (("四", "行政复议", "总计"), (
        "{y}年，{b}因政府信息公开被申请行政复议{n}。", "{b}{y}年信息公开行政复议案件{n}。")),
)  # fmt: skip
_HAN = "零一二三四五六七八九"
_EACH = 2


def generate(corpus: str, truths: Sequence[Truth], seed: int = 7) -> list[Claim]:
    """Claims over every report of a corpus, the same for the same truths and seed."""
    rng = random.Random(f"claims:{corpus}:{seed}")
    made: list[tuple[str, str, str]] = []
    for truth in truths:
        made += _of(truth, truths, rng)
    claims: dict[str, list[Claim]] = {}
    for kind, text, verdict in made:
        mine = claims.setdefault(kind, [])
        if text not in {claim.claim for claim in mine}:
            number = len(mine) + 1
            split = "dev" if number % 2 else "held"
            mine.append(Claim(f"{corpus}-{kind}-{number:03}", corpus, kind, text, verdict, split))
    return [claim for mine in claims.values() for claim in mine]


def _key(fact: dict[str, Any]) -> tuple[str, str, str]:
    section = fact["section"]
    row = fact["row"][-1] if fact["row"] else fact["column"][0]
    return section, row, fact["column"][-1]


def _cells(truth: Truth) -> dict[tuple[str, str, str], float | None]:
    """The truth's values by (section, row, column); of table 四 the reviews alone."""
    return {
        _key(f): f["value"]
        for f in truth["facts"]
        if f["section"] != "四" or f["column"][0] == "行政复议"
    }


def _disputed(truth: Truth) -> bool:
    return bool(truth.get("disagrees"))


def _of(
    truth: Truth, truths: Sequence[Truth], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    bureau, year = truth["report"]["bureau"], truth["report"]["year"]
    cells = _cells(truth)
    known = [(k, ways) for k, ways in _SAID if cells.get(k) is not None and not _disputed(truth)]
    rng.shuffle(known)
    for i, (key, ways) in enumerate(known[: 2 * _EACH]):
        value = int(cells[key] or 0)
        say = rng.choice(ways)
        if i < _EACH:
            yield "g_right", say.format(b=bureau, y=year, n=f"{value}件"), "supported"
        else:
            wrong = _other_digit(value, rng)
            yield "g_wrong_digit", say.format(b=bureau, y=year, n=f"{wrong}件"), "contradicted"
        if value >= 20 and i == 0:
            yield "g_numerals", say.format(b=bureau, y=year, n=f"{_han(value)}件"), "supported"
            about, far = _round(value), _round(value * 3 // 2)
            yield "g_rounded", say.format(b=bureau, y=year, n=f"约{about}件"), "supported"
            yield "g_rounded", say.format(b=bureau, y=year, n=f"约{far}件"), "contradicted"
            floor = value // 10 * 10
            if floor != value:
                yield "g_rounded", say.format(b=bureau, y=year, n=f"{floor}余件"), "supported"
            yield "g_rounded", say.format(b=bureau, y=year, n=f"超过{value + 5}件"), "contradicted"
    yield from _swapped(truth, truths, known, rng)
    yield from _changes(truth, truths, rng)
    yield from _shares(truth, cells, rng)
    yield from _nothing(truth, cells, rng)


def _swapped(
    truth: Truth, truths: Sequence[Truth], known: Sequence[Any], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """This report's figure told of another year or body, where theirs is another."""
    bureau, year = truth["report"]["bureau"], truth["report"]["year"]
    others = [t for t in truths if t is not truth and not _disputed(t)]
    rng.shuffle(others)
    for key, ways in known[:1]:
        value = _cells(truth)[key]
        say = rng.choice(ways)
        for other in others:
            its, its_year = other["report"]["bureau"], other["report"]["year"]
            theirs = _cells(other).get(key)
            near = (its == bureau) != (its_year == year)
            if near and theirs is not None and value is not None and theirs != value:
                yield (
                    "g_swapped",
                    say.format(b=its, y=its_year, n=f"{int(value)}件"),
                    "contradicted",
                )
                break
        have = {t["report"]["year"] for t in truths if t["report"]["bureau"] == bureau}
        gone = next(y for y in range(year, year + 9) if y not in have)
        yield "g_unindexed", say.format(b=bureau, y=gone, n=f"{int(value or 0)}件"), "not_found"


def _changes(
    truth: Truth, truths: Sequence[Truth], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    bureau, year = truth["report"]["bureau"], truth["report"]["year"]
    key = _SAID[0][0]
    before = next(
        (t for t in truths if t["report"]["bureau"] == bureau and t["report"]["year"] == year - 1),
        None,
    )
    if before is None or _disputed(truth) or _disputed(before):
        return
    old, new = _cells(before).get(key), _cells(truth).get(key)
    if not old or new is None or old == new:
        return
    rate = (Decimal(str(new)) - Decimal(str(old))) * 100 / Decimal(str(old))
    word, other = ("增长", "下降") if rate > 0 else ("下降", "增长")
    told = abs(rate).quantize(Decimal("0.1"), ROUND_HALF_UP)
    ways = (
        "{b}{y}年新收政府信息公开申请数量同比{w}{r}%。",
        "与上一年相比，{b}{y}年的申请量{w}了{r}%。",
        "{y}年，{b}收到的信息公开申请比上年{w}{r}%。",
    )
    say = rng.choice(ways)
    yield "g_growth", say.format(b=bureau, y=year, w=word, r=told), "supported"
    yield "g_growth", say.format(b=bureau, y=year, w=other, r=told), "contradicted"
    yield "g_growth", say.format(b=bureau, y=year, w=word, r=told + 7), "contradicted"


def _shares(
    truth: Truth, cells: dict[tuple[str, str, str], float | None], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    bureau, year = truth["report"]["bureau"], truth["report"]["year"]
    part, whole = cells.get(_SAID[5][0]), cells.get(_SAID[0][0])
    if _disputed(truth) or not part or not whole or whole < 10:
        return
    rate = Decimal(str(part)) * 100 / Decimal(str(whole))
    told = rate.quantize(Decimal("0.1"), ROUND_HALF_UP)
    say = rng.choice((
        "{b}{y}年新收申请中，自然人申请占{r}%。", "{y}年{b}自然人申请占全部新收申请的{r}%。",
    ))  # fmt: skip
    yield "g_share", say.format(b=bureau, y=year, r=told), "supported"
    yield "g_share", say.format(b=bureau, y=year, r=max(told - 11, Decimal(1))), "contradicted"


def _nothing(
    truth: Truth, cells: dict[tuple[str, str, str], float | None], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    bureau, year = truth["report"]["bureau"], truth["report"]["year"]
    value = cells.get(("四", "行政复议", "总计"))
    if value is None or _disputed(truth):
        return
    say = rng.choice((
        "{y}年，{b}未发生因政府信息公开引起的行政复议。", "{b}{y}年无行政复议案件。",
        "{b}在{y}年没有被申请行政复议。",
    ))  # fmt: skip
    yield "g_denial", say.format(b=bureau, y=year), "contradicted" if value else "supported"


def _other_digit(value: int, rng: random.Random) -> int:
    digits = list(str(value))
    at = rng.randrange(len(digits))
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return int("".join(digits))


def _round(value: int) -> int:
    """Rounded to two digits that tell."""
    unit = 10 ** max(len(str(value)) - 2, 0) if value >= 100 else 1
    return (value + unit // 2) // unit * unit


def _han(value: int) -> str:
    """A Chinese numeral up to 99,999,999."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return _han(high) + "万" + (gap + _han(low) if low else "")
    text, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += ("零" if zero and text else "") + _HAN[digit] + unit
            zero = False
        else:
            zero = True
    return text or "零"
