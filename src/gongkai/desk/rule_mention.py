"""Numbers in running text that speak of cells of the form: which number, which cells.

A number is linked only where the words around it are understood to the last one (see
`lint.json`); whatever narrows it down (通过网络, 其中某局, another year, 截至) leaves it unlinked, and
what follows in that sentence too, since it may speak of the same part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import cast

from gongkai.answering.topics import cells
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_words import Claim, Words, words
from gongkai.numerals import Numeral, numerals
from gongkai.report import Fact, Report
from gongkai.text import fold_char

# Longer phrases are sentences of their own, not names of a number.
_LONGEST = 48
_BACK = 400
# Units in which parts of the applications are told: what isn't understood may be such a part.
_PARTS = ("件", "宗", "起", "例", "份", "条", "人", "")
_SENTENCE = re.compile("[^。！？!?；;\n]*[。！？!?；;\n]?")
_DELIMITER = re.compile("[，,：:()（）]")
_AFTER = re.compile("[，,：:；;。、()（）！？!?\n]")
_NOISE = re.compile(r"^[、和及与，,：:）)\s]+|[：:\s]+$")
_PERIOD = re.compile(
    r"\d{1,2}月\d{1,2}日起?(?:至|到|-|—|~|～)(?:同年)?\d{1,2}月\d{1,2}日(?:止|期间)?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a mention: the cells whose values it adds up."""

    name: str
    facts: tuple[Fact, ...]

    @property
    def value(self) -> Decimal | None:
        """The sum of the cells; None where one of them has no value."""
        values = [fact.value for fact in self.facts]
        if not values or any(value is None for value in values):
            return None
        return sum((v for v in values if v is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of the text and the cells it may mean; ``value`` in the cells' unit.

    ``readings``: any of these it may equal; ``also``: what explains a difference without
    making it right. ``start``/``end``: the words with the number, in the paragraph. ``numeral``
    is None for a denial (未收到申请), whose value is 0.
    """

    paragraph: int
    start: int
    end: int
    value: Decimal
    readings: tuple[Reading, ...]
    also: tuple[Reading, ...] = ()
    numeral: Numeral | None = None
    loose: bool = False


@dataclass(slots=True)
class _State:
    """What has been spoken of in a paragraph so far."""

    applications: bool = False
    broken: bool = False
    stale: bool = False  # broken in an earlier sentence
    group: str = ""
    parent: Mention | None = None
    shut: list[tuple[bool, Mention | None]] = field(default_factory=list)


def numbers(report: Report) -> Iterator[tuple[int, str, tuple[Numeral, ...]]]:
    """Each running paragraph with its folded text (places unchanged) and its numbers.

    Section 五 tells of problems and plans, and where there is no form nothing can be held.
    """
    for index, paragraph in enumerate(report.paragraphs):
        if not paragraph.heading and paragraph.section != "五":
            yield index, even(paragraph.text), _numerals(paragraph.text)


# Three rules look at the same paragraphs, one after the other.
_numerals = lru_cache(256)(numerals)


class _Folded(dict[int, int]):
    """Characters folded one for one, each worked out once."""

    def __missing__(self, code: int) -> int:
        folded = fold_char(chr(code)).lower()
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDED = _Folded()


def even(text: str) -> str:
    """Folded text in which every character keeps its place."""
    return text.translate(_FOLDED)


def mentions(case: Case) -> tuple[Mention, ...]:
    """Every number of the text that is understood to speak of the report's cells."""
    if "mentions" not in case.kept:
        case.kept["mentions"] = tuple(_mentions(case))
    return cast(tuple[Mention, ...], case.kept["mentions"])


def _mentions(case: Case) -> Iterator[Mention]:
    report = case.report
    if report.form is None:
        return
    reader = _Reader(case, words())
    for index, text, found in numbers(report):
        state = _State(applications=report.paragraphs[index].section == "三")
        for match in _SENTENCE.finditer(text):
            if match.group().strip():
                yield from reader.sentence(index, text, match.span(), found, state)


class _Reader:
    """Reads sentences of one report."""

    def __init__(self, case: Case, data: Words) -> None:
        self.case, self.data, self.report = case, data, case.report
        name = case.report.bureau
        self.wide = bool(data.region.search(name))
        year = str(case.report.year)
        own = [
            rf"{year}\s*年度?",
            data.own["region"].pattern if self.wide else data.own["body"].pattern,
        ]
        if re.search("[镇乡]|街道", name):
            own.append(data.own["body"].pattern)
        if not name.endswith("政府"):
            own.append(re.escape(even(name)))
        self.own = re.compile("|".join(own))

    def sentence(
        self, index: int, text: str, span: tuple[int, int], found: Sequence[Numeral], state: _State
    ) -> Iterator[Mention]:
        """The mentions of one sentence; ``state`` moves on."""
        start, end = span
        state.shut.clear()
        state.stale = state.broken
        mine = [n for n in found if start <= n.start < end]
        yield from self._denials(index, text, span, mine, state)
        at = start
        for place, numeral in enumerate(mine):
            self._brackets(text[at : numeral.start], state)
            gap = text[at : numeral.start]
            if numeral.kind in ("count", "money") and not numeral.cut:
                stop = mine[place + 1].start if place + 1 < len(mine) else end
                known = self._number(index, text, (at, stop), numeral, state)
                growth = self.data.growth.search(gap)
                if isinstance(known, Mention):
                    yield known
                elif known is None and not growth and numeral.unit in _PARTS:
                    state.broken, state.stale = True, False
                at = numeral.end
            elif numeral.kind == "percent":
                at = numeral.end
            elif numeral.kind in ("year", "date"):
                told = int(numeral.value) if numeral.kind == "year" else int(numeral.value) // 10000
                if told and told != self.report.year and numeral.kind == "year":
                    state.broken, state.stale = (
                        True,
                        False,
                    )  # another year, until its own number is understood
        self._brackets(text[at:end], state)

    def _brackets(self, gap: str, state: _State) -> None:
        """What a bracket tells of parts is over where it closes."""
        for char in gap:
            if char in "(（":
                state.shut.append((state.broken, state.parent))
            elif char in ")）" and state.shut:
                state.broken, state.parent = state.shut.pop()

    def _number(
        self, index: int, text: str, room: tuple[int, int], numeral: Numeral, state: _State
    ) -> Mention | bool | None:  # fmt: skip
        """The mention; True where understood but not to be held; None where not understood."""
        start, stop = room
        before = text[start : numeral.start]
        cut = max((m.end() for m in _DELIMITER.finditer(before.rstrip("：: "))), default=0)
        cut += len(before[cut:]) - len(before[cut:].lstrip("、和及与 \n\t"))
        after = text[numeral.end : stop]
        close = _AFTER.search(after)
        after = after[: close.start()] if close else after
        phrase = self._phrase(before[cut:] + after)
        led = before[:cut] + before[cut:]
        if phrase is None or self._blocked(led):
            return None
        unit = numeral.unit
        made = self._applicant(phrase, index, start + cut, numeral, state)
        if made is not None:
            return made
        for claim in self.data.claims:
            if not self._unit(claim, unit) or not claim.pattern.fullmatch(phrase):
                continue
            if not self._allowed(claim, phrase, led, text, index, numeral, state):
                continue
            whole = claim.needs == "year" and state.stale
            named = claim.strong or whole or self.data.application.search(phrase)
            if state.broken and (claim.loose or not named):
                return None
            mention = self._mention(claim, index, start + cut, numeral, led, state)
            if mention is None:
                return True
            self._move(claim, mention, state)
            return mention
        return None

    def _phrase(self, text: str) -> str | None:
        """The words around a number without white space, own names and the year."""
        text = "".join(text.split())
        text = _PERIOD.sub("", self.own.sub("", text))
        text = _NOISE.sub("", text)
        if len(text) > _LONGEST or (not self.wide and self.data.wide.search(text)):
            return None
        return text

    def _blocked(self, led: str) -> bool:
        """Whether words before the number make it a part, a plan or another time's."""
        plain = self.data.wide.sub("", self.own.sub("", led))
        if self.data.blocked.search(plain) or self.data.others.search(plain):
            return True
        years = re.findall(r"(20\d\d)\s*年", led)
        return any(int(year) != self.report.year for year in years)

    def _unit(self, claim: Claim, unit: str) -> bool:
        if claim.unit == "元":
            return unit.endswith("元")
        allowed = self.data.units[claim.unit]
        return len(unit) == 1 and unit in allowed

    def _allowed(  # noqa: PLR0917
        self, claim: Claim, phrase: str, led: str, text: str, index: int, numeral: Numeral,
        state: _State,
    ) -> bool:  # fmt: skip
        if claim.needs in ("", "cause"):
            return True
        if claim.needs == "group":
            return bool(state.group)
        if self.data.application.search(phrase):
            return True
        if claim.needs == "year":
            return state.applications or self._spoken(text, index, numeral.start)
        return state.applications or bool(self.data.mentioned.search(led))

    def _spoken(self, text: str, index: int, at: int) -> bool:
        """Whether applications were the matter shortly before."""
        if self.data.mentioned.search(text[max(0, at - _BACK) : at]):
            return True
        earlier = self.report.paragraphs[index - 1].text if index else ""
        return len(earlier) < _LONGEST and bool(self.data.mentioned.search(earlier))

    def _mention(  # noqa: PLR0917
        self, claim: Claim, index: int, start: int, numeral: Numeral, led: str, state: _State
    ) -> Mention | None:
        names, also = claim.cells, claim.also
        if claim.needs == "group":
            groups = {"review": ("review",), "litigation": ("litigation",), "direct": ("direct",),
                      "after": ("after",)}[state.group]  # fmt: skip
            readings = [self._outcome(group, claim.cells[0]) for group in groups]
        else:
            readings = [self.reading(name) for name in names]
        if any(not reading.facts for reading in readings):
            return None
        value = numeral.value
        if claim.unit == "元":
            value = _money(value, numeral.unit, readings[0].facts[0].unit)
        scoped = not self.wide or bool(self.data.wide.search(led))
        return Mention(
            index, start, numeral.end, value, tuple(readings),
            tuple(self.reading(name) for name in also), numeral,
            loose=claim.loose or (claim.own and not scoped),
        )  # fmt: skip

    def reading(self, name: str, part: str = "") -> Reading:
        """The cells of a name of `lint.json` (``a+b``: of both), for one kind of applicant."""
        assert self.report.form is not None
        found: list[Fact] = []
        for single in name.split("+"):
            for subject, own in self.data.cells.get(single, ((single, ""),)):
                for address in cells(self.report.form, subject, part or own):
                    if address in self.case.cells:
                        found.append(self.case.cells[address])
        return Reading(name, tuple(found))

    def _outcome(self, group: str, outcome: str) -> Reading:
        assert self.report.form is not None
        subject = self.data.cells[group][0][0]
        facts = [
            self.case.cells[address]
            for address in cells(self.report.form, subject, outcome)
            if address in self.case.cells
        ]
        return Reading(f"{group}.{outcome}", tuple(facts))

    def _applicant(
        self, phrase: str, index: int, start: int, numeral: Numeral, state: _State
    ) -> Mention | bool | None:
        """A number of one kind of applicant, a part of the number told before."""
        for part, pattern in self.data.applicants:
            if not pattern.fullmatch(phrase) or numeral.unit not in tuple(self.data.units["件"]):
                continue
            parent = state.parent
            if state.broken or parent is None:
                return None
            right = [
                r for r in parent.readings
                if r.facts and r.facts[0].address.section == "三" and r.value == parent.value
            ]  # fmt: skip
            if not right:
                return True
            readings = tuple(self.reading(r.name, part) for r in right)
            if any(not r.facts for r in readings):
                return True
            return Mention(index, start, numeral.end, numeral.value, readings, (), numeral)
        return None

    def _move(self, claim: Claim, mention: Mention, state: _State) -> None:
        """What the next words may rest on."""
        section = mention.readings[0].facts[0].address.section
        if claim.strong or section == "三":
            state.broken = False
        if section in ("三", "四"):
            state.applications = True
        if section == "三":
            state.parent, state.group = mention, ""
        elif claim.needs != "group" and section == "四":
            state.group = claim.cells[0]

    def _denials(
        self, index: int, text: str, span: tuple[int, int], mine: Sequence[Numeral], state: _State
    ) -> Iterator[Mention]:
        start, end = span
        for match in re.finditer("[^，,；;：:。！？()（）\n]+", text[start:end]):
            first, last = start + match.start(), start + match.end()
            if any(first <= n.start < last and n.kind not in ("year", "date") for n in mine):
                continue
            phrase = self._phrase(match.group())
            if not phrase or self._blocked(text[start:last]):
                continue
            for names, pattern in self.data.denials:
                if pattern.fullmatch(phrase):
                    yield from self._denied(index, (first, last), names, text, phrase, state)
                    break

    def _denied(  # noqa: PLR0917
        self, index: int, place: tuple[int, int], names: Sequence[str], text: str, phrase: str,
        state: _State,
    ) -> Iterator[Mention]:  # fmt: skip
        first, last = place
        cause = self.data.cause.search(phrase) or names[0].startswith("doc")
        near = state.applications or self._spoken(text, index, last)
        if not cause and not near and self.report.paragraphs[index].section not in ("三", "四"):
            return
        for name in names:
            reading = self.reading(name)
            if reading.facts:
                loose = self.wide and name.startswith("doc") and not self.data.wide.search(phrase)
                yield Mention(index, first, last, Decimal(0), (reading,), loose=loose)
        if not names[0].startswith("doc"):
            state.applications = True


def _money(value: Decimal, unit: str, wanted: str) -> Decimal:
    scale = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
    return value * scale[unit] / scale[wanted] if unit in scale and wanted in scale else value
