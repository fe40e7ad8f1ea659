"""Errors: one tree, and messages that name the file, the place and the remedy."""

from __future__ import annotations

import inspect

import pytest

from gongkai import errors


def test_every_error_is_in_the_tree() -> None:
    classes = [
        value
        for _, value in inspect.getmembers(errors, inspect.isclass)
        if value.__module__ == errors.__name__
    ]
    assert len(classes) > 10
    assert all(issubclass(value, errors.GongkaiError) for value in classes)
    assert {value.exit_code for value in classes} == {1, 2}


@pytest.mark.parametrize(
    ("file", "place", "remedy", "message"),
    [
        ("a.pdf", "第3页", "请重新下载", "a.pdf，第3页：读不出（请重新下载）"),
        ("a.pdf", "", "", "a.pdf：读不出"),
        ("", "", "请重试", "读不出（请重试）"),
        ("", "", "", "读不出"),
    ],
)
def test_message(file: str, place: str, remedy: str, message: str) -> None:
    assert str(errors.UnreadableFile("读不出", file=file, place=place, remedy=remedy)) == message


def test_bad_input_is_1_and_a_wrong_call_is_2() -> None:
    assert errors.NotAReport("").exit_code == 1
    assert errors.NothingToIngest("").exit_code == 2
    assert errors.PortInUse("").exit_code == 2
