"""Questions in English and in pinyin, and English answers that keep names, quotes and numbers."""

from __future__ import annotations

import re

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.answering.english import in_chinese_words, is_english
from gongkai.answering.pinyin import Pinyin
from gongkai.answering.topics import meaning


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("how many requests were received in 2022?", True),
        ("were any fees charged by 青泽市教育局", True),
        ("qingzeshi jiaoyuju shoudao duoshao shenqing", False),
        ("青泽市教育局收到多少申请", False),
        ("app和微信公众号有几个", False),
    ],
)
def test_english_is_told_from_pinyin_and_chinese(question: str, english: bool) -> None:
    assert is_english(question) is english


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("how many requests were received", ["多少", "申请", "收到"]),
        ("what percentage of requests was refused", ["占", "不予公开"]),
        ("which body received the most requests", ["哪个单位", "最多"]),
    ],
)
def test_english_is_understood_as_the_fields_words(question: str, holds: list[str]) -> None:
    told = in_chinese_words(question)
    assert all(word in told for word in holds)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("shoudao duoshao shenqing", "收到多少申请"),
        ("zenme lianxi", "怎么联系"),
        ("bu yu gong kai de you duo shao", "不予公开的有多少"),
        ("app", "app"),
        ("12345 hotline", "12345 hotline"),
    ],
)
def test_pinyin_is_read_as_the_phrases_words(typed: str, read: str) -> None:
    assert Pinyin(phrase for _, phrase in meaning().phrases()).read(typed) == read


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "How many requests did Qingze Education Bureau receive in 2022?",
            "青泽市教育局2022年收到多少申请",
        ),
        ("Did Qingze Education Bureau charge any fees in 2022?", "青泽市教育局2022年收费了吗"),
        ("How can I contact Qingze Education Bureau?", "怎么联系青泽市教育局"),
        (
            "What problems did Qingze Education Bureau report in 2022?",
            "青泽市教育局2022年存在哪些问题",
        ),
        ("qingzeshi jiaoyuju 2022 nian shoudao duoshao shenqing", "青泽市教育局2022年收到多少申请"),
    ],
)
def test_the_same_places_are_cited_as_in_chinese(
    sample: Assistant, english: str, chinese: str
) -> None:
    told, wanted = sample.ask(english).answer, sample.ask(chinese).answer
    assert told.status == wanted.status == "answered"
    assert [(c.report_id, c.quote) for c in told.citations] == [
        (c.report_id, c.quote) for c in wanted.citations
    ]
    if is_english(english.lower()):
        words = told.text
        for citation in told.citations:
            words = words.replace(citation.quote, "")
        words = re.sub("“[^”]*”|青泽市教育局|\\([^()]*\\)", "", words)
        assert re.search("[a-z]{3}", words)
        # What is Chinese outside quotations are units and labels in brackets, no sentences.
        assert not re.search("[\u4e00-\u9fff]{6}", words)
