"""Fit the entailment model: `python -m gongkai.eval.entailment_train [--out FILE]`.

Low-rank changes to the packaged model and a head, on `eval/entailment/statements.jsonl`
(sentences with statements they bear out, ones they deny, ones they don't tell) and
`eval/relevance/figures.jsonl` (borne out or not). Besides, a statement with another of the
sentence's own kind of figure is denied, and one beside another sentence of its report is untold.
A share of the reports is held out and measured while it learns: how often the likeliest of the
three is right, and how much is taken for said, and for denied, at high probabilities.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.eval.descent import Descent, arguments, begun
from gongkai.eval.relevance_data import FOLDER, objects
from gongkai.eval.relevance_train import Learner
from gongkai.eval.run_home import models
from gongkai.index.entailment import FILE, LONGEST
from gongkai.index.relevance import FILE as RELEVANCE
from gongkai.text import digest

if TYPE_CHECKING:
    from torch import Tensor

_INDEX = Path(__file__).resolve().parents[1] / "index"
_STATEMENTS = Path(__file__).parent / "entailment" / "statements.jsonl"
_BATCH = 32
_RATE, _HEAD_RATE = 6e-4, 2e-3
_HELD = 14  # one report of so many is held out
_BESIDE = 0.5  # so often a statement is held against another sentence of its report as well
_CHANGED = 0.35  # so often a figure of it is changed
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
SAID, DENIED, UNTOLD = range(3)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and a text, with what it may be of `SAID`, `DENIED`, `UNTOLD`."""

    statement: str
    text: str
    may: tuple[int, ...]
    held: bool


def pairs(rng: random.Random) -> Iterator[Pair]:
    """Every pair once, with changed figures and other sentences drawn by ``rng``."""
    lines = list(objects(_STATEMENTS))
    beside: dict[str, list[str]] = {}
    for line in lines:
        beside.setdefault(line["report"], []).append(line["text"])
    for line in lines:
        held = int(digest(line["report"]), 16) % _HELD == 0
        text = line["text"]
        others = [t for t in beside[line["report"]] if t != text]
        for name, may in (("said", SAID), ("denied", DENIED), ("untold", UNTOLD)):
            for statement in line[name]:
                yield Pair(statement, text, (may,), held)
                if others and rng.random() < _BESIDE:
                    yield Pair(statement, rng.choice(others), (UNTOLD,), held)
                if may == SAID and (other := _changed(statement, rng)) and rng.random() < _CHANGED:
                    yield Pair(other, text, (DENIED,), held)
    for number, line in enumerate(objects(FOLDER / "figures.jsonl")):
        held = number % _HELD == 0
        figure = _DIGITS.search(line["figure"])
        ways: tuple[tuple[str, tuple[int, ...]], ...] = (
            ("said", (SAID,)),
            ("not_said", (DENIED, UNTOLD)),
        )
        for name, either in ways:
            for statement in line[name]:
                told = statement.replace("⟦N⟧", line["figure"])
                if figure or "⟦N⟧" not in statement:
                    yield Pair(told, line["text"], either, held)


def _changed(statement: str, rng: random.Random) -> str:
    """The statement with one digit of a figure changed; "" where it has none."""
    found = [m for m in _DIGITS.finditer(statement) if len(m.group()) > 1 or m.group() > "2"]
    if not found:
        return ""
    match = rng.choice(found)
    at = rng.choice([i for i in range(*match.span()) if statement[i].isdigit()])
    digit = rng.choice([d for d in "123456789" if d != statement[at]])
    return f"{statement[:at]}{digit}{statement[at + 1 :]}"


def loss_of(odds: Tensor, some: Sequence[Pair]) -> Tensor:
    """The mean of −log of what each pair may be."""
    import torch

    logs = torch.log_softmax(odds, 1)
    each = [torch.logsumexp(logs[i, list(p.may)], 0) for i, p in enumerate(some)]
    return -torch.stack(each).mean()


def measure(learner: Learner, held: Sequence[Pair]) -> list[str]:
    """What is right of the held-out pairs, and how sure."""
    import torch

    told: list[Tensor] = []
    with torch.inference_mode():
        for at in range(0, len(held), 64):
            told.append(learner.scores([(p.statement, p.text) for p in held[at : at + 64]]))
    odds = torch.softmax(torch.cat(told), 1).tolist()
    right = [
        max(range(3), key=three.__getitem__) in p.may for three, p in zip(odds, held, strict=True)
    ]
    lines = [f"right {sum(right) / len(held):.3f} of {len(held)}"]
    for name, which in (("said", SAID), ("denied", DENIED)):
        own = [o[which] for o, p in zip(odds, held, strict=True) if p.may == (which,)]
        others = [o[which] for o, p in zip(odds, held, strict=True) if which not in p.may]
        for least in (0.5, 0.8, 0.9, 0.95, 0.98):
            mine, wrong = sum(o >= least for o in own), sum(o >= least for o in others)
            lines.append(
                f"  {name} at {least}: {mine / len(own):.3f} of {len(own)} found, "
                f"{mine / max(mine + wrong, 1):.3f} of {mine + wrong} right"
            )
    return lines


def fit(  # noqa: PLR0917
    folder: Path,
    layers: int,
    epochs: float,
    seed: int,
    out: Path,
    start: Path | None = None,
    pace: float = 1.0,
) -> None:
    """Learn from all pairs but those held out, and write the changes to ``out``.

    ``start``: go on from there; else from the relevance model's changes, where questions and texts
    were read together. ``pace``: so much of the usual rates.
    """
    import torch
    from safetensors.torch import save_file

    rng = random.Random(seed)
    torch.manual_seed(seed)
    held = [pair for pair in pairs(random.Random(1)) if pair.held]
    learner = Learner(folder, layers, longest=LONGEST)
    learner.take_up(start or _INDEX / RELEVANCE)
    if start is None:
        learner.head = torch.zeros(2 * learner.dimension, 3, requires_grad=True)
        learner.bias = torch.zeros(3, requires_grad=True)
    changes = [*learner.down.values(), *learner.up.values()]
    size = sum(not pair.held for pair in pairs(random.Random(1)))
    steps = int(epochs * size / _BATCH)
    descent = Descent(
        changes, [learner.head, learner.bias], (pace * _RATE, pace * _HEAD_RATE), steps
    )
    print(f"{size} pairs, {len(held)} held out, {steps} steps", flush=True)
    queue: list[Pair] = []
    for step in range(1, steps + 1):
        if len(queue) < _BATCH:
            fresh = [pair for pair in pairs(rng) if not pair.held]
            queue += rng.sample(fresh, len(fresh))
        some, queue = queue[:_BATCH], queue[_BATCH:]
        descent.step(loss_of(learner.scores([(p.statement, p.text) for p in some]), some))
        if step % 400 == 0 or step == steps:
            print("\n".join(measure(learner, held)), flush=True)
            save_file(learner.state(), out)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write; progress to standard output."""
    parser = arguments(__doc__, _INDEX / FILE, layers=12, epochs=2.5)
    begun(parser)
    options = parser.parse_args(argv)
    fit(
        models(), options.layers, options.epochs, options.seed, options.out,
        options.start, options.pace,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
