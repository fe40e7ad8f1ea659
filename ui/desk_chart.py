"""A row of a comparison as a picture: bars drawn here, so nothing is loaded for them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from gongkai.desk.finding import number

_HIGH, _ROW = 180, 54  # pixels
_LEAST = 0.78  # of its size a drawing may shrink on a narrow page: its words stay legible
_PART = 76  # percent of the width that the longest bar takes; its figure stands beside it


def columns(title: str, values: Sequence[tuple[str, Decimal | None]], unit: str) -> str:
    """SVG of one bar a year; a year without a value has a dash, not a bar of 0."""
    low, span = _range(values)
    step = 72
    width = max(step * len(values), step * 3)
    parts = []
    zero = 24 + float(_HIGH * (low + span) / span)
    for at, (name, value) in enumerate(values):
        middle = at * step + step / 2
        label = "—" if value is None else number(value)
        y = zero
        if value is not None:
            y = 24 + float(_HIGH * (low + span - max(value, Decimal(0))) / span)
            height = float(_HIGH * abs(value) / span)
            parts.append(
                f'<rect class="gk-fill" x="{middle - 20:.1f}" y="{y:.1f}" width="40" height="{height:.1f}" rx="3"/>'
            )
        parts.append(
            f'<text x="{middle:.1f}" y="{y - 7:.1f}" text-anchor="middle">{label}</text>'
            f'<text class="gk-axis" x="{middle:.1f}" y="{_HIGH + 46}" text-anchor="middle">{escape(name)}</text>'
        )
    parts.append(f'<line class="gk-base" x1="0" x2="{width}" y1="{zero:.1f}" y2="{zero:.1f}"/>')
    size = f'viewBox="0 0 {width} {_HIGH + 56}" style="width:100%;min-width:{_LEAST * width:.0f}px;'
    return _figure(title, unit, f'{size}max-width:{width}px"', parts, values)


def rows(title: str, values: Sequence[tuple[str, Decimal | None]], unit: str) -> str:
    """SVG of one bar a body, its name above it; as wide as there is room for."""
    low, span = _range(values)
    zero = float(_PART * -low / span)
    parts = []
    for at, (name, value) in enumerate(values):
        y = at * _ROW
        parts.append(f'<text x="0" y="{y + 16}">{escape(name)}</text>')
        length = float(_PART * abs(value) / span) if value is not None else 0.0
        start = zero - length if value is not None and value < 0 else zero
        if value is not None:
            parts.append(
                f'<rect class="gk-fill" x="{start:.2f}%" y="{y + 23}" width="{length:.2f}%"'
                ' height="18" rx="3"/>'
            )
        label = "—" if value is None else number(value)
        parts.append(f'<text x="{start + length:.2f}%" dx="8" y="{y + 37}">{label}</text>')
        parts.append(
            f'<line class="gk-base" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="{y + 20}" y2="{y + 44}"/>'
        )
    return _figure(title, unit, f'width="100%" height="{len(values) * _ROW}"', parts, values)


def _range(values: Sequence[tuple[str, Decimal | None]]) -> tuple[Decimal, Decimal]:
    known = [value for _, value in values if value is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    return low, (high - low) or Decimal(1)


def _figure(
    title: str, unit: str, size: str, parts: Sequence[str],
    values: Sequence[tuple[str, Decimal | None]],
) -> str:  # fmt: skip
    told = "；".join(f"{n} {'没有数据' if v is None else number(v) + unit}" for n, v in values)
    caption = f"{title}（{unit}）" if unit else title
    return (
        f'<figure class="gk-chart" tabindex="0"><figcaption>{escape(caption)}</figcaption>'
        f'<svg {size} role="img"'
        f' aria-label="{escape(f"{caption}：{told}")}">{"".join(parts)}</svg></figure>'
    )
