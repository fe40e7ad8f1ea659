"""Single faults, one function a kind: each changes one thing in a clean report of three years."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.eval.faults_draft import Draft, Line
from gongkai.eval.faults_prose import TELLINGS, cells, tell
from gongkai.form import form
from gongkai.report import SECTIONS, Address


@dataclass(slots=True)
class Years:
    """One body's report between its neighbours."""

    previous: Draft | None
    report: Draft
    following: Draft | None


Plant = Callable[[Years, random.Random], bool]
_SHIFT = (1, 2, 3, 7, 10, 11, 30)


def _count(draft: Draft, address: Address) -> Decimal | None:
    return draft.values.get(address)


def _bump(draft: Draft, address: Address, rng: random.Random) -> bool:
    value = draft.values.get(address)
    if value is None:
        return False
    draft.put(address, value + rng.choice(_SHIFT))
    return True


def _third(draft: Draft, row: int, column: int) -> Address:
    layout = form(draft.form)
    return Address("三", layout.rows[row], (layout.applicants[column],))


def results(years: Years, rng: random.Random) -> bool:
    """A detail of table 三 that its column's total doesn't know of."""
    details = len(form(years.report.form).rows) - 4
    return _bump(
        years.report, _third(years.report, 2 + rng.randrange(details), rng.randrange(7)), rng
    )


def balance(years: Years, rng: random.Random) -> bool:
    """New or carried applications that were neither handled nor carried on."""
    return _bump(years.report, _third(years.report, rng.choice((0, 1, -1)), rng.randrange(7)), rng)


def applicants(years: Years, rng: random.Random) -> bool:
    """A row's total that isn't the sum of its applicants."""
    rows = len(form(years.report.form).rows)
    return _bump(years.report, _third(years.report, rng.randrange(rows), 6), rng)


def outcomes(years: Years, rng: random.Random) -> bool:
    """A result of table 四 that its total doesn't know of."""
    column = rng.choice(form(years.report.form).outcomes)
    return _bump(years.report, Address("四", (), column), rng)


def text(years: Years, rng: random.Random) -> bool:
    """A sentence whose number is off."""
    for telling in rng.sample(TELLINGS, len(TELLINGS)):
        said = tell(years.report, telling, rng, off=rng.choice((*_SHIFT, -1)))
        if said:
            return _say(years.report, said, telling.text)
    return False


def own_text(years: Years, rng: random.Random) -> bool:
    """A number of the report's own prose changed: new, carried, handled, reviews, documents."""
    patterns = (r"(?:申请|上年结转|，办结|结转下年度|行政复议|规范性文件)(\d+)(?=件)",)
    lines = list(years.report.paragraphs("一"))
    rng.shuffle(lines)
    for line in lines:
        for match in rng.sample(found := list(re.finditer(patterns[0], line.text)), len(found)):
            value = int(match[1]) + rng.choice(_SHIFT)
            line.text = f"{line.text[: match.start(1)]}{value}{line.text[match.end(1) :]}"
            years.report.told.append(match.group())
            return True
    return False


def denial(years: Years, rng: random.Random) -> bool:
    """A denial where the table has a number."""
    known = cells(years.report)
    said = {"new": ("全年未收到政府信息公开申请。", "本年度没有收到政府信息公开申请。"),
            "review": ("未发生因政府信息公开引起的行政复议。", "全年无政府信息公开行政复议案件。"),
            "lawsuit": ("没有因政府信息公开被提起行政诉讼。",),
            "made": ("本年未制发行政规范性文件。",)}  # fmt: skip
    names = [name for name in said if known[name]]
    if years.report.order.body.kind == "government":
        names = [name for name in names if name != "made"]
    return bool(names) and _say(years.report, rng.choice(said[name := rng.choice(names)]), name)


def _say(draft: Draft, said: str, what: str) -> bool:
    at = max(n for n, x in enumerate(draft.lines) if x.section == "一")
    draft.lines.insert(at + 1, Line("paragraph", "一", said))
    draft.told.append(what)
    return True


def growth(years: Years, rng: random.Random) -> bool:
    """A growth that the two years' numbers don't give."""
    said = grown(years, rng, off=rng.choice((1, -2, 5, 12)))
    return bool(said) and _say(years.report, said or "", "growth")


