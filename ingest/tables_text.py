"""The paragraphs of a report as one text, so that a table may run over many of them."""

from __future__ import annotations

import bisect
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from gongkai.ingest.layout_bars import is_drawn_rule
from gongkai.ingest.layout_separated import separated
from gongkai.ingest.noise import is_page_number
from gongkai.ingest.tables_chain import BREAK
from gongkai.report import Block, Locator, Paragraph


class Stream:
    """The paragraphs of a report as one text, with the way back to their places."""

    def __init__(
        self,
        blocks: Sequence[Block],
        taken: Container[int] = (),
        parted: Mapping[int, str] | None = None,
    ) -> None:
        parts: list[str] = []
        self.starts: list[tuple[int, int]] = []
        at = 0
        if parted is None:
            parted = separated(blocks)
        for index, block in enumerate(blocks):
            text = BREAK
            if isinstance(block, Paragraph) and index not in taken:
                text = parted.get(index, block.text)
                if is_page_number(text) or is_drawn_rule(text):
                    continue  # a page's end or a frame inside a table is none of its cells
                self.starts.append((at, index))
            parts.append(text)
            at += len(text) + 1
        self.text = "\n".join(parts)
        self.blocks = blocks

    def printed(self, start: int, end: int) -> str:
        """The characters of the stream as the file prints them."""
        place = bisect.bisect_right(self.starts, (start, len(self.blocks))) - 1
        offset, index = self.starts[place] if place >= 0 else (0, 0)
        block = self.blocks[index] if place >= 0 else None
        inside = isinstance(block, Paragraph) and end - offset <= len(block.text)
        return block.text[start - offset : end - offset] if inside else self.text[start:end]  # type: ignore[union-attr]

    def locator(self, start: int, end: int) -> Locator | None:
        """The place in the file of characters of the stream."""
        place = bisect.bisect_right(self.starts, (start, len(self.blocks))) - 1
        if place < 0:
            return None
        offset, index = self.starts[place]
        whole = self.blocks[index].locator
        inner = (start - offset, end - offset)
        if whole.kind in ("text", "html") and whole.start is not None:
            return replace(whole, start=whole.start + inner[0], end=whole.start + inner[1])
        if whole.kind == "docx":
            return replace(whole, start=inner[0], end=inner[1])
        return whole

    def inside(self, start: int, end: int) -> set[int]:
        """Indices of the paragraphs that lie wholly between two places."""
        return {
            index
            for offset, index in self.starts
            if start <= offset and offset + len(self.blocks[index].text) <= end  # type: ignore[union-attr]
        }
