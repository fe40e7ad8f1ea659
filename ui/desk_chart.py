"""A row of a comparison as a picture: bars drawn here, so nothing is loaded for them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from gongkai.desk.finding import number

_HIGH, _ROW, _PLOT = 180, 34, 420  # pixels
_NAME = 14  # characters of a name beside a bar


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
    return _figure(title, unit, (width, _HIGH + 56), parts, values)


def rows(title: str, values: Sequence[tuple[str, Decimal | None]], unit: str) -> str:
    """SVG of one bar a body, name beside it."""
    low, span = _range(values)
    left, width = 230, 230 + _PLOT + 90
    zero = left + float(_PLOT * -low / span)
    parts = []
    for at, (name, value) in enumerate(values):
        y = at * _ROW + 8
        short = f"{name[:_NAME]}…" if len(name) > _NAME + 1 else name
        parts.append(f'<text x="{left - 10}" y="{y + 17}" text-anchor="end">{escape(short)}</text>')
        length = float(_PLOT * abs(value) / span) if value is not None else 0.0
        start = zero - length if value is not None and value < 0 else zero
        if value is not None:
            parts.append(
                f'<rect class="gk-fill" x="{start:.1f}" y="{y}" width="{length:.1f}" height="24" rx="3"/>'
            )
        label = "—" if value is None else number(value)
        parts.append(f'<text x="{start + length + 8:.1f}" y="{y + 17}">{label}</text>')
    high = len(values) * _ROW + 8
    parts.append(f'<line class="gk-base" x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{high}"/>')
    return _figure(title, unit, (width, high), parts, values)


def _range(values: Sequence[tuple[str, Decimal | None]]) -> tuple[Decimal, Decimal]:
    known = [value for _, value in values if value is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    return low, (high - low) or Decimal(1)


def _figure(
    title: str, unit: str, size: tuple[float, float], parts: Sequence[str],
    values: Sequence[tuple[str, Decimal | None]],
) -> str:  # fmt: skip
    width, high = size
    told = "；".join(f"{n} {'没有数据' if v is None else number(v) + unit}" for n, v in values)
    caption = f"{title}（{unit}）" if unit else title
    return (
        f'<figure class="gk-chart" tabindex="0"><figcaption>{escape(caption)}</figcaption>'
        f'<svg viewBox="0 0 {width:.0f} {high:.0f}" width="{width:.0f}" height="{high:.0f}" role="img"'
        f' aria-label="{escape(f"{caption}：{told}")}">{"".join(parts)}</svg></figure>'
    )