def grown(years: Years, rng: random.Random, *, off: int = 0) -> str | None:
    """`新收申请12件，同比增长20.0%`, the rate ``off`` by so many points."""
    if years.previous is None:
        return None
    now, old = cells(years.report)["new"], cells(years.previous)["new"]
    if not now or not old:
        return None
    rate = ((now - old) * 100 / old).quantize(Decimal("0.1")) + off
    verb = "增长" if rate >= 0 else "下降"
    led = rng.choice(("同比", "比上年", "较上年度", "较去年"))
    return f"全年新收政府信息公开申请{now}件，{led}{verb}{abs(rate)}%。"


def share(years: Years, rng: random.Random) -> bool:
    """A share that its number and whole don't give."""
    said = shared(years.report, rng, off=rng.choice((1, 3, 10)))
    return bool(said) and _say(years.report, said or "", "share")


def shared(draft: Draft, rng: random.Random, *, off: int = 0) -> str | None:
    """`办结8件，其中予以公开5件，占62.5%`, the share ``off`` by so many points."""
    known = cells(draft)
    total = known["total"]
    name, label = rng.choice(
        (
            ("granted", "予以公开"),
            ("denied", "不予公开"),
            ("unable", "无法提供"),
            ("open", "予以公开及部分公开"),
        )
    )
    part = known[name]
    if not total or part is None:
        return None
    rate = (part * 100 / total).quantize(Decimal("0.01")) + off
    return f"政府信息公开申请办结{total}件，其中{label}{part}件，占{rate}%。"


def carried(years: Years, rng: random.Random) -> bool:
    """Next year takes over what this year didn't hand on."""
    if years.previous is None:
        return False
    out = _third(years.previous, -1, rng.randrange(7))
    return _bump(years.previous, out, rng)


def documents(years: Years, rng: random.Random) -> bool:
    """More valid documents than last year's and this year's give."""
    if years.previous is None or not years.previous.form == years.report.form == "2021":
        return False
    clause = form("2021").clauses[0]
    return _bump(
        years.report, Address("二", (clause.label, clause.items[1]), clause.columns[2:]), rng
    )


def projects(years: Years, rng: random.Random) -> bool:
    """Another number of projects last year than last year's report told (form 2019)."""
    if years.previous is None or not years.previous.form == years.report.form == "2019":
        return False
    clauses = [c for c in form("2019").clauses if c.columns[0] == "上一年项目数量"]
    clause = rng.choice(clauses)
    return _bump(
        years.report,
        Address("二", (clause.label, rng.choice(clause.items)), clause.columns[:1]),
        rng,
    )


def fees(years: Years, rng: random.Random) -> bool:
    """A fee in the tables and a denial of any in section 六."""
    draft = years.report
    layout = form(draft.form)
    fee = layout.clauses[3]
    address = Address("二", (fee.label, fee.items[0]), fee.columns[:1])
    unpaid = [r for r in layout.rows if "逾期未按收费通知" in r[-1]]
    if draft.form == "2021" and rng.random() < 0.5:
        draft.put(address, Decimal(rng.randint(1, 900)) / 10)
        said = rng.choice(
            ("全年无收费情况。", "本年度未收取任何费用。", "没有收取行政事业性收费。")
        )
    elif unpaid:
        for column in (0, 6):
            for row in (unpaid[0], ("三、本年度办理结果", "（七）总计"), layout.rows[0]):
                cell = Address("三", row, (layout.applicants[column],))
                draft.put(cell, (draft.values[cell] or 0) + 2)
        said = rng.choice(("全年无收费情况。", "本年度发出收费通知0件。", "本年未收取信息处理费。"))
    else:
        return False
    return _only(draft, "六", said)


def _only(draft: Draft, section: str, said: str | None) -> bool:
    """Leave a section that paragraph alone, or none."""
    draft.lines = [x for x in draft.lines if not (x.section == section and x.kind == "paragraph")]
    if said is not None:
        at = next(n for n, x in enumerate(draft.lines) if x.section == section)
        draft.lines.insert(at + 1, Line("paragraph", section, said))
    return True


def period(years: Years, rng: random.Random) -> bool:
    """The statistical period of another year."""
    wrong = years.report.order.year + rng.choice((-1, 1))
    year = years.report.order.year
    for line in years.report.paragraphs(""):
        if f"{year}年1月1日" in line.text:
            line.text = line.text.replace(f"{year}年1月1日", f"{wrong}年1月1日")
            line.text = line.text.replace(f"{year}年12月31日", f"{wrong}年12月31日")
            return True
    return False


