"""The staff desk's door: who may pass, the login page, and what is refused without it.

Everything under `/staff` is refused before any route or Gradio endpoint sees it. Three ways:
users are configured (log in); none are, and the server listens on this machine alone (whoever
sits at it may pass, giving a name for each decision); else the desk is off.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from dataclasses import dataclass, field
from html import escape
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from gongkai.config import Config
from gongkai.ui.desk_password import LONGEST, Hash, hash_password, read_hash, verify
from gongkai.ui.desk_session import Attempts, Sessions
from gongkai.ui.theme import FONTS

_log = logging.getLogger(__name__)

ROOT = "/staff"
COOKIE = "gk_staff"
_LARGEST = 4096  # bytes of a login form
_TURN = 2.0  # seconds a name under attack is kept waiting, whoever asks
_SAFE = ("GET", "HEAD", "OPTIONS")
# A proxy on this machine makes everybody look local, so what one adds closes the open door.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

Mode = Literal["off", "local", "users"]


def is_local(host: str) -> bool:
    """Whether ``host`` is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class Door:
    """Who may pass, by the settings; sessions and failed attempts of this process."""

    mode: Mode
    users: dict[str, Hash] = field(default_factory=dict)
    sessions: Sessions = field(default_factory=Sessions)
    attempts: Attempts = field(default_factory=Attempts)
    # One hash at a time: a flood of logins can't take the machine's memory.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    # Checked for names nobody has, so that the time taken tells nothing.
    nobody: Hash = field(default_factory=lambda: hash_password("nobody"))

    @staticmethod
    def of(config: Config) -> Door:
        """The door of these settings. Raises `SettingError` for a hash that is none."""
        users = {name: read_hash(text, name) for name, text in config.users.items()}
        return Door("users" if users else "local" if is_local(config.host) else "off", users)

    def who(self, connection: HTTPConnection) -> str | None:
        """The name of who asks ("" at this machine without users); None: may not pass."""
        if self.mode == "users":
            return self.sessions.name(connection.cookies.get(COOKIE, "")) or None
        return "" if self.mode == "local" and _sits_here(connection) else None

    async def check(self, name: str, password: str) -> bool:
        """Whether that is a user's name and password."""
        known = self.users.get(name)
        async with self.turn:
            right = await asyncio.to_thread(verify, password[:LONGEST], known or self.nobody)
        return right and known is not None


def _sits_here(connection: HTTPConnection) -> bool:
    client = connection.client
    if client is None or not is_local(client.host):
        return False
    headers = connection.headers
    if any(name in headers for name in _FORWARDED):
        return False
    # Another site's name that points here (DNS rebinding) is not this machine's name.
    return is_local(urlsplit(f"//{headers.get('host', '')}").hostname or "")


