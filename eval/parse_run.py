"""`gongkai eval parse`: read reports whose truth is known and print how much was read right.

FOLDER holds the reports, or a folder `reports` of them, and `facts/<stem>.json` with the truth;
`--generate` and `--scans` invent them first. Exit codes: 0 nothing wrong, 1 something was read otherwise than
the truth says (unknown alone is honest and no defect), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import get_args

from gongkai.errors import GongkaiError, UsageError
from gongkai.eval.corpus import orders, parse_mix, write_corpus
from gongkai.eval.invent import Layout
from gongkai.eval.parse import Case, Defect, Score, by_format_and_form, cases, score
from gongkai.eval.parse_print import lines
from gongkai.eval.parse_shared import shared_cases
from gongkai.ingest.convert import find_libreoffice
from gongkai.ingest.load import load

_PICTURES: tuple[Layout, ...] = ("scan", "image")
_OFFICE = ("doc", "wps", "rtf", "docx-lo", "pdf-lo", "html-lo")


def formats(*, office: bool) -> str:
    """The formats and layouts that are invented; those of word processors where LibreOffice is."""
    return ",".join(
        name
        for name in get_args(Layout)
        if name not in _PICTURES and (office or name not in _OFFICE)
    )


def main(argv: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    given = _options().parse_args(argv)
    try:
        return _run(given)
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    if given.folder is None and not given.generate and not given.scans and not given.shared:
        raise UsageError(
            "没有要评测的报告", remedy="给出文件夹，或写 --generate 份数，或写 --shared"
        )
    wanted: list[Case] = []
    with ExitStack() as stack:
        if given.generate or given.scans:
            out = given.out or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            wanted += _invented(out, given)
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


def _invented(out: Path, given: argparse.Namespace) -> list[Case]:
    """Reports in digital formats, then scans of others; all printed as carelessly as real ones."""
    chosen = given.formats or formats(office=find_libreoffice() is not None)
    mix = parse_mix(",".join(f"{name}=1" for name in chosen.split(",")))
    print(f"正在生成 {given.generate} 份示例报告和 {given.scans} 份扫描件……", file=sys.stderr)
    wanted = orders(given.generate + given.scans, given.seed, mix, rough=True)
    pictures = cycle(_PICTURES)
    write_corpus(
        out,
        (
            order if number < given.generate else replace(order, layout=next(pictures))
            for number, order in enumerate(wanted)
        ),
    )
    return cases(out)


def _harmless(defect: Defect) -> bool:
    return defect.where.startswith("cell unknown") or defect.where.endswith(": missed")


def _tell(scores: dict[str, Score], defects: list[Defect], given: argparse.Namespace) -> None:
    shown = sorted(defects, key=_harmless)[: given.defects]
    if given.json:
        result = {
            "scores": {name: score.as_json() for name, score in scores.items()},
            "by_format_and_form": {
                name: score.as_json() for name, score in by_format_and_form(scores).items()
            },
            "defects_in_all": len(defects),
            "defects": [
                {"file": d.file, "where": d.where, "got": d.got, "want": d.want} for d in shown
            ],
        }
        print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        return
    for line in lines(scores):
        print(line)
    print("\n各格式、各表式合计")
    whole = {**by_format_and_form(scores), "all": scores["all"]} if scores else {}
    for line in lines(whole):
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
    parser.add_argument(
        "--scans", type=int, default=0, metavar="N", help="and N scans, of both kinds"
    )
    parser.add_argument(
        "--formats", default="", help="of what is invented; all that can be written"
    )
    parser.add_argument("--out", type=Path, help="keep what is invented in this folder")
    parser.add_argument("--shared", action="store_true", help="the reports beside the checkout")
    parser.add_argument("--processes", type=int, default=1, help="read in so many processes")
    parser.add_argument("--defects", type=int, default=40, help="how many defects to print")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
