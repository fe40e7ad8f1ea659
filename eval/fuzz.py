"""Fuzz every reader: `python -m gongkai.eval.fuzz --minutes 10 [--format html]`.

Damaged reports are read; each must become a report or one of the named errors of an input, in
time. Anything else is a crash: its file is kept under --out. Prints executions, outcomes, crashes
and the slowest, a line for each format.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from pathlib import Path
from types import FrameType

from gongkai.errors import InputError
from gongkai.eval.corpus import orders, render
from gongkai.eval.hostile import KINDS
from gongkai.eval.hostile_zip import archive
from gongkai.eval.invent import Layout, invent
from gongkai.eval.mutate import mutate
from gongkai.eval.write_scan import Wear, pages
from gongkai.ingest.find import Failed, find
from gongkai.ingest.load import load
from gongkai.report import Report

SECONDS = 60.0  # more than this for one damaged file is a hang
CORPUS = Path(__file__).parent / "corpus" / "reports"
# Of the reports and hostile files; what needs other programs (DOC) is too slow to fuzz here.
FORMATS = ("txt", "html", "mht", "docx", "pdf", "xlsx", "ofd", "png", "zip")


_SEED = 404
_INVENTED: dict[str, tuple[Layout, ...]] = {
    "txt": ("txt-bar", "txt-cell", "txt-next", "txt-broken", "txt-space", "txt-glued", "txt-wrap"),
    "html": ("html-cms",),
    "mht": ("mht",),
    "docx": ("docx-wps",),
    "pdf": ("pdf-head",),
    "ofd": ("ofd",),
    "xlsx": ("xlsx", "xlsx-sheets"),
}


class Hang(BaseException):
    """A file took longer than `SECONDS`. No `Exception`: readers turn those into named errors."""


@dataclass(slots=True)
class Tally:
    """What one format's damaged files became; ``slowest`` in seconds, and which that was."""

    executions: int = 0
    reports: int = 0
    errors: int = 0
    crashes: int = 0
    slowest: float = 0.0
    slowest_number: int = 0
    seconds: float = 0.0


def samples(name: str, corpus: Path = CORPUS) -> list[bytes]:
    """Whole files of a format: the sample corpus's, those invented in the layouts it hasn't, then
    the hostile ones of that suffix."""
    found = [path.read_bytes() for path in sorted(corpus.glob(f"*.{name}"))]
    found += [
        render(invent(order))[1]
        for layout in _INVENTED.get(name, ())
        for order in orders(2, _SEED, {layout: 1.0}, rough=True)
    ]
    if name == "png":
        found = [_part_of_a_scan(number) for number in range(3)]
    if name == "mht":
        found = [_saved(path.read_bytes()) for path in sorted(corpus.glob("*.html"))[:3]]
    if name == "zip":
        found = [
            archive({path.name: path.read_bytes() for path in sorted(corpus.glob("*.txt"))[:3]})
        ]
    hostile = [make() for file, make in KINDS.items() if file.endswith(f".{name}")]
    return [*found, *(data for data in hostile if len(data) < 1 << 18)]


def execute(data: bytes, suffix: str, folder: Path) -> Report | InputError:
    """What a file becomes: its report (the first of an archive's) or the error that tells why
    not. Lets through whatever else is raised."""
    path = folder / f"fuzz.{suffix}"
    path.write_bytes(data)
    told: Report | InputError = InputError("")
    for item in find([path], folder / "work", max_mb=20):
        if isinstance(item, Failed):
            told = item.error
            continue
        try:
            report = load(item.path, max_mb=20, name=item.name)
        except InputError as error:
            told = error
        else:
            _check(report)
            return report
    return told


def _check(report: Report) -> None:
    """What holds of every report, whatever it was read from."""
    assert report.bureau
    assert report.year
    assert all(fact.text or fact.value is None for fact in report.facts)
    for fact in report.facts:
        if fact.locator is not None and fact.locator.start is not None:
            assert fact.locator.end is not None
            assert 0 <= fact.locator.start <= fact.locator.end


def fuzz(
    name: str,
    seconds: float,
    *,
    seed: int,
    out: Path | None,
    say: Callable[[str], None] = print,
) -> Tally:
    """Read damaged files of one format for ``seconds``; the same seed damages alike."""
    tally = Tally()
    seeds = samples(name)
    if not seeds:
        return tally
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while not tally.executions or time.monotonic() - start < seconds:
            number = seed * 1_000_000 + tally.executions
            data = damaged(seeds, number)
            tally.executions += 1
            begun = time.monotonic()
            try:
                with _limit(SECONDS):
                    told = execute(data, name, Path(folder))
                tally.reports += isinstance(told, Report)
                tally.errors += not isinstance(told, Report)
            except (Exception, Hang) as error:
                tally.crashes += 1
                last = traceback.extract_tb(error.__traceback__)[-1]
                say(
                    f"{name} #{number}: {type(error).__name__}: {error} ({last.filename}:{last.lineno})"
                )
                if out is not None:
                    out.mkdir(parents=True, exist_ok=True)
                    (out / f"{number}.{name}").write_bytes(data)
            if (took := time.monotonic() - begun) > tally.slowest:
                tally.slowest, tally.slowest_number = took, number
    tally.seconds = time.monotonic() - start
    return tally


def damaged(seeds: Sequence[bytes], number: int) -> bytes:
    """The damaged file of that number."""
    rng = random.Random(number)
    return mutate(rng, rng.choice(seeds), seeds)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def late(_signal: int, _frame: FrameType | None) -> None:
        raise Hang(f"超过 {seconds:.0f} 秒")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _part_of_a_scan(number: int) -> bytes:
    """A band of a scanned page as a picture: enough for lines and rulings, quick to read."""
    from PIL import Image

    report = invent(next(orders(1, _SEED + number, {"image": 1.0})))
    page = next(islice(pages(report, Wear(dpi=100, skew=0.4)), number, None))
    high = len(page)
    buffer = io.BytesIO()
    Image.fromarray(page[high // 5 : high // 2]).save(buffer, "PNG")
    return buffer.getvalue()


def _saved(page: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "示例"
    message.set_content(page, maintype="text", subtype="html", cte="quoted-printable")
    message.make_related()
    return b"MIME-Version: 1.0\r\n" + bytes(message)


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code: 1 where something crashed."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="for each format")
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, help="where files that crash are kept")
    given = parser.parse_args(argv)
    crashes = 0
    logging.disable(logging.CRITICAL)  # readers complain of damage, thousands of times
    for name in given.format or FORMATS:
        tally = fuzz(name, given.minutes * 60, seed=given.seed, out=given.out)
        crashes += tally.crashes
        print(
            f"{name:5} executions {tally.executions:6} in {tally.seconds:.0f} s"
            f"  reports {tally.reports}  errors {tally.errors}  crashes {tally.crashes}"
            f"  slowest {tally.slowest:.1f} s (#{tally.slowest_number})",
            flush=True,
        )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
