"""What can be asked, as data: subjects (rows), parts (columns) and topics, with their phrases.

The code knows no label: `topics.json` names the form's labels and people's words for them, and
`cells` finds the cells of whichever form a report follows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.form import form
from gongkai.report import CONTACT_FIELDS, Address, FormName

# The entry of phrases that are no question to the reports.
REFUSED = "refused"
COVERAGE = "coverage"
PERIOD = "period"
# What changed since another year, where no matter is named.
CHANGES = "changes"
_PARTICLES = "的了吗呢啊呀吧嘛"

# What leaves something out (除了企业之外): words for columns and rows alike.
WITHOUT = "除了?|除去|不算|不含|不包括|扣除|去掉"


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of a table, or a sum of rows; ``of`` is the subject it is a share of.

    A clause means it only with one of the words ``requires`` and without those it ``excludes``:
    vectors tell 办完 from 没办完 badly. Without one of the words ``decided`` its ``twin`` may be
    meant as well (结转: from the year before or into the next).
    """

    id: str
    section: str
    label: str
    select: tuple[str, ...]
    phrases: tuple[str, ...]
    of: str = ""
    mentions: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    money: bool = False
    twin: str = ""
    decided: tuple[str, ...] = ()

    def allows(self, clause: str) -> bool:
        """Whether the clause has a word the subject requires and none it excludes."""
        return _allows(self, clause)


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a table (or a sum of columns): an applicant, a measure, an outcome.

    ``loose`` are those of its phrases that as often mean everybody (老百姓提了多少申请).
    ``change`` marks a column that tells the change since the year before (本年增/减). ``unless``
    are words that hold a phrase and name no column (商业秘密, 几个人).
    """

    id: str
    section: str
    label: str
    columns: tuple[str, ...]
    phrases: tuple[str, ...]
    sums: bool = False
    loose: tuple[str, ...] = ()
    change: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Something outside the tables: contact, fees, period, a matter told in running text.

    ``narrative`` is what to look for in running text; ``sections`` where; ``units`` the
    measure words the answer's figure has; ``aspect`` picks sentences (problem, improvement);
    ``whole`` asks for the section as such, ``led`` for the passage under a lead that names it;
    ``joins`` names the topics that are told one after the other; a clause without any of the words
    ``requires``, or with one of those it ``excludes``, doesn't mean it.
    """

    id: str
    label: str
    phrases: tuple[str, ...]
    narrative: str = ""
    sections: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    aspect: str = ""
    whole: bool = False
    led: bool = False
    channels: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def allows(self, clause: str) -> bool:
        """Whether the clause has a word the topic requires and none it excludes."""
        return _allows(self, clause)


def _allows(entry: Subject | Topic, clause: str) -> bool:
    needed = not entry.requires or any(word in clause for word in entry.requires)
    return needed and not any(word in clause for word in entry.excludes)


