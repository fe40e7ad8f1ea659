"""Sentences of running text sought by a question's words, where no cell and no section answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import replace

from gongkai.answering.evidence import Statement
from gongkai.answering.expect import Expected, expected
from gongkai.answering.query import Ask
from gongkai.answering.quote import Finder, quoted, under_named
from gongkai.answering.sentences import Sentence, clauses, coverage, figures, pairs, sentences
from gongkai.answering.topics import content, meaning, units_pattern, vocabulary
from gongkai.report import Report
from gongkai.text import bare, squeeze

# A clause speaks of what is asked where its cosine to the question (both encoded as queries)
# plus a share for the question's words in it reaches this. Measured on 40 questions over real and
# invented reports: what isn't told reached 0.91, what is told lay above 0.92 but for one.
_SPEAKS = 0.918
_COVERAGE_WEIGHT = 0.05
# A clause that lies so far above the others speaks of it from here on: of 180 questions what isn't
# told lay at 0.893 at most, with whatever distance. The very measure word is as telling (参训237人次).
_STANDS_OUT, _ALIKE, _SAME_UNIT = 0.04, 0.9, 0.905
# The only figure of its unit in the report is the one asked for, if what is asked is but near it.
_SOLE = 0.87
_SEVERAL = 6
_BESIDE = 0.02
_ALL_WORDS = 0.95
_CANDIDATES = 12
_PIECE = 4
# What is counted stands in so many characters before the counting word.
_HEAD = 4
_DID = re.compile("(?<=[\u4e00-\u9fff]{2})[做搞弄发出印写编拍](?:了|过)?(?=多少|几)")
# 培训班办到第几期: which one of a row it was.
_NTH = re.compile("[办开做印出]?到?第(?=几)")
# The verb a count begins with, where it has one (编写了几份政策解读).
_BEGUN = re.compile(
    "(?<![\u4e00-\u9fff])(?:编写|撰写|制作|编制|编印|推出|发布|出台|举办|写|做|搞|弄|出|印|发|拍)了?(?=多少|几)"
)
_DONE = re.compile("(?:[了过去出送掉完]|办|搞|做|看|来|共|总计|合计)$")
# A word in more than this share of a report's sentences (政府, 工作) names nothing of its own.
_COMMON = 0.25
_USUAL = 0.1
# Characters of a term that the row's words don't hold and the text does (政策性文件).
_TERM = 5
_SMALL = re.compile("[的和与及或跟]")
_STRANGE = 2  # characters: so long a run of unknown words asks for something of its own


def search_told(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """The clauses of running text that speak of what is asked, quoted; None where none does.

    How many is answered by the clause with the figure, anything else by the whole sentence. A
    count that isn't found in the question's own words is looked for in those that reports print:
    there the figure and its unit must fit too.
    """
    # 政策解读做了多少个: that it was done says nothing of what is counted.
    ask = replace(ask, text=_DID.sub("有", ask.text)) if expected(ask.text).counts else ask
    told = _searched(report, ask, finder)
    if told or not expected(ask.text).counts:
        return told
    # 编写了几份政策解读: reports use other verbs, as well as other nouns.
    others = (meaning().in_print(ask.text), _BEGUN.sub("有", ask.text))
    found = (_searched(report, replace(ask, text=t), finder) for t in others if t != ask.text)
    return next((statement for statement in found if statement), None)


def _searched(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    wanted = pairs(content(ask.text))
    if not bare(content(ask.text)):
        return None
    everything = list(sentences(report))
    common: Counter[str] = Counter()
    for sentence in everything:
        common.update(pairs(sentence.text).keys() & wanted.keys())
    kind = expected(ask.text)
    if kind == Expected() and (led := under_named(report, wanted)):
        return quoted(report, "", led)
    counted = _counted(ask.text) if kind.counts else set()
    # 收到申请278件 isn't what came by post.
    narrow = meaning().narrows(ask.text) if kind.counts else ()
    narrower = {pair for word in narrow for pair in pairs(word)}
    # What many sentences count (申请) tells none apart: so must another word of the question.
    usual = {pair for pair in counted if common[pair] > _USUAL * len(everything)}
    telling = (counted | wanted.keys()) - usual if usual else set()
    passages = finder.passages(ask.text, report)
    near = [s for s in everything if any(passage.holds(s) for passage in passages)]
    candidates = [
        (coverage(wanted, clause.text, common, len(everything)), clause, sentence)
        for sentence in near
        for clause in _naming(clauses(sentence), counted, kind, sentence)
        if kind.fits(clause.text, sentence.text)
        and not (kind.counts and _of_another_row(report, clause.text, ask.text))
        and (not counted or any(word in squeeze(sentence.text) for word in counted))
        and (not telling or any(word in squeeze(sentence.text) for word in telling))
        and (not narrow or any(word in clause.text for word in narrower))
    ]
    candidates.sort(key=lambda c: -c[0])
    candidates = candidates[:_CANDIDATES]
    if not candidates:
        return None
    like = finder.likeness(ask.text, [clause.text for _, clause, _ in candidates])
    ranked = sorted(
        (
            (float(alike) + _COVERAGE_WEIGHT * covered, clause if kind.counts else sentence)
            for alike, (covered, clause, sentence) in zip(like, candidates, strict=True)
        ),
        key=lambda r: (-r[0], r[1].paragraph, r[1].start),
    )
    best = ranked[0][0]
    if best < _SPEAKS:
        # A figure with the very unit, among all the words of the question, is the figure asked for.
        exact = [c for c in candidates if c[0] >= _ALL_WORDS and len(kind.units) == 1]
        # What is counted is named, and there is one such figure in all the report.
        sole = bool(counted) and sum(len(figures(s.text, kind.units)) for s in everything) == 1
        # Where the form names what is asked for, only its very words will do.
        exact = exact or ([] if ask.topic else _standing_out(candidates, like, kind, sole=sole))
        return quoted(report, "", [exact[0][1] if kind.counts else exact[0][2]]) if exact else None
    chosen = dict.fromkeys(s for score, s in ranked if score >= max(best - _BESIDE, _SPEAKS))
    first = list(chosen)[: 1 if kind.counts else 3]
    return quoted(report, "", sorted(first, key=lambda s: (s.paragraph, s.start)))


def _standing_out(
    candidates: list[tuple[float, Sentence, Sentence]],
    like: Sequence[float],
    kind: Expected,
    *,
    sole: bool,
) -> list[tuple[float, Sentence, Sentence]]:
    """The one candidate that is plainly more like the question than the others; [] for none."""
    at = max(range(len(candidates)), key=lambda i: like[i])
    if kind.counts:
        odd = len(kind.units) == 1 and kind.units[0] in meaning().odd_units["words"]
        same = odd and figures(candidates[at][1].text, kind.units)
        return [candidates[at]] if same and like[at] >= (_SOLE if sole else _SAME_UNIT) else []
    rest = [alike for i, alike in enumerate(like) if i != at]
    apart = len(rest) >= _SEVERAL and like[at] - sum(rest) / len(rest) >= _STANDS_OUT
    return [candidates[at]] if apart and like[at] >= _ALIKE else []


def _naming(
    pieces: Iterable[Sentence], counted: Collection[str], kind: Expected, sentence: Sentence
) -> list[Sentence]:
    """The clauses of a sentence that name what is counted beside a fitting figure; all of them
    where none does (…网站公开信息5500条，…制作政策解读21个)."""
    every = list(pieces)
    named = [
        piece
        for piece in every
        if any(word in squeeze(piece.text) for word in counted)
        and kind.fits(piece.text, sentence.text)
    ]
    return named or every


def _of_another_row(report: Report, clause: str, asked: str) -> bool:
    """Whether a clause counts what a row of the tables counts and the question doesn't name.

    从上年接过来几件 isn't answered by 结转下年度1件, nor 废止几件 by 制发1件.
    """
    rows = (word for word in meaning().tabled if word in clause)
    return report.form is not None and any(word not in asked for word in rows)


def _counted(asked: str) -> set[str]:
    """Pairs of characters of what is counted, of which a sentence must have one.

    人员有几个 isn't answered by 账号4个. Empty where the question doesn't tell.
    """
    asked = _NTH.sub("", asked)
    counting = list(re.finditer(f"(?:多少|几)(?:{units_pattern()})?", asked))
    if not counting:
        return set()
    last = counting[-1]
    before = content(asked[: last.start()]).split()[-1:]
    behind = content(asked[last.end() :]).split()
    runs = behind or [run[-_HEAD:] for run in before]
    if not runs or asked[last.start() :].startswith(("多少人", "几人", "几个人", "多少名")):
        return set()  # 多少人参加: what follows tells what they did
    if not behind and _DONE.search(asked[: last.start()]):
        # 开放日请老百姓进去看了几场: not beside what is counted, which the question need only name.
        runs = [" ".join(content(asked).split())]
    return {pair for run in (runs[0], meaning().in_print(runs[0])) for pair in pairs(run)}


def told_beside(report: Report, ask: Ask) -> Statement | None:
    """The sentence that counts what a table's row doesn't: 建议提案办理结果公开几件.

    Where the question holds words that are none of the row's, and a clause of the running text has
    these very words with a figure in what is counted, the clause is meant. None where there is no
    such clause.
    """
    kind = expected(ask.text)
    if not kind.counts or ask.operation == "share":
        return None
    everything = list(sentences(report))
    strange = [
        word
        for word in _strange(content(ask.text), vocabulary(ask.topic))
        if len(word) >= _STRANGE
        and sum(word in s.text for s in everything) <= max(_COMMON * len(everything), 1)
    ]
    terms = _terms(ask)
    units = kind.loosely().units  # 几张12345的单子 are told in 件
    subject = meaning().subjects[ask.topic]
    for sentence in everything if strange or terms else ():
        for clause in clauses(sentence):
            text = squeeze(clause.text)
            # The row's own number in running text is held against the table elsewhere.
            row = any(re.search(pattern, text) for pattern in subject.mentions)
            named = not row and any(term in text for term in terms)
            meant = named or any(_has(text, word) for word in strange)
            # 每半年复核一次 counts nothing beside a row's cells.
            if meant and any(figure[0].isdigit() for figure in figures(text, units)):
                return quoted(report, "", [sentence])
    return None


def _terms(ask: Ask) -> list[str]:
    """Terms of the question that are no words of the row's: 政策性文件 isn't 行政规范性文件.

    A term that holds words of the row's label (不予公开的) is none.
    """
    subject = meaning().subjects[ask.topic]
    own = (subject.label, *subject.select, *subject.phrases)
    label = {
        text[i : i + _PIECE]
        for text in (subject.label, *subject.select)
        for i in range(len(text) - _PIECE + 1)
    }
    return [
        term
        for word in content(ask.text).split()
        for i in range(len(word))
        for j in range(i + _TERM, len(word) + 1)
        if not any((term := word[i:j]) in phrase for phrase in own)
        and not any(piece in term for piece in label)
    ]


def _has(text: str, word: str) -> bool:
    """Whether a text has a strange word, or so long a piece of it that it can be no other.

    委员提的建议和提案 is told as 建议提案: of words joined by small ones two are enough.
    """
    pieces = {word[i : i + _PIECE] for i in range(max(len(word) - _PIECE + 1, 1))}
    if any(piece in text for piece in pieces):
        return True
    joined = {part for part in _SMALL.split(word) if len(part) >= _STRANGE}
    return sum(part in text for part in joined) > 1


def _strange(text: str, known: Container[str]) -> list[str]:
    """The runs of Han characters in ``text`` with no pair among ``known``."""
    runs: list[str] = []
    for word in re.findall("[\u4e00-\u9fff]+", text):
        covered = [False] * len(word)
        for i in range(len(word) - 1):
            if word[i : i + 2] in known:
                covered[i] = covered[i + 1] = True
        run = ""
        for character, told in zip(word + " ", [*covered, True], strict=True):
            run = "" if told else run + character
            if run and (not runs or not run.startswith(runs[-1])):
                runs.append(run)
            elif run:
                runs[-1] = run
    # A number that is a name (12345热线) is strange in any table.
    return runs + re.findall(r"(?<!\d)\d{5,}(?!\d)|[a-z]{3,}", text)
