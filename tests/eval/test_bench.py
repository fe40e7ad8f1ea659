"""The benchmark's parts: questions made from truths, and the meter that doesn't change its encoder."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gongkai.eval.bench import limited
from gongkai.eval.measure import PHASES, Metered
from gongkai.eval.questions import fact_questions, narrative_questions, tells

FACTS = Path(__file__).parents[2] / "eval" / "corpus" / "facts"


@pytest.fixture(scope="module")
def truths() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(FACTS.iterdir())]


def test_fact_questions_name_one_report_and_expect_a_value_of_it(
    truths: list[dict[str, Any]],
) -> None:
    by_report = {(t["report"]["bureau"], t["report"]["year"]): t for t in truths}
    questions = fact_questions(truths, 300, random.Random(1))
    for question in questions:
        truth = by_report[question.bureau, question.year]
        assert question.bureau in question.text
        assert str(question.year) in question.text
        assert question.expect in {item["value"] for item in truth["facts"]}
    shapes = {q.text.replace(q.bureau, "").replace(str(q.year), "") for q in questions}
    assert len(shapes) > 60


def test_narrative_questions_expect_what_the_prose_tells(truths: list[dict[str, Any]]) -> None:
    by_report = {(t["report"]["bureau"], t["report"]["year"]): t for t in truths}
    questions = narrative_questions(truths, 200, random.Random(1))
    for question in questions:
        told = by_report[question.bureau, question.year]["narrative"]
        assert question.expect is None or question.expect in told.values()
    assert 40 < sum(question.expect is not None for question in questions) < 160


@pytest.mark.parametrize(
    ("answer", "number", "said"),
    [
        ("共收到申请115件[1]。", 115, True),
        ("收费683.82万元", 683.82, True),
        ("收费1,260元", 1260, True),
        ("金额 0.00", 0, True),
        ("本年减少-2项", -2, True),
        ("2021年没有", 2, False),
        ("共1150件", 115, False),
        ("报告没有说", 0, False),
    ],
)
def test_a_number_is_told_or_not(answer: str, number: float, said: bool) -> None:
    assert tells(answer, number) is said


class _Lengths:
    """An encoder whose vectors are lengths, in batches; it records what it was given."""

    name, dimension = "lengths", 1

    def __init__(self) -> None:
        self.bare: list[str] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[len(text)] for text in texts], np.float32)

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        for at in range(0, len(texts), batch_size):
            if progress:
                progress(min(at + batch_size, len(texts)))
        return self.queries(texts)

    def encode(self, texts: list[str], **_: object) -> None:
        self.bare += texts


@pytest.mark.parametrize("sizes", [[128], [128] * 7 + [13], [20] * 30, [1]])
def test_the_meter_gives_the_encoders_vectors_and_repeats_only_its_texts(sizes: list[int]) -> None:
    inner = _Lengths()
    metered = Metered(inner, inner)
    given: list[str] = []
    for size in sizes:
        texts = ["字" * (len(given) + i) for i in range(size)]
        given += texts
        seen: list[int] = []
        vectors = metered.passages(texts, progress=seen.append)
        assert vectors[:, 0].tolist() == [float(len(text)) for text in texts]
        assert seen[-1] == size
    assert metered.texts == len(given)
    assert metered.repeated == len(inner.bare)
    assert set(inner.bare) <= {f"passage: {text}" for text in given}
    assert len(set(inner.bare)) == len(inner.bare)
    assert len(given) / 4 < metered.repeated <= len(given)
    assert metered.bare_of_all > 0


def test_a_limit_is_kept_or_not() -> None:
    assert limited(0.6, 0.6, at_least=True)["ok"] is True
    assert limited(61.0, 60.0, at_least=False)["ok"] is False


def test_the_phase_that_makes_reports_leaves_them_with_their_truths(tmp_path: Path) -> None:
    PHASES["make"](tmp_path, "6", "3", "html=1")
    names = {path.stem for path in (tmp_path / "reports").iterdir()}
    assert names == {path.stem for path in (tmp_path / "facts").iterdir()}
    assert len(names) == 6
