"""Fit the hearing model: `python -m gongkai.eval.hearing_train [--out FILE]`.

Low-rank changes to the packaged model's first layers and a head over the tables' cells, on
`eval/hearing`: ``cells`` (questions for one cell, questions that none tells), ``figures`` and
``statements`` (of one cell, and near ones of another), ``talks`` (what follows a question), questions
to running text of `eval/relevance`, and the product's phrases, whose column is left open.
``around`` is what people say before and behind a question. A share of the
lines is held out and measured while it learns.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.answering.relevant import following
from gongkai.answering.topics import meaning
from gongkai.eval.descent import Descent, arguments
from gongkai.eval.relevance_data import cell_of, cell_texts, objects
from gongkai.eval.relevance_train import Learner
from gongkai.eval.run_home import models
from gongkai.index.encoder import QUERY
from gongkai.index.hearing import FILE, LONGEST, NONE, Head
from gongkai.text import digest

if TYPE_CHECKING:
    from torch import Tensor

_FOLDER = Path(__file__).parent
_OUT = Path(__file__).resolve().parents[1] / "index" / FILE
_BATCH = 32
_RATE, _HEAD_RATE = 8e-4, 2e-3
_HELD = 16  # one line of so many is held out
_TEXTS = 0.12  # of the questions to running text so many are drawn an epoch
_BEFORE, _BEHIND = 0.3, 0.15  # so often a question is led up to, and trails off
_NOT = 0.5  # weight of what one cell isn't meant by

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the cells it may mean (any of ``right``; `NONE` for no cell), or can't (``wrong``)."""

    text: str
    right: tuple[Cell, ...] = ()
    wrong: tuple[Cell, ...] = ()
    question: bool = False
    held: bool = False


def said(rng: random.Random) -> tuple[list[Said], list[str]]:
    """What is learnt each time, and the questions to running text of which some are drawn."""
    found = [*_questions(), *_statements(rng), *_talks(), *_phrases()]
    reports = list(objects(_FOLDER / "relevance" / "reports.jsonl"))
    texts = [q for line in reports for s in line["sentences"] for q in (*s["asked"], *s["near"])]
    return found, [*texts, *(q for line in reports for q in line["unanswered"])]


def around(rng: random.Random, some: Sequence[Said], words: dict[str, list[str]]) -> list[Said]:
    """Questions with what people say before and behind them, which means no cell and no other."""
    told = []
    for one in some:
        before = rng.choice(words["before"]) if one.question and rng.random() < _BEFORE else ""
        behind = rng.choice(words["behind"]) if one.question and rng.random() < _BEHIND else ""
        told.append(replace(one, text=f"{before}{one.text}{behind}"))
    return told


def plain(text: str) -> str:
    """A question as it is read: without body and year."""
    return " ".join(text.replace("⟦B⟧", " ").replace("⟦Y⟧", " ").split())


def _questions() -> Iterator[Said]:
    known = cell_texts()
    for line in objects(_FOLDER / "hearing" / "cells.jsonl"):
        key = (line["subject"], line["part"])
        if key != NONE and key not in known:
            continue
        for text in line["asked"]:
            held = int(digest(text)[:6], 16) % _HELD == 0
            yield Said(plain(text), (key,), question=True, held=held)


def _statements(rng: random.Random) -> Iterator[Said]:
    for line in (
        *objects(_FOLDER / "hearing" / "figures.jsonl"),
        *objects(_FOLDER / "hearing" / "statements.jsonl"),
    ):
        if key := cell_of(line):
            for text in line["said"]:
                yield Said(_told(text, rng), (key,))
            for text in line["not_said"]:
                yield Said(_told(text, rng), (), (key,))


def _talks() -> Iterator[Said]:
    for line in objects(_FOLDER / "hearing" / "talks.jsonl"):
        if key := cell_of(line):
            for then in line["then"]:
                yield Said(following(line["before"], then), (key,))
            for then in line["not"]:
                yield Said(following(line["before"], then), (), (key,))


def _phrases() -> Iterator[Said]:
    every = list(cell_texts())
    for entry, phrase in meaning().phrases():
        keys = tuple(key for key in every if key[0] == entry)
        yield Said(phrase, keys or (NONE,))


def _told(text: str, rng: random.Random) -> str:
    return text.replace("⟦N⟧", "多少" if rng.random() < 0.5 else str(rng.randint(1, 400)))


