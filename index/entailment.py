"""Whether a text bears a statement out: says it, says otherwise, or doesn't tell.

Officials and journalists retell a report in their own words (人手不够 for 力量不足). The packaged
model, with small changes fitted by `gongkai.eval.entailment_train` to invented sentences and
statements (low rank, Hu et al., arXiv:2106.09685), reads statement and text together. It tells
figures apart badly: who asks it holds them against each other first.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from gongkai.index.encoder import PASSAGE, QUERY, Encoder
from gongkai.index.relevance import changed, packaged

if TYPE_CHECKING:
    from torch import Tensor

    from gongkai.index.bert import Bert

FILE = "entailment.safetensors"
LONGEST = 192  # tokens of statement and text together
_TOGETHER = 8  # pairs at once: they share the longest one's padding


class Borne(NamedTuple):
    """Probabilities that a text says a statement, that it says otherwise, that it doesn't tell."""

    said: float
    denied: float
    untold: float


class Entailment:
    """Holds statements against texts. One per process; safe for threads."""

    def __init__(self, base: Bert) -> None:
        from safetensors.torch import load

        state = load((resources.files("gongkai.index") / FILE).read_bytes())
        self._model = changed(base, state, LONGEST)
        self._head: Tensor = state["head"].float()
        self._bias: Tensor = state["bias"].float()

    def borne(self, pairs: Sequence[tuple[str, str]]) -> list[Borne]:
        """For each pair of statement and text, how far the text bears the statement out."""
        import torch

        order = sorted(range(len(pairs)), key=lambda i: sum(map(len, pairs[i])))
        found = [Borne(0.0, 0.0, 1.0)] * len(pairs)
        with torch.inference_mode():
            for at in range(0, len(order), _TOGETHER):
                rows = order[at : at + _TOGETHER]
                some = [(QUERY + pairs[i][0], PASSAGE + pairs[i][1]) for i in rows]
                odds = torch.cat(self._model.read(some), dim=1) @ self._head + self._bias
                for i, three in zip(rows, torch.softmax(odds, 1).tolist(), strict=True):
                    found[i] = Borne(*three)
        return found


def load_entailment(encoder: Encoder) -> Entailment | None:
    """The model on the weights that ``encoder`` holds; None where it is another model."""
    base = packaged(encoder)
    return Entailment(base) if base else None
