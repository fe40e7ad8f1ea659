"""English questions understood through a glossary, and answered in English around the Chinese.

The words stand in `english.json`. Answers are composed in Chinese and told in English sentence by
sentence; quotations, names of bodies, titles and citation marks are kept as they are, so that
the grounding check reads the English as it reads the Chinese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from gongkai.answering.evidence import Draft

_HAN = "\u4e00-\u9fff"
_LEAST_WORDS = 3
# Shorter words are pronouns, numerals and the like, or are inflected as nobody expects.
_INFLECTED = 4
# Stand-ins for what is kept: private characters, one a piece.
_FIRST = 0xE000
_KEPT = re.compile("“[^“”]*(?:“[^“”]*”[^“”]*)*”|《[^《》]*》|⟦\\d+⟧|〔[^〔〕]*〕")


@dataclass(frozen=True, slots=True)
class _English:
    glossary: dict[str, str]
    words: re.Pattern[str]
    drop: re.Pattern[str]
    labels: dict[str, str]
    label: re.Pattern[str]
    say: tuple[tuple[re.Pattern[str], str], ...]
    suggest: tuple[tuple[re.Pattern[str], str], ...]
    known: frozenset[str]


@cache
def _data() -> _English:
    raw = json.loads(resources.files("gongkai.data").joinpath("english.json").read_text("utf-8"))
    glossary: dict[str, str] = {
        form: chinese for word, chinese in raw["glossary"].items() for form in _forms(word)
    } | raw["glossary"]
    labels: dict[str, str] = raw["labels"]

    def any_of(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    return _English(
        glossary,
        re.compile(rf"\b(?:{any_of(glossary)})\b"),
        re.compile(rf"(?:\b|')(?:{any_of(raw['drop'])})\b"),
        labels,
        re.compile(any_of(labels)),
        tuple((re.compile(pattern), told) for pattern, told in raw["say"]),
        tuple((re.compile(pattern), told) for pattern, told in raw["suggest"]),
        frozenset((*raw["drop"], *(word for way in glossary for word in way.split()))),
    )


def _forms(word: str) -> tuple[str, ...]:
    """A regular verb's or noun's forms; those no one writes do no harm, they only go unmet."""
    if len(word) < _INFLECTED or not word.isalpha() or word.endswith(("ed", "ing", "est")):
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("s"):
        return () if word.endswith("ss") else (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"
    if word.endswith("e"):
        return f"{word}s", f"{word}d", f"{word[:-1]}ing"
    plural = f"{word}es" if word.endswith(("sh", "ch", "x")) else f"{word}s"
    return plural, f"{word}ed", f"{word}ing"


def is_english(folded: str) -> bool:
    """Whether a folded question is asked in English, be a body's name in it Chinese or not."""
    words = re.findall("[a-z]+", folded)
    known = sum(word in _data().known for word in words)
    return len(words) >= _LEAST_WORDS and known * 2 >= len(words)


def in_chinese_words(text: str) -> str:
    """An English question (names already Chinese) as the Chinese words it is made of."""
    data = _data()
    text = data.words.sub(lambda m: f" {data.glossary[m.group()]} ", text)
    text = re.sub(" +", " ", data.drop.sub(" ", text))
    return re.sub(f"(?<=[{_HAN}]) +(?=[{_HAN}])", "", text).strip()


def in_english(draft: Draft, bodies: Iterable[str]) -> Draft:
    """A draft with every sentence told in English; ``bodies`` are names that stay as they are."""
    names = sorted(bodies, key=len, reverse=True)
    statements = tuple(replace(s, text=_told(s.text, names)) for s in draft.statements)
    return replace(
        draft, statements=statements, suggestions=tuple(map(_suggested, draft.suggestions))
    )


def _told(text: str, names: Iterable[str]) -> str:
    data = _data()
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return chr(_FIRST + len(kept) - 1)

    text = _KEPT.sub(lambda m: keep(m.group()), text)
    for name in names:
        if name in text:
            text = text.replace(name, keep(f" {name} "))
    # A body and its year lead a sentence: 某局2023年… → 某局 (2023): ….
    text = re.sub("([\ue000-\uf8ff])(\\d{4})年(?=[^比与的、没报（]|报告)", r"\1 (\2): ", text)
    text = data.label.sub(lambda m: keep(f" {_label(m.group())} "), text)
    for pattern, told in data.say:
        text = pattern.sub(told, text)
    for number in reversed(range(len(kept))):
        text = text.replace(chr(_FIRST + number), kept[number])
    text = re.sub(" +([,.;:)⟦])", r"\1", re.sub(" {2,}", " ", text))
    return text.replace("( ", "(").strip()


def _label(chinese: str) -> str:
    return f"{_data().labels[chinese]} ({chinese})"


def _suggested(question: str) -> str:
    for pattern, told in _data().suggest:
        if pattern.search(question):
            return pattern.sub(told, question)
    return question
