"""Narrative answers: the sentences that answer, quoted as printed, never reworded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.answering.evidence import Evidence, Statement, of_words
from gongkai.answering.expect import expected
from gongkai.answering.query import Ask
from gongkai.answering.retrieve import Passage
from gongkai.answering.sentences import (
    Sentence,
    aspect_of,
    clauses,
    figures,
    pairs,
    sentences,
)
from gongkai.answering.tell import lead
from gongkai.answering.topics import Topic, content, meaning
from gongkai.report import Chunk, Report
from gongkai.text import squeeze

# A quoted answer is at most so many characters; longer ones are cut at a sentence's end.
_LIMIT = 420
# Among the improvements alone less will do.
_ABOUT = 0.88
_BEGINNING = 20
# This share of the question's words in a lead: the passage under it is meant.
_NAMED = 0.6
_LEAD = re.compile(r"（[一二三四五六七八九十]）([^。：:，；]{2,30})")
# A sentence speaks of words where it holds this share of their pairs of characters.
NEARLY = 0.75
_HALF = 0.5
_SPEAKING = (
    "提到|提及|说到|讲到|谈到|写到|涉及|承认|坦承|反映|都有|在?报告[里中]"
    "|[这那]一?个?(?:问题|毛病|说法|做法)|是?[写说提讲][的过了]"
)


# Log-odds that each of several texts answers a question.
Relevance = Callable[[str, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Retrieval as narrative answers need it, with index and encoder bound.

    ``passages``: the best passages of one report for a text. ``likeness``: cosines of a text to
    several others, all encoded alike. ``holding``: the chunks, of any report, that hold a share
    of a text's words. ``relevance``: which texts answer; None where the model has none.
    """

    passages: Callable[[str, Report], Sequence[Passage]]
    likeness: Callable[[str, Sequence[str]], Sequence[float]]
    holding: Callable[[str, float], Sequence[Chunk]]
    relevance: Relevance | None = None


def whole_section(report: Report, topic: Topic) -> Statement | None:
    """What a section says: how each of its paragraphs begins, up to the limit."""
    chosen: list[Sentence] = []
    for sentence in sentences(report, topic.sections):
        begun = [s for s in chosen if s.paragraph == sentence.paragraph]
        # A lead (（三）政府信息管理情况。) begins nothing; the sentence after it does.
        if sum(len(s.text) for s in begun) < _BEGINNING:
            chosen.append(sentence)
    return quoted(report, topic.label, chosen)


def aspect(report: Report, topic: Topic) -> Statement | None:
    """The problems or the improvements that section 五 tells."""
    ordered = list(sentences(report, topic.sections))
    words = meaning().aspects
    kinds = aspect_of(ordered, words["problem"], words["improvement"])
    mine = [s for i, s in enumerate(ordered) if kinds[i] == topic.aspect]
    if topic.aspect == "problem":
        # Praise before the first problem (取得了一定成绩) isn't one.
        first = next(
            (i for i, s in enumerate(mine) if any(w in s.text for w in words["problem"])), 0
        )
        mine = mine[first:]
    return quoted(report, topic.label, mine)


def about(report: Report, ask: Ask, finder: Finder, name: str) -> Statement | None:
    """The problems or improvements (topic ``name``), where one of them is about what is asked.

    说怎么收拾挂在网上的旧文件, 人手方面有哪些毛病: told as a whole, since one alone may be the wrong one.
    """
    topic = meaning().topics[name]
    ordered = list(sentences(report, topic.sections))
    words = meaning().aspects
    kinds = aspect_of(ordered, words["problem"], words["improvement"])
    mine = [c for i, s in enumerate(ordered) if kinds[i] == topic.aspect for c in clauses(s)]
    like = finder.likeness(ask.text, [clause.text for clause in mine]) if mine else ()
    return aspect(report, topic) if max(like, default=0.0) >= _ABOUT else None


def under_lead(report: Report, topic: Topic) -> Statement | None:
    """What stands under the lead that names the topic (（五）监督保障情况)."""
    led = under_named(report, pairs(topic.narrative))
    if led or not topic.needs:
        return quoted(report, topic.label, led)
    # Without a lead: the sentences that speak of it most.
    counted = [
        (sum(w in s.text for w in topic.needs), s) for s in sentences(report, topic.sections)
    ]
    best = max((n for n, _ in counted), default=0)
    chosen = [s for n, s in counted if best and n == best][:2]
    return quoted(report, topic.label, chosen)


def count_told(report: Report, topic: Topic, asked: str) -> Statement | None:
    """The sentences whose figure answers how many, most like the topic first.

    Where ``asked`` names a channel (website, gazette), the sentence must name it too.
    """
    wanted = pairs(topic.narrative)
    candidates = []
    for sentence in sentences(report, topic.sections, fine=True):
        if any(word in sentence.text for word in topic.needs) and figures(
            sentence.text, topic.units
        ):
            have = pairs(sentence.text)
            score = sum(1 for pair in wanted if pair in have) / max(len(wanted), 1)
            whole = any(
                word in sentence.text
                for word in ("全年", "共", "累计", "总", "全市", "全区", "全县", "各类")
            )
            candidates.append((score + 0.2 * whole, -sentence.start, sentence))
    named = [channel for channel in topic.channels if channel in asked]
    if named:  # how many on the website isn't how many in all
        candidates = [c for c in candidates if any(channel in c[2].text for channel in named)]
    if not candidates:
        return None
    candidates.sort(key=lambda c: (-c[0], c[2].paragraph, c[2].start))
    best = candidates[0][0]
    chosen = [c[2] for c in candidates if c[0] >= best - 0.1][:2]
    return quoted(report, topic.label, sorted(chosen, key=lambda s: (s.paragraph, s.start)))


