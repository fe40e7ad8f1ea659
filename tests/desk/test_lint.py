"""Lint: what each rule finds in invented reports, and what it must leave alone."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.desk.finding import Lint
from gongkai.desk.lint import RULES, lint, lint_years
from gongkai.form import form
from gongkai.ingest.load import load
from gongkai.report import Address, Fact, Locator, Report, SectionParagraph

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "eval" / "corpus" / "reports"
SHARED = ROOT.parent / "shared" / "reports"
THIRD = form("2021").rows
KINDS = form("2021").applicants


@pytest.fixture(scope="module")
def sample() -> Report:
    """An invented bureau's report of the 2021 form, without blanks."""
    return next(
        report
        for report in map(load, sorted(SAMPLE.glob("qingze-mzj-202*")))
        if report.form == "2021"
    )


def zeros(
    sample: Report, *paragraphs: str, section: str = "一", bureau: str = "示例市教育局"
) -> Report:
    """An invented report whose cells are all 0, with these paragraphs alone."""
    place = Locator("text", 0, 1)
    parts = [SectionParagraph("一", "一、总体情况", place, heading=True)]
    parts += [SectionParagraph(section, text, place) for text in paragraphs]
    facts = tuple(replace(f, value=Decimal(0), text="0") for f in sample.facts)
    return replace(
        sample,
        bureau=bureau,
        year=2023,
        paragraphs=tuple(parts),
        facts=facts,
        period="",
        warnings=(),
    )


def put(report: Report, **values: int) -> Report:
    """Cells of table 三's total column by row number (r0, r1, …), of 四 by place (o4), of 二 (d5)."""
    cells = list(report.facts)
    second = [i for i, f in enumerate(cells) if f.address.section == "二"]
    fourth = [i for i, f in enumerate(cells) if f.address.section == "四"]
    for name, value in values.items():
        number = int(name[1:])
        if name[0] == "r":
            at = next(
                i for i, f in enumerate(cells)
                if f.address == Address("三", THIRD[number], (KINDS[-1],))
            )  # fmt: skip
        else:
            at = (second if name[0] == "d" else fourth)[number]
        cells[at] = replace(cells[at], value=Decimal(value), text=str(value))
    return replace(report, facts=tuple(cells))


def rules(result: Lint) -> set[str]:
    return {finding.rule for finding in result.findings}


def text_findings(report: Report, previous: Report | None = None) -> list[str]:
    return [
        f"{f.severity} {f.formula}"
        for f in lint(report, previous).findings
        if f.rule.startswith("text.")
    ]


