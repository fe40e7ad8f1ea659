"""The page in a real browser, over a real index, served by the real command."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..chat_server import chatting  # noqa: TID252 - tests are no installed package
from .conftest import CORPUS, LATER, PROBE, Home, phone, received, served

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
PATIENCE = 60_000  # ms; machines that run tests may be slow
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[str]:
    """A served page over the sample."""
    with served(home.config.home) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Visit:
    """One citizen's page; `check` tells whether it stayed on its host and without errors."""

    def __init__(self, browser: Any, site: str, viewport: dict[str, int]) -> None:
        self.site = site
        self.context = browser.new_context(viewport=viewport, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.goto(site)
        self.page.locator(".gk-example").first.wait_for()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.outside.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _dialog(self, dialog: Any) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, question: str) -> Any:
        """Type a question, send it, and give the finished exchange."""
        count = self.page.locator(".gk-exchange").count()
        self.page.get_by_label("问题", exact=True).fill(question)
        self.page.get_by_role("button", name="发送").click()
        return self.exchange(count)

    def exchange(self, turn: int) -> Any:
        """The exchange at that place, once it is answered."""
        exchange = self.page.locator(f'.gk-exchange[data-turn="{turn}"]')
        exchange.locator(".gk-status").wait_for()
        return exchange

    def filter(self, label: str, value: str) -> None:
        """Choose a value of a filter by typing it."""
        box = self.page.get_by_label(label, exact=True)
        box.click()
        box.fill(value)
        self.page.get_by_role("option", name=value, exact=True).click()

    def check(self) -> None:
        assert self.outside == []
        assert self.errors == []
        assert self.page.evaluate("window.spiked") is None


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Visit]:
    visit = Visit(browser, site, DESKTOP)
    yield visit
    visit.check()
    visit.context.close()


@pytest.fixture
def phone_visit(browser: Any, site: str) -> Iterator[Visit]:
    visit = Visit(browser, site, PHONE)
    yield visit
    visit.check()
    visit.context.close()


def status(exchange: Any) -> str:
    return str(exchange.locator(".gk-status").inner_text())


def said(exchange: Any) -> str:
    """The answer's words without its citation marks."""
    text = exchange.locator(".gk-said").evaluate(
        """said => { const copy = said.cloneNode(true);
        copy.querySelectorAll('.gk-ref').forEach(ref => ref.remove()); return copy.textContent; }"""
    )
    return str(text)


def test_a_number_is_answered_and_its_cell_shown(visit: Visit) -> None:
    page = visit.page
    exchange = visit.ask("青泽市教育局2023年收到多少件政府信息公开申请？")
    count = str(received("qingze-jyj-2023"))
    assert status(exchange) == "已回答"
    assert re.search(rf"(?<!\d){count}件", said(exchange))
    assert "2023年" in said(exchange)

    chip = exchange.locator(".gk-cite").first
    assert "青泽市教育局 · 2023年 · 三" in chip.inner_text()
    chip.click()
    panel = page.locator(".gk-passage")
    panel.wait_for()
    assert panel.locator("h2").inner_text() == "青泽市教育局2023年政府信息公开工作年度报告"
    hit = panel.locator("td.gk-hit mark")
    sync_api.expect(hit).to_be_in_viewport()
    assert hit.inner_text() == count
    assert panel.locator("th.gk-on").all_inner_texts()[-1] == "一、本年新收政府信息公开申请数量"
    inside = hit.evaluate(
        """hit => { const a = hit.getBoundingClientRect();
        const b = hit.closest('.gk-sheet').getBoundingClientRect();
        return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right; }"""
    )
    assert inside, "the cell is scrolled into view within its table"

    link = panel.get_by_role("link", name="打开原文件")
    with page.expect_popup() as opened:
        link.click()
    original = opened.value
    original.wait_for_load_state()
    assert "青泽市教育局2023年政府信息公开工作年度报告" in original.locator("body").inner_text()


def test_words_are_shown_in_their_paragraph(visit: Visit) -> None:
    number = phone("qingze-jyj-2023")
    exchange = visit.ask("青泽市教育局2023年的联系电话是多少？")
    assert number in said(exchange)
    exchange.locator(".gk-ref").first.click()
    here = visit.page.locator(".gk-here")
    here.wait_for()
    sync_api.expect(here.locator("mark").first).to_be_in_viewport()
    assert number in here.locator("mark").first.inner_text()
    assert len(here.inner_text()) > len(number), "the paragraph around it is shown"


