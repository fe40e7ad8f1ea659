"""Folding of text for matching; what is shown or quoted always stays as printed."""

from __future__ import annotations

import re
import unicodedata

# CJK radical supplements that NFKC leaves alone, as seen where PDFs print radicals for the
# common characters (Unicode 15, EquivalentUnifiedIdeograph.txt).
_RADICALS = str.maketrans(
    {
        "⺀": "冫", "⺁": "厂", "⺄": "乙", "⺆": "冂", "⺇": "几", "⺈": "刀", "⺉": "刂", "⺊": "卜",
        "⺋": "㔾", "⺌": "小", "⺍": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳", "⺓": "幺",
        "⺔": "彑", "⺕": "彐", "⺖": "忄", "⺗": "心", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺜": "日",
        "⺝": "月", "⺞": "歺", "⺠": "民", "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺤": "爫", "⺥": "爫",
        "⺦": "丬", "⺧": "牛", "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻",
        "⺯": "糹", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺳": "网", "⺵": "羊", "⺶": "羊", "⺷": "羊",
        "⺸": "羊", "⺹": "耂", "⺺": "肀", "⺻": "聿", "⺼": "肉", "⺽": "臼", "⺾": "艹", "⺿": "艹",
        "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西", "⻅": "见", "⻆": "角", "⻇": "角",
        "⻈": "讠", "⻉": "贝", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝", "⻐": "钅",
        "⻑": "长", "⻒": "镸", "⻓": "长", "⻔": "门", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦",
        "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻟": "飠", "⻠": "饣", "⻢": "马", "⻣": "骨",
        "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "齐",
        "⻬": "齐", "⻭": "齿", "⻮": "齿", "⻯": "龙", "⻰": "龙", "⻱": "龟", "⻲": "龟", "⻳": "龟",
    }
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


def fold_char(char: str) -> str:
    """Fold one character: radicals to common characters, full width to half (NFKC)."""
    return unicodedata.normalize("NFKC", char).translate(_RADICALS)


def fold(text: str) -> str:
    """Fold radicals, full-width forms and case; white space is kept as it is."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS).lower()


def squeeze(text: str) -> str:
    """Fold, then drop all white space: how labels are compared."""
    return _SPACE.sub("", fold(text))


def bare(text: str) -> str:
    """Fold, then keep letters, digits and Han only: `（四）无 法提供` → `四无法提供`."""
    return _NOT_WORD.sub("", fold(text))


def digest(*parts: str, size: int = 16) -> str:
    """A short content id: the same parts give the same id, on every machine."""
    import hashlib

    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:size]