def days(years: Years, rng: random.Random) -> bool:
    """A statistical period that isn't the whole year."""
    for line in years.report.paragraphs(""):
        if "12月31日" in line.text:
            line.text = line.text.replace(
                "12月31日", rng.choice(("11月30日", "12月30日", "6月30日"))
            )
            return True
    return False


def title(years: Years, _: random.Random) -> bool:
    """The opening calls the report that of another year."""
    year = years.report.order.year
    for line in years.report.paragraphs(""):
        said = f"{year}年度政府信息公开工作年度报告"
        if said in line.text:
            line.text = line.text.replace(said, f"{year - 1}{said[4:]}")
            return True
    return False


def missing(years: Years, rng: random.Random) -> bool:
    """A section that isn't there."""
    name = rng.choice(SECTIONS)
    years.report.lines = [x for x in years.report.lines if x.section != name]
    return True


def order(years: Years, rng: random.Random) -> bool:
    """Two sections that changed places, and kept their numbers."""
    lines = years.report.lines
    first = rng.randrange(len(SECTIONS) - 1)
    a, b = SECTIONS[first : first + 2]
    ours = [x for x in lines if x.section == a], [x for x in lines if x.section == b]
    start = next(n for n, x in enumerate(lines) if x.section == a)
    rest = [x for x in lines if x.section not in (a, b)]
    rest[start:start] = [*ours[1], *ours[0]]
    years.report.lines = rest
    return True


def ordinal(years: Years, rng: random.Random) -> bool:
    """A section's heading with another's number."""
    heads = [x for x in years.report.lines if x.kind == "heading"]
    line = rng.choice(heads[1:])
    line.text = f"{SECTIONS[SECTIONS.index(line.section) - 1]}{line.text[1:]}"
    return True


def empty(years: Years, rng: random.Random) -> bool:
    """A section of its heading alone."""
    name = rng.choice(("一", "五", "六"))
    return _only(years.report, name, None)


def nothing(years: Years, rng: random.Random) -> bool:
    """A section that says 无."""
    return _only(years.report, rng.choice(("五", "六", "一")), rng.choice(("无", "无。", "暂无")))


def blank(years: Years, rng: random.Random) -> bool:
    """A cell left blank or struck through."""
    address = rng.choice(list(years.report.values))
    years.report.put(address, None, rng.choice(("", "/", "—", "-", "／")))
    return True


def copied(years: Years, rng: random.Random) -> bool:
    """Last year's section 五, word for word but for the year."""
    if years.previous is None:
        return False
    old = [x.text for x in years.previous.paragraphs("五")]
    if rng.random() < 0.5:
        old[-1] = old[-1].replace("，", "，切实", 1)
    year = years.report.order.year
    _only(years.report, "五", None)
    at = next(n for n, x in enumerate(years.report.lines) if x.section == "五")
    years.report.lines[at + 1 : at + 1] = [
        Line("paragraph", "五", text.replace(str(year - 1), str(year))) for text in old
    ]
    return True


def unreachable(years: Years, _: random.Random) -> bool:
    """No contact at all."""
    body = years.report.order.body
    known = [body.place + body.road, body.postcode, body.area_code, "example", "邮编", "邮政编码"]
    for line in list(years.report.paragraphs("")) + list(years.report.paragraphs("六")):
        kept = re.sub(
            r"如对本报告有疑问.*?。|公众可通过以下方式.*$|欢迎社会各界监督。.*$", "", line.text
        )
        line.text = kept
    years.report.lines = [
        x for x in years.report.lines
        if x.kind == "heading" or not (x.section in ("", "六") and (
            not x.text or re.match(r"(?:\w{0,4}(?:地址|邮编|邮政编码|电话|传真\w*|邮箱|邮件|网址|网站))：", x.text)))
        or x.kind in ("title", "table")
    ]  # fmt: skip
    text = "".join(x.text for x in years.report.lines if x.section in ("", "六"))
    return not any(word in text for word in known)


