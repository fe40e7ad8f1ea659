"""One file from the web: bounded in size, time and redirects, from checked addresses alone.

The connection goes to the very address that was checked, so that a name which resolves
differently a moment later leads nowhere.
"""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from gongkai.errors import Unreachable
from gongkai.ingest.address import Allowed, is_public, resolve

log = logging.getLogger(__name__)

SECONDS = 60.0
MAX_REDIRECTS = 5
_WAIT = 15.0  # for a connection, and for each piece of an answer
_BLOCK = 1 << 16
_PORTS = {"http": 80, "https": 443}
_BROWSER = "请在浏览器中打开该网址，另存网页或附件后导入文件"
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; gongkai)",
    "Accept": "*/*",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # Packed answers would have to be bounded twice.
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave. ``url`` is the last one after redirects; ``charset`` and ``filename`` as
    the server tells them, "" where it doesn't; ``media_type`` in lower case."""

    url: str
    data: bytes
    media_type: str
    charset: str
    filename: str


def fetch(url: str, *, max_mb: int = 50, allowed: Allowed = is_public) -> Fetched:
    """What lies at an http or https URL. Proxies of the environment aren't used.

    Raises `Unreachable` for any address that isn't ``allowed``, for too many redirects, too many
    bytes or too much time, and for whatever else keeps the file away; each names the URL.
    """
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        try:
            given = _get(here, max_mb, allowed)
        except Unreachable as error:
            raise Unreachable(error.message, file=url, remedy=error.remedy) from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            log.debug("fetching %s failed", here, exc_info=True)
            raise Unreachable(_reason(error), file=url, remedy=_BROWSER) from error
        if isinstance(given, Fetched):
            return given
        here = urljoin(here, given)
    raise Unreachable(f"重定向超过 {MAX_REDIRECTS} 次", file=url, remedy=_BROWSER)


def _get(url: str, max_mb: int, allowed: Allowed) -> Fetched | str:
    """What the URL gives, or where it redirects to."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if parts.scheme not in _PORTS or not host:
        raise Unreachable("只支持 http 和 https 网址", remedy="请检查网址")
    if parts.username is not None:
        raise Unreachable("网址里不能带用户名或密码", remedy="请去掉后再试")
    port = parts.port or _PORTS[parts.scheme]
    address = resolve(host, port, allowed)
    if not address:
        raise Unreachable(
            f"{host} 指向本机或内部网络，不予访问",
            remedy="确需读取时设 GONGKAI_PRIVATE_URLS=1",
        )
    given: Fetched | str
    with _connection(parts.scheme, address, port, host) as connection:
        connection.request(
            "GET", _target(parts), headers={"Host": parts.netloc.encode("idna").decode("ascii"), **_HEADERS},
            preload_content=False,
        )  # fmt: skip
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
            # Headers arrive as Latin-1; servers send UTF-8 in them.
            given = _utf8(answer.headers["Location"])
        elif answer.status == 200:
            told = answer.headers.get("Content-Type") or ""
            charset = re.search(r"charset=[\"']?([\w-]+)", told, re.IGNORECASE)
            given = Fetched(
                url,
                _body(answer, max_mb),
                told.partition(";")[0].strip().lower(),
                charset[1].lower() if charset else "",
                _filename(_utf8(answer.headers.get("Content-Disposition") or "")),
            )
        else:
            raise Unreachable(f"服务器返回 {answer.status}", remedy=_BROWSER)
    return given


def _body(answer: urllib3.BaseHTTPResponse, max_mb: int) -> bytes:
    most = max_mb << 20
    data = bytearray()
    for block in answer.stream(_BLOCK, decode_content=True):
        data += block
        if len(data) > most:
            raise Unreachable(
                f"内容超过 {max_mb} MB", remedy="请调高设置 GONGKAI_MAX_FILE_MB，或下载后拆分"
            )
    return bytes(data)


@contextlib.contextmanager
def _connection(scheme: str, address: str, port: int, host: str) -> Iterator[HTTPConnection]:
    """A connection to ``address`` that ends after `SECONDS`, whatever trickles in meanwhile."""
    timeout = urllib3.Timeout(connect=_WAIT, read=_WAIT)
    connection: HTTPConnection
    if scheme == "https":
        connection = HTTPSConnection(
            address, port, timeout=timeout.connect_timeout, server_hostname=host,
            ssl_context=ssl.create_default_context(),
        )  # fmt: skip
    else:
        connection = HTTPConnection(address, port, timeout=timeout.connect_timeout)
    late = threading.Event()
    # Kept apart: the connection lets go of its socket once an answer's head is read.
    opened: list[socket.socket] = []

    def end() -> None:
        late.set()
        for one in (*opened, connection.sock):
            with contextlib.suppress(OSError, TypeError):
                # The plain socket's: a TLS socket's own would wait for the other side.
                socket.socket.shutdown(one, socket.SHUT_RDWR)

    clock = threading.Timer(SECONDS, end)
    clock.daemon = True
    clock.start()
    try:
        connection.connect()
        opened.append(connection.sock)
        yield connection
        if late.is_set():  # an answer of unknown length seems to end where it was cut off
            raise TimeoutError
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
        connection.close()


def _target(parts: SplitResult) -> str:
    """The request's target, percent-encoded where it isn't yet."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _utf8(header: str) -> str:
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _filename(disposition: str) -> str:
    """The file's name in a Content-Disposition header (RFC 6266)."""
    if match := re.search(r"filename\*\s*=\s*[\w-]*'[\w-]*'([^;\s]+)", disposition, re.IGNORECASE):
        return unquote(match[1])
    match = re.search(r"filename\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))", disposition, re.IGNORECASE)
    return unquote(match[1] or match[2] or "") if match else ""


def _reason(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return "找不到这个网站（域名无法解析）"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "网站的证书无法验证"
        if isinstance(cause, TimeoutError | urllib3.exceptions.ReadTimeoutError):
            return f"网站在 {SECONDS:.0f} 秒内没有把内容发完"
        cause = cause.__cause__ or cause.__context__
    return f"网站连不上或中途断开（{type(error).__name__}）"
