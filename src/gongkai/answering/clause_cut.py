"""A message cut into the clauses that are asked one by one: at pauses, counting words, in lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from gongkai.answering.clause import SURE, find_operation, strip
from gongkai.answering.match import Match, PhraseBook, QueryEncoder
from gongkai.answering.topics import Meaning, Subject, content, meaning, units_pattern
from gongkai.text import bare

# So much of its words in one phrase makes a run of words one name.
_ONE = 0.85
_LIST = re.compile("、|以及|和|与|跟|及")
# 申请、办结、结转三个数: how many were listed.
_SO_MANY = re.compile(
    "(?<=[\u4e00-\u9fff]) *(?:(?:[这那]?[两二三四五六]|[这那]几)个?(?:数|项|样)"
    "|[这那]?[两二三四五六几]个?(?:数字|指标|数据))$"
)
_SEARCHED = re.compile(
    "(?:请|想|帮忙?)?(?:查|看|问|搜)(?:查|看|询|一?下)?|年报|年度|[年报]|报告|数据?|情况|数量|统计"
)
COUNTED = re.compile("多少|几[^乎年]?|[吗么]$")
# Words that count, wherever they stand (COUNTED: or a particle that asks, at the end).
_VERSUS = re.compile(
    "(?P<one>.{2,}?)(?:要|还|会)?比(?!例|较|率|上年|去年|上一年|前一年|往年|头年|头一年)(?P<other>.{2,}?)"
    "(?P<by>(?:要|还)?[多少高低](?:出|了|上)?(?:来)?(?:多少|几).{0,2}|(?:是)?(?:多|少)(?:吗|么|还是少))"
)
# 处罚决定是许可决定的几倍: two rows, the one held against the other.
_TIMES = re.compile(
    "(?P<one>.{2,}?)(?:相当于|等于|是|为)(?P<other>[^是为]{2,}?)(?P<by>的?(?:多少|几)倍.{0,2})"
)
_COUNTING = re.compile("多少|几(?!乎|年)")
# How a clause begins that tells who asks, and one that denies a way taken.
_ASKER = re.compile(
    "\\s*(?:我们?|俺们?|咱们?|本人|家里|我家)(?:就|也|都)?(?:是|在|正|最近|做|写|搞)"
)
_WITHOUT = re.compile("\\s*(?:没有?经|不经|未经|没有|没走|不走)")
# What parts the things of a list.
_PAUSES = "、和及与跟"
# …这事儿，报告里是怎么讲的: what is said stands before.
_HOW_SAID = re.compile(
    "\\s*(?:在)?(?:年报|报告|年度报告)?(?:里|中|上)?(?:面)?是?(?:又)?(?:怎么|如何)个?(?:说|讲|写|提|交代)(?:起|到)?的?[呢啊]?\\s*"
)
# 我年份打错了, 写错单位了: says that something said before is taken back.
_SLIPPED = re.compile(
    "\\s*(?:哎呀|哎|啊|呀|噢|哦|嗯|那个|不好意思|抱歉|对不起|刚才|刚刚|前面|上面|[,，\\s])*我?(?:把|是)?"
    "(?:年份|年度|年头|年|单位|机关|部门|名字|地方)?(?:给)?(?:打|说|写|看|输|记|搞|弄|问|敲|选)(?:错|岔|混|反)(?:了|咯|啦)?"
    "(?:年份|年度|年|单位|机关|部门|名字|地方)?(?:了|咯|啦)?\\s*"
)
# 年报里应该写了, 见某市的年报: where it should stand.
_SHOULD_STAND = re.compile(
    "\\s*[(（]?(?:见|在|按|看|查)?\\s*的?(?:年报|年度报告|报告)(?:里头?|中|上)?面?(?:应该|应当|可能|好像|据说|肯定|一定|总)?"
    "(?:会|有|都|是)*(?:[写讲提说载登]|记载|交代)?(?:了|过|着|到|的)?吧?[)）]?\\s*"
)
# 提过这个没有, 年报有说吗: whether what the clause before asks for is told at all.
_TOLD = re.compile(
    "\\s*的?\\s*(?:年报|年度报告|报告)?(?:里头?|中|上)?面?(?:到底|究竟)?(?:有没有|是否|有)?(?:专门|具体|明确|详细)?"
    "(?:提|说|讲|写|谈|交代|记载|披露|透露)(?:起|到|及)?(?:了|过|着)?(?:这个|这事儿?|这点|这一点|这些|它|此事|相关内容)?"
    "(?:没有?|吗|么|嘛|吧|不)[呢啊呀]?\\s*"
)
# 我要查询：…: that one asks.
_WANTED = re.compile(
    "(?:我|俺|本人)?(?:就?是?想|要|来|请|求|帮我?|需要)*(?:查询|查|咨询|请教|了解|核实|统计|汇总|问|打听)"
    "(?:一下|下|一个数|个数|个事)?"
)
# 1. 收到多少 2. 办结多少
_NUMBERED = re.compile(r"(?<![\d.])[1-9][.、)）]\s*(?=[\u4e00-\u9fff\s])")
_IDLE = 2  # characters
_OF_REPORT = re.compile("年报|报告")
# 除了企业之外: what is left out of what the next clause asks.
_LEFT_OUT = re.compile("(?:除了?|除去|不算|扣除|去掉|不含)[^几多吗]+$")
# 平均下来，每年办结多少: how what follows is reckoned.
_MEAN = re.compile("\\s*(?:按?年)?平均(?:算?下来|一下|起来|来看|算)?\\s*")
_THAN_BEFORE = re.compile(
    "\\s*[和跟与同较比](?:上一年度?|上年度?|去年|前一年)(?:相?比较?|对比|比起来)?\\s*"
)
_CLAUSE = re.compile(
    r"[，,；;。？?！!：:\n]+|(?:另外|(?<![手里头边账])还有(?!效|几|多少)|以及|并且|同时|顺便|(?<!占)(?<!占了)(?<!占到)其中)"
)
# A number of years (七十多了, 三十几年) asks nothing, nor do 那几场 and none to speak of (没什么人用).
_NOT_NONE = "(?<!没)(?<!没有)"
ASKING = re.compile(
    rf"(.)[没不]\1|{_NOT_NONE}(?:多少|(?<![十百千万这那])几(?![乎年])|[啥谁])|多[大高长久远]|多还是"
    r"|[哪吗呢]|(?<!没什)(?<!没有什)么|是否|有无|有没有|如何|how|what|which"
)


def cut(rest: str, book: PhraseBook, encoder: QueryEncoder) -> tuple[list[str], set[str]]:
    """The clauses of a message (bodies and years taken out), and which of them are of a list."""
    data = meaning()
    clauses: list[str] = []
    listed: set[str] = set()
    for clause in _spoken(_CLAUSE.split(_NUMBERED.sub("；", rest))):
        counted = _counts(clause)
        # 公开几件、开放日几场 is a list; 培训办了几次多少人参加 goes on without a pause.
        parted = any(piece.startswith(tuple(_PAUSES)) for piece in counted)
        for breath in counted:
            for piece in _breathless(breath.lstrip(_PAUSES), book, encoder):
                pieces = _listed(piece, book, encoder, data)
                clauses += pieces
                listed.update(pieces if parted or len(pieces) > 1 else ())
    return clauses, listed


def _spoken(clauses: Sequence[str]) -> list[str]:
    """The clauses that say something, without those that only tell who asks (我是做企业的)."""
    told = [clause for clause in clauses if bare(clause)]
    # 按2022年的年报，…: the report as such.
    spoken = [c for c in told if bare(content(c)) or ASKING.search(c) or not _OF_REPORT.search(c)]
    # 查某局2022：…: no more than that one asks.
    spoken = [c for c in spoken if len(bare(c)) > _IDLE or ASKING.search(c) or bare(content(c))]
    about = [
        c
        for c in spoken or told
        if not any(
            idle.fullmatch(c.strip())
            for idle in (_HOW_SAID, _SHOULD_STAND, _SLIPPED, _TOLD, _WANTED)
        )
    ]
    told = _joined(about or spoken or told)
    asking = [clause for clause in told if not (_ASKER.match(clause) and not ASKING.search(clause))]
    return asking if any(ASKING.search(clause) for clause in asking) else told


def without_slips(text: str) -> str:
    """A message without what only says that something before was a slip (我年份打错了)."""
    return "，".join(c for c in _CLAUSE.split(text) if not _SLIPPED.fullmatch(c.strip()))


def asks_whether_told(clause: str) -> bool:
    """Whether a clause only asks whether the report tells what was asked before (年报有说吗)."""
    return bool(_TOLD.fullmatch(clause.strip("，,。？?！! ")))


def _joined(clauses: Sequence[str]) -> list[str]:
    """Clauses with what is left out, or compared with, before them (除了企业之外，收到多少)."""
    joined: list[str] = []
    for clause in clauses:
        before = joined[-1] if joined else ""
        leads = (
            _LEFT_OUT.search(before) or _THAN_BEFORE.fullmatch(before) or _MEAN.fullmatch(before)
        )
        if leads:
            joined[-1] += f"，{clause}"  # where the left-out ends
        else:
            joined.append(clause)
    return joined


def _counts(clause: str) -> list[str]:
    """A clause that counts several things one after the other (公开几件部分公开几件), cut behind each."""
    ends = [m.end() for m in re.finditer(f"(?:多少|几)(?:{units_pattern()})", clause)]
    if len(ends) < 2:
        return [clause]
    starts = [0, *ends[:-1]]
    pieces = zip(starts, [*ends[:-1], len(clause)], strict=True)
    return [clause[start:end] for start, end in pieces]


def _breathless(clause: str, book: PhraseBook, encoder: QueryEncoder) -> list[str]:
    """A clause that counts several things without a pause (批了多少许可罚了多少), cut between them.

    Between two counting words it is cut where what lies on both sides is best told as a topic of
    its own; where one of them is none, or two are the same, it stays whole.
    """
    counted = [match.span() for match in _COUNTING.finditer(clause)]
    if len(counted) < 2:
        return [clause]
    cuts = [0]
    for (_, left), (right, after) in itertools.pairwise(counted):
        places = range(left, right + 1)
        texts = [t for at in places for t in (clause[cuts[-1] : at], clause[at:after])]
        found = _best(texts, book, encoder)
        sums = [one.score + other.score for one, other in zip(found[::2], found[1::2], strict=True)]
        cuts.append(places[sums.index(max(sums))])
    pieces = [clause[a:b] for a, b in itertools.pairwise([*cuts, len(clause)])]
    told = _best(pieces, book, encoder)
    apart = len({match.entry for match in told}) == len(told)
    return pieces if apart and all(match.score >= SURE for match in told) else [clause]


def _best(texts: Sequence[str], book: PhraseBook, encoder: QueryEncoder) -> list[Match]:
    """What each text is most like."""
    return [book.rank(t, v)[0] for t, v in zip(texts, encoder.queries(texts), strict=True)]


def _listed(clause: str, book: PhraseBook, encoder: QueryEncoder, data: Meaning) -> tuple[str, ...]:
    """A clause that lists several things (许可、处罚和强制各多少), cut where each is a topic."""
    clause = _SO_MANY.sub("", clause)
    pieces = [piece for piece in _LIST.split(clause) if bare(piece)]
    if len(pieces) == 1:
        # 申请 办结 结转: as one types for a search
        words = [word for word in clause.split() if not _SEARCHED.fullmatch(word)]
        keyed = len(words) > 1 and not re.search(f"{ASKING.pattern}|[谁啥了给]", clause)
        keyed = keyed and all(re.fullmatch("[\u4e00-\u9fff]{2,6}", word) for word in words)
        pieces = words if keyed else _run(clause, book, encoder)
        pieces = _versus(clause) or pieces
    if len(pieces) < 2 or any(_WITHOUT.match(piece) for piece in pieces):
        return (clause,)  # 没有经过复议、直接起诉的: one thing told twice
    found = []
    # 结转各是多少: what is said of all stands behind the last.
    bared = [strip(piece, find_operation(piece, data)[1]) or piece for piece in pieces]
    for piece, vector in zip(bared, encoder.queries(bared), strict=True):
        ranked = (
            match
            for match in book.rank(piece, vector)
            if (subject := data.subjects.get(match.entry)) is None
            or _allowed(subject, piece, clause)
        )
        best = next(ranked, None)
        found.append(best.entry if best and best.score >= SURE else "")
    # Each with a counting word of its own (公开几条、开放日几场) is asked for itself.
    counted = all(COUNTED.search(piece) for piece in pieces)
    alike = "" in found or len(set(found)) < len(found) or not set(found) & set(data.subjects)
    if alike and not counted:
        return (clause,)
    # What is said of all stands at the end: the last piece's counting word goes to each.
    operation, spans = find_operation(pieces[-1], data)
    tail = pieces[-1][spans[0][0] : spans[0][1]] if operation != "lookup" else ""
    return tuple(piece if tail in piece else piece + tail for piece in pieces)


def _versus(clause: str) -> list[str]:
    """The two rows of a clause that holds one against the other (信访的比重复的多几件); [] for none."""
    match = _VERSUS.fullmatch(clause.strip()) or _TIMES.fullmatch(clause.strip())
    if not match:
        return []
    return [match["one"], f"{match['other']}{match['by']}"]


def _allowed(subject: Subject, piece: str, clause: str) -> bool:
    """Whether a piece of a list may mean a subject: what it requires may be said of the whole list."""
    return subject.allows(piece) or (
        subject.allows(clause) and not any(word in piece for word in subject.excludes)
    )


def _run(clause: str, book: PhraseBook, encoder: QueryEncoder) -> list[str]:
    """Words of two characters run together before 各 or 分别 (许可处罚强制分别多少), apart."""
    match = re.search("(?:^|[ 的])((?:[\u4e00-\u9fff]{2}){2,})(?=各[有是多自]|分别)", clause)
    if not match:
        return [clause]
    words, start = match.group(1), match.start(1)
    if _best([words], book, encoder)[0].lexical >= _ONE:
        return [clause]  # 办理结果分别多少: one thing
    pieces = [words[i : i + 2] for i in range(0, len(words), 2)]
    return [clause[:start] + pieces[0], *pieces[1:-1], pieces[-1] + clause[match.end() :]]
