"""`gongkai serve`: the page answers, and an interrupt ends it cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PATIENCE = 180  # seconds until a slow machine has the page up


def _fetch(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(PATIENCE):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=10) as page:
                return str(page.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(1)
    return ""


@pytest.mark.slow
def test_serve_and_interrupt(library_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port)],
        env={**os.environ, "GONGKAI_HOME": str(library_home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        page = _fetch(f"http://127.0.0.1:{port}/", server)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    finally:
        server.kill()
    assert "<html" in page, said.decode()
    assert f"http://127.0.0.1:{port}" in said.decode()
    assert server.returncode in (0, 130)
    assert "Traceback" not in said.decode()
