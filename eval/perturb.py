"""The same question, harder to read: with a typo, reordered, polite, in traditional characters.

Robustness in the sense of CheckList's invariance tests (Ribeiro et al. 2020): the truth stays.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from gongkai.eval.ask_question import Question

# Characters people mistake for one another: same sound or same input code.
_TYPOS = {
    "政": "正", "府": "付", "信": "心", "息": "西", "申": "伸", "请": "清", "公": "工", "开": "丌",
    "收": "受", "到": "道", "件": "建", "教": "较", "育": "玉", "局": "居", "行": "形", "处": "出",
    "罚": "伐", "复": "覆", "议": "义", "理": "里", "管": "官", "急": "及", "应": "英",
    "民": "明", "电": "店", "话": "画", "地": "的", "址": "止", "总": "宗", "数": "树", "量": "两",
    "多": "朵", "少": "绍", "问": "门", "题": "提", "改": "该", "进": "近", "年": "念", "度": "渡",
    "企": "起", "业": "叶", "结": "节", "转": "传", "办": "半", "费": "废", "金": "今", "额": "鄂",
}  # fmt: skip
_BEFORE = (
    "您好，麻烦请问一下，", "你好呀，想咨询个事：", "不好意思打扰了，请教一下，", "劳驾，帮我查一下，",
)  # fmt: skip
_AFTER = ("，谢谢您！", "，非常感谢～", "，麻烦您了", "，辛苦了，谢谢")
_HEAD = re.compile(
    r"^(?P<who>[\u3400-\u9fff（）]{2,24}?(?:局|政府|委员会|管委会|办事处|街道办?|镇|市|中心))"
    r"(?P<when>(?:19|20)?\d{2}年(?:度)?|二[〇○一二三四五六七八九]{3}年)(?P<what>.{3,})$"
)


def typo(text: str, rng: random.Random) -> str:
    """One character of the question's own words is mistaken; a body's name stays half whole."""
    spots = [at for at, char in enumerate(text) if char in _TYPOS]
    if not spots:
        spots = [at for at in range(len(text) - 1) if text[at].isalpha()]
        if not spots:
            return text
        at = rng.choice(spots)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    at = rng.choice(spots)
    return text[:at] + _TYPOS[text[at]] + text[at + 1 :]


def reorder(text: str, rng: random.Random) -> str:
    """Body, year and matter in another order; two clauses changed; else as it is."""
    plain = text.rstrip("？?。")
    if found := _HEAD.match(plain):
        who, when, what = found["who"], found["when"], found["what"]
        return rng.choice(
            (
                f"{when}{who}{what}",
                f"{what.lstrip('的，')}，{who}{when}的",
                f"{what.lstrip('的，')}？{when}，{who}",
            )
        )
    parts = re.split(r"[，,]", plain)
    return "，".join([parts[-1], *parts[:-1]]) if len(parts) == 2 else text


def polite(text: str, rng: random.Random) -> str:
    """Wrapped in courtesies."""
    return rng.choice(_BEFORE) + text.rstrip("？?。") + rng.choice(_AFTER)


def traditional(text: str, rng: random.Random) -> str:
    """In traditional characters, as OpenCC converts them."""
    del rng
    converted: str = _opencc().convert(text)
    return converted


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "typo": typo, "reordered": reorder, "polite": polite, "traditional": traditional,
}  # fmt: skip


def perturbed(questions: Sequence[Question], way: str, seed: int) -> list[Question]:
    """Every question reworded that way; ids and truths stay."""
    return [
        question.model_copy(
            update={
                "question": WAYS[way](
                    question.question, random.Random(f"{way}:{seed}:{question.id}")
                )
            }
        )
        for question in questions
    ]


@cache
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")
