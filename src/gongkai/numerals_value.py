"""The value of a numeral: Chinese, Arabic or mixed (三千一百零五, 3.1万, 1亿2千万).

By hand rather than through a library, whose values are floats and whose numerals are pure.
"""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = "零〇一二三四五六七八九"
HAN = f"{HAN_DIGITS}两廿十百千万亿"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"

_DIGIT = {char: Decimal(value) for char, value in zip("零〇一二三四五六七八九两",
          (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)}  # fmt: skip
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_TOKEN = re.compile(rf"{ARABIC}|[{HAN}]")
_POINT = re.compile(rf"([{HAN}]+)点([{HAN_DIGITS}]+)([万亿]*)")
_IN_A_ROW = re.compile(rf"[{HAN_DIGITS}两]{{2,}}")


def numeral_value(text: str) -> Decimal | None:
    """The value of a folded numeral without unit; None where it is none.

    ``二百五`` is 250 and ``3万2`` 32000, as they are spoken; ``二〇二一`` reads digit by digit.
    """
    if _IN_A_ROW.fullmatch(text):
        return Decimal("".join(str(_DIGIT[char]) for char in text))
    if pointed := _POINT.fullmatch(text):
        whole = numeral_value(pointed[1])
        part = "".join(str(_DIGIT[char]) for char in pointed[2])
        times = numeral_value(pointed[3]) if pointed[3] else Decimal(1)
        return None if whole is None or times is None else Decimal(f"{whole}.{part}") * times
    text = text.replace("廿", "二十")
    total = section = Decimal(0)
    current: Decimal | None = None
    last, spoken, at = 1, False, 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match.start() != at:
            return None
        at = match.end()
        if token in _SCALE:
            scale = _SCALE[token]
            if scale < 10_000:
                section += (Decimal(1) if current is None else current) * scale
            else:
                section += current or 0
                if not section and not total:
                    section = Decimal(1)
                total = (total + section) * scale if scale > 10_000 else total + section * scale
                section = Decimal(0)
            current, last, spoken = None, scale, True
        elif token in ("零", "〇"):
            current, spoken = Decimal(0), False
        elif current:
            return None
        else:
            current = _DIGIT[token] if token in _DIGIT else Decimal(token.replace(",", ""))
            spoken = spoken and len(token) == 1
    if at != len(text) or not text:
        return None
    return total + section + (current or 0) * (last // 10 if spoken and last > 10 else 1)
