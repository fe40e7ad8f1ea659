"""Counts that a report says in running text: what is counted, how many, how exactly, and where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gongkai.ingest.place import within
from gongkai.numerals import Exactness, Numeral, numerals
from gongkai.report import Report, SectionParagraph
from gongkai.wire import Json, number

_FIGURES = ("count", "money", "percent")
# What ends the words that a number belongs to.
_BORDER = re.compile(r"[。；;！？!?\n，,：:（）()“”]|(?<![政诉公])、")
_SENTENCE = re.compile(r"[。；;！？!?\n]")
# Words that lead a number and say nothing of what it counts.
_LEADS = re.compile(
    r"(?:共计?|总计|合计|累计|一共|总共|全年|总数|不少于|不低于|至少|超过|数量|件数|数|量|有|了|为|是|达到?|约|近|超|逾|不足|(?<![收接遇])到|至|增至|"
    r"增加|减少|分别|各|其中|含|包括|已|均|仅|只|另|还|即|中|的|计)++$"
)
_OPENINGS = re.compile(
    r"^(?:共计?(?=[收受公制办发])|其中|另外|此外|同时|并|且|即|含|包括|截至[^，]{0,20}|[一二三四五六七八九]是|以及|和|及|与)++"
)
# 未收到申请 says a count, too: none.
_NONE = re.compile(
    r"(?:均?未(?:曾|有)?|均?没有|无)(?P<verb>收到|接到|受理|发生|产生|出现|收取|办理)(?:任何|过|有关|关于|因)?"
    r"(?P<what>[^。；;，,！？\n（(]{2,30})"
)
_DIGIT = re.compile(r"\d")
_LONGEST = 40
# So many characters before a number's own clause ends are looked at, and after it.
_NEAR = 120
# A sentence's words further before a number aren't its subject.
_SENTENCE_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Count:
    """A count as prose says it, at ``[start, end)`` of its text; ``text`` is that slice.

    ``subject`` are the words before the number in its clause (主动公开政府信息), or of the clause
    before where that has none; ``object`` those right after it (收到12件 *申请*). ``value``,
    ``unit`` and ``exactness`` are a `Numeral`'s; 未收到… is 0 without a unit. ``paragraph`` is the
    index among the paragraphs given, 0 for a text alone.
    """

    subject: str
    object: str
    value: Decimal
    unit: str
    kind: Literal["count", "money", "percent", "none"]
    exactness: Exactness
    text: str
    start: int
    end: int
    paragraph: int = 0


def report_counts(paragraphs: Sequence[SectionParagraph]) -> tuple[Count, ...]:
    """The counts of a report's running text, in reading order; headings have none."""
    return tuple(
        replace(count, paragraph=index)
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.heading
        for count in counts(paragraph.text)
    )


def counts_json(report: Report) -> list[Json]:
    """What a report without the form's tables counts in words, each with its section and place.

    Empty for a report on a form: there the cells say how many, and the prose only repeats them.
    """
    if report.form is not None:
        return []
    told: list[Json] = []
    for count in report_counts(report.paragraphs):
        paragraph = report.paragraphs[count.paragraph]
        told.append(
            {
                "section": paragraph.section,
                "subject": count.subject,
                "object": count.object,
                "value": number(count.value),
                "unit": count.unit,
                "exactness": count.exactness,
                "text": count.text,
                "locator": within(paragraph.locator, count.start, count.end).as_json(),
            }
        )
    return told


def counts(text: str) -> tuple[Count, ...]:
    """Every count, sum of money and share that ``text`` says, in order.

    A number that may be cut off or glued to another is none. Approximate ones are given with
    their exactness; they are no figures to compare.
    """
    every = numerals(text)
    starts = [numeral.start for numeral in every]
    found = [
        _count(text, numeral, every[index - 1] if index else None)
        for index, numeral in enumerate(every)
        if numeral.kind in _FIGURES and not numeral.cut
    ]
    for match in _NONE.finditer(text):
        last = bisect_left(starts, match.end()) - 1
        if last < 0 or every[last].end <= match.start():
            what = match["what"].strip()
            found.append(
                Count(
                    match["verb"],
                    what,
                    Decimal(0),
                    "",
                    "none",
                    "exact",
                    match.group(),
                    *match.span(),
                )
            )
    return tuple(sorted(found, key=lambda count: count.start))


def _count(text: str, numeral: Numeral, last: Numeral | None) -> Count:
    end = numeral.end + _NEAR
    stop = _BORDER.search(text, numeral.end, end)
    follows = text[numeral.end : stop.start() if stop else end]
    kind: Literal["count", "money", "percent"] = "count"
    if numeral.kind == "money":
        kind = "money"
    elif numeral.kind == "percent":
        kind = "percent"
    return Count(
        subject=_subject(text, numeral, last),
        object=_first(follows),
        value=numeral.value,
        unit=numeral.unit,
        kind=kind,
        exactness=numeral.exactness,
        text=numeral.text,
        start=numeral.start,
        end=numeral.end,
    )


def _subject(text: str, numeral: Numeral, last: Numeral | None) -> str:
    """What stands before the number in its clause, else in the clauses of its sentence before."""
    begin = max(0, numeral.start - _SENTENCE_LONGEST)
    for match in _SENTENCE.finditer(text, begin, numeral.start):
        begin = match.end()
    near = last.end if last and last.end > begin and last.kind in _FIGURES else begin
    for start in dict.fromkeys((near, begin)):
        clauses = _BORDER.split(text[start : numeral.start])
        for clause in reversed(clauses):
            own = (_DIGIT.split(clause, maxsplit=1)[0] if start != near else clause)[-_NEAR:]
            words = _OPENINGS.sub("", _LEADS.sub("", own.strip())).strip()
            if len(re.findall(r"[\u4e00-\u9fff]", words)) > 1:
                return words[-_LONGEST:]
    return ""


def _first(follows: str) -> str:
    """The words right after a number, up to the next number."""
    return _DIGIT.split(follows, maxsplit=1)[0].strip()[:_LONGEST]
