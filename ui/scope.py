"""What the page covers: bodies, years, whether the reports are invented, what one could ask."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from gongkai.errors import GongkaiError
from gongkai.report import Report

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant
    from gongkai.index.library import Library
    from gongkai.index.snapshot import Index

_log = logging.getLogger(__name__)

# What invented reports carry in their title or first paragraphs.
SAMPLE_MARK = "示例"
_OPENING = 4  # paragraphs in which the mark is looked for
_PROBED = 6  # reports looked into, spread over the index, rather than all of it
EXAMPLES = 6
# Asked of one body each; {years} and so on are filled from the index.
_QUESTIONS = (
    "{bureau}{year}年收到多少件政府信息公开申请？",
    "怎么联系{bureau}？",
    "{bureau}{year}年有没有收费？",
    "{bureau}{year}年不予公开的申请有多少件？",
    "{bureau}{year}年存在哪些问题？",
    "{bureau}{year}年主动公开了多少条信息？",
    "{bureau}{year}年行政复议结果怎么样？",
    "{bureau}{year}年有哪些改进措施？",
)
_LISTED = 40  # bodies named in the list of what is covered


@dataclass(frozen=True, slots=True)
class Scope:
    """One generation's reports as the page tells of them; ``problem`` where there are none."""

    generation: str = ""
    reports: int = 0
    bodies: tuple[tuple[str, tuple[int, ...]], ...] = ()
    samples: str = ""
    examples: tuple[str, ...] = ()
    problem: str = ""

    @property
    def bureaus(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.bodies)

    @property
    def years(self) -> tuple[int, ...]:
        """All years, newest first."""
        return tuple(sorted({year for _, years in self.bodies for year in years}, reverse=True))


class ScopeKeeper:
    """Gives the scope of the live generation, computed once for each; safe for threads."""

    def __init__(self, assistant: Assistant, library: Library) -> None:
        self._assistant = assistant
        self._library = library
        self._lock = threading.Lock()
        self._scope: Scope | None = None

    def current(self) -> Scope:
        """The scope now; where the index can't be opened, one that says why."""
        try:
            index = self._library.current()
        except GongkaiError as error:
            return Scope(problem=error.told)
        with self._lock:
            if self._scope is None or self._scope.generation != index.generation:
                self._scope = self._survey(index)
            return self._scope

    def _survey(self, index: Index) -> Scope:
        cards = index.cards()
        years: dict[str, set[int]] = {}
        for card in cards:
            years.setdefault(card.bureau, set()).add(card.year)
        bodies = tuple((name, tuple(sorted(years[name]))) for name in sorted(years))
        probed = [index.report(cards[at].id) for at in _spread(len(cards), _PROBED)]
        return Scope(
            index.generation, len(cards), bodies, _samples(probed), tuple(self._examples(bodies))
        )

    def _examples(self, bodies: Sequence[tuple[str, tuple[int, ...]]]) -> Iterable[str]:
        """Questions the reports do answer: each is tried before it is offered."""
        offered = 0
        spread = [bodies[at] for at in _spread(len(bodies), len(_QUESTIONS))]
        for number, template in enumerate(_QUESTIONS if bodies else ()):
            bureau, years = spread[number % len(spread)]
            question = template.format(bureau=bureau, year=max(years))
            if offered < EXAMPLES and self._answers(question):
                offered += 1
                yield question

    def _answers(self, question: str) -> bool:
        try:
            return self._assistant.ask(question).answer.status == "answered"
        except Exception:
            # The page opens without an example rather than not at all.
            _log.exception("example %r", question)
            return False


def heading(scope: Scope) -> str:
    """The line under the name: how much is covered, and a plain mark where it is invented."""
    if scope.problem or not scope.reports:
        return (
            f'<p class="gk-scope gk-scope-none">{escape(scope.problem or "索引里还没有报告")}</p>'
        )
    note = f'<span class="gk-sample">{escape(scope.samples)}</span>' if scope.samples else ""
    return (
        f'<p class="gk-scope"><span>已收录 <b>{len(scope.bodies)}</b> 个机关、<b>{scope.reports}</b> 份报告，'
        f"{_range(scope.years)}</span>{note}</p>"
    )


def coverage(scope: Scope) -> str:
    """What the panel shows before a citation is chosen: whose reports of which years there are."""
    rows = "".join(
        f"<li><span>{escape(name)}</span><span>{_range(years)}</span></li>"
        for name, years in scope.bodies[:_LISTED]
    )
    more = len(scope.bodies) - _LISTED
    rest = f'<p class="gk-note">另有{more}个机关，可在“机关”中查找。</p>' if more > 0 else ""
    return (
        '<section class="gk-coverage" aria-label="出处与收录范围"><h2>核对出处</h2>'
        '<p class="gk-note">点回答中的编号或下方的出处，这里会显示报告原文或原表，并标出所引的位置。</p>'
        + (f"<h3>收录的报告</h3><ul>{rows}</ul>{rest}" if rows else "")
        + "</section>"
    )


def _samples(reports: Sequence[Report]) -> str:
    marked = sum(
        SAMPLE_MARK in report.title
        or any(SAMPLE_MARK in paragraph.text for paragraph in report.paragraphs[:_OPENING])
        for report in reports
    )
    if not marked:
        return ""
    return "示例数据，机关和数字均为虚构" if marked == len(reports) else "含示例数据（虚构）"


def _range(years: Iterable[int]) -> str:
    """2019–2024年; gaps are told: 2019、2021–2022年."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs) + "年"


def _spread(count: int, wanted: int) -> list[int]:
    """``wanted`` places spread evenly over ``count``, each once."""
    return sorted({at * count // wanted for at in range(wanted)}) if count else []
