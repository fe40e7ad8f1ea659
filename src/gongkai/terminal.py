"""The two streams of a command: what was asked for, and what is told along the way."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from gongkai.index.writer import Progress
    from gongkai.wire import Json

_PIPE_WIDTH = 140
_STAGES = {
    "waiting": "等待另一个导入结束",
    "reading": "读取报告",
    "embedding": "计算向量",
    "publishing": "写入索引",
}


class Terminal:
    """Standard output for results, standard error for the rest.

    ``json``: results are JSON, one document a line, and nothing else reaches standard output,
    not even what a library prints.
    """

    def __init__(self, *, json: bool) -> None:
        self._stdout = sys.stdout
        self._json = json
        # Into a file or pipe there is no width to keep to; the form's widest table needs this.
        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        self.out = Console(file=sys.stdout, highlight=False, width=width)
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

    @contextmanager
    def progress(self) -> Iterator[Callable[[Progress], None]]:
        """Bars on standard error, one a stage, with speed and time left, moved by the callback
        that this gives. Both count files."""
        from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[name]}", markup=False),
            console=self.err,
            # Long enough to see over a batch: files are embedded 64 at a time.
            speed_estimate_period=120,
        )
        with bars:
            tasks: dict[str, TaskID] = {}

            def move(step: Progress) -> None:
                if step.stage not in tasks:
                    tasks[step.stage] = bars.add_task(
                        _STAGES[step.stage], total=None, count="", speed="", name=""
                    )
                task = tasks[step.stage]
                speed = bars.tasks[task].speed
                bars.update(
                    task,
                    completed=step.done,
                    total=step.total or None,
                    count=f"{step.done:.0f}/{step.total}" if step.total else "",
                    speed=f"{speed:.1f} 份/秒" if speed else "",
                    name=step.name,
                )

            yield move