@dataclass(frozen=True, slots=True)
class Meaning:
    """All of `topics.json`: what can be asked and the words that take a question apart."""

    subjects: dict[str, Subject]
    parts: dict[str, Part]
    topics: dict[str, Topic]
    contact_fields: dict[str, tuple[str, tuple[str, ...]]]
    aspects: dict[str, tuple[str, ...]]
    sides: dict[str, tuple[str, ...]]
    operations: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]
    cell_words: tuple[str, ...]
    whole_units: tuple[str, ...]
    fee_words: tuple[str, ...]
    refusals: tuple[str, ...]
    outside: tuple[str, ...]
    default_subject: str
    odd_units: dict[str, tuple[str, ...]]
    never_units: dict[str, tuple[str, ...]]
    which: tuple[str, ...]
    upward: tuple[str, ...]
    greatest: tuple[str, ...]
    whom: tuple[str, ...]
    beside: str
    bounds: tuple[str, ...]
    older: dict[str, tuple[str, ...]]
    courtesies: tuple[str, ...]
    sections: dict[str, tuple[str, ...]]
    variants: dict[str, str]
    own_case: tuple[str, ...]
    all: tuple[str, ...]
    both: tuple[str, ...]
    such: tuple[str, ...]
    tabled: tuple[str, ...]
    spoken: tuple[tuple[str, str], ...]
    alike_units: tuple[frozenset[str], ...]
    narrowing: tuple[str, ...]
    naming: tuple[str, ...]
    headline: tuple[str, ...]
    outcomes: tuple[str, tuple[str, ...]]

    def phrases(self) -> list[tuple[str, str]]:
        """(entry id, phrase) for every subject and topic, labels included, and for `REFUSED`.

        Phrases of entry "" ask for what reports don't say.
        """
        entries: list[Subject | Topic] = [*self.subjects.values(), *self.topics.values()]
        told = [(e.id, phrase) for e in entries for phrase in (e.label, *e.phrases)]
        told += [(REFUSED, phrase) for phrase in self.refusals]
        told += [("", phrase) for phrase in self.outside]
        return [(entry, self.common(phrase)) for entry, phrase in told]

    def common(self, text: str) -> str:
        """``text`` in common words: 咋 as 怎么; questions and phrases are told alike."""
        for said, common in self.variants.items():
            text = text.replace(said, common)
        return re.sub(f"({self.beside})(?={self.beside})", r"\1和", text)

    def unranked(self, text: str) -> str:
        """``text`` without asking which is the greatest (占大头的是哪类): it names nothing."""
        which = "(?:哪一?[种类项样个些条]|什么|何种)?"
        most = "|".join((*self.greatest, *self.upward))
        return re.sub(
            f"{which}(?:占比?|比例|数量)?(?:{most})的?(?:[是为算]|属于)?{which}", " ", text
        )

    def in_print(self, text: str) -> str:
        """``text`` in the words that reports print: 记者会 as 新闻发布会."""
        for said, printed in self.spoken:
            if printed not in text:
                text = re.sub(said, printed, text)
        return text

    def narrows(self, text: str) -> tuple[str, ...]:
        """The words by which ``text`` asks for a part that no cell counts (邮寄, 上半年)."""
        return tuple(word for word in self.narrowing if word in text)

    def members(self, subject: Subject) -> list[Subject]:
        """The rows that a subject is the sum of; [] for one that is none."""
        below = [s for s in self.subjects.values() if s.id.rpartition(".")[0] == subject.id]
        return below or [
            s
            for s in self.subjects.values()
            if s.of == subject.id and s.id.rpartition(".")[0] not in self.subjects
        ]

    def fields(self, text: str) -> list[str]:
        """The contact details that ``text`` names, in the order of the report's fields."""
        told = re.sub("(?<=[箱件址页站])(?:的)?地址", "", text)  # 邮箱地址 is no street's
        return [
            name
            for name in CONTACT_FIELDS
            if any(word in told for word in self.contact_fields[name][1])
        ]

    def label(self, entry: str) -> str:
        """The plain name of a subject or topic."""
        found = self.subjects.get(entry) or self.topics.get(entry)
        return found.label if found else ""


@cache
def meaning() -> Meaning:
    """The product's meaning data, read once."""
    text = resources.files("gongkai.data").joinpath("topics.json").read_text("utf-8")
    raw: dict[str, Any] = json.loads(text)
    subjects = [
        Subject(
            e["id"], e["section"], e["label"], tuple(e["select"]), tuple(e["phrases"]),
            e.get("of", ""), tuple(e.get("mentions", ())),
            tuple(e.get("requires", ())), tuple(e.get("excludes", ())),
            e.get("money", False), e.get("twin", ""), tuple(e.get("decided", ())),
        )
        for e in raw["subjects"]
    ]  # fmt: skip
    parts = [
        Part(
            e["id"], e.get("section", "三"), e["label"],
            tuple(e["sum"]) if "sum" in e else _tuple(e["select"]),
            tuple(e["phrases"]), "sum" in e, tuple(e.get("loose", ())),
            e.get("change", False), tuple(e.get("unless", ())),
        )
        for e in raw["parts"]
    ]  # fmt: skip
    topics = [
        Topic(
            e["id"], e["label"], tuple(e["phrases"]), e.get("narrative", ""),
            tuple(e.get("sections", ())), tuple(e.get("units", ())), tuple(e.get("needs", ())),
            e.get("aspect", ""), e.get("whole", False), e.get("led", False), tuple(e.get("channels", ())),
            tuple(e.get("joins", ())), tuple(e.get("requires", ())), tuple(e.get("excludes", ())),
        )
        for e in raw["topics"]
    ]  # fmt: skip
    return Meaning(
        {e.id: e for e in subjects},
        {e.id: e for e in parts},
        {e.id: e for e in topics},
        {k: (v["label"], tuple(v["phrases"])) for k, v in raw["contact_fields"].items()},
        {k: tuple(v) for k, v in raw["aspects"].items()},
        {k: tuple(v) for k, v in raw["sides"].items()},
        {k: tuple(v) for k, v in raw["operations"].items()},
        tuple(sorted(raw["fillers"], key=len, reverse=True)),
        tuple(raw["cell_words"]),
        tuple(raw["whole_units"]),
        tuple(raw["fee_words"]),
        tuple(raw["refusals"]),
        tuple(raw["outside"]),
        raw["default_subject"],
        {k: tuple(v) for k, v in raw["odd_units"].items() if k != "never"},
        {k: tuple(v) for k, v in raw["odd_units"]["never"].items()},
        tuple(raw["which"]),
        tuple(raw["upward"]),
        tuple(raw["greatest"]),
        tuple(raw["whom"]),
        "|".join(raw["beside"]),
        tuple(raw["bounds"]),
        {k: tuple(v) for k, v in raw["older"].items()},
        tuple(raw["courtesies"]),
        {k: tuple(v) for k, v in raw["sections"].items()},
        dict(raw["variants"]),
        tuple(raw["own_case"]),
        tuple(raw["all"]),
        tuple(raw["both"]),
        tuple(raw["such"]),
        tuple(raw["tabled"]),
        tuple(("|".join(said), printed) for printed, said in raw["spoken"].items()),
        tuple(map(frozenset, raw["alike_units"])),
        tuple(raw["narrowing"]),
        tuple(raw["naming"]),
        tuple(raw["headline"]),
        ("|".join(raw["outcomes"]["asked"]), tuple(raw["outcomes"]["subjects"])),
    )


