"""`gongkai eval parse`: read reports whose truth is known and print how much was read right.

FOLDER holds the reports, or a folder `reports` of them, and `facts/<stem>.json` with the truth;
`--generate` invents them first. Exit codes: 0 nothing wrong, 1 something was read otherwise than
the truth says (unknown alone is honest and no defect), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from gongkai.errors import GongkaiError, UsageError
from gongkai.eval.corpus import orders, parse_mix, write_corpus
from gongkai.eval.parse import Case, Defect, Score, cases, score
from gongkai.eval.parse_print import lines
from gongkai.eval.parse_shared import shared_cases
from gongkai.ingest.load import load

FORMATS = "txt,html,docx,pdf,ofd,xlsx"  # those that need no other program


def main(argv: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    given = _options().parse_args(argv)
    try:
        return _run(given)
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    if given.folder is None and not given.generate and not given.shared:
        raise UsageError(
            "没有要评测的报告", remedy="给出文件夹，或写 --generate 份数，或写 --shared"
        )
    wanted: list[Case] = []
    with ExitStack() as stack:
        if given.generate:
            out = given.out or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            mix = parse_mix(",".join(f"{name}=1" for name in given.formats.split(",")))
            print(f"正在生成 {given.generate} 份示例报告……", file=sys.stderr)
            write_corpus(out, orders(given.generate, given.seed, mix))
            wanted += cases(out)
        if given.folder is not None:
            wanted += cases(given.folder)
        if given.shared:
            found, skipped = shared_cases()
            wanted += found
            for reason in skipped:
                print(f"跳过：{reason}", file=sys.stderr)
        print(f"正在读取 {len(wanted)} 份报告……", file=sys.stderr)
        scores, defects = score(wanted, load, given.processes)
    _tell(scores, defects, given)
    return 1 if any(not _harmless(defect) for defect in defects) else 0


def _harmless(defect: Defect) -> bool:
    return defect.where.startswith("cell unknown") or defect.where.endswith(": missed")


def _tell(scores: dict[str, Score], defects: list[Defect], given: argparse.Namespace) -> None:
    shown = sorted(defects, key=_harmless)[: given.defects]
    if given.json:
        result = {
            "scores": {name: score.as_json() for name, score in scores.items()},
            "defects_in_all": len(defects),
            "defects": [
                {"file": d.file, "where": d.where, "got": d.got, "want": d.want} for d in shown
            ],
        }
        print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        return
    for line in lines(scores):
        print(line)
    for defect in shown:
        print(f"{defect.file}：{defect.where}：读出 {defect.got}，应为 {defect.want}")
    if len(defects) > len(shown):
        print(f"……共 {len(defects)} 处（--defects 可多列）")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongkai eval parse", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    parser.add_argument("--generate", type=int, default=0, metavar="N", help="invent N reports")
    parser.add_argument("--seed", type=int, default=1, help="seed of what is invented")
    parser.add_argument("--formats", default=FORMATS, help=f"of what is invented ({FORMATS})")
    parser.add_argument("--out", type=Path, help="keep what is invented in this folder")
    parser.add_argument("--shared", action="store_true", help="the reports beside the checkout")
    parser.add_argument("--processes", type=int, default=1, help="read in so many processes")
    parser.add_argument("--defects", type=int, default=40, help="how many defects to print")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
