"""Slips of the input method in a question, mended: 处罚朵少 → 处罚多少, 联系店话 → 联系电话.

A noisy channel (Kernighan, Church & Gale 1990): a stretch is read as the words that are likeliest
to have been meant, where a word may stand for another of the same sound, at a cost. Words are those
of the phrases and of a general dictionary, so that a rare but right word stays as it is. Names of
places and bodies aren't mended here: `bodies` knows who may be meant.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from gongkai.answering.body_name import organs
from gongkai.answering.names_heard import sound
from gongkai.answering.topics import meaning

_LONGEST = 4  # characters of a word
# Words that may have been meant are so frequent in the dictionary's corpus, or are so often in
# phrases and hold together: their parts are so many times likelier there than anywhere.
_REPEATED, _COHERENT = 3, 10.0
_FREQUENT, _COMMON = 20, 500
_RARE = 5  # rarer ones than this are as good as unknown
# In nats: what a character mistaken for another costs, two that changed places.
_MISTAKEN, _TURNED = 5.5, 6.0
_GENERAL = 2.0  # more for what phrases never say
_UNKNOWN = 17.0
_NUMERALS = frozenset("〇零一二两三四五六七八九十百")
# The dictionary's tags of names: of people, places, organisations, others.
_NAMES = ("nr", "ns", "nt", "nz")
_HAN = re.compile("[\u4e00-\u9fff]+")
_YEAR = re.compile(r"(?<=\d)年(?!度)")
_WORD = re.compile(f"[\u4e00-\u9fff]{{2,{_LONGEST}}}")


class Slips:
    """The likeliest reading of a text; a word costs the less (in nats) the more often it is said."""

    def __init__(
        self,
        phrases: Iterable[str],
        sayings: Iterable[str],
        general: Mapping[str, tuple[int, bool]],
    ) -> None:
        sure = {word for word in sayings if _WORD.fullmatch(word)}
        runs = [run for phrase in (*phrases, *sure) for run in _HAN.findall(phrase)]
        grams = Counter(
            run[i : i + size]
            for run in runs
            for size in range(1, _LONGEST + 1)
            for i in range(len(run) - size + 1)
        )
        told = sum(map(len, runs))
        self._said = frozenset(grams)
        self._general, self._heard = general, sum(count for count, _ in general.values())
        self._own = sure | {g for g in grams if g in general or _coheres(g, grams, told)}
        # A word for what it was typed for: none while the phrases themselves are read.
        self._meant: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._field: Mapping[str, int] = grams
        self._told = told
        # How often each word stands in the phrases as one: 建 does in 建议, and hardly alone.
        field = Counter(word for run in runs for _, word in self._segments(run))
        field.update(sure - field.keys())
        self._field, self._told = field, field.total()
        common = {word for word, (count, _) in general.items() if count >= _COMMON}
        for word in self._own | common:
            count, name = general.get(word, (0, False))
            near = word in sure or field[word] >= _REPEATED or (field[word] and count >= _FREQUENT)
            if len(word) > 1 and not name and (near or count >= _COMMON):
                self._meant[sound(word)].append((word, 0.0 if near else _GENERAL))

    def mend(self, text: str, kept: Sequence[tuple[int, int]] = ()) -> str:
        """``text`` as it was most likely meant; the stretches ``kept`` stay as they are."""
        hidden = list(text)
        for start, end in kept:
            hidden[start:end] = "\n" * (end - start)
        for year in _YEAR.finditer(text):  # 2022年除个人外 isn't 年初
            hidden[year.start() : year.end()] = "\n" * len(year.group())
        read = list(text)
        for run in _HAN.finditer("".join(hidden)):
            for at, word in self._segments(run.group()):
                read[run.start() + at : run.start() + at + len(word)] = word
        return "".join(read)

    def _segments(self, run: str) -> list[tuple[int, str]]:
        """The cheapest reading of a stretch of Han: each word, and where it begins."""
        best: list[tuple[float, int, str]] = [(0.0, 0, "")]
        for end in range(1, len(run) + 1):
            best.append(
                min(
                    (best[end - size][0] + cost, size, word)
                    for size in range(1, min(_LONGEST, end) + 1)
                    for cost, word in self._words(run[end - size : end])
                )
            )
        found: list[tuple[int, str]] = []
        end = len(run)
        while end:
            _, size, word = best[end]
            end -= size
            found.append((end, word))
        return found[::-1]

    def _words(self, typed: str) -> Iterable[tuple[float, str]]:
        """The words that ``typed`` may stand for, each with its cost."""
        if len(typed) == 1 or typed in self._general or typed in self._own:
            yield self._cost(typed), typed
        if len(typed) == 1:
            return
        if typed in self._said:
            return  # 几期 is no slip of 几起
        for word, more in self._meant.get(sound(typed), ()):
            wrong = [a for a, b in zip(typed, word, strict=True) if a != b]
            if len(wrong) == 1 and wrong[0] not in _NUMERALS:
                yield self._cost(word) + _MISTAKEN + more, word
        turned = typed[::-1]
        if len(typed) == 2 and any(w == turned for w, _ in self._meant.get(sound(turned), ())):
            yield self._cost(turned) + _TURNED, turned

    def _cost(self, word: str) -> float:
        """What a word costs, by its share of general Chinese and of the field's phrases."""
        count, _ = self._general.get(word, (0, False))
        share = (count / self._heard + self._field.get(word, 0) / self._told) / 2
        return -math.log(share) if share else _UNKNOWN


def _coheres(gram: str, grams: Mapping[str, int], told: int) -> bool:
    """Whether ``gram`` is so often in phrases, against its parts, that it is a word there."""
    return grams[gram] >= _REPEATED and all(
        grams[gram] * told >= _COHERENT * grams[gram[:cut]] * grams[gram[cut:]]
        for cut in range(1, len(gram))
    )


def dictionary() -> dict[str, tuple[int, bool]]:
    """Words of general Chinese with their counts, and whether they are names (jieba's dictionary)."""
    words = {}
    file = distribution("jieba").locate_file("jieba/dict.txt")
    with Path(str(file)).open(encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split()
            if len(word) <= _LONGEST and int(count) >= _RARE:
                words[word] = (int(count), tag.startswith(_NAMES))
    return words


@cache
def slips() -> Slips:
    """The slips that are mended in questions: words of the phrases, of bodies' organs, in general."""
    data = meaning()
    columns = (word for part in data.parts.values() for word in (part.label, *part.phrases))
    fields = (phrase for _, phrases in data.contact_fields.values() for phrase in phrases)
    counted = (count + unit for count in ("几", "多少") for unit in data.whole_units)
    asking = (which + kind for which in ("哪", "哪一", "这", "那") for kind in "种类项个年月家条")
    return Slips(
        (*(phrase for _, phrase in data.phrases()), *columns, *fields),
        (*organs(), *data.fillers, *counted, *asking),
        dictionary(),
    )
