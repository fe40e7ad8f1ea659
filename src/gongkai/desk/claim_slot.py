"""A figure and the words beside it: what it counts, what change or share it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.answering.topics import meaning
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import CARRIED, TOTALS, Topic, bases_of, row_of, topics_of
from gongkai.desk.claim_words import Reading, read_phrase, words
from gongkai.text import bare

UP = (
    "净增|暴涨|猛涨|狂涨|大涨|陡增|骤增|跃升|飙涨|剧增|激增|猛增|大增|暴增|飙升|翻升"
    "|增长|增加|上升|提高|提升|增多|攀升|扩大|上涨|(?<!新)增|升|涨|多"
)
DOWN = "净减|暴跌|骤跌|大跌|猛跌|锐降|陡降|猛降|暴降|锐减|骤降|骤减|大降|下降|减少|降低|回落|减幅|下滑|缩减|减|降|跌|少"
_TO = re.compile(
    r"(?:大幅|骤|锐|猛|激|陡|剧|暴|快速|逐步|一路)?(?:增|升|涨|跌|滑落|下跌|下滑|缩减|提高|扩大|增长|增加|上升|攀升|减少?|下降|降低|回落|降)[^，]{0,2}?(?:到|至|为)了?(?:约|近)?\s*的?\s*$"
)
_FROM = re.compile(r"[由从](?:上年度?|去年|上一年度?|\s)*的?$")
# 较上年的65件增长: that figure is the year before's.
_THAN_OLD = re.compile("(?:较|比起?)(?:上一年度?|上年度?|去年)(?:同期)?的?$")
_OF_OLD = re.compile("(?:上年度?|去年|上一年度?)(?:同期)?的?$")
_TOTAL = re.compile(
    "[、和及]?(?:[两三四二]项|[两三四二]者|上述|以上)?(?:合计|共计?|总计|总共|一共|总数|累计|加起来|加在一起|相加)共?[有为达是]*"
)
# What comes behind a figure with such a word is what it counts.
_BEHIND = re.compile("来自|源自|出自|由|系|属于|被")
# Results of applications, which add up to all that were dealt with.
_RESULTS = frozenset(
    name for name, s in meaning().subjects.items()
    if s.section == "三" and not name.startswith("applications.") and name != TOTALS[1]
)  # fmt: skip
_AGAIN = re.compile("(?:也?就是|即|合|约合|折合|相当于|为)?")
_TWICE = re.compile(
    "(?:是|为|相当于|达到?|约|仅|只有|不?)(?:上年|去年|上一?年度?|\\s)*(?:同期)?的?$"
)


def slots(text: str, here: Sequence[Figure]) -> Iterator[tuple[str, Figure, str]]:
    """Each figure with the words on its left and on its right that may say what it counts."""
    at = 0
    # 一件维持一件纠正: each before what it counts.
    behind = not _names(text[: here[0].start]) and _names(text[here[-1].end :])
    for i, figure in enumerate(here):
        end = here[i + 1].start if i + 1 < len(here) else len(text)
        left, right = text[at : figure.start], text[figure.end : end]
        if i + 1 < len(here):
            # 278件申请中28件: the words before 中 are the whole's; 3件来自自然人、2件来自企业.
            cut = re.search("[、:：]|和|及|以及|(?:当?中|里面?)$", right)
            right = right[: cut.start()] if cut else right if behind else ""
        yield left, figure, right
        mine = _BEHIND.match(right) or (_names(right) and not _names(left))
        at = figure.end + (len(right) if i + 1 < len(here) and mine else 0)


def _names(text: str) -> bool:
    reading = read_phrase(text)
    return bool(reading.rows or reading.parts or reading.app or reading.verbs or reading.rest)


def slot_of(  # noqa: PLR0911, PLR0912, PLR0915, PLR0917
    piece: str, text: str, left: str, figure: Figure, right: str, state: Context
) -> Statement:
    """The statement a figure makes with the words around it."""
    told = f"{left}{figure.text}{right}".strip(" 、:：") if len(figures(text)) > 1 else piece
    base = Statement(
        told, "value", state.who, state.years, figure=figure,
        content=f"{left} {right}", clause=text,
    )  # fmt: skip
    move = _moves(left, right, figure)
    if figure.measure == "points":
        return _points(base, left, move, state)
    if move is not None or figure.measure in ("times", "double"):
        base = replace(base, against=state.against)
        return _growth(base, left, figure, move, state)
    if figure.measure == "percent" and _OF_OLD.search(left.strip()):
        return _growth(replace(base, against=state.against), left, figure, None, state)
    if figure.measure == "percent":
        return _share(base, left, right, state)
    left, right = left.strip(), _TO.sub("", right.strip())
    if origin := _FROM.search(left):
        if not state.told or re.search("上|去", origin.group()):
            base = replace(base, years=tuple(year - 1 for year in state.years))
        left = _FROM.sub("", left)
    than = bool(_THAN_OLD.search(left))
    if than:
        old = tuple(year - 1 for year in state.years)
        base = replace(
            base, years=(state.against,) if state.against else old, against=state.against
        )
        left, right = _THAN_OLD.sub("", left), ""
    reached = than or bool(_TO.search(left))
    if reached:
        left = words().growth.sub("", _TO.sub("", left))
    # 2023年115件, 增加到115件: of what the figure before was of.
    leans = state.lean and bool(
        re.fullmatch("(?:总?共计?|达到?了?|为|有|计|多达|仅)*", left) or (origin and not bare(left))
    )
    last: tuple[Topic, ...] = ()
    if (state.told or reached or leans) and figure.measure in ("count", "money"):
        last = state.last
    if _names(right):
        last = ()
    elif (
        state.last
        and state.last[0].part
        and re.fullmatch("[、和及]?(?:总?共计?|合计|总计)有?", left)
    ):
        last = state.topics  # 维持309件、纠正17件，共326件: of the row they are parts of
    if (
        not last
        and _TOTAL.fullmatch(left)
        and not _names(right)
        and (terms := terms_of(left, state))
    ):
        return replace(base, topics=terms, add=True)
    if re.fullmatch("[、和及]?(?:其他|其它)", left) and (others := _others(state)):
        return replace(base, topics=(others,))
    if figure.rule and not last and not _names(right) and _AGAIN.fullmatch(left):
        last = state.last  # 13800件，约合1.4万件: the same thing told round
    for phrase in (left, f"{left} {right}", f"{left}{right}"):
        reading = read_phrase(phrase)
        topics, add, problem = topics_of(reading, figure, state.topics, last=last)
        if topics and not problem:
            rest = read_phrase(right)
            if phrase == left and (rest.rest or rest.blocks) and right.strip():
                # What follows the figure may narrow it (收到60件来自外省的申请).
                continue
            if phrase == left and rest.parts and not any(t.part for t in topics):
                continue  # 规范性文件还有66件有效
            if phrase == left and {"carryin", "carryout"} & set(rest.verbs) and reading.app:
                continue  # 申请中有1件是上年结转的
            beside = tuple(_alongside(topic, state) for topic in topics)
            base = replace(base, guess=beside != topics)
            topics = beside
            if own := _theirs(topics, state, left):
                base, topics = replace(base, guess=len(own) > 1), own
            if reading.negated and figure.value:
                problem = "否定句里的数字，无法确定所指"
            return replace(base, topics=topics, add=add, problem=problem)
    if state.told and state.said and not _names(f"{left}{right}"):  # 2022年1901条，2024年1133条
        base = replace(base, content=state.said)
    return replace(base, problem=problem or "没有读懂这个数字指的是哪一项")


def _alongside(topic: Topic, state: Context) -> Topic:
    """规范性文件有效66件，规章11件: of the measure told before, where the row has several."""
    before = state.last[0] if len(state.last) == 1 else None
    if topic.part or before is None or before.part not in ("made", "repealed", "valid"):
        return topic
    return (
        replace(topic, part=before.part) if topic.subject in ("regulation", "normative") else topic
    )


def _theirs(topics: tuple[Topic, ...], state: Context, left: str) -> tuple[Topic, ...]:
    """What became of the applications of those spoken of: 自然人的申请中，予以公开…件 is of theirs alone,
    企业提了53件，予以公开…件 of theirs or of all; () where no applicants are spoken of."""
    if len(topics) != 1 or topics[0].part or topics[0].subject not in (*_RESULTS, TOTALS[1]):
        return ()
    if state.whose:
        return (replace(topics[0], part=state.whose),)
    parts = {topic.part for topic in state.listed}
    known = all(topic.subject in (*TOTALS[:2], *_RESULTS) for topic in state.listed)
    if len(parts) != 1 or not known or not (part := parts.pop()):
        return ()
    mine = replace(topics[0], part=part)
    return (mine,) if "其中" in left else (mine, topics[0])


def _others(state: Context) -> Topic | None:
    """企业3件，其他4件: what no column of its own names, behind what one does."""
    before = state.last[0] if len(state.last) == 1 else None
    parts = meaning().parts
    if before is None or not before.part:
        return None
    part = {"三": "others", "四": "other_result"}.get(parts[before.part].section)
    return replace(before, part=part) if part else None


def _moves(left: str, right: str, figure: Figure) -> int | None:
    """The direction of a change a figure measures (同比增长20%); None where it measures none."""
    near = left.strip()
    if _TO.search(near):
        return None
    if match := re.search(f"(?:(?P<up>{UP})|(?P<down>{DOWN}))[了达出约近超过幅度为]*$", near):
        return 1 if match["up"] else -1
    if match := re.match(
        "的?(?:(?P<up>增长|增幅|增加|上升)|(?P<down>下降|降幅|减少))(?!了?[到至为])", right
    ):
        return 1 if match["up"] else -1
    if "翻" in near[-3:] or figure.text.startswith("翻"):
        return 1
    return None


def _growth(
    base: Statement, left: str, figure: Figure, move: int | None, state: Context
) -> Statement:
    multiple = move is None
    if multiple and not _TWICE.search(left.strip()):
        return replace(base, kind="growth", problem="没有读懂这个倍数指的是什么")
    named = bool(re.search("比|较|同期|上年|去年|上一年", base.clause))
    if state.pair and not named and not state.against and not state.than:
        # 2022年376件，2023年15012件，暴涨近39倍
        base = replace(base, years=state.pair[1:], against=state.pair[0])
        named = True
    told = named or "翻" in base.clause or state.than or state.against
    if not told and not _changes(left):
        return replace(base, kind="growth", problem="没有写明与哪一年相比")
    if re.search("环比|年均|月均|累计增长", left) or re.search("未|没有|不", left[-6:]):
        return replace(base, kind="growth", problem="没有可核对的比较口径")
    phrase = words().growth.sub(" ", left)
    phrase = re.sub(f"(?:{UP}|{DOWN}|持平|翻|幅度?)[了达出约近超过幅度为]*$", "", phrase.strip())
    phrase = _TWICE.sub("", phrase) if multiple else phrase
    phrase = re.sub("上年度?|去年|上一年度?|与|同|比|较", " ", phrase)
    reading = read_phrase(phrase)
    said = reading.rows or reading.parts or reading.verbs or reading.app or reading.rest
    base = replace(base, content=phrase if said else state.said)
    topics, add, problem = topics_of(
        reading, figure, state.topics, free_unit=figure.measure != "count", last=state.last
    )
    return replace(
        base, kind="growth", topics=topics, add=add, direction=move or 1, multiple=multiple,
        problem="" if topics and not problem else problem or "没有读懂这个变化指的是哪一项",
    )  # fmt: skip


def _points(base: Statement, left: str, move: int | None, state: Context) -> Statement:
    """占比提高4.3个百分点: a share's change, of the share named or of the one told before."""
    phrase = re.sub(f"(?:{UP}|{DOWN})[了达出约近]*$", "", left.strip())
    phrase = re.sub("上年度?|去年|上一年度?|同期|与|同|[比较](?!例|重)(?<!占比)", " ", phrase)
    phrase = words().growth.sub(" ", phrase)
    share = state.share
    if re.search("占|率|比例|比重", phrase):
        share = _share(base, f"{phrase.strip()}", "", state)
    elif bare(phrase):
        share = None
    if move is None or share is None or share.problem or not share.topics:
        return replace(base, kind="growth", problem="百分点的变化没有可核对的口径")
    return replace(
        base, kind="growth", topics=share.topics, bases=share.bases, direction=move,
        against=state.against,
    )  # fmt: skip


