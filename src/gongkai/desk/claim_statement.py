"""What a claim is taken apart into: statements, and the context they may lean on."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.answering.topics import meaning
from gongkai.desk.claim import Kind
from gongkai.desk.claim_figure import Figure
from gongkai.desk.claim_topic import Topic
from gongkai.desk.claim_whom import Who


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable statement.

    ``topics``: what the figure counts; several are added up (``add``) or are readings of which
    one must fit. ``direction``: −1 fewer, 0 as many, 1 more, None where nothing is compared.
    ``figure`` None with ``zero``: True denies any, False says there is some. ``bases``: what a
    share is of, the likeliest first. ``span``: the years a superlative is over, () where not
    told; ``steps``: how many changes a run over years has; ``recent``: how many of the newest
    years the span is. ``among``: the bodies a superlative is over, ``scope`` the place whose
    bodies it is over. ``guess``: the topic is only likely, so that what doesn't fit isn't refuted.
    ``versus``: what of the same report the topics are held against.
    ``mean``: the figure is the years' mean. ``within``: a
    superlative is over what stands beside it in the report's own table (申请最多的是自然人). ``apart``: the
    years of the bodies held against one another, where each has its own. ``within_body``:
    whose report may tell of the body named, which has none itself (宿迁市…，泗洪县874件).
    ``aside``: it stands beside statements and asserts nothing (a question put to go on from).
    ``headline``: it says how something went, which what follows may tell in figures.
    ``content``: the words a quoted passage must hold. ``problem``: why it
    can't be judged ("" where it can). ``sentence``: what it was read from.
    """

    text: str
    kind: Kind
    who: Who
    years: tuple[int, ...]
    topics: tuple[Topic, ...] = ()
    add: bool = False
    figure: Figure | None = None
    zero: bool | None = None
    direction: int | None = None
    multiple: bool = False
    against: int | None = None
    bases: tuple[Topic, ...] = ()
    span: tuple[int, ...] = ()
    steps: int = 0
    recent: int = 0
    among: tuple[str, ...] = ()
    scope: str = ""
    guess: bool = False
    versus: tuple[Topic, ...] = ()
    mean: bool = False
    within: bool = False
    apart: tuple[int, ...] = ()
    within_body: Who | None = None
    aside: bool = False
    headline: bool = False
    content: str = ""
    clause: str = ""
    problem: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement may leave out.

    Whom and the year; the rows spoken of before (``topics``), the very topics of the statement
    before (``last``), and the year compared with (``against``). ``narrow``: words before that
    narrow what the figures count (截至6月底). ``told``: the clause names a year or body of its
    own, so that 2023年115件 needs no topic. ``lean``: what was ranked is what the next figure counts.
    ``share``: the share told before, which percentage points lean on. ``said``: the words of the
    figure before where it is of no cell, on which a change without words of its own leans.
    ``sums``: the rows counted one after the other in the sentence, which 合计 adds up. ``than``: the
    clause holds one body against others. ``listed``: all that the sentence has counted so far, which
    均 and 都 speak of. ``added``: the rows whose sum was just told.
    ``pair``: two years, the older first, of which the sentence has counted the same thing.
    ``whose``: the applicants that the sentence goes on about (自然人的申请中，…). ``outer``: the body
    with a report that was spoken of last. ``named``: the bodies named so far, of which one may be
    called by less. ``figure``: the figure told last.
    ``reasons``: the rows inside a sum that the sentence has named without a figure (因涉及国家秘密，不予公开37件).
    ``since``: the first of the two years a sentence goes through (由2022年的7场增至2024年的12场), 0 where none.
    """

    who: Who = field(default_factory=Who)
    years: tuple[int, ...] = ()
    topics: tuple[Topic, ...] = ()
    last: tuple[Topic, ...] = ()
    against: int | None = None
    told: bool = False
    narrow: str = ""
    lean: bool = False
    share: Statement | None = None
    said: str = ""
    sums: tuple[Topic, ...] = ()
    than: bool = False
    listed: tuple[Topic, ...] = ()
    added: tuple[Topic, ...] = ()
    pair: tuple[int, ...] = ()
    named: tuple[str, ...] = ()
    outer: Who = field(default_factory=Who)
    whose: str = ""
    figure: Figure | None = None
    since: int = 0
    reasons: tuple[str, ...] = ()


def label(topic: Topic) -> str:
    """A topic's plain name: 本年新收政府信息公开申请（自然人）."""
    data = meaning()
    part = data.parts[topic.part].label if topic.part else ""
    whole = "＋".join(data.label(s) for s in (topic.subject, topic.plus) if s)
    return f"{whole}{part and '（' + part + '）'}"
