"""Reading in processes of their own: what one file does to its reader costs that file alone."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Literal

from gongkai.config import Config
from gongkai.errors import GongkaiError, UnreadableFile
from gongkai.index.worker import Done, Job, Message, Ready, Refused, Slow

logger = logging.getLogger(__name__)

PARSE = "gongkai.index.worker:parse"
_AHEAD = 64  # files read that nobody has taken yet
_RETIRE = 200  # files a process reads before another takes its place: libraries' caches grow
_START = 60.0  # seconds a process may take to start, before its first file's own time begins
_MOST = 4  # processes by default, however many cores: each may take the whole memory limit

Kind = Literal["refused", "defect", "slow", "crash", "memory"]


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that gave no report. ``kind``: "refused" by a named error, "defect" where the
    reader raised another; the rest cost a process: "slow", "crash", "memory"."""

    error: GongkaiError
    kind: Kind


Outcome = Done | Failed


class Readers:
    """Processes that read files, in order and ahead of who takes the results.

    ``parse``: ``module:name`` or ``/a/file.py:name`` of the function that reads. ``keep`` gets
    each report as soon as it is read, in a thread of the pool. Threads and processes are
    started by the first `read`; `close` ends them at once.
    """

    def __init__(
        self,
        config: Config,
        parse: str = PARSE,
        *,
        keep: Callable[[Job, bytes], None] = lambda _job, _packed: None,
    ) -> None:
        self._config = config
        self._parse = parse
        self._keep = keep
        self._changed = threading.Condition()
        self._jobs: Sequence[Job] = ()
        self._next = self._taken = 0
        self._outcomes: dict[int, Outcome | BaseException] = {}
        self._stopped = False
        self._threads: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._scratch = ""

    def read(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        """Each job with what became of it, in the order of ``jobs``."""
        self._jobs, self._next, self._taken, self._outcomes = jobs, 0, 0, {}
        self._start(min(len(jobs), processes(self._config)))
        for number, job in enumerate(jobs):
            with self._changed:
                while number not in self._outcomes and not self._stopped:
                    self._changed.wait()
                if self._stopped:
                    raise RuntimeError("the readers were closed")
                outcome = self._outcomes.pop(number)
                self._taken = number + 1
                self._changed.notify_all()
            if isinstance(outcome, BaseException):
                raise outcome
            yield job, outcome
        self.close()

    def close(self) -> None:
        """End all processes, also in the midst of a file. Nothing happens the second time."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            for worker in self._workers:
                worker.kill()
        for thread in self._threads:
            thread.join()
        self._threads = []
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = ""

    def _start(self, count: int) -> None:
        self._stopped = False
        self._scratch = tempfile.mkdtemp(prefix="gongkai-")
        for number in range(count):
            thread = threading.Thread(target=self._run, name=f"reader-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _take(self) -> int | None:
        """The number of the next job, as soon as it isn't too far ahead; None at the end."""
        with self._changed:
            while not self._stopped and self._next >= self._taken + _AHEAD:
                self._changed.wait()
            if self._stopped or self._next >= len(self._jobs):
                return None
            self._next += 1
            return self._next - 1

    def _run(self) -> None:
        worker: _Worker | None = None
        while (number := self._take()) is not None:
            outcome: Outcome | BaseException
            try:
                worker, outcome = self._one(worker, self._jobs[number])
                if isinstance(outcome, Done):
                    self._keep(self._jobs[number], outcome.packed)
            except BaseException as error:  # raised again where the result is taken
                outcome = error
            with self._changed:
                self._outcomes[number] = outcome
                self._changed.notify_all()
        self._end(worker)

    def _one(self, worker: _Worker | None, job: Job) -> tuple[_Worker | None, Outcome]:
        """Read one file by ``worker`` or a new one; gives who may read the next.

        A process that has read others may have died of those: a new one tries once more.
        """
        if worker is not None and (worker.files >= _RETIRE or not worker.alive()):
            self._end(worker)
            worker = None
        for _ in range(2):
            worker = worker or self._begin()
            if worker is None:
                break
            first = worker.files == 0
            outcome = worker.read(job, self._config.max_file_seconds, self._config.max_page_seconds)
            if isinstance(outcome, Done) or outcome.kind in ("refused", "defect"):
                return worker, outcome
            self._end(worker)
            worker = None
            if first or outcome.kind == "slow" or self._stopped:
                return None, outcome
        return None, Failed(UnreadableFile("读取被中断", file=job.name, remedy="请重试"), "crash")

    def _begin(self) -> _Worker | None:
        with self._changed:
            if self._stopped:
                return None
            worker = _Worker(self._parse, self._config, self._scratch)
            self._workers.add(worker)
            return worker

    def _end(self, worker: _Worker | None) -> None:
        if worker is not None:
            with self._changed:
                self._workers.discard(worker)
            worker.kill()
            worker.wait()


def processes(config: Config) -> int:
    """How many read at once."""
    return config.workers or min(os.cpu_count() or 1, _MOST)


class _Worker:
    """One process that reads."""

    def __init__(self, parse: str, config: Config, scratch: str) -> None:
        self.files = 0
        self._megabytes = config.max_worker_mb
        ours, theirs = Pipe()
        self._connection: Connection[Job, Message] = ours
        level = logging.getLogger("gongkai").getEffectiveLevel()
        threads = max(1, (os.cpu_count() or 1) // processes(config))
        numbers = (
            theirs.fileno(), parse, config.max_worker_mb, config.max_file_seconds, level, threads
        )  # fmt: skip
        with theirs:
            self._process = subprocess.Popen(
                # -P: a file in the current folder must not pass for a library.
                [sys.executable, "-P", "-m", "gongkai.index.worker", *map(str, numbers)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if level <= logging.DEBUG else subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                # A group of its own: Ctrl-C doesn't reach it, and what it starts ends with it.
                start_new_session=True,
                # One thread each: the cores are shared out among processes already. What a
                # killed one leaves in its scratch folder is removed with that.
                env={**os.environ, "TMPDIR": scratch, "OMP_NUM_THREADS": "1",
                     "OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip

    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, job: Job, seconds: float, page_seconds: float) -> Outcome:
        """What becomes of a file within ``seconds``, and ``page_seconds`` more a slow page."""
        self.files += 1
        deadline = time.monotonic() + seconds
        if self.files == 1:
            deadline += _START
        try:
            self._connection.send(job)
            while self._connection.poll(max(0.0, deadline - time.monotonic())):
                message = self._connection.recv()
                match message:
                    case Done():
                        return message
                    case Refused():
                        return self._refused(message, job)
                    case Ready():
                        deadline = time.monotonic() + seconds
                    case Slow():
                        deadline += page_seconds
                    case logging.LogRecord():
                        logging.getLogger(message.name).handle(message)
        except (EOFError, OSError):
            return self._died(job)
        return Failed(
            UnreadableFile(
                f"读取超过 {seconds:g} 秒，已停止",
                file=job.name,
                remedy="请检查该文件，或调高设置 GONGKAI_MAX_FILE_SECONDS 后用 gongkai ingest --retry 重试",
            ),
            "slow",
        )

    def _refused(self, message: Refused, job: Job) -> Failed:
        if message.spent:
            return Failed(self._greedy(job), "memory")
        if message.error is not None:
            return Failed(message.error, "refused")
        told = f"读取时出现意外错误：{message.told}"
        remedy = "这是程序的缺陷，请附上文件报告；其余文件不受影响"
        return Failed(UnreadableFile(told, file=job.name, remedy=remedy), "defect")

    def _greedy(self, job: Job) -> UnreadableFile:
        return UnreadableFile(
            f"读取所需的内存超过上限 {self._megabytes} MB",
            file=job.name,
            remedy="请检查该文件，或调高设置 GONGKAI_MAX_WORKER_MB 后用 gongkai ingest --retry 重试",
        )

    def _died(self, job: Job) -> Failed:
        self.kill()  # it may only have closed its end
        code = self.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                name = signal.Signals(-code).name
        else:
            name = f"退出码 {code}"
        remedy = "请检查该文件，或用 gongkai ingest --retry 重试；其余文件不受影响"
        return Failed(
            UnreadableFile(f"读取程序中途退出（{name}）", file=job.name, remedy=remedy), "crash"
        )

    def kill(self) -> None:
        """End it and what it started, whatever it is doing."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._process.wait()
        self._connection.close()
        return code
