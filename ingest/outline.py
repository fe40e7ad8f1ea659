"""The running text of a report in order: headings opened, noise and tables left out.

Where a page was flattened into one line, its headings are cut out first, so that tables and
sections stand apart for whoever reads the blocks next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.ingest.heading import (
    Heading,
    choose,
    find_inside,
    has_lead,
    is_bare_number,
    is_contents_line,
    read_line,
)
from gongkai.ingest.noise import (
    crumbs_end,
    is_below,
    is_file,
    is_footer,
    is_noise,
    is_prose,
    tail_start,
)
from gongkai.ingest.place import cut
from gongkai.ingest.title import read_title
from gongkai.report import Block, Cell, Grid, Paragraph, SectionParagraph, SourceDocument

_CONTENTS = re.compile(r"目\s*录|contents", re.IGNORECASE)
_DETAIL_LINE = re.compile(r"(?:联系|通讯|办公)?\s*(?:地\s*址|邮\s*编|邮政编码|电\s*话|传\s*真)")
_INVITES = re.compile(r"(?:联系|疑问|咨询|意见|建议|监督|反馈|如下)[^。]{0,40}[。：:]?$")
_SENTENCE_END = "。！？；：:;!?…”』」）)】》"
# The detail below its label's line is no longer.
_LABELLED = 60
# A line shorter than this ends where its writer ended it; a longer one may have been wrapped.
_WRAP_AT = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside the statutory tables; ``block`` is its index among the blocks.

    ``opens`` is the section it opens as a heading, None where it opens none; ``heading`` is
    true for headings of any depth; ``dropped`` for what isn't the report's own text.
    """

    paragraph: Paragraph
    block: int
    heading: bool = False
    opens: str | None = None
    dropped: bool = False


def separate(document: SourceDocument) -> tuple[Block, ...]:
    """The blocks, with paragraphs cut at the section headings glued into them."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks += _split(block)
        else:
            blocks.append(block)
    return tuple(blocks)


def _split(paragraph: Paragraph) -> Iterator[Paragraph]:
    text = paragraph.text
    ends = {0, len(text), crumbs_end(text), tail_start(text)}
    whole_line = is_contents_line(text) or ((line := read_line(text)) and line.section)
    for heading in () if whole_line else find_inside(text):
        ends |= {heading.start, heading.end}
    marks = sorted(ends)
    pieces = [cut(paragraph, start, end) for start, end in pairwise(marks)]
    kept = [piece for piece in pieces if piece.text]
    # One that stays whole keeps its outer white space: the tabs of blank cells.
    yield from [paragraph] if [piece.text for piece in kept] == [text.strip()] else kept


def outline(document: SourceDocument, blocks: Sequence[Block], used: frozenset[int]) -> list[Line]:
    """The lines outside the tables, with headings recognised and noise marked ``dropped``."""
    lines = list(_lines(document, blocks, used))
    read = [read_line(line.paragraph.text) for line in lines]
    for index, heading in enumerate(read[1:]):
        # A number that is printed on a line of its own above its title.
        if heading and heading.section and is_bare_number(lines[index].paragraph.text):
            lines[index] = replace(lines[index], dropped=True)
    _drop_contents(lines, read)
    _drop_noise(lines, read)
    at = [i for i, heading in enumerate(read) if heading and not lines[i].dropped]
    for index, opens in zip(at, choose([read[i] for i in at if read[i]]), strict=True):  # type: ignore[misc]
        heading = read[index]
        if opens and heading:
            lines[index] = replace(lines[index], heading=True, opens=heading.section)
        elif heading and heading.numbered:
            lines[index] = replace(lines[index], heading=True)
    for index, line in enumerate(lines):
        if not line.heading and _is_subheading(line.paragraph.text):
            lines[index] = replace(line, heading=True)
    return list(_joined(document, lines))


def sections(lines: Sequence[Line]) -> tuple[list[SectionParagraph], dict[str, str]]:
    """The report's paragraphs and the printed titles of its sections."""
    paragraphs, titles, current = [], {}, ""
    for line in lines:
        if line.dropped:
            continue
        if line.opens:
            current = line.opens
            titles[current] = line.paragraph.text
        paragraphs.append(
            SectionParagraph(current, line.paragraph.text, line.paragraph.locator, line.heading)
        )
    return paragraphs, titles


def _lines(
    document: SourceDocument, blocks: Sequence[Block], used: frozenset[int]
) -> Iterator[Line]:
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            if index not in used:
                yield from (Line(row, index) for row in _rows(document, block))
            continue
        if index in used:
            # A heading that a table's reader took along still opens its section.
            heading = read_line(block.text)
            if not (heading and heading.section and heading.numbered):
                continue
        piece = cut(block, 0, len(block.text))
        if piece.text:
            yield Line(piece, index)


def _rows(document: SourceDocument, grid: Grid) -> Iterator[Paragraph]:
    """The rows of a table that isn't the form's, each as a paragraph."""
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
        if not cells:
            continue
        first, last = cells[0].locator, cells[-1].locator
        if document.text and first.start is not None and last.end is not None:
            whole = Paragraph(document.text[first.start : last.end], replace(first, end=last.end))
            yield cut(whole, 0, len(whole.text))
        else:
            yield Paragraph(" ".join(_flat(cell) for cell in cells), first)