# Text, the cells' values, and the findings (none: "").
TOLD = [
    ("全年新收政府信息公开申请81件。", {"r0": 81}, ""),
    ("全年新收政府信息公开申请82件。", {"r0": 81}, "error 82 ≠ 81"),
    ("全年新收政府信息公开申请八十二件。", {"r0": 81}, "error 82 ≠ 81"),
    ("全年新收政府信息公开申请８２件。", {"r0": 81}, "error 82 ≠ 81"),
    ("受理政府信息公开申请81件。", {"r0": 78, "r1": 3}, ""),
    ("收到政府信息公开申请81件。", {"r0": 78, "r1": 3}, "hint 81 ≠ 78"),
    ("收到政府信息公开申请约3100件。", {"r0": 3119}, ""),
    ("收到政府信息公开申请超过3200件。", {"r0": 3119}, "error 3200 ≠ 3119"),
    # A part, another year, a goal, a sum over years, another matter.
    ("通过网络收到政府信息公开申请5件。", {"r0": 81}, ""),
    ("收到政府信息公开申请81件，其中网上申请60件，当面申请21件。", {"r0": 81}, ""),
    ("2022年新收政府信息公开申请70件。", {"r0": 81}, ""),
    ("去年收到政府信息公开申请70件。", {"r0": 81}, ""),
    ("力争受理政府信息公开申请100件。", {"r0": 81}, ""),
    ("截至目前累计受理政府信息公开申请900件。", {"r0": 81}, ""),
    ("全市共收到政府信息公开申请900件。", {"r0": 81}, ""),
    ("示例县民政局收到政府信息公开申请9件，答复9件。", {"r0": 81, "r23": 80}, ""),
    ("公开行政许可类信息15条。", {"d6": 17}, ""),
    ("办理12345热线工单500件，办结499件。", {"r23": 80}, ""),
    ("办理建议提案30件，答复30件。", {"r23": 80}, ""),
    ("办理行政复议案件120件。", {"o4": 3}, ""),
    # Every mention, in its chain.
    (
        "收到政府信息公开申请81件，上年结转2件，办结80件，结转下年度3件。",
        {"r0": 81, "r1": 2, "r23": 80, "r24": 4}, "error 3 ≠ 4",
    ),
    (
        "收到政府信息公开申请81件。其中予以公开5件、部分公开3件，不予公开2件。",
        {"r0": 81, "r2": 5, "r3": 3, "r7": 1, "r8": 2}, "error 2 ≠ 1 + 2 = 3",
    ),
    ("收到政府信息公开申请81件，自然人申请80件。", {"r0": 81}, "error 80 ≠ 0"),
    ("因政府信息公开被申请行政复议2件、行政诉讼7件。", {"o4": 2, "o9": 5, "o14": 1}, "error 7 ≠ 5 + 1 = 6"),
    ("政府信息公开行政复议3件，其中结果维持2件，结果纠正1件。", {"o0": 2, "o1": 0, "o4": 3}, "error 1 ≠ 0"),
    ("全年未收到政府信息公开申请。", {"r0": 81}, "error 0 ≠ 81"),
    ("全年未收到政府信息公开申请。", {}, ""),
    ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"o4": 2}, "error 0 ≠ 2"),
    ("制发行政规范性文件6件，废止2件。", {"d3": 5}, "error 6 ≠ 5"),
    ("全年作出行政许可决定18件，办理行政处罚案件3件。", {"d6": 17, "d7": 3}, "error 18 ≠ 17"),
    ("收取行政事业性收费12.5万元。", {"d9": 12}, "error 12.5 ≠ 12"),
    ("收取行政事业性收费125000元。", {"d9": 12}, "error 12.5 ≠ 12"),
    # Shares and rates.
    ("政府信息公开申请办结81件，其中予以公开42件，占51.85%。", {"r23": 81, "r2": 42}, ""),
    ("政府信息公开申请办结81件，其中予以公开42件，占52.85%。", {"r23": 81, "r2": 42},
     "warning 42 ÷ 81 = 51.85% ≠ 52.85%"),
    ("受理审批事项117件，办结171件，办结率100%。", {}, "warning 171 ÷ 117 = 146.15% ≠ 100%"),
    ("受理审批事项117件，办结115件，办结率100%。", {}, ""),
    ("由739件增至1913件，增长158.9%。", {}, ""),
    ("由739件增至1913件，增长258.9%。", {},
     "error (1913 - 739) ÷ 739 = 158.86% ≠ 258.9%"),
    ("咨询约4900人次，其中现场咨询1600人次，占32.65%。", {}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "values", "found"), TOLD, ids=[said for said, _, _ in TOLD])
def test_text_against_table(sample: Report, said: str, values: dict[str, int], found: str) -> None:
    report = put(zeros(sample, said), **values)
    assert text_findings(report) == ([found] if found else [])


def test_a_government_tells_of_all_its_bodies(sample: Report) -> None:
    report = zeros(sample, "全县共收到政府信息公开申请82件。", bureau="示例县人民政府")
    assert text_findings(put(report, r0=81)) == ["error 82 ≠ 81"]
    alone = zeros(sample, "县政府办公室收到政府信息公开申请8件。", bureau="示例县人民政府")
    assert text_findings(put(alone, r0=81)) == []


GROWN = [
    ("收到政府信息公开申请75件，同比增长50%。", ""),
    ("收到政府信息公开申请75件，比上年增加25件。", ""),
    ("收到政府信息公开申请75件，较上年度增长60%。", "error (75 - 50) ÷ 50 = 50% ≠ 60%"),
    ("收到政府信息公开申请75件，同比下降50%。", "error (75 - 50) ÷ 50 = 50% ≠ -50%"),
    ("收到政府信息公开申请75件，比上年增加20件。", "error 75 - 50 = 25 ≠ 20件"),
]