def _changes(left: str) -> bool:
    return bool(re.search("增长|下降|上升|增加|减少|降低|增幅|降幅", left))


_OF_WHOLE = re.compile("^(?:超过|不到|约|近|相当于|等于|达到?|是|为|仅为?)*(?P<whole>.{2,}?)的?$")


def _share(  # noqa: PLR0911, PLR0912
    base: Statement, left: str, right: str, state: Context
) -> Statement:
    """占…12.5%, 办结率98%, 75%的申请来自自然人."""
    base = replace(base, kind="share")
    head, sep, tail = left.rpartition("占")
    if re.search("率$|率[为达是到约高低仅只有至]+$", left.strip()):
        head, sep, tail = re.sub("率[为达是到约高低仅只有至]*$", "", left.strip()), "率", ""
    elif re.search("(?:比例|比重)[为达是到约]*$", left.strip()) and not sep:
        head, sep, tail = re.sub("的?(?:比例|比重)[为达是到约]*$", "", left.strip()), "占", ""
    if not sep and "占" in figure_lead(base):  # 维持72件，约占两成
        head, sep, tail = left, "占", ""
    if not sep and words().growth.search(left):
        return replace(base, problem="没有写明占什么的比例")
    if not sep and state.last and (of := _OF_WHOLE.match(left.strip())):
        # 办结109件，超过新收的九成
        wholes, _, trouble = topics_of(read_phrase(of["whole"]), None, state.topics, free_unit=True)
        total = len(wholes) == 1 and wholes[0].subject in TOTALS and not wholes[0].part
        if total and not trouble and wholes != state.last[:1]:
            return replace(base, topics=state.last[:1], bases=wholes)
    alone = not sep and not bare(right)  # 收到149件，个人提的不到八成
    of_new = not sep and re.match("的?(?:政府)?(?:信息)?(?:公开)?申请", right.strip())
    if not sep:  # 75%的申请来自自然人
        head, sep, tail = (left, "占", "") if alone else (right, "占", left)
    if sep == "率" and re.search("按时|按期|及时|如期|期限|限期", head):
        return replace(base, problem="报告的表格里没有按期与否的数")
    if bare(head) and _TOTAL.fullmatch(bare(head)):  # 予以公开…件、部分公开…件，合计占…
        topics = terms_of(head, state)
        add, problem = True, "" if topics else "没有读懂合计的是哪几项"
    elif state.added and read_phrase(head) == Reading():  # 两项合计1519件，占…
        topics, add, problem = state.added, True, ""
    else:
        before = state.topics
        if not before and read_phrase(tail).app:  # 自然人占申请总量的96.2%
            before = (Topic(meaning().default_subject),)
        elif not before:  # 行政复议有七成维持
            before = tuple(map(Topic, read_phrase(tail).rows))
        topics, add, problem = topics_of(
            read_phrase(head), None, before, free_unit=True, last=state.last
        )
    if problem or not topics:
        return replace(base, problem=problem or "没有读懂这个比例指的是哪一项")
    bases = bases_of(topics[0], sep, tail)
    if of_new and len(bases) > 1:  # 近三成申请: of those received, likelier than of those answered
        bases = tuple(reversed(bases))
    unsaid = read_phrase(re.sub("^比(?:例|重)?|其中", "", tail)) == Reading()
    if unsaid and (whole := _whole_told(topics, state)):
        bases = (whole,)
    elif alone and len(state.topics) == 1 and {row_of(t) for t in topics} == {*state.topics}:
        bases = state.topics  # 行政复议中，维持和纠正合计…件，不到四成
    elif alone and state.topics[:1] == (Topic(TOTALS[1]),) and topics[0].subject in _RESULTS:
        bases = state.topics[:1]  # 办结的申请里，…近六成
    elif alone:
        return replace(base, problem="没有写明占什么的比例")
    parents = tuple(
        row
        for row in dict.fromkeys((*map(row_of, state.listed), *state.topics))
        if topics[0].subject.startswith(f"{row.subject}.")
    )
    if len(parents) == 1 and unsaid:
        # 无法提供1078件，其中近九成七是…: of the row it is a kind of
        bases = parents if "其中" in base.clause else (*bases, *parents)
    if not bases:
        return replace(base, problem="没有读懂这个比例以什么为总数")
    if add and len({(t.subject in TOTALS, bool(t.part)) for t in topics}) > 1:
        return replace(base, problem="没有读懂合计的是哪几项")
    return replace(base, topics=topics if add else topics[:1], add=add, bases=bases)


