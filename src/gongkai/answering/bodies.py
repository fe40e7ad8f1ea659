"""Which body a question names: full, short and colloquial names; bodies that aren't indexed.

A name is taken apart into places and organ (哈尔滨市 · 阿城区 · 教育局). A mention must fit both:
an organ alone fits every body that has it, a place it isn't in fits none. A neighbour never
answers for a body that isn't indexed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from gongkai.answering.body_name import (
    HEARD,
    Alias,
    is_government,
    names_data,
    organs,
    split_name,
    stem,
    ways,
)
from gongkai.answering.mention import Mention, below, join
from gongkai.answering.names_heard import Sounds, foreign_names
from gongkai.answering.stranger import joined_organs, left_of, strangers
from gongkai.text import squeeze


def _with_place(mention: Mention, place: Mention) -> Mention:
    """青泽市的云汀区教育局: the place before is part of how the body is named."""
    said = f"{place.text}的{mention.text}"
    return replace(mention, start=place.start, text=said)


# The 民政局 of 云汀区, 青泽市: English says the place behind.
_HAN = "[\u4e00-\u9fff]{2,}"
_ORGAN_OF = re.compile(
    f"(?P<organ>{_HAN})\\s+(?:of|in|for|at|from)\\s+(?:the\\s+)?(?P<place>{_HAN})"
    f"(?:\\s*(?:,|of|in)\\s+(?:the\\s+)?(?P<above>{_HAN}))?"
)
# 我家孩子在青泽上学: where somebody is, not whom he asks about.
_LOCATED = re.compile("(?:在|住|住着|来自|老家)$")

# 镇政府办理工单: 办 is the verb's, no office.
_OFFICE_IS_VERB = re.compile(
    "办(?:理|结|了|过|完|的|件|案|多少|几|出|成|到|好|公开(?![室办])|证|会|班|一|\\d)"
)


class Bodies:
    """The indexed bodies and every way to name them; built once per index generation."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.parts = {name: split_name(name) for name in self.names}
        self._aliases: dict[str, list[Alias]] = defaultdict(list)
        for name in self.names:
            for alias, entry in ways(self.parts[name]):
                self._aliases[alias].append(entry)
        indexed = {part.organ or "人民政府" for part in self.parts.values()}
        self._foreign = foreign_names(
            {organ: names_data()["english"].get(organ, ()) for organ in indexed},
            {place: stem(place) for part in self.parts.values() for place in part.places},
        )
        # 市政府 sounds like any verb before 政府: 收取政府… is none.
        self._sounds = Sounds(
            {
                alias: {e.body for e in entries if e.organ_said}
                for alias, entries in self._aliases.items()
                if len(alias) >= HEARD
                and (
                    alias[0] not in names_data()["level_words"]
                    or any(e.places_said for e in entries)
                )
            }
        )
        self._longest = max((len(alias) for alias in self._aliases), default=0)
        self._places = {p for part in self.parts.values() for p in part.places}
        self._stems = {stem(place) for place in self._places} | set(names_data()["places"])

    def in_chinese(self, text: str) -> str:
        """Folded ``text`` with names in English or pinyin (Qingze Education Bureau) in Chinese."""
        if not re.search("[a-z]{3}", text):
            return text
        for pattern, name in self._foreign:
            text = pattern.sub(f" {name} ", text)
        text = _ORGAN_OF.sub(self._turned, text)
        return re.sub("(?<=[\u4e00-\u9fff])\\s+(?=[\u4e00-\u9fff])", "", text)

    def _turned(self, match: re.Match[str]) -> str:
        """民政局 of 云汀区, 青泽市 as Chinese names it: the widest place first."""
        organ, *places = (match["organ"], match["place"], match["above"] or "")
        named = all(self.is_place(place) for place in places if place)
        if self.is_place(organ) or not named:
            return match.group()
        return f" {''.join(reversed(places))}{organ} "

    def named(self, text: str) -> list[tuple[int, int]]:
        """Where folded ``text`` names a place or body, or sounds like it: not to be read otherwise."""
        places = re.finditer(
            f"[\u4e00-\u9fff]{{2,3}}(?:{'|'.join(names_data()['place_ends'])})", text
        )
        return [*self._spans(text), *(match.span() for match in places)]

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in folded ``text`` (years already taken out), left to right."""
        taken: list[Mention] = []
        for start, end in self._spans(text):
            if any(start < m.end and m.start < end for m in taken):
                continue
            if text[start:end] not in self._aliases:
                meant = self._sounds.name(text[start:end])
                heard = self._mention(text, start, end, meant)
                taken.append(replace(heard, heard=bool(heard.fits)))
                continue
            if any(text.startswith(word, start) for word in names_data()["not_organs"]):
                continue
            said = text[start:end]
            # 市政府信息公开 names no body: 政府信息 is one word.
            if said[0] in names_data()["level_words"] and text.startswith(
                tuple(names_data()["after_government"]), end
            ):
                continue
            taken.append(self._ended(text, self._mention(text, start, end)))
        taken = below(text, taken)
        taken += joined_organs(text, taken, self.is_place)
        taken += strangers(text, taken, self._guess)
        joined = [m if m.known or m.fits else self._heard(m) for m in join(taken)]
        kept = [m for m in joined if not self._belongs(m, joined, text)]
        gone = {m.end: m for m in joined if m not in kept and text.startswith("的", m.end)}
        return tuple(_with_place(m, gone[m.start - 1]) if m.start - 1 in gone else m for m in kept)

    def _ended(self, text: str, mention: Mention) -> Mention:
        """A place named by its stem and another ending (梅坪街道 for 梅坪镇) is another place."""
        rest = text[mention.end :]
        ending = next((end for end in names_data()["place_ends"] if rest.startswith(end)), "")
        own = {place for body in mention.fits for place in self.parts[body].places}
        if not ending or mention.text not in {stem(place) for place in own}:
            return mention
        if any(place.startswith(mention.text + ending) for place in self._places):
            return mention
        said = mention.text + ending
        return Mention(mention.start, mention.start + len(said), said, (), known=False)

    def _belongs(self, mention: Mention, others: Sequence[Mention], text: str) -> bool:
        """Whether a place said apart only tells where another body is (青泽市的云汀区教育局, 市民政局(青泽))."""
        bracketed = text[max(mention.start - 1, 0) : mention.start] == "("
        behind = text.startswith("的", mention.end)
        located = self.is_place(mention.text) and _LOCATED.search(text[: mention.start])
        if mention.known and mention.sure and not (bracketed or behind or located):
            return False
        # 青泽市的和云汀区的 are two places, each with a body of its own.
        near = mention.end + 1 if behind and not (bracketed or located) else len(text)
        return any(
            mention.text in (place, stem(place))
            for other in others
            if other is not mention and other.sure and len(other.fits) == 1
            if other.start <= near
            for body in other.fits
            for place in self.parts[body].places
        )

    def _spans(self, text: str) -> list[tuple[int, int]]:
        spans = [
            (start, start + size)
            for size in range(min(self._longest, len(text)), 1, -1)
            for start in range(len(text) - size + 1)
            if text[start : start + size] in self._aliases
        ]
        exact = set(spans)
        spans += [span for span in self._sounds.spans(text) if span not in exact]
        spans = [span for span in spans if not _OFFICE_IS_VERB.match(text, span[1] - 1)]
        return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))

    def _mention(self, text: str, start: int, end: int, name: str = "") -> Mention:
        """What a stretch of text names; ``name`` is the name it only sounds like."""
        said = name or text[start:end]
        entries = self._aliases[said]
        qualifier, level, begin = left_of(text, start, self._stems | self._places)
        placed = said in self._places | self._stems or all(e.places_said for e in entries)
        if placed and not self.is_place(qualifier):
            # A place, and a name that says one, is qualified by a place only: 应急管理局青泽市的 names
            # both apart, and in 请提供云汀区教育局 the verb is no place.
            qualifier, begin = "", start
        fits = [entry for entry in entries if entry.organ_said] or entries
        whole = [e for e in fits if squeeze(e.body) == said]
        fits = whole or fits
        if qualifier:
            fits = [e for e in fits if self._lies_in(e, qualifier)]
            if not fits:
                return self._guess(begin, end, text[begin:end])
        elif level:
            fits = [e for e in fits if self._has_level(e.body, level)]
        if qualifier or level:
            bodies = tuple(dict.fromkeys(e.body for e in fits))
            return Mention(begin, end, text[begin:end], bodies, bool(fits))
        bodies = tuple(dict.fromkeys(e.body for e in fits))
        # Among bodies of one short name the one whose highest place was said comes first:
        # 青泽市教育局 is the city's own, not a district's below it.
        top = [e.body for e in fits if e.places_said == len(self.parts[e.body].places)]
        if len(bodies) > 1 and len(set(top)) == 1 and any(e.places_said for e in fits):
            bodies = (top[0],)
        return Mention(start, end, text[start:end], bodies, True, any(e.organ_said for e in fits))

    def is_place(self, text: str) -> bool:
        """Whether ``text`` is the name of a place, with or without its ending."""
        return text in self._stems or text.endswith(tuple(names_data()["place_ends"]))

    def government_over(self, name: str) -> tuple[str, str] | None:
        """The indexed government of the place that ``name`` begins with, and the place as said."""
        found = [
            (full, said)
            for full, parts in self.parts.items()
            if is_government(parts) and parts.places
            for said in (parts.places[-1], stem(parts.places[-1]))
            if name.startswith(said) and len(name) > len(said)
        ]
        return max(found, key=lambda pair: len(pair[1]), default=None)

    def _lies_in(self, entry: Alias, qualifier: str) -> bool:
        places = self.parts[entry.body].places
        # 哈尔滨教育局 is the city's bureau, not a district's in it: the place said must be the
        # one right above what the name already says.
        above = places[: len(places) - entry.places_said][-1:]
        return any(qualifier in (place, stem(place)) for place in above)

    def _has_level(self, body: str, level: str) -> bool:
        places = self.parts[body].places
        return bool(places) and places[-1].endswith(level)

    def _misheard(self, start: int, end: int, said: str) -> Mention:
        """A name that sounds like an indexed one; sure where it sounds like one body's alone."""
        bodies = self._sounds.bodies(said)
        return Mention(start, end, said, bodies, True, len(bodies) == 1, heard=True)

    def _heard(self, mention: Mention) -> Mention:
        """An unknown name as the one body it was surely meant for, if there is one."""
        guess = self._guess(mention.start, mention.end, mention.text)
        return guess if guess.heard else mention

    def _guess(self, start: int, end: int, said: str) -> Mention:
        """An unknown name one letter from known ones: ask back, never answer by likeness.

        But where the place is said rightly and the organ is none there is (教肓局), the one body
        it differs from by a letter is meant.
        """
        if len(self._sounds.bodies(said)) == 1:
            return self._misheard(start, end, said)
        near = {
            entry.body
            for alias, entries in self._aliases.items()
            if len(alias) >= 4 and abs(len(alias) - len(said)) <= 1
            and Levenshtein.distance(alias, said, score_cutoff=1) <= 1
            for entry in entries
            if entry.organ_said and entry.places_said
        }  # fmt: skip
        sure = len(near) == 1 and self._slipped(said, next(iter(near)))
        if not sure:  # another place may have such an organ too
            near = {body for body in near if self._placed(said, body)}
        return Mention(start, end, said, tuple(sorted(near)), bool(near), sure, heard=sure)

    def _placed(self, said: str, body: str) -> bool:
        """Whether ``said`` has the body's own place in it."""
        return any(place in said for place in self.parts[body].places[-1:])

    def _slipped(self, said: str, body: str) -> bool:
        """Whether ``said`` names the body's own place and then an organ that there is nowhere."""
        places = self.parts[body].places
        if not places:
            return False
        for place in (places[-1], stem(places[-1])):
            at = said.find(place)
            organ = said[at + len(place) :]
            # 青泽区教育局 isn't 青泽市教育局 misspelt: another ending is another place.
            elsewhere = organ.startswith(tuple(names_data()["place_ends"]))
            if at >= 0 and len(organ) >= 3 and not elsewhere:
                return organ not in organs()
        return False

    def seat(self, body: str, place: str) -> bool:
        """Whether ``place`` (full or without its ending) is where the body itself sits."""
        places = self.parts[body].places
        return bool(places) and place in (places[-1], stem(places[-1]))

    def resolve(self, name: str) -> tuple[str, ...]:
        """The bodies that a filter's ``name`` fits (a full name fits itself alone)."""
        folded = squeeze(name)
        for full in self.names:
            if squeeze(full) == folded:
                return (full,)
        mentions = self.find(folded)
        return mentions[0].fits if mentions and mentions[0].text == folded else ()
