"""What was read from pictures, beside the blocks it became: kept for the second look."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gongkai.report import SourceDocument

Gray = NDArray[np.uint8]
# left, top, right, bottom
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text as read, with a confidence (0 to 1, higher is better) a character."""

    text: str = ""
    confidences: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """That of the least certain character but spaces; 0 where nothing was read."""
        pairs = zip(self.text, self.confidences, strict=False)
        return min((value for char, value in pairs if not char.isspace()), default=0.0)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as read; ``box`` is around its ink, ``crop`` the picture it was read from."""

    words: Words
    box: Box
    crop: Gray


@dataclass(frozen=True, slots=True)
class CellText:
    """A table cell: its lines from top to bottom; none where no ink is."""

    box: Box
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class ScannedDocument(SourceDocument):
    """A document of which pages were read from pictures, with what was read in them.

    Table cells and the lines around the tables by page, their boxes in the page's units.
    """

    cells: dict[int, tuple[CellText, ...]] = field(default_factory=dict)
    lines: dict[int, tuple[TextLine, ...]] = field(default_factory=dict)
