"""Glued digits taken apart where the form's arithmetic leaves one reading.

Many pages lose the borders of their cells: `230 000023` is seven cells. A reading is believed
only where every other one contradicts the form: no number has leading zeros, in table 三 the
six kinds of applicant sum to 总计, 一 + 二 = （七） + 四 and the details sum to （七）; in table 四
each group's outcomes sum to its 总计 (国办公开办函〔2021〕30号, 〔2019〕60号).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Split = tuple[int, ...]
# Beyond these there is no single reading to be found in sensible time.
_MAX_SPLITS = 4000
_MAX_SUMS = 20_000
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
    for split in _cut(text, 0, count, borders, [], sums):
        found.append(split)
        if len(found) > _MAX_SPLITS:
            return []
    return found


def _cut(
    text: str,
    start: int,
    count: int,
    borders: set[int],
    values: list[int],
    sums: Mapping[int, Sequence[int]],
) -> Iterator[Split]:
    place = len(values)
    if place == count:
        if start == len(text):
            yield ()
        return
    longest = 1 if text[start : start + 1] == "0" else len(text) - start - (count - place - 1)
    for length in range(1, longest + 1):
        end = start + length
        if end > len(text) or any(border in borders for border in range(start + 1, end)):
            break
        value = int(text[start:end])
        if place in sums and value != sum(values[i] for i in sums[place]):
            continue
        values.append(value)
        for rest in _cut(text, end, count, borders, values, sums):
            yield (length, *rest)
        values.pop()


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
    width = len(candidates[0][0]) if candidates[0] else 0
    zero = (0,) * (width * len(signs[0]))
    weights = [
        [tuple(factor * value for factor in sign for value in numbers_) for numbers_ in options]
        for options, sign in zip(candidates, signs, strict=True)
    ]
    forward: list[set[tuple[int, ...]]] = [{zero}]
    for options in weights:
        forward.append({_plus(a, b) for a in forward[-1] for b in options})
        if len(forward[-1]) > _MAX_SUMS:
            return None
    backward: list[set[tuple[int, ...]]] = [{zero}]
    for options in reversed(weights):
        backward.append({_plus(a, b) for a in backward[-1] for b in options})
        if len(backward[-1]) > _MAX_SUMS:
            return None
    backward.reverse()
    kept = []
    for index, options in enumerate(weights):
        after = backward[index + 1]
        kept.append(
            [
                place
                for place, option in enumerate(options)
                if any(
                    tuple(-x for x in _plus(before, option)) in after for before in forward[index]
                )
            ]
        )
    return kept


def _plus(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x + y for x, y in zip(a, b, strict=True))