def fee_sentences(report: Report, words: Sequence[str]) -> list[Sentence]:
    """Sentences of running text about the processing fee, section 六 first."""
    found = [s for s in sentences(report) if any(word in squeeze(s.text) for word in words)]
    # A sentence that only names the rule the fee goes by tells no fee.
    telling = [s for s in found if re.search("[0-9]|[未没无不]|零", squeeze(s.text))]
    in_six = [s for s in telling if s.section == "六"]
    return (in_six or telling)[:3]


def spoken_of(ask: Ask) -> str:
    """The words that a report must hold to speak of what is asked (哪些报告提到了…)."""
    return content(re.sub("|".join((*meaning().which, _SPEAKING)), " ", ask.text))


def speaking(report: Report, words: str) -> Statement | None:
    """The sentence of a report that holds ``words``, nearly all at least; None where none does.

    适老化和无障碍改造 speaks of 适老化改造: a pair of characters may be parted.
    """
    wanted = pairs(words)
    best: tuple[float, Sentence] | None = None
    for sentence in sentences(report) if wanted else ():
        have = pairs(sentence.text)
        share = sum(pair in have for pair in wanted) / len(wanted)
        if share >= NEARLY and (best is None or share > best[0]):
            best = (share, sentence)
    return quoted(report, "", [best[1]]) if best else None


def naming(report: Report, name: str) -> Statement | None:
    """The first sentences that name a part of the report's body; None where none does."""
    return quoted(report, "", [s for s in sentences(report, fine=True) if name in s.text][:2])


def said_of(report: Report, named: str, ask: Ask) -> Statement | None:
    """The sentence that names a body (pattern ``named``) and speaks of what is asked; None where none does.

    The clause that names it, or the one after, must hold half of the words asked for.
    """
    data = meaning()
    words = data.fee_words if ask.topic.startswith("fee.") else ()
    wanted = pairs(content(ask.text))
    for sentence in sentences(report, fine=True):
        text = squeeze(sentence.text)
        have = pairs(text)
        share = sum(pair in have for pair in wanted) / max(len(wanted), 1)
        paid = words and re.search(r"收取?了?[\d,.]+万?元", text)
        speaks = paid or any(word in text for word in words) or (wanted and share >= _HALF)
        if speaks and re.search(named, text) and expected(ask.text).fits(text, text):
            return quoted(report, "", [sentence])
    return None


def under_named(report: Report, wanted: Counter[str]) -> list[Sentence]:
    """The sentences under a lead that names what is asked: （四）政府信息公开平台建设情况."""
    best, under = 0.0, -1
    leads = {
        i: match.group(1)
        for i, paragraph in enumerate(report.paragraphs)
        if (match := _LEAD.match(paragraph.text.strip()))
    }
    for i, lead_text in leads.items():
        have = pairs(content(lead_text))
        covered = sum(1 for pair in wanted if pair in have) / max(len(wanted), 1)
        if covered > best:
            best, under = covered, i
    if best < _NAMED:
        return []
    after = [i for i in leads if i > under]
    end = min(after, default=len(report.paragraphs))
    section = report.paragraphs[under].section
    return [s for s in sentences(report, (section,)) if under <= s.paragraph < end]


def quoted(report: Report, label: str, chosen: Sequence[Sentence]) -> Statement | None:
    """Sentences as quotations with marks; neighbours of one paragraph become one quotation."""
    if not chosen:
        return None
    evidence: list[Evidence] = []
    pieces: list[str] = []
    used = 0
    for run in _runs(chosen):
        first, last = run[0], run[-1]
        end = last.end
        for sentence in run:
            if used + sentence.end - first.start > _LIMIT and sentence is not first:
                end = sentence.start
                break
        item = of_words(report, first.paragraph, first.start, end)
        quote = item.quote.rstrip()
        item = of_words(report, first.paragraph, first.start, first.start + len(quote))
        pieces.append(f"“{one_line(quote)}”⟦{len(evidence)}⟧")
        evidence.append(item)
        used += len(quote)
        if used >= _LIMIT:
            break
    about = f"{label}：" if label else ""
    return Statement(f"{lead(report)}报告{about or '：'}{''.join(pieces)}", tuple(evidence))


def _runs(chosen: Sequence[Sentence]) -> list[list[Sentence]]:
    runs: list[list[Sentence]] = []
    for sentence in chosen:
        last = runs[-1][-1] if runs else None
        if last and last.paragraph == sentence.paragraph and sentence.start - last.end <= 2:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def one_line(quote: str) -> str:
    """A quotation on one line; breaks inside Han text vanish, as the grounding check allows."""
    return re.sub(r"\s*\n\s*", "", quote)
