"""Which body a question names: full, short and colloquial names; bodies that aren't indexed.

A name is taken apart into places and organ (哈尔滨市 · 阿城区 · 教育局). A mention must fit both:
an organ alone fits every body that has it, a place it isn't in fits none. A neighbour never
answers for a body that isn't indexed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from rapidfuzz.distance import Levenshtein

from gongkai.answering.names_heard import Sounds, foreign_names
from gongkai.text import squeeze

# Shorter names sound like too many words.
_HEARD = 3


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart: 哈尔滨市阿城区教育局 → places 哈尔滨市, 阿城区; organ 教育局."""

    full: str
    places: tuple[str, ...]
    organ: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names bodies: ``fits`` are full names, most alike first.

    ``known`` is false where what is said fits no indexed body; ``sure`` where the name says
    enough that a single fit may be taken without asking back. ``heard``: it is spelt otherwise
    than any name of the body and was taken for it.
    """

    start: int
    end: int
    text: str
    fits: tuple[str, ...]
    known: bool = True
    sure: bool = True
    heard: bool = False


@cache
def _data() -> dict[str, Any]:
    text = resources.files("gongkai.data").joinpath("bodies.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def kinds_data() -> dict[str, list[str]]:
    """The words that put a question to several bodies (`several` in `bodies.json`)."""
    kinds: dict[str, list[str]] = _data()["several"]
    return kinds


@cache
def organs() -> frozenset[str]:
    """Organs there are, by full and short names, indexed or not."""
    names = _data()["short"]
    shorts = (short for shorts in names.values() for short in shorts)
    return frozenset((*names, *shorts, *_data()["organs"]))


@cache
def _place_pattern() -> re.Pattern[str]:
    ends = "|".join(_data()["place_ends"])
    return re.compile(f"[\u4e00-\u9fff]{{1,7}}?(?:{ends})")


def split_name(full: str) -> BodyName:
    """Take a body's name apart; an organ that begins like a place (城市管理局) stays whole."""
    rest, places = squeeze(full), []
    leads = tuple(_data()["organ_leads"])
    while match := _place_pattern().match(rest):
        # 市场…, 城乡… begin organs; the organ may start inside what looks like a place.
        if rest.startswith(leads) or any(
            match.group().find(lead) > 0 or match.group() == lead for lead in leads
        ):
            break
        places.append(match.group())
        rest = rest[match.end() :]
    return BodyName(full, tuple(places), rest)


def is_government(name: BodyName) -> bool:
    """Whether the body is its place's government (or is named by the place alone)."""
    return name.organ in _data()["government_words"]


def stem(place: str) -> str:
    """A place's name without its ending: 淮安市 → 淮安."""
    for end in _data()["place_ends"]:
        if place.endswith(end) and len(place) - len(end) >= 2:
            return place[: -len(end)]
    return place


def _organ_names(organ: str) -> tuple[str, ...]:
    names = [organ, *_data()["short"].get(organ, ())]
    for long, shorts in _data()["short"].items():
        # 示例市民政和社会保障委员会: an ending is shortened where the whole isn't listed.
        if len(names) == 1 and organ.endswith(long) and organ != long and len(long) <= 5:
            names += [organ[: -len(long)] + short for short in shorts]
    for end in _data()["stemmed"]:
        # 湿地公园 for 湿地公园管理委员会, and 湿地管委会.
        if organ.endswith(end) and len(known := organ[: -len(end)]) > _HEARD:
            short = (end, *_data()["short"].get(end, ()))
            names += [known, *(known[:2] + each for each in short)]
    return tuple(dict.fromkeys(names))