class Hearer(Learner):
    """The model with its low-rank changes and its head as parameters."""

    def __init__(self, folder: Path, layers: int, cells: Sequence[Cell]) -> None:
        super().__init__(folder, layers)
        self._tokenizer.enable_truncation(LONGEST)
        self.weights = {
            name: value.requires_grad_()
            for name, value in Head.empty(cells, 2 * self.dimension).items()
        }
        self.cells = Head(self.weights, cells)

    def logits(self, texts: Sequence[str]) -> Tensor:
        import torch

        with torch.autocast("cpu", torch.bfloat16):
            first, mean = self.read([QUERY + text for text in texts])
        told = torch.cat([first.float(), mean.float()], 1)
        return self.cells.logits(told)

    def kept(self) -> dict[str, Tensor]:
        """What is written: the changes and the head in half precision, the cells' names."""
        import torch

        changes = {k: v for k, v in self.state().items() if k not in ("head", "bias")}
        names = json.dumps(self.cells.cells[1:]).encode()
        return {
            **changes,
            **{name: value.detach().half() for name, value in self.weights.items()},
            "names": torch.tensor(list(names), dtype=torch.uint8),
        }


def loss_of(logits: Tensor, some: Sequence[Said], place: dict[Cell, int]) -> Tensor:
    """The mean over texts: a right cell likely, a wrong one unlikely."""
    import torch

    chances = logits.log_softmax(1)
    total = torch.zeros(())
    for row, one in zip(chances, some, strict=True):
        if one.right:
            total = total - torch.logsumexp(row[[place[key] for key in one.right]], 0)
        else:
            wrong = torch.logsumexp(row[[place[key] for key in one.wrong]], 0)
            total = total - _NOT * torch.log1p(-wrong.exp().clamp(max=0.999))
    return total / len(some)


def measure(hearer: Hearer, held: Sequence[Said]) -> str:
    """How many held-out questions are heard as their cell, its row, and as none where none is meant."""
    import torch

    cells = hearer.cells.cells
    told: list[tuple[Said, Cell, float]] = []
    with torch.inference_mode():
        for at in range(0, len(held), 64):
            some = held[at : at + 64]
            best = hearer.logits([one.text for one in some]).softmax(1).max(1)
            chances, places = best.values.tolist(), best.indices.tolist()
            told += [(one, cells[i], p) for one, i, p in zip(some, places, chances, strict=True)]
    asked = [t for t in told if t[0].right != (NONE,)]
    none = [t for t in told if t[0].right == (NONE,)]
    sure = [t for t in asked if t[2] >= 0.9 and t[1] != NONE]
    return (
        f"cell {sum(c in s.right for s, c, _ in asked) / len(asked):.3f}, "
        f"row {sum(c[0] == s.right[0][0] for s, c, _ in asked) / len(asked):.3f}, "
        f"surely (0.9) {len(sure) / len(asked):.3f}, of these right "
        f"{sum(c in s.right for s, c, _ in sure) / max(len(sure), 1):.3f}; "
        f"none heard as none {sum(c == NONE for _, c, _ in none) / max(len(none), 1):.3f} "
        f"({len(asked)}, {len(none)})"
    )


def fit(layers: int, epochs: float, seed: int, out: Path, *, held: bool) -> None:
    """Learn and write to ``out``; without ``held`` from every line."""
    import torch
    from safetensors.torch import save_file

    rng = random.Random(seed)
    torch.manual_seed(seed)
    every, texts = said(rng)
    words = json.loads((_FOLDER / "hearing" / "around.json").read_text("utf-8"))
    apart = [one for one in every if one.held]
    learn = [one for one in every if not (one.held and held)]
    cells = list(cell_texts())
    place = {key: at for at, key in enumerate([NONE, *cells])}
    hearer = Hearer(models(), layers, cells)
    changes = [*hearer.down.values(), *hearer.up.values()]
    head = list(hearer.weights.values())
    drawn = int(_TEXTS * len(texts))
    steps = int(epochs * (len(learn) + drawn) / _BATCH)
    descent = Descent(changes, head, (_RATE, _HEAD_RATE), steps)
    print(f"{len(learn)} texts, {drawn} drawn, {len(apart)} held out, {steps} steps", flush=True)
    queue: list[list[Said]] = []
    for step in range(1, steps + 1):
        if not queue:
            pool = around(rng, learn, words)
            pool += [Said(text, (NONE,)) for text in rng.sample(texts, drawn)]
            # Those of like length go together, in batches that come in any order.
            pool = sorted(pool, key=lambda one: len(one.text) + rng.random() * 6)
            queue = [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
            rng.shuffle(queue)
        some = queue.pop()
        descent.step(loss_of(hearer.logits([one.text for one in some]), some, place))
        if step % 400 == 0 or step == steps:
            print(measure(hearer, apart), flush=True)
            save_file(hearer.kept(), out)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write; progress to standard output."""
    parser = arguments(__doc__, _OUT, layers=8, epochs=3.5)
    parser.add_argument("--all", action="store_true", help="learn from what is held out, too")
    options = parser.parse_args(argv)
    fit(options.layers, options.epochs, options.seed, options.out, held=not options.all)
    return 0


if __name__ == "__main__":
    sys.exit(main())