@cache
def units_pattern() -> str:
    """The measure words as alternatives of a pattern, the longest first."""
    return "|".join(sorted(meaning().whole_units, key=len, reverse=True))


def asks_which(question: str) -> bool:
    """Whether the question asks which bodies (哪个局, 最多), rather than about one it leaves out."""
    return bool(re.search("|".join(meaning().which), question))


def asks_least(question: str) -> bool:
    """Whether the least is asked for (最少, 垫底) rather than the most."""
    return bool(re.search("|".join(meaning().upward), question))


def asks_greatest(question: str) -> bool:
    """Whether it is asked which of several is the greatest or the least (最多, 主要是)."""
    return bool(re.search("|".join(meaning().greatest), question)) or asks_least(question)


def asks_whom(question: str) -> bool:
    """Whether kinds of applicants are asked for (哪类申请人, 谁)."""
    return bool(re.search("|".join(meaning().whom), question))


def asks_when(question: str) -> bool:
    """Whether the question asks which of a body's years (哪一年最多)."""
    return bool(re.search("哪一?年|哪个年[份度]|哪几年|何年", question))


def own_case(text: str) -> bool:
    """Whether what became of the asker's own application is asked for: no report tells."""
    return any(re.search(pattern, text) for pattern in meaning().own_case)


@cache
def vocabulary(entry: str) -> frozenset[str]:
    """The pairs of characters in a subject's phrases, labels and columns."""
    data = meaning()
    subject = data.subjects[entry]
    parts = [p for p in data.parts.values() if p.section == subject.section]
    words = [subject.label, *subject.select, *subject.phrases]
    words += [word for part in parts for word in (part.label, *part.phrases)]
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def content(text: str, data: Meaning | None = None) -> str:
    """A clause without function and counting words: what an answer must speak of."""
    fillers = (data or meaning()).fillers
    # 多少场, 几个: the measure word counts, it says nothing of what.
    text = re.sub(f"(?:多少|几)(?:{units_pattern()})", " ", text)
    for filler in fillers:
        text = text.replace(filler, " ") if len(filler) > 1 else text
    # Single characters only at a word's edge: 的 goes, 目的 stays; behind a word only particles do,
    # since words end in the others (申请, 文件, 存在).
    singles = "".join(f for f in fillers if len(f) == 1)
    text = re.sub(
        rf"(?<![\u4e00-\u9fff])[{singles}]+|[{_PARTICLES}]+(?![\u4e00-\u9fff])", " ", text
    )
    return re.sub(r"[^\w]+", " ", text).strip()


def uncelled(text: str, data: Meaning) -> str:
    """A clause without the words for a cell as such (表三那一栏写的是): they name none."""
    return re.sub("|".join(data.cell_words), " ", text)


def _tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def cells(name: FormName, subject: str, part: str) -> tuple[Address, ...]:
    """The cells of a form that a subject and a part mean; () where the form has none.

    ``part`` "" is the total (tables 三 and 四) or every measure (table 二).
    """
    entry = meaning().subjects[subject]
    wanted = meaning().parts[part].columns if part else ()
    if part and meaning().parts[part].section != entry.section:
        return ()
    found = []
    for cell in form(name).cells:
        address = cell.address
        if address.section != entry.section:
            continue
        path = address.row or address.column[:-1]
        if not any(label in path for label in entry.select):
            continue
        last = address.column[-1]
        every = entry.section == "二" or last == form(name).applicants[-1]
        if last in wanted if wanted else every:
            found.append(address)
    return tuple(found)


def rows_of(addresses: Sequence[Address]) -> int:
    """How many different rows (table 四: groups) the cells lie in."""
    return len({address.row or address.column[:-1] for address in addresses})
