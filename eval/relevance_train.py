"""Fit the relevance model: `python -m gongkai.eval.relevance_train [--out FILE]`.

Low-rank changes to the first layers of the packaged model, on `eval/relevance/*.jsonl`; a share of
the reports, cells and talks is held out and measured while it learns. On two cores an epoch takes
some 40 minutes.
Prints, for what was held out: how often the best text is a right one, and at log-odds 0 how much is
answered rightly, wrongly, and answered though nothing told it.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gongkai.eval.descent import Descent, arguments, begun
from gongkai.eval.relevance_data import Example, examples, held_out
from gongkai.eval.run_home import models
from gongkai.index.bert import Bert
from gongkai.index.encoder import PASSAGE, QUERY
from gongkai.index.relevance import FILE, LONGEST, SCALE

if TYPE_CHECKING:
    from torch import Tensor

_OUT = Path(__file__).resolve().parents[1] / "index" / FILE
_LINEAR = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip
_RANK = 16
_BATCH = 12  # examples a step
_NEGATIVES = 4
_AMONG = 10  # of the likest so many, negatives are drawn
_TOGETHER = 16  # pairs of like length that go through at once
_RATE, _HEAD_RATE = 8e-4, 3e-3
_HELD = 0.06


class Learner(Bert):
    """The model with its low-rank changes as parameters."""

    def __init__(self, folder: Path, layers: int, longest: int = LONGEST) -> None:
        import torch

        super().__init__(folder)
        self._layers = layers
        self._tokenizer.enable_truncation(longest)
        self.down: dict[str, Tensor] = {}
        self.up: dict[str, Tensor] = {}
        for layer in range(layers):
            for part in _LINEAR:
                name = f"encoder.layer.{layer}.{part}"
                out, width = self._weights[f"{name}.weight"].shape
                first = torch.randn(_RANK, width) / math.sqrt(width)
                self.down[name] = first.requires_grad_()
                self.up[name] = torch.zeros(out, _RANK, requires_grad=True)
        self.head = torch.zeros(2 * self.dimension, requires_grad=True)
        self.bias = torch.full((1,), -2.0, requires_grad=True)

    def take_up(self, start: Path) -> None:
        """Go on from changes that were learnt before, be it of fewer layers."""
        from safetensors.torch import load_file

        state = load_file(start)
        for name in (n for n in self.down if f"{n}.A" in state):
            self.down[name] = state[f"{name}.A"].float().requires_grad_()
            self.up[name] = state[f"{name}.B"].float().requires_grad_()
        self.head = state["head"].requires_grad_()
        self.bias = state["bias"].requires_grad_()

    def _linear(self, value: Tensor, name: str) -> Tensor:
        from torch.nn.functional import linear

        told = super()._linear(value, name)
        if name not in self.down:
            return told
        return told + linear(linear(value, self.down[name]), self.up[name]) * SCALE

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Log-odds of (question, text) pairs, those of like length together."""
        import torch

        order = sorted(range(len(pairs)), key=lambda i: sum(map(len, pairs[i])))
        told = []
        for at in range(0, len(order), _TOGETHER):
            some = [
                (QUERY + pairs[i][0], PASSAGE + pairs[i][1]) for i in order[at : at + _TOGETHER]
            ]
            with torch.autocast("cpu", torch.bfloat16):
                first, mean = self.read(some)
            told.append(torch.cat([first.float(), mean.float()], 1) @ self.head + self.bias)
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(told)[back]

    def state(self) -> dict[str, Tensor]:
        """What is kept: the changes in half precision, the head, and how many layers."""
        import torch

        kept = {f"{n}.A": t.detach().half().contiguous() for n, t in self.down.items()}
        kept |= {f"{n}.B": t.detach().half().contiguous() for n, t in self.up.items()}
        layers = torch.tensor([self._layers])
        return kept | {"head": self.head.detach(), "bias": self.bias.detach(), "layers": layers}


class Likest:
    """For each example its other texts by the plain encoder's cosine, the likest first."""

    def __init__(self, base: Bert) -> None:
        self._base = base
        self._vectors: dict[str, np.ndarray] = {}

    def learn(self, texts: Iterable[str]) -> None:
        new = sorted({t for t in texts if t not in self._vectors}, key=len)
        for at in range(0, len(new), 32):
            some = new[at : at + 32]
            self._vectors.update(zip(some, self._base.encode(some), strict=True))

    def others(self, example: Example) -> list[str]:
        if not example.others:
            return []
        texts = [PASSAGE + text for text in example.others]
        cosines = (
            np.stack([self._vectors[t] for t in texts]) @ self._vectors[QUERY + example.question]
        )
        return [example.others[i] for i in np.argsort(-cosines, kind="stable")]


