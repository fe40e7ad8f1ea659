"""Questions typed in pinyin, read as the words that the phrase data is made of.

shoudao duoshao shenqing → 收到多少申请. Only words of the field are known, so a text that isn't made of
them stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

_LONGEST = 5  # characters of a word
_SYLLABLE = 6  # letters
# A text that is read otherwise than letter by letter has at least so many syllables.
_LEAST = 3
# Of so many phrases a pair is frequent enough that a slip is taken for it.
_FREQUENT = 4


class Pinyin:
    """Words by their pinyin, and the reading of a text made of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        for phrase in phrases:
            for run in re.findall("[\u4e00-\u9fff]+", phrase):
                for size in range(1, _LONGEST + 1):
                    counts.update(run[i : i + size] for i in range(len(run) - size + 1))
        self._words: dict[tuple[str, ...], tuple[str, int]] = {}
        for word, count in counts.items():
            key = tuple(map(_syllable, word))
            if count > self._words.get(key, ("", 0))[1]:
                self._words[key] = (word, count)
        self._syllables = {key[0] for key in self._words if len(key) == 1}
        self._known = frozenset(counts)

    def read(self, text: str) -> str:
        """``text`` with each stretch of pinyin as Han; unchanged where a stretch isn't pinyin."""

        def han(match: re.Match[str]) -> str:
            syllables = self._split(re.sub("[^a-z]", "", match.group()))
            return self._spell(syllables) if len(syllables) >= _LEAST else match.group()

        return re.sub(r"[a-z]+(?:[\s'-]+[a-z]+)*", han, text)

    def heard(self, text: str) -> str:
        """``text`` with slips of the input method mended: 伸请 → 申请.

        Pairs of characters that no phrase has become the frequent pair of the same sound.
        """
        at = 0
        while at < len(text) - 1:
            pair = text[at : at + 2]
            if pair not in self._known and re.fullmatch("[\u4e00-\u9fff]{2}", pair):
                meant, count = self._words.get(tuple(map(_syllable, pair)), ("", 0))
                if count >= _FREQUENT:
                    text = text[:at] + meant + text[at + 2 :]
                    at += 1
            at += 1
        return text

    def _split(self, letters: str) -> tuple[str, ...]:
        """``letters`` as syllables, as few as can be; () where they aren't any."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(end - _SYLLABLE, 0), end):
                before = best[start]
                if before is None or letters[start:end] not in self._syllables:
                    continue
                told = (*before, letters[start:end])
                now = best[end]
                if now is None or len(told) < len(now):
                    best[end] = told
        return best[-1] or ()

    def _spell(self, syllables: tuple[str, ...]) -> str:
        """The words that spell the syllables: long and frequent ones first."""
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(syllables) + 1):
            options = []
            for size in range(1, min(_LONGEST, end) + 1):
                found = self._words.get(syllables[end - size : end])
                if found:
                    score, text = best[end - size]
                    # Squares favour long words; among equally long ones the frequent counts.
                    options.append((score + size * size + 1 - 1 / (1 + found[1]), text + found[0]))
            best.append(max(options))
        return best[-1][1]


@cache
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])
