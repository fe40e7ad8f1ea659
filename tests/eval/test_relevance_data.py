"""What the fitted models learn from: it reads, says what it means, and holds no eval question."""

from __future__ import annotations

import json
import random
from collections import Counter

from gongkai.answering.relevant import marked, spans, windows
from gongkai.eval.ask_question import load
from gongkai.eval.claims import claims
from gongkai.eval.hearing_train import said
from gongkai.eval.relevance_data import CELL, FOLDER, cell_texts, examples, held_out
from gongkai.text import bare

FOUND = examples(random.Random(1))


def test_every_kind_is_there_with_what_answers_and_what_doesnt() -> None:
    kinds = Counter((e.group.split()[0], bool(e.right)) for e in FOUND)
    both = {(k, r) for k in ("text", "cell", "figure", "talk") for r in (True, False)}
    assert set(kinds) == {*both, ("near", False)}
    assert kinds["text", True] > 3000
    assert min(kinds.values()) > 500
    for example in FOUND:
        assert example.question
        assert example.right or example.near or example.others
        assert not set(example.right) & {*example.near, *example.others}


def test_no_question_is_learnt_that_the_suite_asks() -> None:
    heard, texts = said(random.Random(1))
    learnt = {bare(example.question) for example in FOUND}
    learnt |= {bare(text) for text in (*texts, *(one.text for one in heard))}
    assert len(learnt) > 30_000
    # A follow-up (局长是谁) is too short to be anybody's own.
    asked = {bare(q.question) for q in load() if q.conversation is None}
    asked |= {bare(claim.claim) for claim in claims()}
    assert not learnt & asked


def test_held_out_groups_are_of_every_kind() -> None:
    apart = held_out(FOUND, 0.06)
    assert {group.split()[0] for group in apart} == {"text", "near", "cell", "figure", "talk"}
    assert apart == held_out(FOUND, 0.06)


def test_invented_reports_name_no_real_body() -> None:
    for line in (FOLDER / "reports.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        text = "".join(sentence["text"] for sentence in report["sentences"])
        assert not any(place in text for place in ("宿迁", "淮安", "阿城", "平潭", "青泽", "云汀"))


def test_a_texts_stretches_follow_each_other_and_lose_nothing() -> None:
    long = "，".join(f"其中第{i}个县公开信息{i}00条" for i in range(40)) + "。短句。"
    assert "".join(windows(long)) == long.removesuffix("短句。")
    assert all(end - start <= 200 for start, end in spans(long))
    assert windows("一。二三四。") == ["二三四。"]  # too short to say anything


def test_a_figure_is_marked_and_a_cell_told_once() -> None:
    assert marked("发布340条，解读12篇", "12篇") == "发布340条，解读【12篇】"
    told = list(cell_texts().values())
    assert len(told) == len(set(told))
    assert all(text.startswith(CELL) for text in told)
