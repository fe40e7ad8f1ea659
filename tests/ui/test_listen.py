"""The port: checked before anything is loaded, its errors named with their remedy."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from gongkai.errors import PortInUse, SettingError
from gongkai.ui.listen import address, check_port


def test_a_port_in_use_is_named_with_the_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse) as raised:
            check_port("127.0.0.1", port)
    assert str(port) in str(raised.value)
    assert "PORT=" in raised.value.remedy
    check_port("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_a_setting_error() -> None:
    with pytest.raises(SettingError, match="HOST"):
        check_port("192.0.2.1", 7860)  # TEST-NET-1, RFC 5737: on no machine


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("0.0.0.0", "http://127.0.0.1:7860"),
        ("::", "http://[::1]:7860"),
        ("::1", "http://[::1]:7860"),
        ("gongkai.example", "http://gongkai.example:7860"),
    ],
)
def test_the_address_a_browser_opens(host: str, shown: str) -> None:
    assert address(host, 7860) == shown


def test_checking_the_port_loads_neither_gradio_nor_a_model() -> None:
    code = (
        "import sys, gongkai.ui.page;"
        "print(sorted({'gradio', 'torch', 'chromadb', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"