def malformed(years: Years, rng: random.Random) -> bool:
    """A postcode, phone or e-mail address with something missing."""
    body = years.report.order.body
    wrong = [
        (body.postcode, body.postcode[:-1]), (body.postcode, body.postcode + "0"),
        (f"{body.area_code}-555", f"{body.area_code}-55"), ("@", ""), (".example", ""),
    ]  # fmt: skip
    rng.shuffle(wrong)
    for right, typo in wrong:
        for line in (*years.report.paragraphs(""), *years.report.paragraphs("六")):
            labelled = re.search(
                rf"(?:邮编|邮政编码|电话|邮箱|邮件)：[^，；。）]*{re.escape(right)}", line.text
            )
            if labelled:
                changed = labelled.group().replace(right, typo)
                line.text = line.text.replace(labelled.group(), changed)
                return True
    return False


def negative(years: Years, rng: random.Random) -> bool:
    """A count below 0."""
    draft = years.report
    known = [a for a in draft.values if "增" not in a.column[0]]
    draft.put(rng.choice(known), -rng.randint(1, 9))
    return True


def fraction(years: Years, rng: random.Random) -> bool:
    """Half a case."""
    draft = years.report
    known = [a for a in draft.values if a.section in ("三", "四")]
    draft.put(rng.choice(known), Decimal(rng.randint(1, 40)) + Decimal("0.5"))
    return True


def part(years: Years, rng: random.Random) -> bool:
    """More documents made than are valid, none repealed."""
    if years.report.form != "2021":
        return False
    clause = form("2021").clauses[0]
    row = (clause.label, clause.items[1])
    valid = years.report.values[Address("二", row, clause.columns[2:])]
    ended = years.report.values[Address("二", row, clause.columns[1:2])]
    if valid is None or ended is None:
        return False
    years.report.put(Address("二", row, clause.columns[:1]), valid + ended + rng.choice(_SHIFT))
    return True


def jump(years: Years, rng: random.Random) -> bool:
    """An amount in 元 where 万元 is asked for, or a count with zeros too many."""
    if years.previous is None:
        return False
    known = [
        (a, old) for a, old in years.previous.values.items()
        if a.section == "二" and a in years.report.values and old and old >= 10
        and "增" not in a.column[0]
    ]  # fmt: skip
    if not known:
        return False
    address, old = rng.choice(known)
    years.report.put(address, old * 10_000)
    return True


KINDS: dict[str, tuple[str, Plant]] = {
    "sums.results": ("sums.results", results),
    "sums.balance": ("sums.balance", balance),
    "sums.applicants": ("sums.applicants", applicants),
    "sums.outcomes": ("sums.outcomes", outcomes),
    "text.table": ("text.table", text),
    "text.table: its own": ("text.table", own_text),
    "text.table: denial": ("text.table", denial),
    "text.growth": ("text.growth", growth),
    "text.share": ("text.share", share),
    "years.carried": ("years.carried", carried),
    "years.documents": ("years.documents", documents),
    "years.projects": ("years.projects", projects),
    "fees.denied": ("fees.denied", fees),
    "period.year": ("period.year", period),
    "period.days": ("period.days", days),
    "period.title": ("period.title", title),
    "sections.missing": ("sections.missing", missing),
    "sections.order": ("sections.order", order),
    "sections.number": ("sections.number", ordinal),
    "sections.empty": ("sections.empty", empty),
    "sections.nothing": ("sections.nothing", nothing),
    "cells.blank": ("cells.blank", blank),
    "copied.problems": ("copied.problems", copied),
    "contact.missing": ("contact.missing", unreachable),
    "contact.malformed": ("contact.malformed", malformed),
    "odd.negative": ("odd.negative", negative),
    "odd.fraction": ("odd.fraction", fraction),
    "odd.part": ("odd.part", part),
    "odd.jump": ("odd.jump", jump),
}


def enrich(years: Years, rng: random.Random) -> None:
    """Say a few true things more, so that clean reports too have prose to be misread."""
    for telling in rng.sample(TELLINGS, 4):
        said = tell(years.report, telling, rng)
        if said:
            _say(years.report, said, telling.text)
    for more in (grown(years, rng), shared(years.report, rng)):
        if more:
            _say(years.report, more, "true")
    years.report.told.clear()


def kinds() -> Sequence[str]:
    """The kinds of fault, in the rules' order."""
    return tuple(KINDS)
