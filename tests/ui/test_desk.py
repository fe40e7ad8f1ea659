"""The staff desk in a real browser and by plain HTTP, over a real index with planted faults."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from gongkai.config import Config
from gongkai.desk.decisions import Decisions
from gongkai.index.encoder import Encoder
from gongkai.index.writer import update
from gongkai.ui.desk_password import hash_password

from .conftest import CORPUS, served

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = pytest.mark.slow
browsing = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
NAME, SECRET = "示例员", "示例密码-1"
EVIL = '<img src="/probe.png" onerror="window.spiked=1">'
PATIENCE = 60_000  # ms
INNER = (  # what a browser of the desk uses, and what would help who isn't in
    "/staff", "/staff/", "/staff/config", "/staff/gradio_api/info", "/staff/gradio_api/queue/data",
    "/staff/gradio_api/file=/etc/hostname", "/staff/facts.csv", "/staff/facts.json", "/staff/lint.csv",
    "/staff/decisions.csv", "/staff/coverage.csv", "/staff/healthz", "/staff/assets/index.js",
    "/staff/theme.css", "/staff/nothing", "/staff/gradio_api/startup-events", "/staff/%6cint.csv",
)  # fmt: skip
SENT = (
    "/staff/gradio_api/queue/join", "/staff/gradio_api/run/predict", "/staff/gradio_api/api/predict",
    "/staff/gradio_api/upload", "/staff/gradio_api/call/check", "/staff/gradio_api/component_server",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A served home."""

    url: str
    config: Config


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, model_folder: Path
) -> Iterator[Site]:
    folder, home = tmp_path_factory.mktemp("faulty"), tmp_path_factory.mktemp("desk")
    shutil.copy(CORPUS / "reports" / "qingze-jyj-2022.txt", folder)
    text = (CORPUS / "reports" / "qingze-jyj-2023.txt").read_text("utf-8")
    for right, wrong in (
        ("共收到政府信息公开申请115件", f"共收到政府信息公开申请151件，{EVIL}"),
        ("（一）予以公开 |  | 36", "（一）予以公开 |  | 39"),
    ):
        assert right in text
        text = text.replace(right, wrong)
    (folder / "qingze-jyj-2023.txt").write_text(text, "utf-8")
    (home / "models").symlink_to(model_folder.parent)
    config = Config(home=home)
    assert not update(config, [folder], encoder).failed
    users = f'[users]\n"{NAME}" = "{hash_password(SECRET)}"\n'
    (home / "config.toml").write_text(users, "utf-8")
    with served(home) as address:
        yield Site(address, config)


