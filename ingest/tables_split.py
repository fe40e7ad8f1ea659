"""Glued digits taken apart where the form's arithmetic leaves one reading.

Many pages lose the borders of their cells: `230 000023` is seven cells. A reading is believed
only where every other one contradicts the form: no number has leading zeros, in table 三 the
six kinds of applicant sum to 总计, 一 + 二 = （七） + 四 and the details sum to （七）; in table 四
each group's outcomes sum to its 总计 (国办公开办函〔2021〕30号, 〔2019〕60号).
"""

from __future__ import annotations

from collections.abc import Sequence

Split = tuple[int, ...]
# Beyond these there is no single reading to be found in sensible time.
_MAX_SPLITS = 400
_MAX_STEPS = 40_000
_MAX_SUMS = 100_000
_MAX_VALUE = 10**15
_BASE = 2**64
_MAX_DIGITS = 60


def splits(chunks: Sequence[str], count: int, groups: Sequence[Sequence[int]] = ()) -> list[Split]:
    """All ways to cut ``chunks`` of digits into ``count`` numbers, as lengths of the pieces.

    A border between chunks is a cut. ``groups`` are places whose last is the sum of the
    others. Empty where there is no way, or too many to list.
    """
    text = "".join(chunks)
    borders = set()
    at = 0
    for chunk in chunks:
        at += len(chunk)
        borders.add(at)
    if len(text) < count or len(text) > _MAX_DIGITS or not text.isdigit():
        return []
    sums = {tuple(group)[-1]: tuple(group)[:-1] for group in groups}
    found: list[Split] = []
    steps = 0
    # Depth first with an own stack: each entry is the pieces cut so far.
    stack: list[tuple[Split, int, tuple[int, ...]]] = [((), 0, ())]
    while stack:
        steps += 1
        split, start, values = stack.pop()
        place = len(values)
        if steps > _MAX_STEPS or len(found) > _MAX_SPLITS:
            return []
        if place == count:
            if start == len(text):
                found.append(split)
            continue
        longest = 1 if text[start : start + 1] == "0" else len(text) - start - (count - place - 1)
        for length in range(1, longest + 1):
            end = start + length
            if end > len(text) or any(cut in borders for cut in range(start + 1, end)):
                break
            value = int(text[start:end])
            if place not in sums or value == sum(values[i] for i in sums[place]):
                stack.append(((*split, length), end, (*values, value)))
    return found


def numbers(text: str, split: Split) -> tuple[int, ...]:
    """The numbers that a split of ``text`` reads."""
    result = []
    at = 0
    for length in split:
        result.append(int(text[at : at + length]))
        at += length
    return tuple(result)


def consistent(
    candidates: Sequence[Sequence[tuple[int, ...]]], signs: Sequence[tuple[int, ...]]
) -> list[list[int]] | None:
    """For each row the candidates that stand in some choice satisfying all sums.

    ``signs`` gives, for each row, its factor in each equation; every equation holds for each
    column and sums to 0. None where the search would be too large.
    """
    if not candidates:
        return []
    if any(value > _MAX_VALUE for options in candidates for way in options for value in way):
        return None
    # A row's share in all sums as one integer, a base apart each: adding is adding them all.
    weights = [
        [
            sum(
                factor * value * _BASE ** (equation * len(way) + column)
                for equation, factor in enumerate(sign)
                for column, value in enumerate(way)
            )
            for way in options
        ]
        for options, sign in zip(candidates, signs, strict=True)
    ]
    forward = _reachable(weights)
    backward = _reachable(weights[::-1])
    if forward is None or backward is None:
        return None
    kept = []
    for index, options in enumerate(weights):
        before, after = forward[index], backward[len(weights) - 1 - index]
        small, large = sorted((before, after), key=len)
        kept.append(
            [
                place
                for place, option in enumerate(options)
                if any(-(some + option) in large for some in small)
            ]
        )
    return kept


def _reachable(weights: Sequence[Sequence[int]]) -> list[set[int]] | None:
    """The sums that choices from the rows so far can reach; None beyond the bound."""
    reached: list[set[int]] = [{0}]
    for options in weights:
        if len(reached[-1]) * len(options) > _MAX_SUMS:
            return None
        reached.append({some + option for some in reached[-1] for option in options})
    return reached
