"""Clauses that assert nothing anybody would check: praise, transitions, whom one writes, headings.

Told from assertions by their characters (naive Bayes over pairs and triples; the texts it learns from are
data, `remarks.json`). It errs towards assertions: what is taken for a remark isn't held against a claim.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources

from gongkai.text import bare

# Log-odds, per root of the length, from which on a clause is a remark: of 800 assertions held out in turn
# none is taken for one, of 800 remarks 440 are.
_SURE = 0.5
_LONGEST = 24  # characters
# What is compared, ranked, moved or denied can be checked, however general it sounds.
_CHECKED = re.compile(
    "比|最|首[位次个]|垫底|前列|领先|落后|相当|持平|高于|低于|高出|超过|突破|破[百千万]|拉大|变[小大多少]"
    "|[增减降升跌涨翻]|连年|逐[年月]|矛盾|空[缺白]|缺|[未没无]|不[到足够及如]"
)


def is_remark(clause: str, own: Mapping[str, float] | None = None) -> bool:
    """Whether a folded clause (names and years taken out) asserts nothing; ``own``: by these weights."""
    text = bare(clause)
    if not text or len(text) > _LONGEST or any(char.isdigit() for char in text):
        return False
    return odds(text, own) >= _SURE and not _CHECKED.search(text)


def odds(text: str, own: Mapping[str, float] | None = None) -> float:
    """Log-odds that a text is a remark, per root of its length."""
    known = own or _weights()
    return sum(known.get(gram, 0.0) for gram in _grams(text)) / math.sqrt(len(text))


def _grams(text: str) -> set[str]:
    whole = f"^{text}$"
    return {whole[i : i + n] for n in (1, 2, 3) for i in range(len(whole) - n + 1)}


@cache
def _weights() -> dict[str, float]:
    raw = json.loads(resources.files("gongkai.data").joinpath("remarks.json").read_text("utf-8"))
    return weights(raw["remark"], raw["told"])


def weights(remarks: list[str], told: list[str]) -> dict[str, float]:
    """For each stretch of one to three characters how much it speaks for a remark."""
    for_it, against = Counter[str](), Counter[str]()
    for texts, count in ((remarks, for_it), (told, against)):
        for text in texts:
            count.update(_grams(bare(text)))
    return {
        gram: math.log((for_it[gram] + 0.5) / (len(remarks) + 1))
        - math.log((against[gram] + 0.5) / (len(told) + 1))
        for gram in {*for_it, *against}
    }
