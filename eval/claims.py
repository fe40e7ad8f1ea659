"""Check the claim checker: `python -m gongkai.eval.claims [--split held] [--json FILE]`.

Claims by hand (`eval/claims/*.jsonl`, press and official wordings) and claims made from the truth
files, over the invented sample and, where they are present, the real reports. Prints right
verdicts by kind with Wilson's 95 % intervals, wrong `supported` verdicts, and time a claim.
"Held" claims were never looked at while the checker was made.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from gongkai.answering.shelf import Shelf
from gongkai.config import load_config
from gongkai.desk.check import Checker
from gongkai.errors import GongkaiError
from gongkai.eval.claims_generate import Claim, generate
from gongkai.eval.metrics_interval import share
from gongkai.eval.run_home import corpus, models, present
from gongkai.index.encoder import Encoder, load_encoder
from gongkai.ingest.load import load
from gongkai.report import Report

_FOLDER = Path(__file__).parent / "claims"
CORPORA = ("sample", "real")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim, the verdict it got, and the seconds that took."""

    claim: Claim
    verdict: str
    seconds: float
    explanation: str = ""

    @property
    def right(self) -> bool:
        return self.verdict == self.claim.verdict

    @property
    def wrongly_supported(self) -> bool:
        return self.verdict == "supported" and not self.right


class _Reports:
    """The parsed reports of a corpus where an index is asked for: judging needs no vectors."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = {report.id: report for report in reports}
        self._shelf = Shelf(self)  # type: ignore[arg-type]

    def cards(self) -> tuple[Report, ...]:
        return tuple(self._reports.values())

    def report(self, report_id: str) -> Report:
        return self._reports[report_id]

    def shelf(self) -> Shelf:
        return self._shelf


@cache
def _encoder() -> Encoder:
    return load_encoder(load_config(os.environ, home=models().parent.parent))


def checker_of(reports: Sequence[Report]) -> Checker:
    """A checker over parsed reports, without an index."""
    return Checker(_Reports(reports), _encoder)


def checker(name: str) -> Checker:
    """A checker over the reports of a corpus, read from their files."""
    return checker_of([load(path) for path in corpus(name).files])


def claims(names: Sequence[str] = CORPORA) -> list[Claim]:
    """Every claim over the corpora that are present: written by hand, then made."""
    here = [name for name in names if present(name)]
    found = [
        Claim(**json.loads(line))
        for file in sorted(_FOLDER.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    found = [claim for claim in found if claim.corpus in here]
    for name in here:
        found += generate(name, corpus(name).truths)
    return found


def check_all(found: Sequence[Claim]) -> list[Outcome]:
    """An outcome a claim, in order; each report's text is read before the clock starts."""
    checkers = {name: checker(name) for name in dict.fromkeys(c.corpus for c in found)}
    outcomes = []
    for claim in found:
        checkers[claim.corpus].check(claim.claim, claim.bureau, claim.year)
        began = time.perf_counter()
        result = checkers[claim.corpus].check(claim.claim, claim.bureau, claim.year)
        seconds = time.perf_counter() - began
        told = "；".join(s.explanation for s in result.statements)
        outcomes.append(Outcome(claim, result.verdict, seconds, told))
    return outcomes


def report(outcomes: Sequence[Outcome], *, show: bool) -> str:
    """The table that is printed; ``show`` lists what went wrong."""
    lines = [f"{'kind':16} {'right':>9} {'rate':>7}  95 % interval   wrongly supported"]
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.claim.kind, []).append(outcome)
    for kind, mine in [*sorted(groups.items()), ("all", list(outcomes))]:
        right, total = sum(o.right for o in mine), len(mine)
        rate = share([o.right for o in mine])
        bad = sum(o.wrongly_supported for o in mine)
        lines.append(
            f"{kind:16} {right:4}/{total:<4} {rate.value or 0:7.1%}  "
            f"{rate.low or 0:.1%}–{rate.high or 0:.1%}   {bad}"
        )
    times = sorted(1000 * o.seconds for o in outcomes)
    if len(times) > 1:
        lines.append(
            f"ms a claim (warm): median {median(times):.1f}, p95 {quantiles(times, n=20)[-1]:.1f}, "
            f"max {times[-1]:.1f}"
        )
    if show:
        lines += [
            f"{o.claim.id}: {o.claim.verdict} → {o.verdict}: {o.claim.claim}\n    {o.explanation}"
            for o in outcomes
            if not o.right
        ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measures; 1 where a claim was wrongly supported."""
    parser = argparse.ArgumentParser(prog="gongkai.eval.claims", description=__doc__)
    parser.add_argument("--split", choices=("dev", "held", "all"), default="all")
    parser.add_argument("--corpus", choices=(*CORPORA, "all"), default="all")
    parser.add_argument("--wrong", action="store_true", help="list the claims judged wrongly")
    parser.add_argument("--json", type=Path, help="write the outcomes to this file")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    names = CORPORA if options.corpus == "all" else (options.corpus,)
    found = [c for c in claims(names) if options.split in ("all", c.split)]
    outcomes = check_all(found)
    for split in ("dev", "held"):
        mine = [o for o in outcomes if o.claim.split == split]
        if mine:
            print(f"== {split}: {len(mine)} claims")
            print(report(mine, show=options.wrong))
    if options.json:
        rows = [{"id": o.claim.id, "kind": o.claim.kind, "split": o.claim.split,
                 "expected": o.claim.verdict, "verdict": o.verdict,
                 "ms": round(1000 * o.seconds, 2)} for o in outcomes]  # fmt: skip
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if any(o.wrongly_supported for o in outcomes) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except GongkaiError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