def _whole_told(topics: Sequence[Topic], state: Context) -> Topic | None:
    """The total that the sentence told before of what a share is part of (办结76件：予以公开38件，
    正好一半); None where it told none."""
    part = topics[0].part
    told = [topic for topic in state.listed if part and topic.part == part and topic not in topics]
    if len(topics) == 1 and told and told[-1].subject in TOTALS[:2]:
        return told[-1]
    wholes = [row_of(topic) if topic.part else topic for topic in state.listed]
    for whole in reversed(wholes):
        if whole in topics:
            continue
        of_it = [
            row_of(topic) == whole if topic.part
            else topic.subject.startswith(f"{whole.subject}.")
            or (topic.subject in _RESULTS and whole.subject == TOTALS[1])
            for topic in topics
        ]  # fmt: skip
        if all(of_it):
            return whole
    return None


def figure_lead(statement: Statement) -> str:
    """The rounding words that a figure took with it (约占 of 约占两成)."""
    text = statement.figure.text if statement.figure else ""
    return re.split("[\\d一二两三四五六七八九十百分]", text)[0]


def terms_of(text: str, state: Context) -> tuple[Topic, ...]:
    """What 合计 adds up of the rows told before: as many as it says, else those since a total."""
    told = state.sums
    if match := re.search("([两二三四])(?:项|者)", text):
        count = {"两": 2, "二": 2, "三": 3, "四": 4}[match[1]]
        return told[-count:] if len(told) >= count else ()
    at = max((i + 1 for i, topic in enumerate(told) if topic.subject in TOTALS), default=0)
    terms = told[at:] if len(told) - at > 1 else told
    return terms if len(terms) > 1 else ()


def after(statement: Statement, state: Context) -> Context:
    """The context after a statement: of a part one goes back to its row (自然人45件、企业3件)."""
    if statement.problem:  # 网上申请30件，其中…: of what nobody here knows
        return replace(state, topics=(), last=(), said=statement.content)
    state = replace(state, said="")
    if statement.add or not statement.topics:
        return replace(state, last=(), added=statement.topics if statement.add else ())
    state = replace(state, added=(), figure=statement.figure)
    rows = tuple(row_of(topic) for topic in statement.topics)
    if all(row.subject in CARRIED for row in rows):
        # 收到115件，上年结转1件，其中自然人97件: 其中 may be of either.
        rows = tuple(dict.fromkeys((*rows, *state.topics)))
    told = statement.topics[:1] if statement.guess else statement.topics
    whole = len(told) == 1 and not told[0].part and statement.figure is not None
    sums = (*state.sums, *told) if whole and not told[0].plus else ()
    return replace(state, topics=rows, last=told, sums=sums, listed=(*state.listed, *told))


def unread(piece: str, text: str, state: Context, problem: str, figure: Figure) -> Statement:
    return Statement(
        piece, "value", state.who, state.years, figure=figure, content=text, clause=text,
        problem=problem,
    )  # fmt: skip
