"""Make a corpus of invented reports: `python -m gongkai.eval.corpus --out DIR --count N --seed S`.

Writes `reports/` with the files and `facts/` with the truth about each, under DIR. The committed
sample in `eval/corpus/` is `--out eval/corpus --count 32 --seed 2121`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import get_args

from gongkai.errors import GongkaiError, UsageError
from gongkai.eval.invent import FIRST_YEAR, LAST_YEAR, Blank, Invented, Layout, Order, invent
from gongkai.eval.names import Body, bodies
from gongkai.eval.write_docx import write_docx
from gongkai.eval.write_html import write_html
from gongkai.eval.write_ofd import write_ofd
from gongkai.eval.write_office import write_office
from gongkai.eval.write_page import write_page, write_saved
from gongkai.eval.write_pdf import write_pdf
from gongkai.eval.write_scan import write_image, write_scan
from gongkai.eval.write_txt import write_txt
from gongkai.eval.write_word import write_word
from gongkai.eval.write_xlsx import write_xlsx

SAMPLE_COUNT, SAMPLE_SEED = 32, 2121
DEFAULT_MIX: dict[Layout, float] = {
    "html": 0.28, "txt-a": 0.2, "docx": 0.2, "pdf": 0.16, "txt-b": 0.12, "txt-gb18030": 0.04,
}  # fmt: skip
_TXT: tuple[Layout, ...] = ("txt-a", "txt-b", "txt-gb18030")
# By layout, else by what stands before its first "-". A format is added by one line here and its
# name in `invent.Layout`.
_WRITERS = {
    "txt": write_txt,
    "html": write_html,
    "html-cms": write_page,
    "html-lo": write_office,
    "mht": write_saved,
    "docx": write_docx,
    "docx-wps": write_word,
    "docx-lo": write_office,
    "doc": write_office,
    "wps": write_office,
    "rtf": write_office,
    "pdf": write_pdf,
    "pdf-lo": write_office,
    "ofd": write_ofd,
    "xlsx": write_xlsx,
}
_PICTURES = ("png", "jpg", "tif")
_BLANKS: tuple[Blank, ...] = ("reviews", "zeros", "slashes", "totals")
_BLANK_EVERY, _DISAGREE_EVERY = 9, 13


def orders(
    count: int, seed: int, mix: dict[Layout, float] | None = None, *, rough: bool = False
) -> Iterator[Order]:
    """``count`` orders: bodies of every kind in turn, each over a run of years, layouts as ``mix``.

    ``rough``: contacts as published reports print them. Raises `UsageError` where there aren't as
    many invented bodies and years.
    """
    mix = mix or DEFAULT_MIX
    used = dict.fromkeys(mix, 0)
    blanks = cycle(_BLANKS)
    number = -1
    for number, (body, year) in enumerate(islice(_pairs(seed), count)):
        layout = max(mix, key=lambda name: mix[name] * (number + 1) - used[name])
        used[layout] += 1
        yield Order(
            body, year, layout, seed,
            blank=next(blanks) if number % _BLANK_EVERY == _BLANK_EVERY // 2 else "",
            disagree=number % _DISAGREE_EVERY == _DISAGREE_EVERY // 2, rough=rough,
        )  # fmt: skip
    if number + 1 < count:
        raise UsageError(f"最多只能生成 {number + 1} 份报告", remedy="请减小 --count")


def _pairs(seed: int) -> Iterator[tuple[Body, int]]:
    """Bodies and years, city after city (青泽市 first); bodies of one city and trade stand
    together, so that names nearly repeat."""
    rng = random.Random(f"corpus:{seed}")
    groups: dict[str, dict[tuple[str, str], list[Body]]] = {}
    for body in bodies():
        trade = body.field if body.kind in ("bureau", "service") else body.kind
        groups.setdefault(body.kind, {}).setdefault((body.city, trade), []).append(body)
    queues = {kind: list(found.values()) for kind, found in groups.items()}
    for queue in queues.values():  # another order of trades for each seed and city
        place = {city: rank for rank, city in enumerate(dict.fromkeys(g[0].city for g in queue))}
        queue.sort(key=lambda group: (place[group[0].city], rng.random()))
    while any(queues.values()):
        for kind in ("bureau", "government", "bureau", "township", "service"):
            if not queues[kind]:
                continue
            group = queues[kind].pop(0)
            for body in group[:2]:
                first = rng.randint(FIRST_YEAR, LAST_YEAR - 2)
                last = rng.randint(first + 1, min(first + 4, LAST_YEAR))
                yield from ((body, year) for year in range(first, last + 1))
            if group[2:]:
                queues[kind].append(group[2:])


def render(report: Invented) -> tuple[str, bytes]:
    """The file's name and bytes."""
    ending = report.order.layout.split("-")[0]
    if ending == "image":
        ending = _PICTURES[sum(report.stem.encode()) % len(_PICTURES)]
        return f"{report.stem}.{ending}", write_image(report, ending)
    if ending == "scan":
        return f"{report.stem}.pdf", write_scan(report)
    write = _WRITERS.get(report.order.layout) or _WRITERS[ending]
    return f"{report.stem}.{ending}", write(report)


def write_corpus(out: Path, wanted: Iterable[Order]) -> int:
    """Write the reports and truths under ``out``; returns how many."""
    (out / "reports").mkdir(parents=True, exist_ok=True)
    (out / "facts").mkdir(exist_ok=True)
    count = 0
    for order in wanted:
        report = invent(order)
        name, data = render(report)
        (out / "reports" / name).write_bytes(data)
        (out / "facts" / f"{report.stem}.json").write_text(dump_truth(report), "utf-8")
        count += 1
    return count


def dump_truth(report: Invented) -> str:
    """The truth as JSON, one fact a line."""
    truth = report.truth()
    facts = truth.pop("facts")
    assert isinstance(facts, list)
    head = json.dumps(truth, ensure_ascii=False, indent=1)[:-2]
    lines = ",\n  ".join(json.dumps(fact, ensure_ascii=False) for fact in facts)
    return f'{head},\n "facts": [\n  {lines}\n ]\n}}\n'


def parse_mix(text: str) -> dict[Layout, float]:
    """`html=0.5,txt=0.5` as shares; ``txt`` stands for its three layouts. Raises `UsageError`."""
    mix: dict[Layout, float] = {}
    for part in text.split(","):
        name, _, share = part.partition("=")
        names = _TXT if name == "txt" else tuple(n for n in get_args(Layout) if n == name)
        try:
            value = float(share)
        except ValueError:
            value = -1.0
        if not names or value < 0:
            raise UsageError(
                f"--mix 中的“{part}”无法识别",
                remedy=f"写成 名称=比例，名称为 txt 或 {'、'.join(get_args(Layout))}",
            )
        for layout in names:
            mix[layout] = value / len(names)
    return mix


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.corpus", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=SAMPLE_COUNT)
    parser.add_argument("--seed", type=int, default=SAMPLE_SEED)
    parser.add_argument("--mix", default="", help="html=0.5,docx=0.25,pdf=0.25")
    parser.add_argument("--rough", action="store_true", help="contacts printed carelessly")
    given = parser.parse_args(argv)
    try:
        mix = parse_mix(given.mix) if given.mix else None
        count = write_corpus(given.out, orders(given.count, given.seed, mix, rough=given.rough))
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{count} 份示例报告 → {given.out / 'reports'}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
