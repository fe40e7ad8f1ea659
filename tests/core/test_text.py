"""Folding: what is the same to a reader is the same to the matcher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text import bare, digest, fold, fold_char, squeeze


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⾏政⼀", "行政一"),  # Kangxi radicals, which NFKC folds
        ("⻔⺠", "门民"),  # radical supplements, which it doesn't
        ("１２３（ＡＢ）", "123(ab)"),
        ("＠", "@"),
        ("教育局", "教育局"),
    ],
)
def test_fold(printed: str, plain: str) -> None:
    assert fold(printed) == plain


def test_squeeze_drops_all_white_space() -> None:
    assert squeeze("结 果\u3000维\n持\t") == "结果维持"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（四）无 法提供", "(四)无法提供"),
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("危及“三安全一稳定”", "危及三安全一稳定"),
    ],
)
def test_bare_makes_spellings_equal(one: str, other: str) -> None:
    assert bare(one) == bare(other)


# What reports are written in: ASCII, radicals, CJK signs, Han, full-width forms.
_RANGES = [(0x20, 0x7E), (0x2E80, 0x2FD5), (0x3000, 0x3029), (0x4E00, 0x9FFF), (0xFF01, 0xFF5E)]
_written = st.text(st.one_of([st.characters(min_codepoint=a, max_codepoint=b) for a, b in _RANGES]))


@given(_written)
def test_folding_twice_changes_nothing(text: str) -> None:
    for folding in (fold, squeeze, bare):
        assert folding(folding(text)) == folding(text)


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_common_characters_stay(char: str) -> None:
    assert fold_char(char) == char


def test_digest_tells_parts_apart_and_stays() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    # The same on every machine and in every run: ids of an index depend on it.
    assert digest("教育局", "2021") == digest("教育局", "2021")
    assert digest("a") == "ca978112ca1bbdca"