def _place_forms(places: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Ways to say the places, with how many of them are said: from the lowest place upwards."""
    for first in range(len(places)):
        said = places[first:]
        for forms in product(*((place, stem(place)) for place in said)):
            yield "".join(forms), len(said)
    if len(places) > 2:  # 哈尔滨市…教育局 named by its highest and lowest place
        for high, low in product((places[0], stem(places[0])), (places[-1], stem(places[-1]))):
            yield high + low, 2


@dataclass(frozen=True, slots=True)
class _Alias:
    body: str
    places_said: int
    organ_said: bool


class Bodies:
    """The indexed bodies and every way to name them; built once per index generation."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.parts = {name: split_name(name) for name in self.names}
        self._aliases: dict[str, list[_Alias]] = defaultdict(list)
        for name in self.names:
            for alias, entry in self._ways(self.parts[name]):
                self._aliases[alias].append(entry)
        organs = {part.organ or "人民政府" for part in self.parts.values()}
        self._foreign = foreign_names(
            {organ: _data()["english"].get(organ, ()) for organ in organs},
            {place: stem(place) for part in self.parts.values() for place in part.places},
        )
        # 市政府 sounds like any verb before 政府: 收取政府… is none.
        self._sounds = Sounds(
            {
                alias: {e.body for e in entries if e.organ_said}
                for alias, entries in self._aliases.items()
                if len(alias) >= _HEARD
                and (alias[0] not in _data()["level_words"] or any(e.places_said for e in entries))
            }
        )
        self._longest = max((len(alias) for alias in self._aliases), default=0)
        self._places = {p for part in self.parts.values() for p in part.places}
        self._stems = {stem(place) for place in self._places} | set(_data()["places"])

    def _ways(self, name: BodyName) -> Iterable[tuple[str, _Alias]]:
        seen: set[str] = set()

        def way(text: str, said: int, organ_said: bool) -> Iterable[tuple[str, _Alias]]:
            if len(text) >= 2 and text not in seen:
                seen.add(text)
                yield text, _Alias(name.full, said, organ_said)

        yield from way(squeeze(name.full), len(name.places), True)
        government = is_government(name)
        organs = _organ_names(name.organ)
        if name.organ in ("", *_data()["government_said"]):
            organs = _data()["government_said"]
        for organ in organs:
            for place, said in _place_forms(name.places):
                yield from way(place + organ, said, True)
            if not government:
                yield from way(organ, 0, True)
            elif name.places and name.places[-1][-1] in _data()["level_words"]:
                yield from way(name.places[-1][-1] + organ, 0, True)
        for place, said in _place_forms(name.places):
            # A place alone names its government; for another organ it is only a hint.
            yield from way(place, said, government)

    def in_chinese(self, text: str) -> str:
        """Folded ``text`` with names in English or pinyin (Qingze Education Bureau) in Chinese."""
        if not re.search("[a-z]{3}", text):
            return text
        for pattern, name in self._foreign:
            text = pattern.sub(f" {name} ", text)
        return re.sub("(?<=[\u4e00-\u9fff])\\s+(?=[\u4e00-\u9fff])", "", text)

    def named(self, text: str) -> list[tuple[int, int]]:
        """Where folded ``text`` names a place or body, or sounds like it: not to be read otherwise."""
        places = re.finditer(f"[\u4e00-\u9fff]{{2,3}}(?:{'|'.join(_data()['place_ends'])})", text)
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
            if any(text.startswith(word, start) for word in _data()["not_organs"]):
                continue
            said = text[start:end]
            # 市政府信息公开 names no body: 政府信息 is one word.
            if said[0] in _data()["level_words"] and text.startswith(
                tuple(_data()["after_government"]), end
            ):
                continue
            taken.append(self._ended(text, self._mention(text, start, end)))
        taken = _below(text, taken)
        taken += self._strangers(text, taken)
        joined = [m if m.known or m.fits else self._heard(m) for m in _join(taken)]
        return tuple(m for m in joined if not self._belongs(m, joined, text))

    def _ended(self, text: str, mention: Mention) -> Mention:
        """A place named by its stem and another ending (梅坪街道 for 梅坪镇) is another place."""
        rest = text[mention.end :]
        ending = next((end for end in _data()["place_ends"] if rest.startswith(end)), "")
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
        told_apart = bracketed or text.startswith("的", mention.end)
        if mention.known and mention.sure and not told_apart:
            return False
        return any(
            mention.text in (place, stem(place))
            for other in others
            if other is not mention and other.sure and len(other.fits) == 1
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
        return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))

    def _mention(self, text: str, start: int, end: int, name: str = "") -> Mention:
        """What a stretch of text names; ``name`` is the name it only sounds like."""
        said = name or text[start:end]
        entries = self._aliases[said]
        qualifier, level, begin = self._left_of(text, start)
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
        return text in self._stems or text.endswith(tuple(_data()["place_ends"]))

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

    def _lies_in(self, entry: _Alias, qualifier: str) -> bool:
        places = self.parts[entry.body].places
        # 哈尔滨教育局 is the city's bureau, not a district's in it: the place said must be the
        # one right above what the name already says.
        above = places[: len(places) - entry.places_said][-1:]
        return any(qualifier in (place, stem(place)) for place in above)

    def _has_level(self, body: str, level: str) -> bool:
        places = self.parts[body].places
        return bool(places) and places[-1].endswith(level)

    def _left_of(self, text: str, start: int) -> tuple[str, str, int]:
        """What qualifies a name on its left: (place, level word, where it begins)."""
        data = _data()
        run = re.search("[\u4e00-\u9fff]*$", text[:start])
        before = run.group() if run else ""
        # 我们区的教育局, 市里的教育局: a level word with a possessive.
        if match := re.search("(?:我们|咱们|咱|我|你们|本)?([省市区县镇乡])(?:里|上)?的?$", before):
            at = start - len(match.group())
            head = before[: len(before) - len(match.group())]
            if _ends_in(head, data["left_words"]) or not head:
                return "", match.group(1), at
        if _ends_in(before, data["left_words"]) or not before:
            return "", "", start
        cut = 0
        for word in data["left_words"]:
            found = before.rfind(word)
            if found >= 0 and found + len(word) < len(before):
                cut = max(cut, found + len(word))
        qualifier = before[cut:]
        for end in range(len(qualifier), 1, -1):  # 上海市的教育局 → 上海市
            if qualifier[-end:] in self._stems or qualifier[-end:] in self._places:
                qualifier = qualifier[-end:]
                break
        if len(qualifier) < 2:
            return "", "", start
        return qualifier, "", start - len(qualifier)

    def _strangers(self, text: str, taken: Sequence[Mention]) -> list[Mention]:
        """Bodies and places that are named but not indexed."""
        data = _data()
        found = self._joined_organs(text, taken)
        taken = [*taken, *found]
        ends = "|".join(data["organ_ends"])
        hidden = list(text)
        for mention in taken:
            hidden[mention.start : mention.end] = "\n" * (mention.end - mention.start)
        rest = "".join(hidden)
        for word in data["not_organs"]:
            rest = rest.replace(word, "\n" * len(word))
        for match in re.finditer(f"[\u4e00-\u9fff]{{1,16}}?(?:{ends})(?![长员])", rest):
            name = _strip_left(match.group(), data["left_words"])
            if len(name) < 3 and not name.endswith(("局", "委", "厅")):
                continue
            if (
                name in data["organ_ends"]
                or name.startswith(tuple(data["several"]["numbers"]))  # 几个局 names none
                or len(name) < 2
                or name in ("市政府", "区政府", "县政府")
            ):
                continue
            start = match.end() - len(name)
            found.append(self._guess(start, match.end(), name))
            rest = rest[:start] + "\n" * len(name) + rest[match.end() :]
        places = sorted(set(data["places"]), key=len, reverse=True)
        for place in places:
            at = rest.find(place)
            if at >= 0:
                end = at + len(place)
                while end < len(rest) and rest[end] in "省市区县":
                    end += 1
                found.append(Mention(at, end, text[at:end], (), known=False))
                rest = rest[:at] + "\n" * (end - at) + rest[end:]
        for match in re.finditer(
            "[\u4e00-\u9fff]{2,6}?[市县区镇乡](?![场民政委域容级里内本])", rest
        ):
            name = _strip_left(match.group(), data["left_words"])
            if len(name) >= 3 and not name.endswith(tuple(data["not_places"])):
                found.append(self._guess(match.end() - len(name), match.end(), name))
        return found

    def _joined_organs(self, text: str, taken: Sequence[Mention]) -> list[Mention]:
        """What stands right behind an indexed place and is a body of its own.

        An organ with 和 in its name (青泽市|文化和旅游局), or an institution (青泽市|人民医院).
        """
        found = []
        data = _data()
        ends, others = "|".join(data["organ_ends"]), "|".join(data["institutions"])
        han = "[\u4e00-\u9fff]"
        pattern = re.compile(
            f"(?P<first>{han}{{2,8}})[和与]{han}{{2,8}}?(?:{ends})|(?P<all>{han}{{0,8}}?(?:{others}))"
        )
        for mention in taken:
            match = pattern.match(text[mention.end :])
            if not match or not self.is_place(mention.text):
                continue
            said = match.group("first") or match.group("all")
            inside = said if match.group("first") else said[:-2]
            end = mention.end + match.end()
            apart = any(m is not mention and m.start < end and mention.end < m.end for m in taken)
            told = any(word in inside for word in ("的", *data["organ_ends"], *data["place_ends"]))
            if not apart and not told and not any(w in inside for w in data["verbs"]):
                found.append(Mention(mention.end, end, match.group(), (), known=False))
        return found

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
            elsewhere = organ.startswith(tuple(_data()["place_ends"]))
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


