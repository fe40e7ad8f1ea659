"""URLs, against a real server: limits, checked addresses, pages and their attachments."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gongkai.errors import Unreachable
from gongkai.ingest import fetch as web
from gongkai.ingest.address import Address, anywhere, is_public, resolve
from gongkai.ingest.attachments import attachments
from gongkai.ingest.download import download
from gongkai.ingest.fetch import fetch
from gongkai.ingest.find import Failed, Found, as_url, find
from gongkai.ingest.load import load

CORPUS = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
PAGE = sorted(CORPUS.glob("*.html"))[0]
WORD = sorted(CORPUS.glob("*.docx"))[0]

Answer = Callable[[BaseHTTPRequestHandler], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def gives(self, path: str, data: bytes, media: str = "text/html", **headers: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", media)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer
        return self.url + path

    def redirects(self, path: str, to: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", to)
            handler.end_headers()

        self.answers[path] = answer
        return self.url + path

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[_Server]:
    made = _Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def _get(url: str, max_mb: int = 1) -> web.Fetched:
    return fetch(url, max_mb=max_mb, allowed=anywhere)


def test_a_file_comes_as_it_is(server: _Server) -> None:
    url = server.gives("/%E6%8A%A5%E5%91%8A.pdf?a=1", b"%PDF", "Application/PDF; charset=GBK",
                       Content_Disposition="attachment; filename*=UTF-8''%E5%B1%80.pdf")  # fmt: skip
    given = _get(server.url + "/报告.pdf?a=1#x")
    assert given.data == b"%PDF"
    assert (given.media_type, given.charset) == ("application/pdf", "gbk")
    assert given.filename == "局.pdf"
    assert url.startswith(server.url)


def test_redirects_are_followed_and_bounded(server: _Server) -> None:
    server.gives("/end", b"here")
    server.redirects("/middle", "end")
    assert _get(server.redirects("/start", server.url + "/middle")).url == server.url + "/end"
    with pytest.raises(Unreachable, match="重定向超过 5 次"):
        _get(server.redirects("/circle", "/circle"))
    assert server.asked.count("/circle") == 6


def test_no_private_address_unless_allowed(server: _Server, tmp_path: Path) -> None:
    url = server.gives("/a.html", b"secret")
    for given in (url, url.replace("127.0.0.1", "localhost")):
        (failed,) = find([given], tmp_path)
        assert isinstance(failed, Failed)
        assert "内部网络" in str(failed.error)
        assert "GONGKAI_PRIVATE_URLS=1" in failed.error.remedy
    assert server.asked == []
    (found,) = find([url], tmp_path, private_urls=True)
    assert isinstance(found, Found)


def test_a_redirect_is_checked_too(server: _Server) -> None:
    def only(address: Address) -> bool:
        return str(address) == "127.0.0.1"

    port = server.server_address[1]
    url = server.redirects("/a", f"http://127.0.0.2:{port}/b")
    with pytest.raises(Unreachable, match=r"127\.0\.0\.2 指向本机或内部网络"):
        fetch(url, allowed=only)
    for scheme in ("file:///etc/hostname", "ftp://127.0.0.1/"):
        with pytest.raises(Unreachable, match="只支持"):
            fetch(server.redirects("/c", scheme), allowed=only)


def test_the_connection_goes_to_the_address_that_was_checked(
    server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to a good address once and to this machine after leads nowhere."""
    real = socket.getaddrinfo
    answers = iter(["198.51.100.7", "127.0.0.1"])
    connected: list[str] = []

    def bent(host: str, *rest: object, **named: object) -> object:
        if host == "bent.example":
            return real(next(answers), *rest, **named)  # type: ignore[arg-type]
        connected.append(host)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", bent)
    port = server.server_address[1]
    with pytest.raises(Unreachable):
        fetch(f"http://bent.example:{port}/", allowed=lambda a: not a.is_loopback)
    assert connected == ["198.51.100.7"]
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.20.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    assert resolve("mixed.example", 80, is_public) == ""
    assert resolve("mixed.example", 80, anywhere) == "8.8.8.8"


