"""`ask --explain`: how a question was understood, as text and as data."""

from __future__ import annotations

from gongkai.answering.explain import explained, query_json
from gongkai.answering.query import Ask, Query


def test_a_query_is_told_as_data_and_in_words() -> None:
    query = Query(
        "q",
        bureaus=("示例市教育局",),
        years=(2022, 2023),
        relative="近两年",
        asks=(Ask("applications.new", "收到多少申请", ("natural",), "trend", 0.9),),
        inherited=("bureau",),
        heard=(("示例市教育居", "示例市教育局"),),
    )
    data = query_json(query)
    assert data["bureaus"] == ["示例市教育局"]
    assert data["asks"][0]["parts"] == ["自然人"]  # type: ignore[index]
    told = explained(query)
    for word in ("示例市教育局", "2022", "近两年", "自然人", "变化", "承接上文：机关", "教育居"):
        assert word in told
