"""The rivals answer the same questions from the same reports, and are measured as we are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.eval import run_home
from gongkai.eval.ask_question import load
from gongkai.eval.metrics import measure
from gongkai.eval.rivals import TOP, rival_outcomes
from gongkai.index.encoder import Encoder

pytest.importorskip("langchain_chroma")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_rivals_answer_every_question_with_a_sentence_of_a_report(
    fake_encoder: Encoder,
) -> None:
    which = run_home.corpus("sample")
    few = replace(which, files=which.files[4:6], truths=which.truths[4:6])
    bodies = {(t["report"]["bureau"], t["report"]["year"]) for t in few.truths}
    asked = [q for q in load() if set(q.places) and set(q.places) <= bodies][:6]
    assert asked
    found = rival_outcomes(few, asked, fake_encoder)
    assert set(found) == {"langchain", "bm25", f"langchain top {TOP}", f"bm25 top {TOP}"}
    for name, outcomes in found.items():
        assert [o.question.id for o in outcomes] == [q.id for q in asked]
        for outcome in outcomes:
            assert {(c.bureau, c.year) for c in outcome.citations} <= bodies
            if "top" not in name:
                assert outcome.text
                assert outcome.text == outcome.citations[0].quote
        assert measure(outcomes)["exact"].count == len(asked)
    for name in ("langchain", "bm25"):
        best, four = measure(found[name]), measure(found[f"{name} top {TOP}"])
        assert (best["exact"].value or 0) <= (four["exact"].value or 0)