def test_too_many_bytes_end_the_transfer(server: _Server) -> None:
    with pytest.raises(Unreachable, match="超过 1 MB"):
        _get(server.gives("/big", b"0" * (3 << 20)))
    packed = server.gives("/packed", __import__("gzip").compress(b"0" * (64 << 20)),
                          Content_Encoding="gzip")  # fmt: skip
    with pytest.raises(Unreachable, match="超过 1 MB"):
        _get(packed)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_trickle_ends_in_time(
    server: _Server, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(web, "SECONDS", 0.5)
    ended = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        handler.wfile.write(b"\r\n" if where == "body" else b"X-A: ")
        try:
            for _ in range(200):
                handler.wfile.write(b"a")
                time.sleep(0.05)
        except OSError:
            ended.set()

    server.answers["/slow"] = trickle
    with pytest.raises(Unreachable, match="秒内没有把内容发完"):
        _get(server.url + "/slow")
    assert ended.wait(5)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1/", "连不上"),
        ("http://nowhere.invalid/", "域名无法解析"),
        ("http://user:pass@127.0.0.1/", "用户名或密码"),
        ("http:///path", "只支持"),
        ("http://[::1/", "连不上"),
        ("http://127.0.0.1:99999/", "连不上"),
        ("http://xn--\u4e2d\u0000.example/", "连不上"),
    ],
)
def test_what_can_not_be_had_is_told(url: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words) as caught:
        _get(url)
    assert caught.value.file == url
    assert caught.value.remedy


def test_a_page_and_its_attachments(server: _Server, tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8").replace(
        '<div class="pager">',
        '<p>附件：<a href="f/a.docx">青泽市2023年政府信息公开工作年度报告.docx</a>'
        '<a href="f/b.doc">信息公开申请表.doc</a><a href="f/gone.pdf">年度报告</a></p><div class="pager">',
    )
    url = server.gives("/xxgk/1.html", page.encode())
    server.gives("/xxgk/f/a.docx", WORD.read_bytes(), "application/octet-stream")
    first, second, third = find([url], tmp_path, private_urls=True)
    assert [first.name, second.name, third.name] == [
        url, f"{server.url}/xxgk/f/a.docx", f"{server.url}/xxgk/f/gone.pdf",
    ]  # fmt: skip
    assert isinstance(first, Found)
    assert load(first.path, name=first.name).facts == load(PAGE).facts
    assert isinstance(second, Found)
    assert load(second.path, name=second.name).facts == load(WORD).facts
    assert isinstance(third, Failed)
    assert "404" in str(third.error)
    assert not any("b.doc" in path and "a.docx" not in path for path in server.asked)


def test_a_page_that_only_points_to_its_file(server: _Server, tmp_path: Path) -> None:
    page = (
        "<html><head><title>某某局2023年政府信息公开工作年度报告-门户网站</title></head><body>"
        "<h1>某某局2023年政府信息公开工作年度报告</h1><p>附件：<a href='/d?name=r.docx'>点击下载</a></p>"
    )
    server.gives("/d?name=r.docx", WORD.read_bytes(), "application/octet-stream",
                 Content_Disposition='attachment; filename="r.docx"')  # fmt: skip
    (name, path), *rest = download(server.gives("/p", page.encode()), tmp_path, allowed=anywhere)
    assert rest == []
    assert name.endswith("/d?name=r.docx")
    assert isinstance(path, Path)
    assert path.suffix == ".docx"


@pytest.mark.parametrize("charset", ["gbk", "utf-8", "big5", "utf-16-le"])
def test_the_character_set_of_header_or_page(server: _Server, tmp_path: Path, charset: str) -> None:
    words = "市政府公開工作報告，主動公開資訊"
    data = f"<html><body><p>{words}</p></body></html>".encode(charset)
    url = server.gives("/c", data, f"text/html; charset={charset}")
    ((_, path),) = download(url, tmp_path, allowed=anywhere)
    assert isinstance(path, Path)
    from gongkai.ingest.read import read

    assert words in read(path).text


@pytest.mark.parametrize(
    ("link", "taken"),
    [
        ('<a href="a.pdf">某某局2023年政府信息公开工作年度报告</a>', True),
        ('<a href="a.PDF?x=1">2023年年报.pdf</a>', True),
        ('<a href="a.docx">附件1：年度报告</a>', True),
        ('<a href="/download.jsp?id=1" title="年度报告.docx">附件</a>', True),
        ('<a href="/download.jsp?id=1">年度报告.docx</a>', True),
        ('<a href="a.pdf">图解年度报告</a>', False),
        ('<a href="a.pdf">年度报告解读</a>', False),
        ('<a href="a.docx">部门决算</a>', False),
        ('<a href="a.html">2022年年度报告</a>', False),
        ('<a href="javascript:void(0)">年度报告.pdf</a>', False),
        ('<a href="http://[bad/a.pdf">年度报告</a>', False),
        ('<a href="a.pdf">附件</a>', False),
    ],
)
def test_which_links_are_reports(link: str, taken: bool) -> None:
    page = f"<html><body><p>详见附件：</p><p>{link}</p></body></html>"
    assert bool(attachments(page.encode(), "http://a.example/x/1.html")) is taken


def test_urls_are_told_from_paths() -> None:
    assert as_url(Path("https://a.example/b?c=d")) == "https://a.example/b?c=d"
    assert as_url("HTTP://a.example") == "http://a.example"
    assert as_url("/https://a.example") == ""
    assert as_url("https.txt") == ""
