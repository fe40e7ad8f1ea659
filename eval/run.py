"""`gongkai eval run`: ask every question, measure, compare, gate.

Exit codes: 0 done, 1 questions got worse than the baseline, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError, UsageError
from gongkai.eval import run_home
from gongkai.eval.ask_generate import generate
from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.ask_question import KINDS, Question, load, pick
from gongkai.eval.html_report import write_html
from gongkai.eval.metrics import DEFINITIONS, loss
from gongkai.eval.perturb import WAYS, perturbed
from gongkai.eval.run_ask import ask_all, cells
from gongkai.eval.run_gate import NEVER, same_set, verdict, worse
from gongkai.eval.run_print import failing, lines, lost, told
from gongkai.eval.run_save import (
    digest,
    last_before,
    lasting,
    plain,
    read_back,
    result,
    settings,
    write,
)
from gongkai.eval.run_targets import table
from gongkai.index.generation import current, root

Json = dict[str, Any]
_ROOT = Path(__file__).resolve().parents[1]
BASELINE = _ROOT / "eval" / "baselines" / "sample.json"
RESULTS = _ROOT / ".make" / "results"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the suite; the result goes to standard output, progress to standard error."""
    options = _options().parse_args(argv)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO if options.verbose else logging.CRITICAL
    )
    try:
        return run(options)
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def run(options: argparse.Namespace) -> int:
    """One run as asked for."""
    baseline = read_back(options.gate) if options.gate else None
    outcomes: list[Outcome] = []
    extra: Json = {}
    asked_of: dict[str, str] = {}
    chosen: Json = {}
    for name in ("sample", "real"):
        if options.corpus not in ("all", name):
            continue
        if not run_home.present(name):
            print(f"语料 {name} 不在这台机器上，跳过", file=sys.stderr)
            continue
        which = run_home.corpus(name)
        questions = _questions(options, which)
        with run_home.opened(which, options.home) as (assistant, encoder, config):
            asked_of[name] = digest(q.model_dump_json() for q in questions)
            chosen = chosen or settings(
                config, current(root(config.home)),
                corpus=options.corpus, split=options.split, kinds=options.kind,
                limit=options.limit, generated=options.generated, seed=options.seed,
            )  # fmt: skip
            truths = cells(which.truths)
            assistant.ask("预热")
            outcomes += ask_all(assistant, questions, truths, _say(name))
            if options.robust:
                some = pick(questions, limit=options.robust_limit)
                for way in WAYS:
                    asked = perturbed(some, way, options.seed)
                    found = ask_all(assistant, asked, truths, _say(f"{name} {way}"))
                    extra.setdefault(f"robust {way}", []).extend(found)
            if options.rivals:
                from gongkai.eval.rivals import rival_outcomes

                for rival, found in rival_outcomes(which, questions, encoder).items():
                    extra.setdefault(rival, []).extend(found)
    if not outcomes:
        raise UsageError("没有可问的问题", remedy="请检查 --corpus、--split、--kind")
    chosen["questions"] = asked_of
    return _tell(options, chosen, outcomes, extra, baseline)


def _tell(
    options: argparse.Namespace, chosen: Json, outcomes: list[Outcome],
    extra: dict[str, list[Outcome]], baseline: Json | None,
) -> int:  # fmt: skip
    data: Json = {"settings": chosen, **result(outcomes)}
    data["others"] = {name: result(found) for name, found in extra.items()}
    for way in (name for name in extra if name.startswith("robust")):
        data["others"][way]["loss"] = {
            split: plain(
                {"loss": loss([o for o in outcomes if o.question.split == split],
                              [o for o in extra[way] if o.question.split == split])}
            )
            for split in ("dev", "held")
        }  # fmt: skip
    if options.save:
        # Of the others only the measures: the gate looks at ours.
        write(options.save, lasting({**data, "others": _brief(data["others"])}))
    before = read_back(options.diff) if options.diff else baseline
    if options.results:
        last = last_before(options.results, chosen["commit"])
        before = before or (read_back(last) if last else None)
        changed = "-changed" if chosen["changed"] else ""
        write(
            options.results / f"{chosen['commit']}{changed}-{options.corpus}-{options.split}.json",
            {**data, "others": _brief(data["others"])},
        )
    if options.html:
        write_html(
            options.html, data, outcomes, extra, before, show_held=options.show_held,
            promised=table(outcomes, extra, _losses(data)),
        )  # fmt: skip
    if options.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        _print(options, data, outcomes, extra)
    if baseline is None:
        return 0
    wording = {
        o.question.id: o.question.question
        for o in outcomes
        if options.show_held or o.question.split == "dev"
    }
    whole = same_set(baseline["settings"], chosen)
    found = worse(baseline["questions"], data["questions"], wording, whole=whole)
    print("\n".join([*found, verdict(found, len(data["questions"]))]), file=sys.stderr)
    misled = any(line.endswith(tuple(NEVER)) for line in found)
    return 1 if misled or len(found) > options.allow else 0


