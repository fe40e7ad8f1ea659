"""Going down a loss: what fitting the relevance model and the hearing model have in common."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_WARM = 0.05
_LEAST = 0.02  # of the rates, at the end


class Descent:
    """AdamW on a model's low-rank changes and its head; the rates rise at first and then fall.

    ``rates``: of the changes and of the head.
    """

    def __init__(
        self,
        changes: Sequence[Tensor],
        head: Sequence[Tensor],
        rates: tuple[float, float],
        steps: int,
    ) -> None:
        import torch

        self._all = [*changes, *head]
        groups = zip((changes, head), rates, strict=True)
        self._optimizer = torch.optim.AdamW(
            [{"params": list(some), "lr": rate} for some, rate in groups], weight_decay=0.01
        )
        warm = max(int(_WARM * steps), 1)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda at: min((at + 1) / warm, max(_LEAST, (steps - at) / (steps - warm))),
        )
        self._began, self._average, self._step = time.monotonic(), 0.0, 0

    def step(self, loss: Tensor) -> None:
        """One step down; prints the loss now and then."""
        import torch

        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._all, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._step += 1
        now = loss.item()
        self._average = now if self._step == 1 else 0.98 * self._average + 0.02 * now
        if self._step % 100 == 0:
            seconds = time.monotonic() - self._began
            print(f"{self._step}: loss {self._average:.3f}, {seconds:.0f} s", flush=True)


def arguments(told: str | None, out: Path, layers: int, epochs: float) -> argparse.ArgumentParser:
    """The command line of a fitting, with its defaults; ``told`` is what its help says."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--out", type=Path, default=out)
    parser.add_argument("--layers", type=int, default=layers)
    parser.add_argument("--epochs", type=float, default=epochs)
    parser.add_argument("--seed", type=int, default=7)
    return parser


def begun(parser: argparse.ArgumentParser) -> None:
    """The options of a fitting that may go on from an earlier one."""
    parser.add_argument("--start", type=Path, help="go on from these changes")
    parser.add_argument("--pace", type=float, default=1.0, help="so much of the usual rates")
