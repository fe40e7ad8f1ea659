"""Which two files are one report, and what the index makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.index.encoder import Encoder
from gongkai.index.library import Index, Library
from gongkai.index.status import reports
from gongkai.index.twins import richness, same
from gongkai.index.writer import remove, update
from gongkai.ingest.load import load
from gongkai.report import Report, SectionParagraph

from . import sample

REPORTS = Path(__file__).parents[2] / "eval" / "corpus" / "reports"


@pytest.fixture(scope="module")
def report() -> Report:
    return load(REPORTS / "qingze-mzj-2022.html")


def _cell(report: Report, change: Callable[[Decimal], Decimal | None]) -> Report:
    """The report with its first cell that has a value changed."""
    at = next(i for i, fact in enumerate(report.facts) if fact.value)
    value = report.facts[at].value
    assert value is not None
    facts = list(report.facts)
    facts[at] = replace(facts[at], value=change(value))
    return replace(report, id="other", facts=tuple(facts))


def _said(report: Report, old: str, new: str) -> Report:
    """The report with a number in its prose changed."""
    parts = [replace(p, text=p.text.replace(old, new)) for p in report.paragraphs]
    assert parts != list(report.paragraphs)
    return replace(report, id="other", paragraphs=tuple(parts))


def _footer(report: Report, text: str) -> Report:
    last = report.paragraphs[-1]
    more = SectionParagraph(last.section, text, last.locator)
    return replace(report, id="other", paragraphs=(*report.paragraphs, more))


def test_the_same_report_otherwise_read_is_one(report: Report) -> None:
    assert same(report, report)
    assert same(report, _cell(report, lambda _: None))  # the one couldn't read a cell
    assert same(report, _footer(report, "版权所有示例县人民政府办公室，联系电话：0000-1234567。"))
    assert same(report, replace(report, id="other", paragraphs=report.paragraphs[:-1]))
    doubtful = [replace(fact, sure=False) for fact in _cell(report, lambda v: v + 1).facts]
    assert same(report, replace(report, facts=tuple(doubtful)))


def test_another_edition_is_not(report: Report) -> None:
    number = next(
        word for p in report.paragraphs if len(p.text) > 40
        for word in re.findall(r"\d{2,}", p.text) if word != str(report.year)
    )  # fmt: skip
    assert not same(report, _cell(report, lambda value: value + 1))
    assert not same(report, _said(report, number, str(int(number) + 1)))
    assert not same(report, replace(report, year=report.year + 1))
    assert not same(report, replace(report, bureau="示例局"))
    phone = report.contact.phone
    assert phone is not None
    other = replace(report.contact, phone=replace(phone, value="000-0000000"))
    assert not same(report, replace(report, contact=other))


@pytest.mark.parametrize("year", [2021, 2023, 2024])
def test_the_years_of_one_body_are_apart_even_if_the_year_were_misread(
    report: Report, year: int
) -> None:
    path = next(REPORTS.glob(f"qingze-mzj-{year}.*"))
    assert not same(report, replace(load(path), year=report.year))


def test_the_richer_reading_is_the_greater(report: Report) -> None:
    assert richness(report) > richness(_cell(report, lambda _: None))
    assert richness(report) > richness(replace(report, facts=()))


WORDS = tuple(f"本年第{n}项工作：共办理{n * 13}件，均按期答复，群众满意。" for n in range(9))


def _open(config: Config) -> Index:
    return Library(config, "hash", 32).current()


@pytest.mark.parametrize("order", [("page.txt", "print.txt"), ("print.txt", "page.txt")])
def test_two_files_of_one_report_are_one_with_two_sources(
    tmp_path: Path, fake_encoder: Encoder, order: tuple[str, str]
) -> None:
    config, folder = Config(home=tmp_path / "home"), tmp_path / "in"
    folder.mkdir()
    page = sample.write(folder, "page.txt", "示例局", 2024, "总体情况", *WORDS, "附带一句页脚。")
    sample.write(folder, "print.txt", "示例局", 2024, "总体情况", *WORDS)
    for name in order:
        update(config, [folder / name], fake_encoder, parse=sample.READER)
    names = (str(page), str(folder / "print.txt"))
    (card,) = _open(config).cards()
    assert card.sources == names  # the richer reading is the one that is cited
    assert _open(config).report(card.id) == sample.parse(page)[0]
    again = update(config, [folder], fake_encoder, parse=sample.READER)
    assert (again.unchanged, again.generation) == (2, _open(config).generation)

    # Without its first source the report lives on by the other.
    summary = remove(config, [names[0]], fake_encoder, parse=sample.READER)
    assert summary.removed == 1
    (card,) = reports(config)
    assert card.sources == names[1:]
    assert _open(config).report(card.id) == sample.parse(folder / "print.txt")[0]
    remove(config, names[1:], fake_encoder, parse=sample.READER)
    assert reports(config) == ()
    assert not list((tmp_path / "home" / "sources").iterdir())


def test_both_in_one_run_and_one_that_changes(tmp_path: Path, fake_encoder: Encoder) -> None:
    config = Config(home=tmp_path / "home")
    folder = tmp_path / "in"
    folder.mkdir()
    sample.write(folder, "a.txt", "示例局", 2024, "总体情况", *WORDS)
    b = sample.write(folder, "b.txt", "示例局", 2024, "总体情况", *WORDS, "附带一句页脚。")
    summary = update(config, [folder], fake_encoder, parse=sample.READER)
    assert (summary.added, summary.joined) == (1, 1)
    # The cited file becomes another edition: now there are two reports.
    changed = [word.replace("13件", "14件") for word in WORDS]
    sample.write(folder, "b.txt", "示例局", 2024, "总体情况", *changed, "附带一句页脚。")
    summary = update(config, [folder], fake_encoder, parse=sample.READER)
    cards = _open(config).cards()
    assert sorted(card.sources for card in cards) == [(str(folder / "a.txt"),), (str(b),)]
    assert {_open(config).report(card.id).id for card in cards} == {
        sample.parse(path)[0].id for path in folder.iterdir()
    }
