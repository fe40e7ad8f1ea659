"""The prose of an invented report; its figures agree with the tables.

What a body writes hardly changes from year to year (``habit``); the figures do (``rng``).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.eval.contacts import Contacts
from gongkai.eval.figures import Values
from gongkai.eval.names import Body
from gongkai.eval.themes import THEMES
from gongkai.form import form
from gongkai.report import Address, FormName

NOTICE = "【示例】本报告为虚构样本，不代表任何真实机关。"
_NUMERALS = "一二三四五六七"

# Figures told in prose alone: name, sentence, largest value for a body of size 1.
_OPEN = (
    ("disclosed", "通过各类渠道主动公开政府信息{n}条", 160),
    ("website", "其中门户网站发布{n}条", 0),
    ("new_media", "政务新媒体发布信息{n}条", 90),
    ("interpretations", "发布政策解读材料{n}篇", 5),
    ("press_conferences", "召开新闻发布会{n}场", 1),
    ("proposals", "公开建议提案办理结果{n}件", 4),
    ("consultations", "开展意见征集{n}次", 2),
)
_PLATFORM = (
    ("accounts", "在运维的政务新媒体账号{n}个", 1),
    ("columns", "新设专题专栏{n}个", 1),
    ("hotline", "办理12345热线工单{n}件", 200),
    ("open_days", "举办政府开放日活动{n}场", 1),
    ("messages", "回复网民留言{n}条", 25),
)
_SUPERVISION = (
    ("trainings", "组织业务培训{n}次", 1),
    ("trainees", "参训{n}人次", 40),
    ("inspections", "开展专项检查{n}次", 2),
    ("rectified", "督促整改问题{n}个", 6),
)


@dataclass(slots=True)
class Prose:
    """Paragraphs by section ("" before the first heading) and what they state.

    ``figures``: name → number as the prose tells it. ``fee``: 信息处理费 in 元, None where the
    report is silent. ``disagrees``: figures that were made to differ from the table.
    """

    paragraphs: dict[str, list[str]]
    figures: dict[str, int] = field(default_factory=dict)
    fee: Decimal | None = None
    disagrees: list[dict[str, object]] = field(default_factory=list)
    period: str = ""
    themes: list[str] = field(default_factory=list)


def write(
    body: Body, year: int, name: FormName, values: Values, contacts: Contacts,
    *, habit: random.Random, rng: random.Random, disagree: bool = False,
) -> Prose:  # fmt: skip
    """The prose of one report. ``disagree``: one figure of section 一 differs from its table."""
    prose = Prose({key: [] for key in ("", "一", "二", "三", "四", "五", "六")})
    _opening(prose, body, year, name=name, contacts=contacts, habit=habit)
    _overview(prose, body, year, values=values, habit=habit, rng=rng, disagree=disagree)
    _problems(prose, body, year, habit, rng)
    _other(prose, body, year, habit, rng)
    prose.paragraphs["六"] += contacts.closing
    return prose


def _opening(
    prose: Prose,
    body: Body,
    year: int,
    *,
    name: FormName,
    contacts: Contacts,
    habit: random.Random,
) -> None:
    law = habit.choice((
        "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）有关规定",
        f"按照《中华人民共和国政府信息公开条例》和{form(name).notice}文件要求",
        "依照政府信息公开条例第四十九条、第五十条的规定",
    ))  # fmt: skip
    parts = habit.choice((
        "报告由总体情况、主动公开、依申请公开、复议诉讼、问题与改进、其他事项六部分组成。",
        "全文共六个部分。", "",
    ))  # fmt: skip
    dates = f"{year}年1月1日至{year}年12月31日"
    period = habit.choice((
        f"所列数据的统计期限自{dates}。", f"数据统计时段为{dates}。", f"统计期间：{dates}。", "",
    ))  # fmt: skip
    prose.period = dates if period else ""
    first = f"{law}，{body.name}编制{year}年度政府信息公开工作年度报告。{parts}{period}"
    if contacts.sentence:
        first += contacts.sentence
    paragraphs = prose.paragraphs[""]
    if habit.random() < 0.75:
        paragraphs += [NOTICE, first]
    else:
        paragraphs.append(NOTICE + first)
    paragraphs += contacts.opening


def _overview(
    prose: Prose, body: Body, year: int, *, values: Values, habit: random.Random,
    rng: random.Random, disagree: bool,
) -> None:  # fmt: skip
    about = f"围绕{body.field}工作" if body.field else "围绕群众关切的民生事项"
    lead = habit.choice((
        f"{year}年，{body.we}{about}，把公开透明作为依法履职的基本要求，稳步推进各项公开任务。",
        f"{year}年，{body.name}坚持以公开为常态、不公开为例外，{about}持续做好信息发布与回应。",
        f"一年来，{body.we}{about}，着力让群众看得到、听得懂、能监督，现将{year}年有关情况报告如下。",
    ))  # fmt: skip
    blocks = [
        ("主动公开", _told(prose, _OPEN, body, habit, rng)),
        ("依申请公开", _applications(prose, body, values, habit=habit, rng=rng, disagree=disagree)),
        ("政府信息管理", _management(prose, values, habit)),
        ("公开平台建设", _told(prose, _PLATFORM, body, habit, rng)),
        ("监督保障", _told(prose, _SUPERVISION, body, habit, rng)),
    ]
    shape = habit.choice(("headed", "headed", "numbered", "flow"))
    lines = prose.paragraphs["一"]
    lines.append(lead)
    for number, (topic, text) in enumerate(blocks):
        if shape == "headed":
            lines += [f"（{_NUMERALS[number]}）{topic}情况", text]
        elif shape == "numbered":
            lines.append(f"（{_NUMERALS[number]}）{topic}。{text}")
        else:
            lines.append(text)


def _told(
    prose: Prose, figures: tuple[tuple[str, str, int], ...], body: Body, habit: random.Random,
    rng: random.Random,
) -> str:  # fmt: skip
    clauses = []
    for key, sentence, most in figures:
        if habit.random() < 0.25 and key != "disclosed":
            continue
        top = most * body.size
        number = rng.randint(prose.figures["disclosed"] // 3, prose.figures["disclosed"]) if (
            not top) else rng.randint(max(1, top // 8), top)  # fmt: skip
        prose.figures[key] = number
        clauses.append(sentence.format(n=number))
    start = habit.choice(("", "本年度，", f"{body.we}加强统筹，", "一年来，"))
    close = habit.choice((
        "有效保障了群众的知情权和监督权。", "信息发布的质量和效率进一步提高。",
        "回应了社会关切。", "群众满意度有所提升。",
    ))  # fmt: skip
    joined = "，".join(clauses) if clauses else "各项制度平稳运行"
    return f"{start}{joined}，{close}"


def _total(values: Values, section: str, row: str, column: tuple[str, ...]) -> int | None:
    for address, value in values.items():
        if (address.section, address.column) == (section, column) and (
            not address.row or address.row[-1].startswith(row)
        ):
            return None if value is None else int(value)
    return None


def _applications(
    prose: Prose, body: Body, values: Values, *, habit: random.Random, rng: random.Random,
    disagree: bool,
) -> str:  # fmt: skip
    received = _total(values, "三", "一、本年新收", ("总计",))
    carried = _total(values, "三", "二、上年结转", ("总计",))
    closed = _total(values, "三", "（七）总计", ("总计",))
    left = _total(values, "三", "四、结转", ("总计",))
    reviews = _total(values, "四", "", ("行政复议", "总计"))
    told = received
    if disagree and received is not None:
        told = received + rng.choice((1, 2, 3, 11))
        cell = Address("三", ("一、本年新收政府信息公开申请数量",), ("总计",))
        prose.disagrees.append(
            {"figure": "applications_received", "text": told, "table": received,
             "section": cell.section, "row": list(cell.row), "column": list(cell.column)}
        )  # fmt: skip
    parts = []
    if told == 0:
        parts.append(habit.choice(("全年未收到政府信息公开申请", "没有收到政府信息公开申请")))
    elif told is not None:
        parts.append(habit.choice(("全年新收政府信息公开申请{n}件", "共收到政府信息公开申请{n}件"))
                     .format(n=told))  # fmt: skip
    if told is not None:
        prose.figures["applications_received"] = told
    for key, number, sentence in (
        ("carried_over", carried, "上年结转{n}件"), ("applications_closed", closed, "办结{n}件"),
        ("carried_forward", left, "结转下年度{n}件"),
    ):  # fmt: skip
        if number:
            prose.figures[key] = number
            parts.append(sentence.format(n=number))
    if reviews is not None and habit.random() < 0.6:
        prose.figures["reviews"] = reviews
        parts.append(f"因政府信息公开被申请行政复议{reviews}件" if reviews else "未发生行政复议")
    close = habit.choice(("均在法定期限内答复。", "答复文书全部经过法制审核。", ""))
    text = "，".join(parts) or f"{body.we}按程序办理各类申请"
    return f"{text}。{close}"


def _management(prose: Prose, values: Values, habit: random.Random) -> str:
    made = next(
        (value for address, value in values.items() if "规范性文件" in (address.row or ("",))[-1]),
        None,
    )
    text = habit.choice((
        "严格落实公文公开属性源头认定，发布前逐条开展保密审查。",
        "完善信息制作、审核、发布、归档全流程管理，定期清理失效信息。",
        "对公开目录进行动态调整，统一标注文件效力状态。",
    ))  # fmt: skip
    if made is None or habit.random() < 0.3:
        return text
    prose.figures["normative_documents"] = int(made)
    return text + (f"本年制发行政规范性文件{made}件。" if made else "本年未制发行政规范性文件。")


def _problems(
    prose: Prose, body: Body, year: int, habit: random.Random, rng: random.Random
) -> None:
    usual = habit.sample(THEMES, 4)
    fresh = rng.sample([theme for theme in THEMES if theme not in usual], 2)
    themes = [*usual[: habit.choice((1, 2, 3))], *fresh[: rng.choice((1, 2))]]
    prose.themes = [theme.name for theme in themes]
    problems = [rng.choice(theme.problems) for theme in themes]
    steps = [rng.choice(theme.improvements) for theme in themes]
    lines = prose.paragraphs["五"]
    shape = habit.choice(("two", "one", "list"))
    if shape == "list":
        lines.append(f"{year}年，{body.we}政府信息公开工作还存在以下问题：")
        lines += [f"{i}.{text}。" for i, text in enumerate(problems, 1)]
        lines.append("针对上述问题，改进措施如下：")
        lines += [f"{i}.{text}。" for i, text in enumerate(steps, 1)]
        return
    told = "；".join(f"{_NUMERALS[i]}是{text}" for i, text in enumerate(problems))
    done = "；".join(f"{_NUMERALS[i]}是{text}" for i, text in enumerate(steps))
    if shape == "two":
        lines.append(f"（一）存在的主要问题。{told}。")
        lines.append(f"（二）改进情况。{done}。")
    else:
        lines.append(f"对照群众期待，{body.we}的工作仍有差距：{told}。下一步，{body.we}将{done}。")


def _other(prose: Prose, body: Body, year: int, habit: random.Random, rng: random.Random) -> None:
    lines = prose.paragraphs["六"]
    says = habit.choice(("fee", "fee", "notice", "silent"))
    if says == "silent":
        lines.append(habit.choice(("无其他需要报告的事项。", "本年度没有其他需要报告的事项。")))
    else:
        fee = Decimal(rng.choice((0, 0, 0, rng.randint(2, 180) * 10, 1260)))
        prose.fee = fee
        if fee and habit.random() < 0.3:
            prose.fee = fee = fee + Decimal("0.5")
        if says == "notice":
            notices = rng.randint(1, 6) if fee else 0
            prose.figures["fee_notices"] = notices
            lines.append(
                f"依照信息处理费管理的有关规定，{year}年{body.we}发出收费通知{notices}件，"
                f"收取信息处理费{fee}元。"
            )
        elif fee:
            lines.append(
                f"{year}年，{body.we}共收取政府信息公开信息处理费{fee}元，已足额上缴国库。"
            )
        else:
            lines.append(habit.choice((
                f"{year}年{body.we}未收取政府信息公开信息处理费。",
                f"{body.we}{year}年度政府信息公开信息处理费收取金额为0元。",
            )))  # fmt: skip
    if habit.random() < 0.4:
        prose.figures["open_tasks"] = tasks = rng.randint(3, 28)
        lines.append(f"年度政务公开要点中由{body.we}承担的{tasks}项任务已全部完成。")