def _print(
    options: argparse.Namespace, data: Json, outcomes: list[Outcome],
    extra: dict[str, list[Outcome]],
) -> None:  # fmt: skip
    if options.brief:
        return
    print("\n".join(failing(outcomes, show_held=options.show_held)))
    print("\n".join(lines(data)))
    for name, other in data["others"].items():
        print(f"==== {name}")
        if "loss" in other:
            found = lost(outcomes, extra[name], show_held=options.show_held)
            print("\n".join(found))
        for split, found_loss in other.get("loss", {}).items():
            if found_loss:
                print(f"  loss, {split:<14}{told(found_loss['loss'], 'loss')}")
        print("\n".join(lines(other)))
    print("\n".join(f"{name:<20}{words}" for name, words in DEFINITIONS.items()))
    print("\n".join(table(outcomes, extra, _losses(data))))


def _losses(data: Json) -> dict[str, Json]:
    return {name: other["loss"] for name, other in data["others"].items() if "loss" in other}


def _brief(others: Json) -> Json:
    return {
        name: {key: value for key, value in other.items() if key != "questions"}
        for name, other in others.items()
    }


def _questions(options: argparse.Namespace, which: run_home.Corpus) -> tuple[Question, ...]:
    written = load()
    made = generate(which.truths, options.generated, options.seed) if which.name == "sample" else ()
    return pick(
        (*written, *made), corpus=which.name, split=options.split, kinds=options.kind,
        limit=options.limit,
    )  # fmt: skip


def _say(name: str) -> Any:
    def say(done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            print(f"{name}: {done}/{total}", file=sys.stderr, flush=True)

    return say


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongkai eval run", description=__doc__)
    add = parser.add_argument
    add("--corpus", choices=("sample", "real", "all"), default="all")
    add("--split", choices=("dev", "held", "all"), default="all")
    add("--kind", action="append", choices=KINDS, default=[])
    add("--limit", type=int, default=0, help="at most so many questions a corpus")
    add("--generated", type=int, default=320, help="questions made from the truths as well")
    add("--seed", type=int, default=1)
    add("--home", type=Path, help="keep the indexes here (default: for this run only)")
    add("--json", action="store_true")
    add(
        "--save",
        type=Path,
        nargs="?",
        const=BASELINE,
        metavar="FILE",
        help="write a baseline without times (default: eval/baselines/sample.json)",
    )
    add(
        "--results",
        type=Path,
        nargs="?",
        const=RESULTS,
        metavar="FOLDER",
        help="keep the result by commit and compare the HTML with the last (.make/results)",
    )
    add(
        "--allow", type=int, default=0,
        help="so many questions may get worse: another processor's arithmetic moves those that lie"
        " on a threshold; a wrong number or place is never allowed",
    )  # fmt: skip
    add("--brief", action="store_true", help="print nothing but the gate's verdict")
    add("--robust-limit", type=int, default=0, help="reword at most so many questions a corpus")
    add(
        "--gate",
        type=Path,
        nargs="?",
        const=BASELINE,
        metavar="FILE",
        help="a saved result; exit 1 where questions got worse",
    )
    add("--diff", type=Path, help="a saved result to show differences to, in the HTML")
    add("--rivals", action="store_true")
    add("--robust", action="store_true")
    add("--html", type=Path)
    add("--show-held", action="store_true", help="show held questions too: not while tuning")
    add("--verbose", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