def _flat(cell: Cell) -> str:
    return re.sub(r"\s+", " ", cell.text).strip()


def _drop_contents(lines: list[Line], read: list[Heading | None]) -> None:
    """Leave out a table of contents: leader lines, or headings in a row that come again."""
    for index, line in enumerate(lines):
        text = line.paragraph.text.strip()
        leader = is_contents_line(text) or (
            # A page number without leaders, too, where a section's title stands before it.
            (paged := re.fullmatch(r"(.{4,40}?)\s+\d{1,3}", text)) is not None
            and (heading := read_line(paged.group(1))) is not None
            and bool(heading.section)
        )
        if leader or _CONTENTS.fullmatch(text):
            lines[index] = replace(line, dropped=True)
    run: list[int] = []
    for index in range(len(lines) + 1):
        heading = read[index] if index < len(lines) else None
        adjacent = not run or lines[index - 1].block + 1 >= lines[min(index, len(lines) - 1)].block
        if heading and heading.section and adjacent:
            run.append(index)
            continue
        later = {h.section for h in read[index:] if h}
        if len(run) >= 3 and all((h := read[i]) and h.section in later for i in run):
            for i in run:
                lines[i] = replace(lines[i], dropped=True)
                read[i] = None
        run = [index] if heading and heading.section else []


def _drop_noise(lines: list[Line], read: list[Heading | None]) -> None:
    for index, line in enumerate(lines):
        if read[index] is None and is_noise(line.paragraph.text):
            lines[index] = replace(line, dropped=True)
    heads = [i for i, heading in enumerate(read) if heading and heading.section]
    after = heads[-1] if heads else len(lines) // 2
    below = False
    for index in range(after + 1, len(lines)):
        text = lines[index].paragraph.text
        below = is_below(text) or (below and not is_prose(text))
        if below or is_file(text):
            lines[index] = replace(lines[index], dropped=True)
    footer = next(
        (i for i in range(after + 1, len(lines)) if is_footer(lines[i].paragraph.text)), None
    )
    if footer is None:
        return
    # The contact right above is the site's, too, unless a sentence hands over to it.
    above = footer
    while above - 1 > after and _is_detail_line(lines, above - 1):
        above -= 1
    if not _INVITES.search(lines[above - 1].paragraph.text):
        footer = above
    for index in range(footer, len(lines)):
        lines[index] = replace(lines[index], dropped=True)


def _is_detail_line(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a detail with its label, or stands below a label's line."""
    text, label = (lines[i].paragraph.text.strip() for i in (index, index - 1))
    below = bool(_DETAIL_LINE.fullmatch(label.rstrip(":： "))) and len(text) <= _LABELLED
    return (below or bool(_DETAIL_LINE.match(text))) and "。" not in text and len(text) < 120


def _is_subheading(text: str) -> bool:
    """A short numbered line without a sentence: （一）主动公开情况."""
    bare = text.strip()
    if len(bare) > 30 or not has_lead(bare) or re.search(r"[。；，：:;,]", bare):
        return False
    return not re.search(r"\d", re.sub(r"^[（(]?[\d一二三四五六七八九十]+[)）、.．]+", "", bare))


def _joined(document: SourceDocument, lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, with those joined where a sentence plainly runs on: lines that a text file wraps,
    paragraphs that a page broke because their next word didn't fit."""
    held: Line | None = None
    for line in lines:
        if held is not None and _runs_on(document, held, line):
            held = replace(held, paragraph=whole(document, held, line), block=line.block)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def whole(document: SourceDocument, held: Line, line: Line) -> Paragraph:
    """Two lines that follow each other as one paragraph: the file's own slice, or on a page the box around both."""
    place, after = held.paragraph.locator, line.paragraph.locator
    if document.source.kind == "text":
        return Paragraph(document.text[place.start : after.end], replace(place, end=after.end))
    text = held.paragraph.text + line.paragraph.text
    if place.page == after.page and place.box and after.box:
        low = map(min, place.box[:2], after.box[:2])
        high = map(max, place.box[2:], after.box[2:])
        (x0, top), (x1, bottom) = low, high
        place = replace(place, box=(x0, top, x1, bottom))
    return Paragraph(text, place)


def _runs_on(document: SourceDocument, line: Line, after: Line) -> bool:
    if document.source.kind not in ("text", "pdf", "image") or after.block != line.block + 1:
        return False
    if line.heading or after.heading or line.dropped or after.dropped:
        return False
    text, follows = line.paragraph.text, after.paragraph.text
    if document.source.kind == "text" and not _next_line(document, line, after):
        return False
    last = text.rsplit("\n", 1)[-1]
    # A colon ends a line that announces a list, but not one whose value is on the next line.
    value = last[-1] in "：:" and follows[0].isascii() and follows[0].isalnum()
    return (
        len(last) >= _WRAP_AT
        and (last[-1] not in _SENTENCE_END or value)
        and bool(re.search("[，；。]", text) or "。" in follows)
        and read_title(text) is None
        and not has_lead(follows)
        and not _DETAIL_LINE.match(follows)
        and "\t" not in follows
        and "|" not in last + follows
    )


def _next_line(document: SourceDocument, line: Line, after: Line) -> bool:
    end, start = line.paragraph.locator.end, after.paragraph.locator.start
    if end is None or start is None:
        return False
    return document.text[end:start].replace("\r\n", "\n") == "\n"