class Gate:
    """ASGI middleware: lets nobody past `/staff` but the login who isn't known to the door.

    It tells the name in ``scope["state"]["staff"]``. Elsewhere nothing takes or gives Gradio's
    temporary files, in which staff's uploads may lie.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        inside = path == ROOT or path.startswith(f"{ROOT}/")
        if not inside:
            if path.startswith(("/gradio_api/file", "/gradio_api/upload", "/gradio_api/stream")):
                await _refused(scope, 404)(scope, receive, send)
                return
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if self._door.mode == "off":
            await _off()(scope, receive, send)
        elif _foreign(scope, connection.headers):
            await _refused(scope, 403)(scope, receive, send)
        elif path in (f"{ROOT}/login", f"{ROOT}/logout") and self._door.mode == "users":
            await self._app(scope, receive, send)
        else:
            name = self._door.who(connection)
            if name is None:
                asks = "text/html" in connection.headers.get("accept", "")
                told = self._door.mode == "users" and scope.get("method") == "GET" and asks
                answer = _to(f"{ROOT}/login") if told else _refused(scope, 401)
                await answer(scope, receive, send)
                return
            scope.setdefault("state", {})["staff"] = name
            await self._app(scope, receive, send)


def staff_name(request: Request) -> str | None:
    """The name the gate let in; None where the request never passed it."""
    name = request.scope.get("state", {}).get("staff")
    return name if isinstance(name, str) else None


def _foreign(scope: Scope, headers: Headers) -> bool:
    """Whether another site's page sent what isn't only read."""
    if scope.get("method", "GET") in _SAFE:
        return False
    site = headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        return True
    origin = urlsplit(headers.get("origin", ""))
    # A proxy may rewrite the host, so only names that can't be this server's are refused.
    here = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return bool(origin.hostname) and is_local(here) and not is_local(origin.hostname or "")


def _refused(scope: Scope, status: int) -> Response:
    if scope["type"] == "websocket":
        status = 403
    told = {
        401: "请先登录：登录已过期时，刷新本页即可",
        403: "请求来自其他网站，已拒绝",
        404: "没有这个地址",
    }[status]
    return JSONResponse({"detail": told}, status_code=status, headers={"Cache-Control": "no-store"})


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def _off() -> Response:
    return HTMLResponse(
        _page(
            "<p>这台服务器没有开设工作台：没有设置用户。</p>"
            "<p>请维护者用 <code>gongkai password</code> 生成密码，写入配置文件的 [users]。</p>"
        ),
        status_code=404,
    )


def gate_routes(door: Door) -> APIRouter:
    """`/staff/login` and `/staff/logout`."""
    router = APIRouter()

    @router.get(f"{ROOT}/login")
    def show(request: Request) -> Response:
        return _to(f"{ROOT}/") if door.who(request) is not None else _login("", 200)

    @router.post(f"{ROOT}/login")
    async def enter(request: Request) -> Response:
        name, password = await _given(request)
        client = f"@{request.client.host if request.client else ''}"
        wait = door.attempts.wait(client)
        if wait:
            told = f"尝试次数过多，请等{int(wait) + 1}秒再试。"
            return _login(told, 429, {"Retry-After": str(int(wait) + 1)}, name)
        # A name tried from many addresses is slowed for all, yet locked for none.
        await asyncio.sleep(min(door.attempts.wait(name), _TURN))
        if not await door.check(name, password):
            door.attempts.fail(client)
            door.attempts.fail(name)
            _log.warning("login failed for %r from %s", name[:40], client[1:])
            return _login("用户名或密码不对。", 401, name=name)
        door.attempts.forget(client)
        door.attempts.forget(name)
        door.sessions.end(request.cookies.get(COOKIE, ""))
        answer = _to(f"{ROOT}/")
        answer.set_cookie(
            COOKIE, door.sessions.start(name), path=ROOT, httponly=True,
            samesite="strict", secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    @router.post(f"{ROOT}/logout")
    def leave(request: Request) -> Response:
        door.sessions.end(request.cookies.get(COOKIE, ""))
        answer = _to(f"{ROOT}/login")
        answer.delete_cookie(COOKIE, path=ROOT, httponly=True, samesite="strict")
        return answer

    @router.get(ROOT)
    def slash() -> Response:
        return _to(f"{ROOT}/")

    return router


async def _given(request: Request) -> tuple[str, str]:
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _LARGEST:
            return "", ""
    try:
        fields = parse_qs(data.decode("utf-8"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return "", ""
    return fields.get("name", [""])[0].strip(), fields.get("password", [""])[0]


def _login(
    told: str, status: int, headers: dict[str, str] | None = None, name: str = ""
) -> Response:
    alert = f'<p class="bad" role="alert">{escape(told)}</p>' if told else ""
    focus = ("", " autofocus") if name else (" autofocus", "")
    form = (
        f'{alert}<form method="post" action="{ROOT}/login"><label for="name">用户名</label>'
        f'<input id="name" name="name" value="{escape(name[:80])}" autocomplete="username"'
        f' required{focus[0]}><label for="password">密码</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password"'
        f' maxlength="{LONGEST}" required{focus[1]}><button>登录</button></form>'
    )
    cache = {"Cache-Control": "no-store"}
    return HTMLResponse(_page(form), status_code=status, headers=cache | (headers or {}))


_STYLE = f"""
:root {{ color-scheme: light dark; --page: #f5f6f8; --card: #fff; --line: #c9d0db; --text: #1b2430;
--dim: #566273; --ink: #1f4e8c; --on: #fff; --bad: #a4262c; }}
@media (prefers-color-scheme: dark) {{ :root {{ --page: #12161d; --card: #1a202a; --line: #46536a;
--text: #e8ecf2; --dim: #a6b1c1; --ink: #8fbaf0; --on: #12161d; --bad: #ff9c9c; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: var(--page); color: var(--text); line-height: 1.7; font-size: 16px;
font-family: {", ".join(f'"{name}"' if " " in name else name for name in FONTS)}; }}
main {{ max-width: 400px; margin: 12vh auto 0; padding: 0 16px; }}
section {{ background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 24px; }}
h1 {{ font-size: 22px; margin: 0 0 16px; color: var(--ink); letter-spacing: .04em; }}
label {{ display: block; margin: 12px 0 4px; font-size: 14px; color: var(--dim); }}
input {{ width: 100%; font: inherit; padding: 9px 12px; border: 1px solid var(--line); border-radius: 8px;
background: var(--page); color: var(--text); }}
button {{ width: 100%; margin-top: 20px; font: inherit; font-weight: 600; padding: 10px; border: 0;
border-radius: 8px; background: var(--ink); color: var(--on); cursor: pointer; }}
input:focus-visible, button:focus-visible, a:focus-visible {{ outline: 2px solid var(--ink); outline-offset: 2px; }}
a {{ color: var(--ink); }} .back {{ margin: 16px 4px; font-size: 14px; }}
.bad {{ color: var(--bad); margin: 0 0 4px; }} section p {{ margin: 0 0 8px; }}
"""


def _page(inside: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>工作台 · 公开问答</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/favicon.ico">'
        f"<style>{_STYLE}</style></head><body><main><section><h1>公开问答 · 工作台</h1>{inside}</section>"
        '<p class="back"><a href="/">返回问答页</a></p></main></body></html>'
    )
