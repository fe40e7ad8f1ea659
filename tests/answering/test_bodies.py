"""Names of bodies in questions: which indexed bodies they fit, and which fit none."""

from __future__ import annotations

import pytest

from gongkai.answering.bodies import Bodies
from gongkai.answering.body_name import split_name

CITY, DISTRICT = "青泽市教育局", "青泽市云汀区教育局"
FAR = "示例市临阿区教育局"
BODIES = Bodies(
    [
        CITY,
        DISTRICT,
        FAR,
        "青泽市卫生健康委员会",
        "青泽市云汀区人民政府",
        "青泽市市场监督管理局",
        "青泽市城市管理局",
        "临岚县人力资源和社会保障局",
        "临岚县柳溪镇人民政府",
        "青泽市云汀区梅堰街道办事处",
        "栖汀市",
    ]
)


@pytest.mark.parametrize(
    ("name", "places", "organ"),
    [
        ("青泽市云汀区教育局", ("青泽市", "云汀区"), "教育局"),
        ("青泽市城市管理局", ("青泽市",), "城市管理局"),
        ("青泽市住房和城乡建设局", ("青泽市",), "住房和城乡建设局"),
        ("青泽市市场监督管理局", ("青泽市",), "市场监督管理局"),
        ("临岚县柳溪镇人民政府", ("临岚县", "柳溪镇"), "人民政府"),
        ("青泽市云汀区梅堰街道办事处", ("青泽市", "云汀区", "梅堰街道"), "办事处"),
        ("栖汀市", ("栖汀市",), ""),
    ],
)
def test_a_name_is_taken_apart(name: str, places: tuple[str, ...], organ: str) -> None:
    found = split_name(name)
    assert (found.places, found.organ) == (places, organ)


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("怎么联系青泽市教育局", [CITY]),
        ("青泽教育局怎么联系", [CITY]),
        ("云汀区教育局的电话", [DISTRICT]),
        ("云汀教育局收费吗", [DISTRICT]),
        ("青泽卫健委在哪", ["青泽市卫生健康委员会"]),
        ("临岚县人社局的地址", ["临岚县人力资源和社会保障局"]),
        ("市监局处罚多少", ["青泽市市场监督管理局"]),
        ("青泽市城管局处罚了几次", ["青泽市城市管理局"]),
        ("柳溪镇怎么联系", ["临岚县柳溪镇人民政府"]),
        ("梅堰街道收到多少申请", ["青泽市云汀区梅堰街道办事处"]),
        ("栖汀存在哪些问题", ["栖汀市"]),
        ("云汀区收到多少申请", ["青泽市云汀区人民政府"]),
        ("区政府收到多少申请", ["青泽市云汀区人民政府"]),
        ("青泽市的云汀区教育局怎么样", [DISTRICT]),
    ],
)
def test_a_name_finds_its_body(question: str, fits: list[str]) -> None:
    mentions = BODIES.find(question)
    assert [list(mention.fits) for mention in mentions] == [fits]
    assert mentions[0].known
    assert mentions[0].sure


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("怎么联系教育局", {CITY, DISTRICT, FAR}),
        ("我们区的教育局收费吗", {DISTRICT, FAR}),
        ("市教育局的电话", {CITY}),
    ],
)
def test_an_organ_alone_fits_every_body_that_has_it(question: str, fits: set[str]) -> None:
    (mention,) = BODIES.find(question)
    assert set(mention.fits) == fits


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("北京市教育局有没有收费", "北京市教育局"),
        ("北京教育局有没有收费", "北京教育局"),
        ("财政局收费吗", "财政局"),
        ("上海收到多少申请", "上海"),
        ("示例教育局怎么联系", "示例教育局"),  # the city's own isn't indexed, only a district's
        ("栖汀市教育局电话", "栖汀市教育局"),
        ("青泽市云汀区财政局电话", "青泽市云汀区财政局"),
    ],
)
def test_a_body_that_is_not_indexed_fits_none(question: str, said: str) -> None:
    mentions = [m for m in BODIES.find(question) if not m.known]
    assert [mention.text for mention in mentions] == [said]
    assert all(not mention.fits for mention in BODIES.find(question))


@pytest.mark.parametrize("said", ["云丁区教育局的电话", "梅堰镇收到多少申请", "青河市教育局收费吗"])
def test_a_place_one_letter_off_is_another_place(said: str) -> None:
    (mention,) = BODIES.find(said)
    assert not mention.known


@pytest.mark.parametrize(
    "question",
    [
        "公开了多少条信息",
        "市政府信息公开收到多少申请",
        "有没有人去法院告",
        "多少社区建了政务公开专区",
        "全市收到多少申请",
        "今年企业提了几件",
        "行政强制执行多少件",
    ],
)
def test_words_like_names_are_no_names(question: str) -> None:
    assert BODIES.find(question) == ()


def test_two_bodies_in_one_question() -> None:
    mentions = BODIES.find("青泽市教育局和云汀区教育局哪个申请多")
    assert [mention.fits for mention in mentions] == [(CITY,), (DISTRICT,)]
