"""A reading process: `python -m gongkai.index.worker HANDLE PARSE MEGABYTES SECONDS LEVEL THREADS`.

It gets one job after another over the socket HANDLE and answers each with the report's bytes
or the error. Whatever a file does to it (hang, crash, use up memory) ends this process alone;
`gongkai.index.readers` starts another. It never imports torch.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import logging.handlers
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.report import Chunk, Report

_NICE = 5  # reading goes on in the shade of embedding, which waits for nobody
_GRACE = 15  # seconds after the reader's own deadline at which a forgotten process ends itself


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: ``path`` is where its bytes lie, ``name`` what is told of it.

    ``workspace``: see `gongkai.ingest.read.read`.
    """

    path: Path
    name: str
    max_mb: int
    workspace: Path


# Raises `InputError` where the file is no report.
Parse = Callable[[Job], tuple[Report, Sequence[Chunk]]]


@dataclass(frozen=True, slots=True)
class Done:
    """The report and its chunks, packed (`unpack`)."""

    packed: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """The file gave no report: a named error, or a defect (``error`` None) with its stack.

    ``spent``: memory ran out, so the process ends.
    """

    error: GongkaiError | None
    told: str = ""
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """A page that takes long begins."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started; the time of its first file begins now."""


Message = Ready | Done | Refused | Slow | logging.LogRecord


def parse(job: Job) -> tuple[Report, Sequence[Chunk]]:
    """How files become reports and chunks, unless a caller names another function."""
    from gongkai.ingest.chunk import chunk
    from gongkai.ingest.load import load
    from gongkai.ingest.ocr import use_threads

    use_threads(1)  # the cores are shared out among processes already

    report = load(job.path, max_mb=job.max_mb, name=job.name, workspace=job.workspace)
    return report, chunk(report)


def unpack(packed: bytes) -> tuple[Report, tuple[Chunk, ...]]:
    """The report and the chunks in a `Done`."""
    report, parts = pickle.loads(zlib.decompress(packed))
    return report, parts


def resolve(dotted: str) -> Parse:
    """The function that ``module:name`` or ``/a/file.py:name`` stands for."""
    where, _, name = dotted.rpartition(":")
    if where.endswith(".py"):
        spec = importlib.util.spec_from_file_location(Path(where).stem, where)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(where)
    found: Parse = getattr(module, name)
    return found


class _Forward(logging.handlers.QueueHandler):
    """Sends what is logged to the process that shows it."""

    def __init__(self, put: Callable[[Message], None]) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self._put = put

    def enqueue(self, record: logging.LogRecord) -> None:
        self._put(record)


def main(argv: Sequence[str]) -> int:
    """Read until nobody is at the other end."""
    handle, dotted, megabytes, seconds, level, threads = argv
    connection: Connection[Message, Job] = Connection(int(handle))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this one says when to end
    os.nice(_NICE)
    _bound(int(megabytes))
    put = _sender(connection)
    logging.basicConfig(handlers=[_Forward(put)], level=logging.ERROR)
    logging.getLogger("gongkai").setLevel(int(level))
    function = resolve(dotted)
    limit = int(float(seconds)) + _GRACE
    _listen(put, limit, int(threads))
    put(Ready())
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return 0
        # The reader ends a file that takes too long. Where the reader itself was killed this
        # does it, also in the midst of C code.
        signal.alarm(limit)
        message = _read(function, job)
        signal.alarm(0)
        try:
            put(message)
        except OSError:
            return 0
        if isinstance(message, Refused) and message.spent:
            return 0


def _sender(connection: Connection[Message, Job]) -> Callable[[Message], None]:
    lock = threading.Lock()  # a library's own thread may log while a report is being sent

    def put(message: Message) -> None:
        with lock:
            connection.send(message)

    return put


def _read(function: Parse, job: Job) -> Done | Refused:
    try:
        report, parts = function(job)
        return Done(zlib.compress(pickle.dumps((report, tuple(parts)), 5), 1))
    except GongkaiError as error:
        return Refused(error, spent=isinstance(error.__cause__, MemoryError))
    except MemoryError:
        return Refused(None, "MemoryError", spent=True)
    except BaseException as error:  # whatever a defect raises, SystemExit too, is this file's own
        line = traceback.format_exception_only(error)[-1].strip()
        logging.getLogger(__name__).debug("%s", job.name, exc_info=True)
        return Refused(None, line)


def _listen(put: Callable[[Message], None], limit: int, threads: int) -> None:
    """Tell of each slow page, which has time of its own; OCR begins after the first is told."""
    from gongkai.ingest import pace

    def begin() -> None:
        from gongkai.ingest.ocr import use_threads

        use_threads(threads)
        put(Slow())
        signal.alarm(signal.alarm(0) + limit)

    pace.hear(begin)


def _bound(megabytes: int) -> None:
    """Let allocations beyond the limit fail, here and in what this process starts.

    RLIMIT_DATA counts writable private memory; RLIMIT_AS would also count mapped libraries.
    """
    size = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


if __name__ == "__main__":
    # By its real name, so that what is sent is known at the other end.
    from gongkai.index import worker

    sys.exit(worker.main(sys.argv[1:]))
