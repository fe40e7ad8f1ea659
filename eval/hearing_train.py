"""Fit the hearing model: `python -m gongkai.eval.hearing_train [--out FILE]`.

Low-rank changes to the packaged model's first layers and a head over the tables' cells, on
`eval/hearing`: ``cells`` (questions for one cell, questions that none tells), ``figures`` and
``statements`` (of one cell, and near ones of another), ``talks`` (what follows a question), questions
to running text of `eval/relevance`, and the product's phrases, whose column is left open.
``around`` is what people say before and behind a question. A share of the
lines is held out and measured while it learns.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.answering.relevant import cell_texts, following
from gongkai.answering.topics import meaning
from gongkai.eval.relevance_data import objects
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
_WARM = 0.05
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
        if keys := _cells(line):
            for text in line["said"]:
                yield Said(_told(text, rng), keys)
            for text in line["not_said"]:
                yield Said(_told(text, rng), (), keys)


def _talks() -> Iterator[Said]:
    for line in objects(_FOLDER / "hearing" / "talks.jsonl"):
        if keys := _cells(line):
            for then in line["then"]:
                yield Said(following(line["before"], then), keys)
            for then in line["not"]:
                yield Said(following(line["before"], then), (), keys)


def _phrases() -> Iterator[Said]:
    every = list(cell_texts())
    for entry, phrase in meaning().phrases():
        keys = tuple(key for key in every if key[0] == entry)
        yield Said(phrase, keys or (NONE,))


def _cells(line: dict[str, str]) -> tuple[Cell, ...]:
    key = (line["subject"], line["part"])
    if key in cell_texts():
        return (key,)
    alone = tuple(k for k in cell_texts() if k[0] == key[0])
    return alone if len(alone) == 1 else ()


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
    optimizer = torch.optim.AdamW(
        [{"params": changes, "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}], weight_decay=0.01
    )
    drawn = int(_TEXTS * len(texts))
    steps = int(epochs * (len(learn) + drawn) / _BATCH)
    warm = max(int(_WARM * steps), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / warm, max(0.02, (steps - at) / (steps - warm)))
    )
    print(f"{len(learn)} texts, {drawn} drawn, {len(apart)} held out, {steps} steps", flush=True)
    began, average = time.monotonic(), 0.0
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
        loss = loss_of(hearer.logits([one.text for one in some]), some, place)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*changes, *head], 1.0)
        optimizer.step()
        schedule.step()
        average = loss.item() if step == 1 else 0.98 * average + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"{step}: loss {average:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        if step % 400 == 0 or step == steps:
            print(measure(hearer, apart), flush=True)
            save_file(hearer.kept(), out)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write; progress to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--epochs", type=float, default=3.5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="learn from what is held out, too")
    options = parser.parse_args(argv)
    fit(options.layers, options.epochs, options.seed, options.out, held=not options.all)
    return 0


if __name__ == "__main__":
    sys.exit(main())
