"""Which cell of the statutory tables a question asks for, told from its words at one reading.

People say rows and columns in their own words (判下来要机关改的, 做买卖的). The packaged model, with
small changes fitted by `gongkai.eval.hearing_train` to invented questions (low rank, Hu et al.,
arXiv:2106.09685), reads the question once; a row's and a column's weight are added for each cell
there is, and one for none of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from gongkai.index.bert import Bert
from gongkai.index.encoder import QUERY, Encoder
from gongkai.index.relevance import changed, packaged

if TYPE_CHECKING:
    from torch import Tensor

FILE = "hearing.safetensors"
LONGEST = 96  # tokens
NONE = ("", "")


class Heard(NamedTuple):
    """A cell (subject, part) that a text may ask for, with its probability; `NONE` for no cell."""

    subject: str
    part: str
    probability: float


class Head:
    """Rows, columns and the cells made of them, as tensors (dimension 2d a weight)."""

    def __init__(self, state: dict[str, Tensor], cells: Sequence[tuple[str, str]]) -> None:
        import torch

        self.cells = [NONE, *cells]
        rows = sorted({subject for subject, _ in cells})
        parts = sorted({part for _, part in cells})
        self.rows, self.parts, self.bias = state["rows"], state["parts"], state["cells"]
        # The first row of each stands for none.
        self.row_of = torch.tensor([0, *(rows.index(s) + 1 for s, _ in cells)])
        self.part_of = torch.tensor([0, *(parts.index(p) + 1 for _, p in cells)])

    @staticmethod
    def empty(cells: Sequence[tuple[str, str]], width: int) -> dict[str, Tensor]:
        """Weights of nought for ``cells``."""
        import torch

        rows, parts = len({s for s, _ in cells}) + 1, len({p for _, p in cells}) + 1
        return {
            "rows": torch.zeros(rows, width),
            "parts": torch.zeros(parts, width),
            "cells": torch.zeros(len(cells) + 1),
        }

    def logits(self, told: Tensor) -> Tensor:
        """(n, cells + 1) from (n, 2d); the first is that of none."""
        rows, parts = told @ self.rows.T, told @ self.parts.T
        return rows[:, self.row_of] + parts[:, self.part_of] + self.bias


class Hearing:
    """Tells which cells a text asks for. One per process; safe for threads."""

    def __init__(self, base: Bert) -> None:
        from safetensors.torch import load

        state = load((resources.files("gongkai.index") / FILE).read_bytes())
        self._model = changed(base, state, LONGEST)
        cells = [(s, p) for s, p in json.loads(bytes(state["names"].tolist()).decode())]
        self._head = Head({k: state[k].float() for k in ("rows", "parts", "cells")}, cells)

    def cells(self, text: str) -> list[Heard]:
        """Every cell, and `NONE`, by its probability, the likeliest first."""
        import torch

        with torch.inference_mode():
            told = torch.cat(self._model.read([QUERY + text]), dim=1)
            chances = self._head.logits(told)[0].softmax(0).tolist()
        found = [Heard(*key, p) for key, p in zip(self._head.cells, chances, strict=True)]
        return sorted(found, key=lambda heard: -heard.probability)


def load_hearing(encoder: Encoder) -> Hearing | None:
    """The hearing model on the weights that ``encoder`` holds; None where it is another model."""
    base = packaged(encoder)
    return Hearing(base) if base else None
