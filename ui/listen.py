"""The port: whether it is free, and the server on it. Loads no model and no Gradio."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from gongkai.config import Config
from gongkai.errors import GongkaiError, PortInUse, SettingError

if TYPE_CHECKING:
    from fastapi import FastAPI

_ANY = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


def check_port(host: str, port: int) -> None:
    """Raise `PortInUse` or `SettingError` where the page could not be served on ``port``."""
    _bind(host, port).close()


def run(app: FastAPI, config: Config, say: Callable[[str], None]) -> None:
    """Serve ``app`` until interrupted; ``say`` the address once it answers there."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                say(f"问答页已打开：{address(config.host, config.port)}（按 Ctrl-C 结束）")

    # The socket is bound here, so a port taken since the check is the same clear error.
    listening = _bind(config.host, config.port)
    try:
        settings = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)
        Server(settings).run(sockets=[listening])
    finally:
        listening.close()


def address(host: str, port: int) -> str:
    """The address a browser on this machine opens."""
    shown = _ANY.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise SettingError(f"地址 {host} 无法使用：{error}", remedy="请检查 HOST") from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
    except OSError as error:
        listening.close()
        raise _refused(host, port, error) from error
    return listening


def _refused(host: str, port: int, error: OSError) -> GongkaiError:
    if error.errno == errno.EADDRINUSE:
        return PortInUse(
            f"端口 {port} 已被其他程序占用",
            remedy=f"请换一个端口，例如 PORT={_next(port)}，或先结束那个程序",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return SettingError(
            f"没有权限使用端口 {port}", remedy="请换一个 1024 以上的端口，例如 PORT=7860"
        )
    return SettingError(f"地址 {host}:{port} 无法使用：{error}", remedy="请检查 HOST 和 PORT")


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 7860