# What belongs to a body and is another: its branch, what lies below it.
_BRANCH = re.compile(
    "[\u4e00-\u9fff]{0,6}?(?:分局|支队|派出所)|(?:下面|下属|底下|所属|直属|辖下)的?(?![各几哪多所全]|单位|部门|机关|机构|委办)[\u4e00-\u9fff]{2}"
)


def _below(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions where a body's branch is no mention of the body (民政局云汀分局, 教育局下面的学校)."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        if kept and mention.start < kept[-1].end:
            continue
        match = _BRANCH.match(text, mention.end)
        if match and mention.text.endswith(tuple(_data()["organ_ends"])):
            said = text[mention.start : match.end()]
            mention = Mention(mention.start, match.end(), said, (), known=False)  # noqa: PLW2901
        kept.append(mention)
    return kept


def _ends_in(text: str, words: Sequence[str]) -> bool:
    return text.endswith(tuple(words))


def _strip_left(name: str, words: Sequence[str]) -> str:
    """Cut verbs and function words off the front: 想问财政局 → 财政局."""
    best = name
    for word in words:
        at = name.rfind(word)
        if at >= 0 and at + len(word) < len(name) and len(name) - at - len(word) < len(best):
            rest = name[at + len(word) :]
            if len(rest) >= 2:
                best = rest
    return best


def _join(mentions: Sequence[Mention]) -> list[Mention]:
    """Join a place with the unknown name right behind it: 淮安市 + 财政局 is one unknown body."""
    joined: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = joined[-1] if joined else None
        if last and mention.end <= last.end:
            continue
        if last and mention.start <= last.end and not mention.known:
            said = last.text + mention.text[last.end - mention.start :]
            joined[-1] = Mention(last.start, mention.end, said, (), known=False)
        else:
            joined.append(mention)
    return joined
