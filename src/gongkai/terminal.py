"""The two streams of a command: what was asked for, and what is told along the way."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext, redirect_stdout
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from gongkai.wire import Json


class Terminal:
    """Standard output for results, standard error for the rest.

    ``json``: results are JSON, one document a line, and nothing else reaches standard output,
    not even what a library prints.
    """

    def __init__(self, *, json: bool) -> None:
        self._stdout = sys.stdout
        self._json = json
        self.out = Console(file=sys.stdout, highlight=False)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def quiet(self) -> AbstractContextManager[Any]:
        """Sends what libraries print to standard error while JSON is being made."""
        return redirect_stdout(sys.stderr) if self._json else nullcontext()

    def data(self, data: Json) -> None:
        """One JSON document on one line, at once."""
        self._stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._stdout.flush()

    def say(self, text: str) -> None:
        """A line on what is being done, to standard error."""
        self.err.print(text, markup=False)
