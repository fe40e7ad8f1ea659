"""Retrieval over phrases: which subject or topic a clause is about.

Three views are added: the nearest phrase's cosine, the nearest phrase's words (TF-IDF of
characters, pairs and triples), and a head fitted to all phrases by kernel ridge regression over
both likenesses, which learns what tells the entries apart. Phrases of no entry teach the head what
the reports don't say. Scores are about 0 to 1.5, higher is better.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from gongkai.answering.topics import content
from gongkai.text import bare

Vectors = NDArray[np.float32]

# multilingual-e5's cosines lie in a narrow band (its temperature is 0.01): unrelated short
# questions measure about 0.86, equal ones 1.
_DENSE_FLOOR = 0.86
# Chosen on 554 wordings written apart from the phrases: of the entries asked for, what isn't told
# included, nearest phrases with a linear head over the vectors found 88 %, with this head 94 %.
_DENSE_WEIGHT, _LEXICAL_WEIGHT, _HEAD_WEIGHT = 0.35, 0.3, 1.0
_OUTSIDE_WEIGHT = 0.3
_RIDGE = 0.5
_WIDTH = 0.3  # of the kernel, in cosine
# A clause leans to an entry where the head gives it at least this, and no other more.
_LEANS = 0.25
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

    def __init__(
        self,
        phrases: Sequence[tuple[str, str]],
        vectors: Vectors,
        head: Vectors | None = None,
    ) -> None:
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
        places = {name: i for i, name in enumerate(self.names)}
        self._place = np.array([places[entry] for entry in self.entries])
        self._mean = vectors.mean(axis=0)
        self._unit = self._centred(vectors)
        self.head = head if head is not None else self._fit()
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

    def _fit(self) -> Vectors:
        """The head: (phrases, entries), what each phrase says for and against each entry."""
        place = {name: i for i, name in enumerate(self.names)}
        targets = np.eye(len(self.names))[[place[entry] for entry in self.entries]]
        words = np.stack([self._words(text) for text in self.texts])
        kernel = _kernel(self._unit @ self._unit.T, words).astype(np.float64)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        return np.linalg.solve(kernel, targets).astype(np.float32)

    def _words(self, text: str) -> Vectors:
        """The likeness of ``text`` to every phrase by its words, 0 to 1."""
        likeness = np.zeros(len(self.texts), dtype=np.float32)
        for gram, weight in self._weigh(grams(text)).items():
            for row, other in self._postings.get(gram, ()):
                likeness[row] += weight * other
        return likeness

    def _scores(self, vector: Vectors, words: Vectors) -> Vectors:
        """What the head gives each entry, in the order of ``names``."""
        scores: Vectors = _kernel(self._unit @ self._centred(vector), words) @ self.head
        return scores

    def _weigh(self, count: Counter[str]) -> dict[str, float]:
        weights = {
            g: self._idf.get(g, self._default) * (0.4 if len(g) == 1 else 1.0) for g in count
        }
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {g: w / norm for g, w in weights.items()}

    def leans(self, entry: str, text: str, vector: Vectors) -> bool:
        """Whether the head finds ``entry`` likelier than every other, what isn't told included."""
        if entry not in self.names:
            return False
        scores = self._scores(vector, self._words(text))
        return bool(scores[self.names.index(entry)] >= max(float(scores.max()), _LEANS))

    def rank(self, text: str, vector: Vectors) -> list[Match]:
        """Every entry with its best phrase for ``text``, best first."""
        lexical = self._words(text)
        dense = self.vectors @ vector
        scaled = np.clip((dense - _DENSE_FLOOR) / (1 - _DENSE_FLOOR), 0, 1)
        told = dict(zip(self.names, self._scores(vector, lexical).tolist(), strict=True))
        outside = max(told.get(OUTSIDE, 0.0), 0.0)
        head = np.array([told[name] for name in self.names], dtype=np.float32)[self._place]
        fused = _DENSE_WEIGHT * scaled + _LEXICAL_WEIGHT * lexical + _HEAD_WEIGHT * head
        fused -= _OUTSIDE_WEIGHT * outside
        order = np.argsort(-fused, kind="stable")
        # Where each entry comes first in that order: its best phrase.
        _, firsts = np.unique(self._place[order], return_index=True)
        rows = order[np.sort(firsts)]
        return [
            Match(
                self.entries[r], float(fused[r]), float(dense[r]), float(lexical[r]), self.texts[r]
            )
            for r in rows.tolist()
            if self.entries[r] != OUTSIDE
        ]


def _kernel(dense: Vectors, words: Vectors) -> Vectors:
    """How alike two texts count, from the cosines of their vectors and of their words."""
    kernel: Vectors = np.exp((dense - 1) / _WIDTH) + np.exp((words - 1) / _WIDTH)
    return kernel


def phrase_book(
    phrases: Sequence[tuple[str, str]], encoder: QueryEncoder, cache: Path | None = None
) -> PhraseBook:
    """The phrase book of ``phrases``; their vectors and the head are kept in folder ``cache``."""
    settings = (encoder.name, f"{_RIDGE} {_WIDTH}", *(f"{e}|{t}" for e, t in phrases))
    key = hashlib.sha256("\n".join(settings).encode()).hexdigest()
    file = cache / f"phrases-{key[:16]}.npz" if cache else None
    if file and file.is_file():
        try:
            with np.load(file) as kept:
                if len(kept["vectors"]) == len(kept["head"]) == len(phrases):
                    return PhraseBook(phrases, kept["vectors"], kept["head"])
        except (OSError, ValueError, KeyError, BadZipFile):
            pass  # a torn file is made anew
    texts = [text for _, text in phrases]
    # In small batches: a thousand phrases at once would take a gigabyte. Those of like length go
    # together: padding is computed like text.
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.empty((len(texts), 0), np.float32)
    for at in range(0, len(order), _BATCH):
        rows = order[at : at + _BATCH]
        found = encoder.queries([texts[i] for i in rows])
        if not vectors.shape[1]:
            vectors = np.empty((len(texts), found.shape[1]), np.float32)
        vectors[rows] = found
    book = PhraseBook(phrases, vectors)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{id(book)}.part.npz")
        np.savez(part, vectors=book.vectors, head=book.head)
        part.replace(file)
    return book