def test_a_pdf_opens_at_its_page(visit: Visit) -> None:
    exchange = visit.ask("青泽市云汀区人民政府2021年收到多少件申请？")
    exchange.locator(".gk-cite").first.click()
    link = visit.page.get_by_role("link", name="打开原文件")
    link.wait_for()
    href = str(link.get_attribute("href"))
    page = re.search(r"#page=(\d+)$", href)
    assert page
    assert f"第{page[1]}页" in visit.page.locator(".gk-where").inner_text()
    answer = visit.context.request.get(f"{visit.site}/{href}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_a_choice_is_picked_with_one_click(visit: Visit) -> None:
    exchange = visit.ask("教育局2023年收到多少件申请？")
    assert status(exchange) == "需要您选择"
    choice = exchange.locator(".gk-choice").filter(has_text=re.compile("^青泽市教育局"))
    choice.first.click()
    picked = visit.exchange(1)
    assert status(picked) == "已回答"
    assert f"{received('qingze-jyj-2023')}件" in said(picked)
    assert "云汀区" not in said(picked)


def test_an_example_is_asked_with_one_click(visit: Visit) -> None:
    example = visit.page.locator(".gk-example").first
    question = example.inner_text()
    example.click()
    exchange = visit.exchange(0)
    assert question in exchange.locator(".gk-question").inner_text()
    assert status(exchange) == "已回答"


def test_a_follow_up_keeps_the_bureau_and_a_cleared_conversation_does_not(visit: Visit) -> None:
    visit.ask("青泽市教育局2023年收到多少件政府信息公开申请？")
    follow = visit.ask("2022年呢？")
    assert f"{received('qingze-jyj-2022')}件" in said(follow)
    assert "青泽市教育局2022年" in said(follow)
    visit.page.get_by_role("button", name="清空对话").click()
    visit.page.locator(".gk-welcome").wait_for()
    assert visit.page.locator(".gk-exchange").count() == 0
    assert status(visit.ask("2022年呢？")) != "已回答"


def test_a_reloaded_page_keeps_the_conversation_until_it_is_cleared(visit: Visit) -> None:
    page = visit.page
    before = said(visit.ask("青泽市教育局2023年收到多少件政府信息公开申请？"))
    page.reload()
    assert said(visit.exchange(0)) == before
    assert "青泽市教育局2022年" in said(visit.ask("2022年呢？"))
    page.locator(".gk-cite").first.click()
    page.locator("td.gk-hit mark").wait_for()
    page.reload()
    visit.exchange(1)
    page.get_by_role("button", name="清空对话").click()
    page.locator(".gk-welcome").wait_for()
    page.reload()
    page.locator(".gk-welcome").wait_for()
    assert page.evaluate("sessionStorage.length") == 0


def test_the_filters_pin_bureau_and_year(visit: Visit) -> None:
    visit.filter("机关", "青泽市教育局")
    visit.filter("年份", "2022")
    exchange = visit.ask("收到多少件政府信息公开申请？")
    assert "青泽市教育局2022年" in said(exchange)
    assert f"{received('qingze-jyj-2022')}件" in said(exchange)


def test_two_citizens_do_not_share_a_conversation(browser: Any, site: str, visit: Visit) -> None:
    visit.ask("青泽市教育局2023年收到多少件政府信息公开申请？")
    other = Visit(browser, site, DESKTOP)
    assert other.page.locator(".gk-exchange").count() == 0
    assert "青泽市教育局2022年" not in said(other.ask("2022年呢？"))
    other.check()
    other.context.close()


def test_markup_in_a_question_and_a_report_stays_text(visit: Visit) -> None:
    page = visit.page
    asked = visit.ask(f"{PROBE} 青泽市教育局2023年收到多少件申请？")
    assert PROBE in asked.locator(".gk-question").inner_text()
    exchange = visit.ask("青泽市应急管理局2023年存在哪些问题？")
    assert status(exchange) == "已回答"
    assert PROBE in said(exchange)
    chips = exchange.locator(".gk-cite")
    for n in range(chips.count()):
        chips.nth(n).click()
        page.locator(".gk-passage mark").first.wait_for()
    texts = page.locator(".gk-passage-body").inner_text() + exchange.inner_text()
    assert "<img" in texts
    assert page.locator("img[src*=probe], .gk-passage script, .gk-log script").count() == 0


def test_a_report_cannot_run_script_as_an_original(visit: Visit) -> None:
    exchange = visit.ask("青泽市云汀区梅坪镇人民政府2024年收到多少件申请？")
    exchange.locator(".gk-cite").first.click()
    link = visit.page.get_by_role("link", name="打开原文件")
    with visit.page.expect_popup() as opened:
        link.click()
    original = opened.value
    original.wait_for_load_state()
    assert "梅坪镇" in original.locator("body").inner_text()
    assert original.title() != "spiked"


def test_nothing_and_too_much_are_met_politely(visit: Visit) -> None:
    page = visit.page
    box = page.get_by_label("问题", exact=True)
    box.fill("   \n ")
    page.get_by_role("button", name="发送").click()
    # An event that follows on the same page shows that the empty one is over.
    box.fill("长" * 2001)
    page.get_by_role("button", name="发送").click()
    problem = page.locator(".gk-problem")
    problem.wait_for()
    assert "2001个字" in problem.inner_text()
    assert page.locator(".gk-exchange").count() == 1
    assert len(box.input_value()) == 2001, "what was written isn't lost"
    assert "教育局" in said(visit.ask("青泽市教育局2023年收到多少件申请？"))


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("问题", exact=True).focus()
    page.keyboard.type("青泽市教育局2023年收到多少件申请？")
    page.keyboard.press("Enter")
    exchange = visit.exchange(0)
    told = page.get_by_role("status").filter(has_text="已回答")
    sync_api.expect(told).to_contain_text(f"{received('qingze-jyj-2023')}件")
    chip = exchange.locator(".gk-cite").first
    chip.focus()
    page.keyboard.press("Enter")
    title = page.locator(".gk-passage h2")
    sync_api.expect(title).to_be_focused()
    page.keyboard.press("Escape")
    sync_api.expect(page.locator(".gk-passage")).to_be_hidden()
    assert chip.evaluate("chip => chip === document.activeElement")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    names = page.get_by_role("button").evaluate_all(
        "all => all.map(b => b.innerText || b.ariaLabel || b.title)"
    )
    assert all(names), "every button has a name"
    exchange.locator(".gk-choice").first.focus()
    page.keyboard.press("Enter")
    sync_api.expect(visit.exchange(1)).to_be_focused()


def test_a_phone_shows_it_all_without_scrolling_sideways(phone_visit: Visit) -> None:
    page = phone_visit.page

    def fits() -> bool:
        width = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
        whole, body, inner = page.evaluate(width)
        return max(whole, body) <= inner <= PHONE["width"]

    assert fits()
    exchange = phone_visit.ask("青泽市教育局2023年收到的申请中商业企业有多少件？")
    assert fits()
    chip = exchange.locator(".gk-cite").first
    chip.click()
    panel = page.locator(".gk-passage")
    panel.wait_for()
    sync_api.expect(panel.locator("td.gk-hit mark")).to_be_in_viewport()
    assert fits()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] == 0
    assert box["width"] == PHONE["width"]
    assert page.locator("#gk-chat").evaluate("chat => chat.inert"), (
        "what lies under is out of reach"
    )
    sheet = panel.locator(".gk-sheet")
    assert sheet.evaluate("sheet => sheet.scrollWidth > sheet.clientWidth"), "it scrolls inside"
    panel.get_by_role("button", name="关闭出处").click()
    sync_api.expect(panel).to_be_hidden()
    assert not page.locator("#gk-chat").evaluate("chat => chat.inert")
    assert chip.evaluate("chip => chip === document.activeElement")