def candidates(
    example: Example, likest: Sequence[str], rng: random.Random
) -> tuple[list[str], int]:
    """The texts of one step, right ones first, and how many are right."""
    right = list(example.right)[:2]
    if not right and not example.others:
        return list(example.near), 0
    near = rng.sample(example.near, min(2, len(example.near)))
    far = rng.sample(likest[:_AMONG], min(_NEGATIVES - len(near), len(likest)))
    return right + near + far, len(right)


def loss_of(scores: Tensor, right: int) -> Tensor:
    """Right before wrong among the candidates, and each on its side of nought."""
    import torch
    from torch.nn.functional import softplus

    if not right:
        return softplus(scores).max() + softplus(scores).mean()
    best = torch.logsumexp(scores[:right], 0)
    wrong = softplus(scores[right:]).mean() if len(scores) > right else scores.sum() * 0
    return softplus(-best) + torch.logsumexp(scores, 0) - best + wrong


def measure(learner: Learner, held: Sequence[Example], likest: Likest) -> list[str]:
    """A line for each kind of held-out examples."""
    import torch

    told = []
    for kind in dict.fromkeys(example.group.split()[0] for example in held):
        best: list[tuple[float, bool]] = []
        none: list[float] = []
        for example in (e for e in held if e.group.startswith(kind)):
            texts = [*example.right, *example.near[:12], *likest.others(example)[:8]]
            with torch.inference_mode():
                scores = learner.scores([(example.question, text) for text in texts]).tolist()
            top = max(range(len(texts)), key=lambda i: scores[i])
            if example.right:
                best.append((scores[top], texts[top] in example.right))
            else:
                none.append(scores[top])
        count = max(len(best), 1)
        told.append(
            f"{kind}: best right {sum(r for _, r in best) / count:.3f}; at 0: "
            f"right {sum(r and s > 0 for s, r in best) / count:.3f}, "
            f"wrong {sum(not r and s > 0 for s, r in best) / count:.3f}, "
            f"untold answered {sum(s > 0 for s in none) / max(len(none), 1):.3f} "
            f"({len(best)}, {len(none)})"
        )
    return told


def fit(  # noqa: PLR0917
    folder: Path,
    layers: int,
    epochs: float,
    seed: int,
    out: Path,
    start: Path | None = None,
    pace: float = 1.0,
    newest: int = 0,
    replay: float = 1.0,
) -> None:
    """Learn from all examples but those held out, and write the changes to ``out``.

    ``start``: go on from there. ``pace``: so much of the usual rates. ``newest``: so many reports,
    the last of the file, are learnt from whole, and of all else the share ``replay``.
    """
    import torch
    from safetensors.torch import save_file

    rng = random.Random(seed)
    torch.manual_seed(seed)
    every = examples(rng)
    apart = held_out(every, _HELD)
    learn = [e for e in every if e.group not in apart]
    held = [e for e in every if e.group in apart]
    if newest:
        reports = dict.fromkeys(e.group.split()[1] for e in every if e.group.startswith("text "))
        new = set(list(reports)[-newest:])
        learn = [e for e in learn if e.group.split()[1] in new or rng.random() < replay]
    likest = Likest(Bert(folder))
    likest.learn(PASSAGE + text for e in (*learn, *held) for text in e.others)
    likest.learn(QUERY + e.question for e in (*learn, *held))
    ranked = {id(e): likest.others(e) for e in learn}
    learner = Learner(folder, layers)
    if start:
        learner.take_up(start)
    changes = [*learner.down.values(), *learner.up.values()]
    head = [learner.head, learner.bias]
    steps = int(epochs * len(learn) / _BATCH)
    descent = Descent(changes, head, (pace * _RATE, pace * _HEAD_RATE), steps)
    print(f"{len(learn)} examples, {len(held)} held out, {steps} steps", flush=True)
    queue: list[Example] = []
    for step in range(1, steps + 1):
        if len(queue) < _BATCH:
            queue = rng.sample(learn, len(learn))
        some, queue = queue[:_BATCH], queue[_BATCH:]
        drawn = [candidates(e, ranked[id(e)], rng) for e in some]
        pairs = [(e.question, t) for e, (ts, _) in zip(some, drawn, strict=True) for t in ts]
        scores = learner.scores(pairs)
        loss, at = torch.zeros(()), 0
        for texts, right in drawn:
            loss = loss + loss_of(scores[at : at + len(texts)], right) / _BATCH
            at += len(texts)
        descent.step(loss)
        if step % 500 == 0 or step == steps:
            print("\n".join(measure(learner, held, likest)), flush=True)
            save_file(learner.state(), out)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write; progress to standard output."""
    parser = arguments(__doc__, _OUT, layers=6, epochs=3.0)
    begun(parser)
    parser.add_argument("--newest", type=int, default=0, help="learn from the last so many reports")
    parser.add_argument("--replay", type=float, default=1.0, help="and from this share of all else")
    options = parser.parse_args(argv)
    fit(
        models(), options.layers, options.epochs, options.seed, options.out,
        options.start, options.pace, options.newest, options.replay,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
