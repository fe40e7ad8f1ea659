"""The phases of the benchmark; `gongkai.eval.bench` runs each in a process of its own.

`python -m gongkai.eval.measure PHASE FOLDER …` prints its result as one line of JSON.
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config import Config, load_config
from gongkai.eval.questions import Question, fact_questions, narrative_questions, tells

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gongkai.index.encoder import Encoder
    from gongkai.index.writer import Progress

_FACTS, _NARRATIVE, _WARMING = 300, 150, 10
_EVERY = 3


class Metered:
    """An encoder that times itself and, every third call, the bare model on the same texts.

    ``texts``: how many passages were encoded in ``own`` seconds, ``repeated`` of them (in
    ``own_repeated`` seconds) once more by the bare model, in ``bare`` seconds, which whoever
    times the whole must take out.
    """

    def __init__(self, inner: Encoder, model: Any) -> None:
        self._inner, self._model = inner, model
        self._calls = 0
        self.texts = self.repeated = 0
        self.own = self.own_repeated = self.bare = 0.0

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    @property
    def bare_of_all(self) -> float:
        """Seconds the bare model takes for all texts, from its share in the repeated calls."""
        return self.own * self.bare / self.own_repeated if self.own_repeated else 0.0

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does it."""
        return self._inner.queries(texts)

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """As the encoder does it; the bare model comes after it and before it in turn."""
        self._calls += 1
        self.texts += len(texts)
        repeat, after = self._calls % _EVERY == 1, self._calls % (2 * _EVERY) == 1
        if repeat and not after:
            self._repeat(texts)
        began = time.perf_counter()
        vectors = self._inner.passages(texts, batch_size=batch_size, progress=progress)
        seconds = time.perf_counter() - began
        self.own += seconds
        if repeat:
            self.own_repeated += seconds
        if repeat and after:
            self._repeat(texts)
        return vectors

    def _repeat(self, texts: Sequence[str]) -> None:
        began = time.perf_counter()
        self._model.encode(
            [f"passage: {text}" for text in texts],
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        self.bare += time.perf_counter() - began
        self.repeated += len(texts)


class _Teller:
    """Tells standard error, twice a minute, how far an update is."""

    def __init__(self) -> None:
        self._next = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 30
            line = f"   {progress.stage} {progress.done:.0f}/{progress.total} {progress.name}"
            print(line, file=sys.stderr, flush=True)


def _config(work: Path) -> Config:
    return load_config(os.environ, home=work / "home")


def _truths(work: Path) -> list[dict[str, Any]]:
    files = sorted((work / "facts").glob("*.json"))
    return [json.loads(path.read_text("utf-8")) for path in files]


def make(work: Path, count: str, seed: str, mix: str) -> dict[str, object]:
    """Generate the reports."""
    from gongkai.eval.corpus import orders, parse_mix, write_corpus

    began = time.perf_counter()
    made = write_corpus(work, orders(int(count), int(seed), parse_mix(mix)))
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 2), "reports_per_second": round(made / seconds, 1)}


def prepare(work: Path) -> dict[str, object]:
    """Unpack the model, so that no later phase has to."""
    from gongkai.index.encoder import load_encoder

    load_encoder(_config(work))
    return {}


def ingest(work: Path) -> dict[str, object]:
    """Read everything into an empty home."""
    from gongkai.index.encoder import bare_model, load_encoder
    from gongkai.index.writer import update

    config = _config(work)
    encoder = load_encoder(config)
    encoder.passages(["预热"] * 8)
    metered = Metered(encoder, bare_model(config))
    began = time.perf_counter()
    summary = update(config, [work / "reports"], metered, progress=_Teller())
    seconds = time.perf_counter() - began - metered.bare
    bare = metered.bare_of_all
    return {
        "summary": _plain(summary),
        "seconds": round(seconds, 1),
        "reports_per_second": round(summary.added / seconds, 2),
        "chunks_per_second": round(summary.chunks / seconds, 1),
        "texts_encoded": metered.texts,
        "own_encode_seconds": round(metered.own, 1),
        "bare_encode_seconds": round(bare, 1),
        "bare_encode_repeated_texts": metered.repeated,
        "bare_texts_per_second": round(metered.texts / bare, 1) if bare else None,
        "ratio_to_bare_encode": round(bare / seconds, 3),
    }


def again(work: Path) -> dict[str, object]:
    """Read the same, unchanged reports once more."""
    from gongkai.index.encoder import load_encoder
    from gongkai.index.writer import update

    config = _config(work)
    began = time.perf_counter()
    summary = update(config, [work / "reports"], load_encoder(config))
    return {"summary": _plain(summary), "seconds": round(time.perf_counter() - began, 2)}


def ask(work: Path, seed: str) -> dict[str, object]:
    """Warm questions of both kinds, interleaved; times in milliseconds."""
    from gongkai.asking import open_assistant

    rng = random.Random(f"questions:{seed}")
    truths = _truths(work)
    warming = fact_questions(truths, _WARMING, rng)
    facts = fact_questions(truths, _FACTS, rng)
    narrative = narrative_questions(truths, _NARRATIVE, rng)
    began = time.perf_counter()
    assistant, _ = open_assistant(_config(work), lambda _: None)
    assistant.ask(warming[0].text)
    opened = time.perf_counter() - began
    for question in warming:
        assistant.ask(question.text)
    questions: list[Question] = [*facts, *narrative]
    rng.shuffle(questions)
    times: dict[str, list[float]] = {"fact": [], "narrative": []}
    statuses: dict[str, Counter[str]] = {"fact": Counter(), "narrative": Counter()}
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    wrong: list[dict[str, object]] = []
    for question in questions:
        began = time.perf_counter()
        answer = assistant.ask(question.text).answer
        times[question.kind].append((time.perf_counter() - began) * 1000)
        statuses[question.kind][answer.status] += 1
        if question.expect is not None:
            known[question.kind] += 1
            if tells(answer.text, question.expect):
                right[question.kind] += 1
            else:
                wrong.append({"question": question.text, "want": question.expect,
                              "status": answer.status, "answer": answer.text[:200]})  # fmt: skip
    (work / "wrong.json").write_text(json.dumps(wrong, ensure_ascii=False, indent=1), "utf-8")
    kinds = {
        kind: {
            "questions": len(found),
            "p50_ms": round(_quantile(found, 0.5), 1),
            "p95_ms": round(_quantile(found, 0.95), 1),
            "statuses": dict(statuses[kind]),
            "with_known_number": known[kind],
            "number_told": right[kind],
        }
        for kind, found in times.items()
    }
    cold = [question.text for question in warming]
    return {**kinds, "open_seconds": round(opened, 2), "cold_questions": cold}


def _quantile(values: list[float], part: float) -> float:
    """The nearest-rank quantile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _plain(summary: object) -> dict[str, object]:
    """The summary's counts; of lists their lengths."""
    names = getattr(summary, "__slots__", ()) or vars(summary)
    values = {name: getattr(summary, name) for name in names}
    return {k: v if isinstance(v, (int, float)) else len(v) for k, v in values.items() if (
        isinstance(v, (int, float, tuple, list, dict)))}  # fmt: skip


PHASES: dict[str, Callable[..., dict[str, object]]] = {
    "make": make, "prepare": prepare, "ingest": ingest, "again": again, "ask": ask,
}  # fmt: skip


def main(argv: list[str]) -> int:
    """Run one phase."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    warnings.simplefilter("ignore")
    name, work, *more = argv
    result = PHASES[name](Path(work), *more)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