def http(
    url: str, data: bytes | None = None, cookie: str = "", **headers: str
) -> tuple[int, bytes, Any]:
    """Status, body and headers; no redirect is followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie:
        names["Cookie"] = cookie
    request = urllib.request.Request(url, data, names)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def enter(url: str, name: str = NAME, password: str = SECRET) -> tuple[int, str]:
    """The status of a login, and its cookie."""
    data = urllib.parse.urlencode({"name": name, "password": password}).encode()
    status, _, headers = http(f"{url}/staff/login", data)
    return status, str(headers.get("Set-Cookie") or "")


def test_nothing_of_the_desk_is_given_without_login(site: Site) -> None:
    for path in INNER:
        status, body, _ = http(site.url + path)
        assert (status, "请先登录" in body.decode()) == (401, True), path
        assert http(site.url + path, cookie="gk_staff=guessed")[0] == 401, path
    for path in SENT:
        body = json.dumps({"data": [], "fn_index": 0, "session_hash": "x"}).encode()
        assert http(site.url + path, body, Content_Type="application/json")[0] == 401, path
    status, _, headers = http(f"{site.url}/staff/", Accept="text/html")
    assert (status, headers["Location"]) == (303, "/staff/login")
    assert not Decisions(site.config.home).history()


def test_citizens_need_no_login_and_reach_no_temporary_file(site: Site) -> None:
    assert http(f"{site.url}/")[0] == 200
    assert http(f"{site.url}/healthz")[0] == 200
    for path in ("file=/etc/hostname", "file/tmp/x", "upload", "stream/x/y/z/playlist.m3u8"):
        assert http(f"{site.url}/gradio_api/{path}")[0] == 404, path
    _, config, _ = http(f"{site.url}/config")
    assert "核查" not in config.decode()
    assert "gk-decide" not in config.decode()


def test_login_opens_logout_closes_and_another_site_may_not_write(site: Site) -> None:
    assert enter(site.url, password="wrong")[0] == 401
    assert enter(site.url, name="nobody")[0] == 401
    status, given = enter(site.url)
    assert status == 303
    assert all(part in given.lower() for part in ("httponly", "samesite=strict", "path=/staff"))
    cookie = given.partition(";")[0]
    assert http(f"{site.url}/staff/config", cookie=cookie)[0] == 200
    assert http(f"{site.url}/staff/facts.csv", cookie=cookie)[0] == 200
    assert http(f"{site.url}/staff/facts.exe", cookie=cookie)[0] in (404, 422)
    assert http(f"{site.url}/staff/facts.csv?bureau=none", cookie=cookie)[0] == 404
    join = f"{site.url}/staff/gradio_api/queue/join"
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://example.org"}):
        assert http(join, b"{}", cookie, **headers)[0] == 403
    assert http(f"{site.url}/staff/logout", b"", cookie)[0] == 303
    assert http(f"{site.url}/staff/config", cookie=cookie)[0] == 401


def test_no_download_and_no_page_tells_where_the_server_keeps_a_file(site: Site) -> None:
    cookie = enter(site.url)[1].partition(";")[0]
    folders = str(site.config.home.parent)
    for path in ("facts.csv", "facts.json", "lint.csv", "decisions.csv", "coverage.csv", "config"):
        status, body, _ = http(f"{site.url}/staff/{path}", cookie=cookie)
        assert status == 200, path
        assert folders not in body.decode(), path
    assert "qingze-jyj-2023.txt" in http(f"{site.url}/staff/facts.csv", cookie=cookie)[1].decode()
    for path in ("/config", "/healthz"):
        assert folders not in http(site.url + path)[1].decode(), path


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"Host": "example.org"}, 401),
        ("127.0.0.1", {"X_Forwarded_For": "10.1.1.1"}, 401),
        ("0.0.0.0", {}, 404),
    ],
)
def test_without_users_only_this_machine_may_pass(
    host: str, headers: dict[str, str], status: int, site: Site
) -> None:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from gongkai.ui.desk_gate import Door, Gate, gate_routes

    door = Door.of(site.config.model_copy(update={"users": {}, "host": host}))
    app = FastAPI()
    app.include_router(gate_routes(door))
    app.add_middleware(Gate, door=door)
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000))
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    got = client.get("/staff", headers=names, follow_redirects=False).status_code
    assert got == (303 if status == 200 else status)


class Visit:
    """A staff member's page, logged in."""

    def __init__(self, page: Any, site: Site) -> None:
        self.page, self.site = page, site
        page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.goto(f"{site.url}/staff/")
        page.get_by_label("用户名").fill(NAME)
        page.get_by_label("密码").fill("wrong")
        page.get_by_role("button", name="登录").click()
        page.get_by_role("alert").wait_for()
        assert "不对" in page.get_by_role("alert").inner_text()
        page.get_by_label("密码").fill(SECRET)
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="核查").wait_for()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.errors.append(f"outside: {request.url}")

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def fits(self) -> bool:
        width = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
        whole, body, inner = self.page.evaluate(width)
        return bool(max(whole, body) <= inner)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@pytest.fixture(params=[1280, 390])
def visit(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 844}, locale="zh-CN", accept_downloads=True
    )
    visit = Visit(context.new_page(), site)
    yield visit
    assert visit.errors == []
    assert visit.page.evaluate("window.spiked") is None
    context.close()