@pytest.mark.parametrize(("said", "found"), GROWN, ids=[said for said, _ in GROWN])
def test_growth_against_last_year(sample: Report, said: str, found: str) -> None:
    before = replace(put(zeros(sample), r0=50), year=2022)
    assert text_findings(put(zeros(sample, said), r0=75), before) == ([found] if found else [])


def test_sums_are_told_with_their_values_and_places(sample: Report) -> None:
    report = put(zeros(sample), r0=9, r2=3, r3=5, r23=8, r24=1)
    found = {f.rule: f for f in lint(report).findings if f.rule.startswith("sums.")}
    assert set(found) == {"sums.applicants"}  # its columns agree; the rows have no applicants
    wrong = next(f for f in lint(put(report, r23=9)).findings if f.rule == "sums.results")
    assert wrong.formula.endswith("3 + 5 = 8 ≠ 9")
    assert [place.quote for place in wrong.places] == ["3", "5", "9"]
    assert wrong.severity == "error"
    assert wrong.reading == "report's own"


def test_a_doubtful_reading_is_never_told_as_the_reports_error(sample: Report) -> None:
    report = put(zeros(sample), r2=3, r23=4)
    blurred = tuple(replace(f, sure=f.address.section != "三") for f in report.facts)
    for finding in lint(replace(report, facts=blurred)).findings:
        if finding.rule.startswith("sums."):
            assert (finding.reading, finding.severity) == ("ours", "warning")


def test_the_badge_counts_the_forms_equations(sample: Report) -> None:
    assert lint(zeros(sample)).badge == "42项勾稽关系全部成立"
    assert lint(put(zeros(sample), o0=1)).badge == "42项中41项勾稽关系成立"
    blank = tuple(replace(f, value=None, text="") for f in sample.facts)
    assert lint(replace(zeros(sample), facts=blank)).badge == "42项勾稽关系因空白都无法核对"


def test_blanks_are_no_zeros(sample: Report) -> None:
    facts = list(put(zeros(sample), r23=5).facts)
    blank: list[Fact] = [
        replace(f, value=None, text="/") if f.address.section == "四" else f for f in facts
    ]
    result = lint(replace(zeros(sample), facts=tuple(blank)))
    found = [f for f in result.findings if f.rule == "cells.blank"]
    assert len(found) == 1
    assert "15格填的是“/”" in found[0].message
    assert "sums.outcomes" not in rules(result)


@pytest.mark.parametrize(
    "word", ["总共", "案件", "仅有", "的", "因", "收到", "政府信息公开申请", "有关"]
)
def test_no_text_takes_long(sample: Report, word: str) -> None:
    """Repeated words once made a pattern try every split of them; this ends, or times out."""
    said = "".join(
        f"{lead}{word * 22}某5件，" for lead in ("", "收到", "因政府信息公开行政复议", "未")
    )
    assert text_findings(put(zeros(sample, said), r0=81)) == []


def test_neighbours_disagree_under_one_key(sample: Report) -> None:
    before = replace(put(zeros(sample), r24=5), year=2022)
    after = put(zeros(sample), r1=4)
    first, second = lint_years([before, after])
    of_first = [f for f in first.findings if f.rule == "years.carried"]
    of_second = [f for f in second.findings if f.rule == "years.carried"]
    assert [f.key for f in of_first] == [f.key for f in of_second] != []
    assert of_second[0].formula == "2022年结转下年度 5 ≠ 2023年上年结转 4"


def test_years_with_differing_reports_are_no_neighbours(sample: Report) -> None:
    before = [replace(put(zeros(sample), r24=n), year=2022, id=str(n)) for n in (5, 6)]
    results = list(lint_years([*before, put(zeros(sample), r1=4)]))
    assert "years.carried" not in rules(results[-1])


def test_fees_are_of_two_kinds(sample: Report) -> None:
    def found(said: str, **values: int) -> set[str]:
        report = put(zeros(sample), **values)
        place = Locator("text", 0, 1)
        parts = (*report.paragraphs, SectionParagraph("六", said, place))
        return rules(lint(replace(report, paragraphs=parts))) & {"fees.denied"}

    assert found("本年度未收取任何费用。", d9=5)
    assert not found("本年度未收取政府信息公开信息处理费。", d9=5)
    assert found("发出收费通知0件，收取信息处理费0元。", r21=1)
    assert not found("全年收取信息处理费3940元。", r21=6, d9=5)


