"""Retrieval alone: recall@k, nDCG@10 and MRR over questions with gold cells or sentences.

`python -m gongkai.eval.retrieval` prints the ablation table. A chunk is relevant where it is of
a gold value's body and year and holds what the value points at: a text chunk its quotation, a
table chunk of its section the labels of its row. Judged are single questions only (a follow-up
doesn't say what it asks for) and those with at least one relevant chunk in the index. Exactness
of an answer is measured elsewhere (`gongkai eval run`).

Measures: recall@k and MRR as in trec_eval (Voorhees & Harman, 2005); nDCG with binary gain and
the logarithm of Järvelin & Kekäläinen (TOIS 2002).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.answering.topics import meaning
from gongkai.errors import GongkaiError
from gongkai.eval import run_home
from gongkai.eval.ask_question import Question, Value, load, pick
from gongkai.eval.metrics_interval import Measured, mean
from gongkai.index.library import Library
from gongkai.text import squeeze

if TYPE_CHECKING:
    from gongkai.index.encoder import Encoder
    from gongkai.index.library import Index
    from gongkai.report import Chunk

Scores = Mapping[str, float]
Mix = Callable[[Scores, Scores], Scores]
DEPTH, _RRF = 100, 60


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the text it is looked up by, its relevant chunks and its reports' ids."""

    question: Question
    relevant: AbstractSet[str]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to retrieve: how scores mix, whether body and year are pinned, expansion."""

    name: str
    mix: Mix
    pinned: bool = True
    expanded: bool = False


def recall(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """The part of the relevant chunks among the first ``k``."""
    return len(relevant & set(ranked[:k])) / len(relevant)


def ndcg(ranked: Sequence[str], relevant: AbstractSet[str], k: int = 10) -> float:
    """Discounted gain of the first ``k`` over that of a perfect order; gains are 0 or 1."""
    gained = sum(1 / math.log2(at + 2) for at, one in enumerate(ranked[:k]) if one in relevant)
    return gained / sum(1 / math.log2(at + 2) for at in range(min(k, len(relevant))))


def reciprocal(ranked: Sequence[str], relevant: AbstractSet[str]) -> float:
    """One over the rank of the first relevant chunk; nought where none was found."""
    return next((1 / at for at, one in enumerate(ranked, start=1) if one in relevant), 0.0)


def convex(weight: float) -> Mix:
    """Dense scores scaled to 0–1 by ``weight``, lexical ones by the rest (Bruch et al. 2023)."""

    def mix(dense: Scores, lexical: Scores) -> Scores:
        low, high = min(dense.values(), default=0.0), max(dense.values(), default=0.0)
        top = max(lexical.values(), default=0.0)
        return {
            name: weight * ((cosine - low) / (high - low) if high > low else 1.0)
            + (1 - weight) * (lexical.get(name, 0.0) / top if top else 0.0)
            for name, cosine in dense.items()
        }

    return mix


def reciprocal_ranks(dense: Scores, lexical: Scores) -> Scores:
    """Reciprocal rank fusion with k = 60 (Cormack, Clarke & Büttcher, SIGIR 2009)."""
    found = dict.fromkeys(dense, 0.0)
    for scores in (dense, lexical):
        told = (name for name, score in scores.items() if score > 0)
        for at, name in enumerate(sorted(told, key=lambda n: (-scores[n], n)), start=1):
            found[name] = found.get(name, 0.0) + 1 / (_RRF + at)
    return found


VARIANTS = (
    Variant("fused 0.5, pinned (present)", convex(0.5)),
    Variant("dense only, pinned", convex(1.0)),
    Variant("lexical only, pinned", convex(0.0)),
    Variant("fused 0.3 dense, pinned", convex(0.3)),
    Variant("fused 0.7 dense, pinned", convex(0.7)),
    Variant("RRF, pinned", reciprocal_ranks),
    Variant("fused 0.5, pinned, expanded", convex(0.5), expanded=True),
    Variant("lexical only, pinned, expanded", convex(0.0), expanded=True),
    Variant("fused 0.5, not pinned", convex(0.5), pinned=False),
    Variant("dense only, not pinned", convex(1.0), pinned=False),
    Variant("lexical only, not pinned", convex(0.0), pinned=False),
)


def cases(questions: Sequence[Question], index: Index) -> list[Case]:
    """The questions that can be judged over an index."""
    ids: dict[tuple[str, int], list[str]] = {}
    for card in index.cards():
        ids.setdefault((card.bureau, card.year), []).append(card.id)
    found = []
    for question in questions:
        pointed = [v for v in question.gold.values if v.cell or v.quote_contains]
        if question.conversation or not question.answerable or not pointed:
            continue
        relevant: set[str] = set()
        reports: dict[str, None] = {}
        for value in pointed:
            for report in ids.get((value.bureau or "", value.year or 0), ()):
                reports[report] = None
                relevant |= {c.id for c in index.chunks(report) if _holds(c, value)}
        if relevant:
            found.append(Case(question, relevant, tuple(reports)))
    return found


def _holds(chunk: Chunk, value: Value) -> bool:
    text = squeeze(chunk.text)
    if value.cell is not None:
        labels = [squeeze(label) for label in value.cell.row[-1:]]
        return (
            chunk.kind == "table"
            and chunk.section == value.cell.section
            and all(label in text for label in labels)
        )
    return squeeze(value.quote_contains or "") in text


def measured(
    variant: Variant, judged: Sequence[Case], index: Index, encoder: Encoder
) -> dict[str, Measured]:
    """The measures of one variant."""
    ranked = [(order(variant, case, index, encoder), case.relevant) for case in judged]
    return {
        **{f"recall@{k}": mean([recall(r, gold, k) for r, gold in ranked]) for k in (1, 5, 10)},
        "nDCG@10": mean([ndcg(r, gold) for r, gold in ranked]),
        "MRR": mean([reciprocal(r, gold) for r, gold in ranked]),
    }


def order(variant: Variant, case: Case, index: Index, encoder: Encoder) -> list[str]:
    """Chunk ids as a variant ranks them, best first."""
    text = case.question.question
    if variant.expanded:
        text = expanded(text)
    hits = index.search(
        text,
        encoder.queries([text])[0],
        report_ids=case.reports if variant.pinned else None,
        k=DEPTH,
    )
    dense = {hit.chunk.id: hit.dense for hit in hits}
    lexical = {hit.chunk.id: hit.lexical for hit in hits}
    scores = variant.mix(dense, lexical)
    return sorted(scores, key=lambda name: (-scores[name], name))


def expanded(text: str) -> str:
    """The question and the plain names of the topics one of whose phrases stands in it."""
    plain, known = squeeze(text), meaning()
    named = {
        entry: None
        for entry, phrase in known.phrases()
        if len(phrase) > 1
        and squeeze(phrase) in plain
        and (entry in known.subjects or entry in known.topics)
    }
    return " ".join([text, *(known.label(entry) for entry in named)])


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.retrieval", description=__doc__)
    parser.add_argument("--split", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--corpus", choices=("sample", "real"), default="sample")
    parser.add_argument("--home", type=Path, help="keep the index here")
    options = parser.parse_args(argv)
    try:
        which = run_home.corpus(options.corpus)
        questions = pick(load(), corpus=options.corpus, split=options.split)
        with run_home.opened(which, options.home) as (_, encoder, config):
            index = Library(config, encoder.name, encoder.dimension).current()
            judged = cases(questions, index)
            for title, cells in (("prose", False), ("cells of tables", True)):
                part = [c for c in judged if _of_cells(c) == cells]
                print("\n".join([f"== {title}, {options.split}", *table(part, index, encoder)]))
    except GongkaiError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _of_cells(case: Case) -> bool:
    return any(value.cell for value in case.question.gold.values)


def table(judged: Sequence[Case], index: Index, encoder: Encoder) -> list[str]:
    """A line a variant, its mean and 95 % interval for each measure (bootstrap)."""
    lines = [f"{len(judged)} questions with gold cells or sentences"]
    for variant in VARIANTS:
        found = measured(variant, judged, index, encoder)
        if len(lines) == 1:
            lines.append(f"{'':<32}" + "".join(f"{name:>20}" for name in found))
        cells = (
            f"{100 * (m.value or 0):.1f} [{100 * (m.low or 0):.0f}–{100 * (m.high or 0):.0f}]"
            for m in found.values()
        )
        lines.append(f"{variant.name:<32}" + "".join(f"{cell:>20}" for cell in cells))
    return lines


if __name__ == "__main__":
    sys.exit(main())
