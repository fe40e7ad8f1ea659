"""Bodies and places that a question names and no index knows, and what stands left of a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from gongkai.answering.body_name import names_data
from gongkai.answering.mention import Mention


def left_of(text: str, start: int, places: Collection[str]) -> tuple[str, str, int]:
    """What qualifies a name on its left: (place, level word, where it begins).

    ``places``: names of places, with and without their endings.
    """
    data = names_data()
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
        if qualifier[-end:] in places:
            qualifier = qualifier[-end:]
            break
    if len(qualifier) < 2:
        return "", "", start
    return qualifier, "", start - len(qualifier)


def strangers(
    text: str, taken: Sequence[Mention], guess: Callable[[int, int, str], Mention]
) -> list[Mention]:
    """Bodies and places that are named but not indexed.

    ``taken``: the mentions of indexed ones, and institutions of their places. ``guess`` makes a
    mention of a name and where it stands.
    """
    data = names_data()
    found = []
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
        found.append(guess(start, match.end(), name))
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
    for match in re.finditer("[\u4e00-\u9fff]{2,6}?[市县区镇乡](?![场民政委域容级里内本])", rest):
        name = _strip_left(match.group(), data["left_words"])
        if len(name) >= 3 and not name.endswith(tuple(data["not_places"])):
            found.append(guess(match.end() - len(name), match.end(), name))
    return found


def joined_organs(
    text: str, taken: Sequence[Mention], is_place: Callable[[str], bool]
) -> list[Mention]:
    """What stands right behind an indexed place and is a body of its own.

    An organ with 和 in its name (青泽市|文化和旅游局), or an institution (青泽市|人民医院).
    """
    found = []
    data = names_data()
    ends, others = "|".join(data["organ_ends"]), "|".join(data["institutions"])
    han = "[\u4e00-\u9fff]"
    pattern = re.compile(
        f"(?P<first>{han}{{2,8}})[和与]{han}{{2,8}}?(?:{ends})|(?P<all>{han}{{0,8}}?(?:{others}))"
    )
    for mention in taken:
        match = pattern.match(text[mention.end :])
        if not match or not is_place(mention.text):
            continue
        said = match.group("first") or match.group("all")
        inside = said if match.group("first") else said[:-2]
        end = mention.end + match.end()
        apart = any(m is not mention and m.start < end and mention.end < m.end for m in taken)
        told = any(word in inside for word in ("的", *data["organ_ends"], *data["place_ends"]))
        if not apart and not told and not any(w in inside for w in data["verbs"]):
            found.append(Mention(mention.end, end, match.group(), (), known=False))
    return found


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
