"""Narrative answers: the sentences that answer, quoted as printed, never reworded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.answering.evidence import Evidence, Statement, of_words
from gongkai.answering.query import Ask
from gongkai.answering.retrieve import Passage
from gongkai.answering.sentences import (
    Sentence,
    aspect_of,
    coverage,
    figures,
    pairs,
    sentences,
)
from gongkai.answering.tell import lead
from gongkai.answering.topics import Topic, content, meaning
from gongkai.report import Report
from gongkai.text import bare, squeeze

# A quoted answer is at most so many characters; longer ones are cut at a sentence's end.
_LIMIT = 420
# Below this share of the question's words in one sentence the report doesn't speak of it,
# unless the encoder is sure (measured on the development questions).
_COVERED = 0.60
_HALF = 0.34
_CLOSE = 0.885
_NAME = re.compile(
    "(?:[局处科院所厅主部市县区镇乡会社组]?[长任记])[：:是为由]?[\u4e00-\u9fff]{2,3}(?:同志|担任|任|兼|负责)|由[\u4e00-\u9fff]{2,3}同志"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences that answer, and how sure that is (0 to 1, higher is better)."""

    sentences: tuple[Sentence, ...]
    score: float


def whole_section(report: Report, topic: Topic) -> Statement | None:
    """What a section says: its first sentences, up to the limit."""
    return _told(report, topic.label, list(sentences(report, topic.sections)))


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
    return _told(report, topic.label, mine)


def count_told(report: Report, topic: Topic) -> Statement | None:
    """The sentences whose figure answers how many, most like the question first."""
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
    if not candidates:
        return None
    candidates.sort(key=lambda c: (-c[0], c[2].paragraph, c[2].start))
    best = candidates[0][0]
    chosen = [c[2] for c in candidates if c[0] >= best - 0.1][:2]
    return _told(report, topic.label, sorted(chosen, key=lambda s: (s.paragraph, s.start)))


def fee_sentences(report: Report, words: Sequence[str]) -> list[Sentence]:
    """Sentences of running text about the processing fee, section 六 first."""
    found = [s for s in sentences(report) if any(word in squeeze(s.text) for word in words)]
    # A sentence that only names the rule the fee goes by tells no fee.
    telling = [s for s in found if re.search("[0-9]|[未没无不]|零", squeeze(s.text))]
    in_six = [s for s in telling if s.section == "六"]
    return (in_six or telling)[:3]


def search_told(
    report: Report, ask: Ask, passages: Sequence[Passage]
) -> tuple[Statement | None, float]:
    """Sentences of the best passages that speak of what is asked, or None."""
    data = meaning()
    words = content(ask.text, data)
    wanted = pairs(words)
    everything = list(sentences(report))
    common: Counter[str] = Counter()
    for sentence in everything:
        common.update(pairs(sentence.text).keys() & wanted.keys())
    asks_count = re.search(f"多少|几(?:{'|'.join(data.whole_units)})|[有共]几", ask.text)
    unit = next(
        (u for u in sorted(data.whole_units, key=len, reverse=True)
         if re.search(f"(?:多少|几){u}", ask.text)), ""
    )  # fmt: skip
    ranked = []
    for sentence in everything:
        passage = next((p for p in passages if p.holds(sentence)), None)
        if passage is None:
            continue
        covered = coverage(wanted, sentence.text, common, len(everything))
        sure = covered >= _COVERED or (covered >= _HALF and passage.dense >= _CLOSE)
        if not sure or (bare(words) and not wanted and bare(words) not in bare(sentence.text)):
            continue
        if asks_count and not figures(sentence.text, (unit,) if unit else data.whole_units):
            continue
        if "谁" in ask.text and not _NAME.search(squeeze(sentence.text)):
            continue
        ranked.append((covered + passage.dense, sentence))
    if not ranked:
        return None, 0.0
    ranked.sort(key=lambda r: (-r[0], r[1].paragraph, r[1].start))
    best = ranked[0][0]
    chosen = [s for score, s in ranked if score >= best - 0.15][:3]
    chosen.sort(key=lambda s: (s.paragraph, s.start))
    return _told(report, "", chosen), best / 2


def _told(report: Report, label: str, chosen: Sequence[Sentence]) -> Statement | None:
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
