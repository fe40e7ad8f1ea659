"""Passwords, sessions, slowed logins, and who the gate lets past."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.errors import SettingError
from gongkai.ui.desk_gate import Door, is_local
from gongkai.ui.desk_password import hash_password, read_hash, verify
from gongkai.ui.desk_session import HOURS, Attempts, Sessions
from gongkai.ui.desk_upload import safe_name


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_hash_takes_its_password_and_no_other() -> None:
    made = hash_password("示例密码 123")
    assert "示例" not in str(made)
    again = read_hash(str(made), "甲")
    assert again == made
    assert verify("示例密码 123", again)
    assert not verify("示例密码 124", again)
    assert hash_password("示例密码 123") != made, "each has a salt of its own"


@pytest.mark.parametrize(
    "text",
    [
        "", "geheim", "scrypt$1$2$3", "md5$2$8$1$AAAA$AAAA", "scrypt$x$8$1$AAAA$AAAA",
        "scrypt$3$8$1$AAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$1073741824$8$1$AAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$2$8$1$AAAAAAAA$AAAA",
    ],
)  # fmt: skip
def test_what_is_no_hash_is_told_at_once(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="甲"):
        Door.of(Config(home=tmp_path, users={"甲": text}))


def test_a_session_ends_unused_or_by_logout() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token, other = sessions.start("甲"), sessions.start("乙")
    assert (sessions.name(token), sessions.name(other)) == ("甲", "乙")
    assert sessions.name("") == sessions.name("x") == ""
    clock.now = HOURS - 1
    assert sessions.name(token) == "甲"
    clock.now = 2 * HOURS - 2
    assert sessions.name(token) == "甲", "use keeps it open"
    assert sessions.name(other) == ""
    sessions.end(token)
    assert sessions.name(token) == ""


def test_no_use_keeps_a_session_open_for_ever() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.start("甲")
    for hour in range(7 * 24 + 1):
        clock.now = hour * 3600.0
        assert sessions.name(token) == "甲"
    clock.now += 3600.0
    assert sessions.name(token) == ""


def test_failures_make_the_next_try_wait_longer() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    waits = []
    for _ in range(12):
        attempts.fail("@10.0.0.1")
        waits.append(attempts.wait("@10.0.0.1"))
    assert waits[:2] == [0, 0]
    assert waits[2:] == sorted(waits[2:])
    assert waits[2] > 0
    assert waits[-1] == 60
    assert attempts.wait("@10.0.0.2") == 0
    clock.now = 61
    assert attempts.wait("@10.0.0.1") == 0
    attempts.forget("@10.0.0.1")
    attempts.fail("@10.0.0.1")
    assert attempts.wait("@10.0.0.1") == 0


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("[::1]", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False), ("", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_local(host: str, local: bool, tmp_path: Path) -> None:
    assert is_local(host) == local
    assert Door.of(Config(home=tmp_path, host=host)).mode == ("local" if local else "off")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报告.pdf", "报告.pdf"), ("../../etc/passwd", "passwd"), (r"C:\a\报告.docx", "报告.docx"),
        ("a\x00b\n.txt", "ab.txt"), ("..", "report"), ("", "report"), ("<img src=x>.txt", "img src=x.txt"),
    ],
)  # fmt: skip
def test_a_browsers_file_name_becomes_a_safe_one(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name("长" * 300 + ".pdf").encode()) <= 120
