"""Invented places and the bodies in them; none of the places exists.

The two-character stems were checked against the national list of administrative divisions and
against jieba's dictionary: no province, city, county or common place has one of them. Phone
area codes (050x) and postcodes (09xxxx, 98xxxx) are unassigned; domains end in `.example`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["government", "bureau", "township", "service"]
PROVINCE = "示例省"

_FIRST = dict(zip("霁澄栖砚漪珑芷筠昀璟翊蘅汐漱珩", (
    "ji", "cheng", "qi", "yan", "yi", "long", "zhi", "jun", "yun", "jing", "yii", "heng", "xi",
    "shu", "hen"), strict=True))  # fmt: skip
_SECOND = dict(zip("汀泽梧澜屿溪岩浦原坞渚岭", (
    "ting", "ze", "wu", "lan", "yu", "xi", "yan", "pu", "yuan", "wuu", "zhu", "ling"),
    strict=True))  # fmt: skip
_TOWN_FIRST = "梅枫鹤鹭荻榆杏桐蓼樟"
_TOWN_SECOND = "塘埠沟坪堰集"
_ROADS = ("示范路", "松风路", "望云街", "听泉大道", "明理路", "云帆大街", "清和路", "知行街")

_BUREAUS = (
    ("教育局", "jyj", "教育"), ("卫生健康委员会", "wjw", "卫生健康"),
    ("市场监督管理局", "scjg", "市场监管"), ("自然资源和规划局", "zrzy", "自然资源"),
    ("人力资源和社会保障局", "rsj", "就业社保"), ("民政局", "mzj", "民政"),
    ("财政局", "czj", "财政"), ("住房和城乡建设局", "zjj", "住房建设"),
    ("交通运输局", "jtj", "交通运输"), ("生态环境局", "sthj", "生态环境"),
    ("农业农村局", "nyj", "农业农村"), ("文化和旅游局", "wlj", "文化旅游"),
    ("应急管理局", "yjj", "应急管理"), ("水利局", "slj", "水利"),
    ("城市管理局", "cgj", "城市管理"), ("司法局", "sfj", "司法行政"),
)  # fmt: skip
_SERVICES = (
    ("公积金管理中心", "gjj", "住房公积金"), ("政务服务中心", "zwfw", "政务服务"),
    ("经济开发区管理委员会", "jkq", "园区建设"), ("湿地公园管理委员会", "sdgy", "湿地保护"),
    ("公共资源交易中心", "ggzy", "公共资源交易"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """An invented body. ``size`` scales its figures (1 a township … 12 a city government).

    ``we`` is what it calls itself (我局); ``field`` what it looks after; ``slug`` is ASCII.
    """

    name: str
    kind: Kind
    city: str
    place: str
    we: str
    field: str
    slug: str
    size: int
    road: str
    area_code: str
    postcode: str


def _stems() -> list[tuple[str, str]]:
    """All stems with their romanised form, in a fixed order that mixes the characters."""
    known = [("青泽", "qingze"), ("云汀", "yunting"), ("临岚", "linlan")]
    made = [(a + b, _FIRST[a] + _SECOND[b]) for a in _FIRST for b in _SECOND]
    random.Random("stems").shuffle(made)
    return known + made


def bodies() -> Iterator[Body]:
    """Every invented body, city by city (青泽市 first); the same at every call."""
    stems = _stems()
    towns = [a + b for a in _TOWN_FIRST for b in _TOWN_SECOND]
    for number in range(len(stems) // 6):
        (city_stem, city_slug), *inner = stems[number * 6 : number * 6 + 6]
        rng = random.Random(f"city:{city_stem}")
        code = f"050{number % 10}"
        post = f"{'09' if number % 2 else '98'}{number:02d}"
        city = f"{city_stem}市"

        def make(
            name: str, kind: Kind, place: str, we: str, field: str, *, slug: str, size: int,
            zone: int, city: str = city, code: str = code, post: str = post,
            rng: random.Random = rng,
        ) -> Body:  # fmt: skip
            road = f"{rng.choice(_ROADS)}{rng.randint(1, 299)}号"
            return Body(
                name, kind, city, place, we, field, slug, size, road, code, f"{post}{zone:02d}"
            )

        yield make(
            f"{city}人民政府", "government", city, "我市", "", slug=city_slug, size=12, zone=0
        )
        for suffix, short, field in _BUREAUS:
            we = "我委" if suffix.endswith("委员会") else "我局"
            slug = f"{city_slug}-{short}"
            yield make(city + suffix, "bureau", city, we, field, slug=slug, size=7, zone=0)
        for suffix, short, field in _SERVICES:
            we = "本中心" if suffix.endswith("中心") else "管委会"
            slug = f"{city_slug}-{short}"
            yield make(city + suffix, "service", city, we, field, slug=slug, size=3, zone=0)
        for index, (stem, part) in enumerate(inner, 1):
            level = "区" if index % 2 else "县"
            place = city + stem + level
            at = f"{city_slug}-{part}"
            yield make(
                f"{place}人民政府",
                "government",
                place,
                f"我{level}",
                "",
                slug=at,
                size=8,
                zone=index,
            )
            for suffix, short, field in _BUREAUS:
                we = "我委" if suffix.endswith("委员会") else "我局"
                yield make(
                    place + suffix,
                    "bureau",
                    place,
                    we,
                    field,
                    slug=f"{at}-{short}",
                    size=3,
                    zone=index,
                )
            for suffix, short, field in _SERVICES[1:3]:
                we = "本中心" if suffix.endswith("中心") else "管委会"
                yield make(
                    place + suffix,
                    "service",
                    place,
                    we,
                    field,
                    slug=f"{at}-{short}",
                    size=2,
                    zone=index,
                )
            for order in range(3):
                town = towns[(number * 15 + index * 3 + order) % len(towns)]
                seat, we, word = (
                    ("街道办事处", "我街道", "street")
                    if level == "区" and order
                    else ("乡人民政府", "我乡", "township")
                    if order == 2
                    else ("镇人民政府", "我镇", "town")
                )
                yield make(
                    place + town + seat,
                    "township",
                    place,
                    we,
                    "",
                    slug=f"{at}-{word}{order}",
                    size=1,
                    zone=index,
                )
