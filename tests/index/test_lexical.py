"""Terms, and BM25 over them in a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from gongkai.index import lexical
from gongkai.index.schema import writable

TEXTS = {
    1: "阿城区教育局联系电话：0451-53722222",
    2: "本年度未收取信息处理费。",
    3: "存在的问题：公开内容不够全面。",
    4: "行政复议结果维持3件，结果纠正1件。",
    5: "Contact: the office of Education",
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = writable(str(tmp_path / "facts.sqlite"))
    with engine.begin() as connection:
        lexical.add(connection, list(TEXTS.items()))
    return engine


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("教育局", ["教育", "育局", "教", "育", "局"]),
        ("费", ["费"]),
        ("２０２１年A类", ["2021", "年", "a", "类"]),
        ("⾏政", ["行政", "行", "政"]),
        ("，。 \n", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert lexical.terms(text) == terms


def test_a_question_asks_for_bigrams_and_lone_characters() -> None:
    assert lexical.query_terms("教育局，费？费 2021") == ["教育", "育局", "费", "2021"]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("怎么联系教育局", 1),
        ("有没有收费，信息处理费多少", 2),
        ("有什么问题", 3),
        ("复议纠正了几件", 4),
        ("EDUCATION office", 5),
        ("53722222", 1),
    ],
)
def test_the_best_match_comes_first(engine: Engine, question: str, best: int) -> None:
    with engine.connect() as connection:
        found = lexical.search(connection, question)
    assert found[0][0] == best
    assert all(score >= 0 for _, score in found)


def test_ranges_bound_the_search_without_changing_scores(engine: Engine) -> None:
    with engine.connect() as connection:
        every = dict(lexical.search(connection, "结果 问题 信息"))
        some = dict(lexical.search(connection, "结果 问题 信息", ranges=[(1, 2), (4, 5)]))
        assert lexical.search(connection, "结果", ranges=[]) == []
    assert set(some) == set(every) - {3}
    assert all(every[number] == score for number, score in some.items())


@pytest.mark.parametrize("question", ["", "？！", '"', "a AND", "NEAR(", "*"])
def test_any_question_is_safe(engine: Engine, question: str) -> None:
    with engine.connect() as connection:
        lexical.search(connection, question)


def test_what_was_removed_is_not_found(engine: Engine) -> None:
    with engine.begin() as connection:
        lexical.remove(connection, [(4, TEXTS[4])])
        assert lexical.search(connection, "行政复议结果") == []
        assert lexical.count(connection) == len(TEXTS) - 1
