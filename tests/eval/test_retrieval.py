"""Retrieval measures against values worked out by hand, and fusion's invariants."""

from __future__ import annotations

import math

import pytest

from gongkai.eval.retrieval import convex, expanded, ndcg, recall, reciprocal, reciprocal_ranks

RANKED = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("relevant", "at_two", "gain", "first"),
    [
        ({"a"}, 1.0, 1.0, 1.0),
        ({"c"}, 0.0, 0.5, 1 / 3),
        ({"b", "x"}, 0.5, (1 / math.log2(3)) / (1 + 1 / math.log2(3)), 0.5),
        ({"x"}, 0.0, 0.0, 0.0),
    ],
)
def test_measures(relevant: set[str], at_two: float, gain: float, first: float) -> None:
    assert recall(RANKED, relevant, 2) == at_two
    assert ndcg(RANKED, relevant) == pytest.approx(gain)
    assert reciprocal(RANKED, relevant) == pytest.approx(first)


def test_fusion_ends_at_its_parts_and_keeps_every_candidate() -> None:
    dense = {"a": 0.9, "b": 0.5, "c": 0.1}
    lexical = {"c": 4.0, "b": 2.0}
    best = {name: max(mix, key=lambda key: mix[key]) for name, mix in {
        "dense": convex(1.0)(dense, lexical), "lexical": convex(0.0)(dense, lexical),
    }.items()}  # fmt: skip
    assert best == {"dense": "a", "lexical": "c"}
    for mix in (convex(0.5), reciprocal_ranks):
        assert set(mix(dense, lexical)) == set(dense)
    ranks = reciprocal_ranks(dense, lexical)
    assert ranks["b"] == pytest.approx(2 / 62)


def test_expansion_only_adds() -> None:
    for text in ("本年新收申请多少件", "天气"):
        assert expanded(text).startswith(text)
