"""Retrieval over phrases: which subject or topic a clause is about.

Three views are added: the nearest phrase's cosine, the nearest phrase's words (TF-IDF of
characters, pairs and triples), and a linear head fitted to all phrases by ridge regression, which
learns what tells the entries apart. Phrases of no entry teach the head what the reports don't
say. Scores are about 0 to 1.5, higher is better.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gongkai.answering.topics import content
from gongkai.text import bare

Vectors = NDArray[np.float32]

# multilingual-e5's cosines lie in a narrow band (its temperature is 0.01): unrelated short
# questions measure about 0.86, equal ones 1.
_DENSE_FLOOR = 0.86
# Chosen on 557 questions (tests/answering, and wordings written apart from the phrases): the
# nearest phrase alone found 79 % of the entries asked for, with words and the head 91 %.
_DENSE_WEIGHT, _LEXICAL_WEIGHT, _HEAD_WEIGHT = 0.35, 0.3, 1.0
_OUTSIDE_WEIGHT = 0.6
_RIDGE = 0.05
_BATCH = 64
# The entry of phrases that ask for what reports don't say.
OUTSIDE = ""


class QueryEncoder(Protocol):
    """What matching needs of an encoder: unit vectors of short texts."""

    @property
    def name(self) -> str: ...
    def queries(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's best phrase for a clause, with the fused score and its two parts."""

    entry: str
    score: float
    dense: float
    lexical: float
    phrase: str


def grams(text: str) -> Counter[str]:
    """Characters, pairs and triples within the content words of ``text``.

    Function and counting words (有多少, 几次) are left out: they pull towards any phrase that
    counts.
    """
    words = [bare(word) for word in content(text).split()] or [bare(text)]
    return Counter(w[i : i + n] for w in words for n in (1, 2, 3) for i in range(len(w) - n + 1))


class PhraseBook:
    """Phrases by entry, ready to be ranked against a clause."""

    def __init__(self, phrases: Sequence[tuple[str, str]], vectors: Vectors) -> None:
        self.entries = [entry for entry, _ in phrases]
        self.texts = [text for _, text in phrases]
        self.vectors = vectors
        counts = [grams(text) for text in self.texts]
        seen: Counter[str] = Counter()
        for count in counts:
            seen.update(count.keys())
        self._idf = {g: math.log(1 + len(counts) / n) for g, n in seen.items()}
        self._default = math.log(1 + len(counts))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, count in enumerate(counts):
            weights = self._weigh(count)
            for gram, weight in weights.items():
                self._postings[gram].append((row, weight))
        self.names = list(dict.fromkeys(self.entries))
        self._mean = vectors.mean(axis=0)
        self._head = self._fit(vectors)
        self.vocabulary: dict[str, frozenset[str]] = {
            entry: frozenset(
                g for e, text in phrases if e == entry for g in grams(text) if len(g) <= 2
            )
            for entry in dict.fromkeys(self.entries)
        }

    def _centred(self, vectors: Vectors) -> Vectors:
        """Unit vectors about the phrases' mean: e5's vectors all point much the same way."""
        moved = vectors - self._mean
        unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9)
        return unit

    def _fit(self, vectors: Vectors) -> Vectors:
        """The head: (dimension, entries), each entry weighing alike whatever its phrases' number."""
        place = {name: i for i, name in enumerate(self.names)}
        rows = np.array([place[entry] for entry in self.entries])
        weight = (1 / np.sqrt(np.bincount(rows)))[rows][:, None]
        inputs = (self._centred(vectors) * weight).astype(np.float64)
        targets = np.eye(len(self.names))[rows] * weight
        gram = inputs.T @ inputs + _RIDGE * np.eye(inputs.shape[1])
        return np.linalg.solve(gram, inputs.T @ targets).astype(np.float32)

    def _weigh(self, count: Counter[str]) -> dict[str, float]:
        weights = {
            g: self._idf.get(g, self._default) * (0.4 if len(g) == 1 else 1.0) for g in count
        }
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {g: w / norm for g, w in weights.items()}

    def rank(self, text: str, vector: Vectors) -> list[Match]:
        """Every entry with its best phrase for ``text``, best first."""
        lexical = np.zeros(len(self.texts), dtype=np.float32)
        for gram, weight in self._weigh(grams(text)).items():
            for row, other in self._postings.get(gram, ()):
                lexical[row] += weight * other
        dense = self.vectors @ vector
        scaled = np.clip((dense - _DENSE_FLOOR) / (1 - _DENSE_FLOOR), 0, 1)
        told = dict(zip(self.names, (self._centred(vector) @ self._head).tolist(), strict=True))
        outside = max(told.get(OUTSIDE, 0.0), 0.0)
        head = np.array([told[entry] for entry in self.entries], dtype=np.float32)
        fused = _DENSE_WEIGHT * scaled + _LEXICAL_WEIGHT * lexical + _HEAD_WEIGHT * head
        fused -= _OUTSIDE_WEIGHT * outside
        best: dict[str, Match] = {}
        for row in np.argsort(-fused, kind="stable"):
            entry = self.entries[row]
            if entry != OUTSIDE and entry not in best:
                best[entry] = Match(
                    entry, float(fused[row]), float(dense[row]), float(lexical[row]),
                    self.texts[row],
                )  # fmt: skip
        return list(best.values())


def phrase_book(
    phrases: Sequence[tuple[str, str]], encoder: QueryEncoder, cache: Path | None = None
) -> PhraseBook:
    """The phrase book of ``phrases``; their vectors are kept in folder ``cache``."""
    key = hashlib.sha256("\n".join((encoder.name, *(t for _, t in phrases))).encode()).hexdigest()
    file = cache / f"phrases-{key[:16]}.npy" if cache else None
    if file and file.is_file():
        try:
            vectors = np.load(file)
            if len(vectors) == len(phrases):
                return PhraseBook(phrases, vectors)
        except (OSError, ValueError):
            pass  # a torn file is made anew
    texts = [text for _, text in phrases]
    # In small batches: a thousand phrases at once would take a gigabyte.
    batches = [encoder.queries(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    vectors = np.concatenate(batches)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{id(vectors)}.part.npy")
        np.save(part, vectors)
        part.replace(file)
    return PhraseBook(phrases, vectors)
