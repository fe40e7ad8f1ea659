"""A run's page, opened in a real browser: tiles filter, evidence and changes are told, held ones aren't."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.ask_question import Gold, Question, Value
from gongkai.eval.html_report import write_html
from gongkai.eval.run_save import line, result

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
BODY = "示例市公开局"
EVIL = '<img src=x onerror="window.spiked=1">'


def outcome(
    name: str, said: str, *, split: str = "dev", talk: str | None = None, status: str = "answered"
) -> Outcome:
    """A question whose right answer is 12件, and what came of it."""
    question = Question.model_validate({
        "id": name, "conversation": talk, "question": f"{name}问{BODY}2023年收到多少件？{EVIL}",
        "kind": "followup" if talk else "fact", "corpus": "sample", "split": split,
        "gold": Gold(status="answered", values=(Value(bureau=BODY, year=2023, value="12"),)),
    })  # fmt: skip
    cited = Cited(BODY, 2023, "三", f"收到{said}{EVIL}")
    return Outcome(question, status, f"收到{said}[1]。", (cited,), seconds=0.05, read="Query()")


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    right, wrong = outcome("甲", "12件"), outcome("乙", "21件")
    talk = [outcome("丙", "12件", talk="t"), outcome("丁", "12件", talk="t")]
    held = outcome("戊", "12件", split="held")
    outcomes = [right, wrong, *talk, held]
    before = {"settings": {"commit": "aaaaaaa"}, "questions": {
        "甲": {**line(right), "exact": False}, "乙": {**line(wrong), "exact": True},
        "丙": line(talk[0]), "戊": line(held), "己": line(right),
    }}  # fmt: skip
    data = {**result(outcomes), "settings": {"commit": "bbbbbbb", "model": EVIL}, "others": {}}
    path = tmp_path / "run.html"
    write_html(path, data, outcomes, {"rival": [outcome("甲", "99件")]}, before)
    return path


def test_held_questions_are_told_by_id_alone(page_file: Path) -> None:
    html = page_file.read_text("utf-8")
    assert f"甲问{BODY}" in html
    assert f"戊问{BODY}" not in html
    assert "戊" in html
    assert EVIL not in html


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_filters_and_tells_what_changed(page_file: Path, width: int) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page: Any = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(page_file.as_uri())
        shown = page.locator("[data-kind]:visible")

        def pressed(words: str) -> list[str]:
            page.get_by_role("button", name=words).click()
            assert f"{shown.count()} / 5" in page.locator("output").inner_text()
            return [text[0] for text in shown.all_inner_texts()]

        assert pressed("全部问题") == ["乙", "丁", "丙", "戊", "甲"]
        assert pressed("没答对") == ["乙"]
        assert "变差 已回答 ✓ → 已回答 ✗" in shown.first.inner_text()
        assert pressed("变好") == ["甲"]
        shown.first.locator("summary").first.click()
        told = shown.first.inner_text()
        assert f"收到12件{EVIL}" in told
        assert "99件" in told  # the rival's answer
        assert pressed("新题") == ["丁"]
        shown.first.locator("summary").first.click()
        assert f"此前问\n丙问{BODY}" in shown.first.inner_text()
        page.get_by_role("searchbox").fill("乙问")
        assert shown.count() == 0
        assert "不再提问：己" in page.locator("main").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("window.spiked") is None
        browser.close()