def test_a_section_copied_from_last_year(sample: Report) -> None:
    text = (
        "一是政策解读仍以文字为主，图解、短视频等形式偏少；二是个别栏目更新不够及时，"
        "存在集中补发的现象；三是业务培训覆盖面不够，基层站所参加较少。"
    )
    before = replace(zeros(sample, f"2022年，{text}", section="五"), year=2022)
    again = lint(zeros(sample, f"2023年，{text}", section="五"), before)
    (found,) = [f for f in again.findings if f.rule == "copied.problems"]
    assert found.formula == "100% ≥ 90%"
    assert text in found.places[0].quote
    other = zeros(
        sample,
        "下一步，我局将建立栏目更新台账，到期前三天自动提醒，并把培训送到基层站所。" * 2,
        section="五",
    )
    assert "copied.problems" not in rules(lint(other, before))


CONTACTS = [
    ("如有疑问请联系（电话：0451-53725742，邮编：150300，邮箱：a_b@163.com）。", ""),
    ("联系电话：0451-5372574。", ""),  # seven digits are a number too
    ("联系电话：0451-537257。", "contact.malformed"),
    ("邮编：15030。", "contact.malformed"),
    ("电子邮箱：24336240163.com。", "contact.malformed"),
    ("电话：12345。", ""),
    ("", "contact.missing"),
]


@pytest.mark.parametrize(("said", "found"), CONTACTS)
def test_contacts(sample: Report, said: str, found: str) -> None:
    from gongkai.ingest.contact import read_contact

    report = zeros(sample, said, section="")
    report = replace(report, contact=read_contact(report.paragraphs[1:]))
    mine = rules(lint(report)) & {"contact.missing", "contact.malformed"}
    if said.startswith("电话：12345"):
        mine -= {"contact.missing"}  # a hotline is no contact of the body's own
    assert mine == ({found} if found else set())


def test_every_rule_of_a_finding_is_listed(sample: Report) -> None:
    known = {rule.id for rule in RULES}
    empty = replace(
        sample,
        paragraphs=(),
        facts=(),
        headings={"一": "一、总体情况"},
        period="2022年1月1日至2022年6月30日",
    )
    assert rules(lint(empty)) <= known
    assert len(known) == len(RULES) >= 13


def test_a_place_in_a_text_file_slices_to_its_quote(tmp_path: Path) -> None:
    from gongkai.eval.faults_draft import draft
    from gongkai.eval.faults_plant import Years, denial, text
    from gongkai.eval.invent import Order
    from gongkai.eval.names import bodies

    made = draft(Order(next(iter(bodies())), 2022, "txt-a", 5))
    rng = random.Random(1)
    assert text(Years(None, made, None), rng)
    assert denial(Years(None, made, None), rng)
    result = lint(made.file(tmp_path, "txt-a"))
    written = (tmp_path / f"{made.stem}.txt").read_text("utf-8")
    places = [p for f in result.findings if f.rule == "text.table" for p in f.places]
    assert len(places) >= 4
    for place in places:
        assert place.locator is not None
        assert written[place.locator.start : place.locator.end] == place.quote


REAL = [
    ("acheng-2021.txt", set()),
    ("huaian-2024.pdf", set()),
    ("suqian-2023.docx", {"contact.missing"}),
    ("pingtan/001.txt", set()),
    ("pingtan/006.txt", {"text.share", "contact.missing"}),
    ("pingtan/015.txt", set()),
    ("pingtan/017.txt", set()),
]


@pytest.mark.parametrize(("name", "expected"), REAL, ids=[name for name, _ in REAL])
def test_real_reports(name: str, expected: set[str]) -> None:
    """Each finding was checked by hand: 006 says 117 taken in, 171 done, 100 %; and no contact."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("the real reports aren't here")
    result = lint(load(path))
    assert rules(result) == expected
    assert result.checks == result.holds