class TestBrowser:
    pytestmark = browsing

    def test_a_day_at_the_desk(  # noqa: PLR0915 — one visit, tab by tab, is the cheapest
        self, visit: Visit, tmp_path: Path
    ) -> None:
        page = visit.page
        page.get_by_label("要核查的说法").fill(
            "青泽市教育局2022年收到政府信息公开申请65件。青泽市教育局2022年收到政府信息公开申请99件。"
        )
        page.get_by_role("button", name="核查", exact=True).click()
        page.locator(".gk-item").nth(1).wait_for()
        assert page.locator(".gk-item > .gk-tag").all_inner_texts() == ["属实", "不符"]
        assert "65件" in page.locator(".gk-item").nth(1).locator(".gk-right").inner_text()
        page.locator(".gk-item .gk-cite").first.click()
        assert page.locator("td.gk-hit mark").inner_text() == "65"
        page.keyboard.press("Escape")
        assert visit.fits()
        draft = Document()
        draft.add_paragraph("青泽市教育局2022年收到政府信息公开申请65件，2023年增长了七成多。")
        draft.save(str(tmp_path / "通稿.docx"))
        page.locator("#gk-tabs input[type=file]").first.set_input_files(tmp_path / "通稿.docx")
        page.get_by_text("稿件：通稿.docx").wait_for()
        assert "76.92%" in page.locator("#gk-claim-out").inner_text()
        assert "总计：65" in page.locator(".gk-item .gk-cite").first.inner_text()

        visit.tab("体检")
        page.locator("#gk-lint-go").click()
        finding = page.locator(".gk-finding").filter(has_text="151 ≠ 115")
        finding.wait_for()
        assert "42项勾稽关系全部成立" in page.locator("#gk-lint-out").inner_text()
        assert "42项中40项勾稽关系成立" in page.locator("#gk-lint-out").inner_text()
        finding.focus()
        page.keyboard.press("Enter")
        page.locator("#gk-finding").wait_for()
        marks = page.locator(".gk-places .gk-passage mark")
        assert any("151" in text for text in marks.all_inner_texts())
        assert "115" in marks.all_inner_texts()
        assert page.locator(".gk-places .gk-passage").count() == 2
        assert visit.fits()
        page.get_by_label("属实").check()
        page.get_by_label("备注").fill(f"已问过{EVIL}")
        before = page.locator(".gk-past li").count()
        page.get_by_role("button", name="记录处理").click()
        page.locator(".gk-past li").nth(before).wait_for()
        assert f"已问过{EVIL}" in page.locator(".gk-past li").first.inner_text()
        made = Decisions(visit.site.config.home).history()[-1]
        assert (made.status, made.name, made.rule) == ("confirmed", NAME, "text.table")
        page.get_by_role("button", name="返回清单").click()
        finding.locator(".gk-d-confirmed").wait_for()

        visit.tab("比对")
        page.locator("#gk-compare-go").click()
        page.locator("#gk-compare-chart svg").wait_for()
        assert "本年新收" in page.locator("#gk-compare-chart figcaption").inner_text()
        row = page.get_by_role("button", name="本年新收政府信息公开申请数量·总计")
        row.click()
        page.locator("figcaption").filter(has_text="本年新收政府信息公开申请数量 › 总计").wait_for()
        assert {"65", "115"} <= set(page.locator("#gk-compare-chart text").all_text_contents())
        assert page.locator("#gk-compare-out .gk-diff").count() == 1
        assert visit.fits()

        visit.tab("导出")
        with page.expect_download() as got:
            page.get_by_role("link", name="下载 CSV").click()
        got.value.save_as(tmp_path / "facts.csv")
        text = (tmp_path / "facts.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        new = [
            (r["年份"], r["数值"]) for r in rows
            if r["行"] == "一、本年新收政府信息公开申请数量" and r["列"] == "总计"
        ]  # fmt: skip
        assert sorted(new) == [("2022", "65"), ("2023", "115")]
        assert visit.fits()

        visit.tab("评测")
        page.locator("#gk-eval").wait_for()
        assert visit.fits()

    def test_a_session_that_ended_says_so(self, visit: Visit) -> None:
        page = visit.page
        page.context.clear_cookies()
        page.get_by_label("要核查的说法").fill("青泽市教育局2022年收到政府信息公开申请65件。")
        page.get_by_role("button", name="核查", exact=True).click()
        alert = page.get_by_role("alert").filter(has_text="请先登录")
        alert.wait_for()
        assert "刷新" in alert.inner_text()
        page.reload()
        page.get_by_label("用户名").wait_for()

    def test_an_import_tells_what_failed(self, visit: Visit, tmp_path: Path) -> None:
        page = visit.page
        notice = tmp_path / f"{'x' * 20}<b>通知.txt".replace("<b>", "《b》")
        notice.write_text("关于食堂停水的通知。\n各科室：明天停水。\n", "utf-8")
        visit.tab("导入")
        page.locator("#gk-files input[type=file]").set_input_files(
            [notice, CORPUS / "reports" / "qingze-yjj-2023.txt"]
        )
        page.locator("#gk-files").get_by_text("qingze-yjj-2023").wait_for()
        page.get_by_role("button", name="导入", exact=True).click()
        page.get_by_text("导入结束").wait_for()
        told = page.locator("#gk-import-out").inner_text()
        assert "失败 1" in told
        assert "通知.txt" in told
        assert "通知.txt：" not in told, "the name isn't told twice"
        assert str(visit.site.config.home) not in told
        assert "新增 1" in told or "未变 1" in told
        page.locator("#gk-files input[type=file]").wait_for(state="attached")
        assert visit.fits()
