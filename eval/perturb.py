"""The same question, harder to read: with a typo, reordered, polite, in traditional characters.

Robustness in the sense of CheckList's invariance tests (Ribeiro et al. 2020): the truth stays.
A rewording is fair where a reader of the question alone still knows what is asked:

- a typo is one character heard or seen wrongly (input by sound or shape) or one particle left
  out; digits, names of places and the words for a level (市, 区, 县, 镇, 街道) are left alone,
  as they are all that tells one body from its namesake elsewhere;
- clauses change places only where neither leans on the other (其中…, 同年…), and a body and its
  year only where one thing is asked of them;
- courtesies are in the question's own language.

What can't be reworded fairly stays as it is, and isn't counted in the loss.
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
    "政": "正", "府": "付", "信": "心", "息": "西", "申": "伸", "请": "清", "公": "工", "开": "凯",
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
_ENGLISH = (
    ("Hello, could you please help me: ", " Thank you very much!"),
    ("Hi, sorry to bother you. ", " Thanks in advance."),
)
_PARTICLES, _DROPPED = "的了在里", 0.2
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{5,}")
# What tells a body from its namesake elsewhere.
_TELLING = re.compile(r"[\u3400-\u9fff]{2}(?:省|市|区|县|镇|乡|街道)|[省市区县镇乡]|街道|\d+年?")
_COMMA = re.compile(r"(?<!\d)[，,]|[，,](?!\d)")
_SEVERAL = re.compile(r"[？?。；;：:]")
_CONTINUES = re.compile(r"[至到和与跟、—–\-~及比]")
_LEANS = re.compile(
    r"其|那|又|还|而|同年|它|再|也|但|所以|因|如果|不|是|算|分别|各|去年|说|我|哦|对|呢|谢"
)
_HEAD = re.compile(
    r"^(?P<who>[\u3400-\u9fff（）]{2,24}?(?:局|政府|委员会|管委会|办事处|街道办?|镇|市|中心))"
    r"(?P<when>(?:19|20)?\d{2}年(?:度)?|二[〇○一二三四五六七八九]{3}年)(?P<what>.{3,})$"
)


def typo(text: str, rng: random.Random) -> str:
    """One character mistaken, or one particle left out; what tells bodies apart stays whole."""
    kept = {at for found in _TELLING.finditer(text) for at in range(*found.span())}
    free = [at for at in range(len(text)) if at not in kept]
    spots = [at for at in free if text[at] in _TYPOS]
    particles = [at for at in free if text[at] in _PARTICLES and at > 0]
    if particles and (not spots or rng.random() < _DROPPED):
        at = rng.choice(particles)
        return text[:at] + text[at + 1 :]
    if spots:
        at = rng.choice(spots)
        return text[:at] + _TYPOS[text[at]] + text[at + 1 :]
    words = [found for found in _LATIN.finditer(text) if found[0].islower()]
    if not words:
        return text
    at = rng.choice(words).start() + 1  # two letters inside a word change places
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def reorder(text: str, rng: random.Random) -> str:
    """Body, year and matter in another order; two clauses changed; else as it is."""
    plain = text.rstrip("？?。")
    if _SEVERAL.search(plain):
        return text
    if (found := _HEAD.match(plain)) and not _CONTINUES.match(found["what"]):
        who, when, what = found["who"], found["when"], found["what"]
        return rng.choice(
            (
                f"{when}{who}{what}",
                f"{what.lstrip('的，')}，{who}{when}的",
                f"{what.lstrip('的，')}？{when}，{who}",
            )
        )
    parts = _COMMA.split(plain)
    if len(parts) != 2 or any(_LEANS.match(part) for part in parts):
        return text
    return "，".join(reversed(parts))


def polite(text: str, rng: random.Random) -> str:
    """Wrapped in courtesies of its own language."""
    if _HAN.search(text):
        return rng.choice(_BEFORE) + text.rstrip("？?。") + rng.choice(_AFTER)
    before, after = rng.choice(_ENGLISH)
    return before + text + after


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