def test_new_reports_show_up_in_an_open_page(visit: Visit, home: Home) -> None:
    page = visit.page
    asked = visit.ask("青泽市民政局2022年收到多少件申请？")
    assert status(asked) != "已回答"
    before = page.locator(".gk-scope b").all_inner_texts()
    home.publish(CORPUS / "reports" / LATER)
    more = [str(int(number) + 1) for number in before]
    sync_api.expect(page.locator(".gk-scope b")).to_have_text(more, timeout=PATIENCE)
    assert page.locator(".gk-exchange").count() == 1, "the conversation is kept"
    visit.filter("机关", "青泽市民政局")
    exchange = visit.ask("2022年收到多少件申请？")
    assert f"{received('qingze-mzj-2022')}件" in said(exchange)


def test_a_server_that_is_gone_is_told_in_chinese(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("问题", exact=True).fill("青泽市教育局2023年收到多少件申请？")
    visit.context.set_offline(True)
    page.get_by_role("button", name="发送").click()
    alert = page.get_by_role("alert")
    sync_api.expect(alert).to_contain_text("连接断开", timeout=PATIENCE)
    assert "Error" not in alert.inner_text()
    assert alert.locator(".toast-close").get_attribute("aria-label") == "关闭提示"
    assert page.get_by_label("问题", exact=True).input_value(), "what was written isn't lost"
    visit.context.set_offline(False)
    # The page comes back by itself.
    sync_api.expect(alert).to_have_count(0, timeout=PATIENCE)
    page.locator(".gk-example").first.wait_for()
    visit.errors = [error for error in visit.errors if "ERR_INTERNET_DISCONNECTED" not in error]


def test_a_models_sentences_come_as_they_pass(
    browser: Any, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = f"青泽市教育局在2023年一共收到{received('qingze-jyj-2023')}件申请[1]。"
    second = "这是本年新收政府信息公开申请的总计[1]。"
    with chatting() as chat:
        chat.says, chat.gate = first + second, len(first) + 2
        monkeypatch.setenv("GONGKAI_CHAT_MODEL", "openai:m")
        monkeypatch.setenv("GONGKAI_CHAT_URL", chat.url)
        with served(home.config.home) as address:
            visit = Visit(browser, address, DESKTOP)
            for says, told in (
                (first + second, second[:-4]),
                (first + "其中116件办结[1]。", "总计"),
            ):
                chat.says = says
                chat.go.clear()
                turn = visit.page.locator(".gk-exchange").count()
                visit.page.get_by_label("问题", exact=True).fill("青泽市教育局2023年收到多少申请")
                visit.page.get_by_role("button", name="发送").click()
                growing = visit.page.locator(".gk-growing .gk-said")
                growing.wait_for()
                assert growing.inner_text().startswith(first[:10])
                assert visit.page.locator(".gk-status").count() == turn, "not whole yet"
                chat.go.set()
                exchange = visit.exchange(turn)
                assert told in said(exchange)
                assert "116" not in said(exchange)
                assert exchange.locator(".gk-cite").count() == 1
            visit.check()
            visit.context.close()
