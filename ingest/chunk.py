"""A report cut into retrieval units: sentences of one paragraph, or a whole table in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.ingest.heading import has_lead
from gongkai.ingest.narrate import narrate
from gongkai.ingest.place import within
from gongkai.report import Chunk, Report, SectionParagraph
from gongkai.text import digest

# Part of the index manifest: change it whenever the same report would give other chunks.
CHUNKING = "sentences-200/2"
LONGEST = 200
_CLOSE = "”』」’）)】》\"'"
# Where to cut, best first: ends of sentences and lines, of clauses, of phrases.
_CUTS = (
    re.compile(rf"[。！？!?]+[{_CLOSE}]*|\s*\n\s*"),
    re.compile(rf"[；;]+[{_CLOSE}]*"),
    # A comma or colon between digits or in an address (1,234、10:30、http://) is no pause.
    re.compile(rf"(?:[，：]|[,:](?![\d/]))[{_CLOSE}]*"),
    re.compile(r"[、\s]+"),
)
_LEAD_ONLY = 30
_ENUMERATED = re.compile(r"[一二三四五六七八九十]是|[（(][一二三四五六七八九十]+[)）]")


def chunk(report: Report) -> tuple[Chunk, ...]:
    """The chunks of a report in reading order, tables last.

    A text chunk has at most 200 characters and equals its slice of its paragraph; the slices
    of a paragraph follow each other and leave out nothing but white space. Headings are no
    chunks. A table chunk tells one statutory table.
    """
    chunks: list[Chunk] = []
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.heading:
            continue
        for start, end in spans(paragraph.text):
            chunks.append(_text_chunk(report, paragraph, index, start, end))
    for section, text, locator in narrate(report.form, report.facts):
        key = digest(report.id, section, "table", "-1", "0", text)
        chunks.append(Chunk(key, report.id, section, "table", text, locator))
    return tuple(chunks)


def _text_chunk(
    report: Report, paragraph: SectionParagraph, index: int, start: int, end: int
) -> Chunk:
    text = paragraph.text[start:end]
    return Chunk(
        id=digest(report.id, paragraph.section, "text", str(index), str(start), text),
        report_id=report.id,
        section=paragraph.section,
        kind="text",
        text=text,
        locator=within(paragraph.locator, start, end),
        paragraph=index,
        start=start,
        end=end,
    )


def spans(text: str, longest: int = LONGEST) -> list[tuple[int, int]]:
    """Slices of ``text`` of at most ``longest`` characters, cut at the best places."""
    packed: list[tuple[int, int]] = []
    for start, end in _pieces(text, 0, len(text), 0, longest):
        if packed and end - packed[-1][0] <= longest and not _full(text, packed[-1], longest):
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    trimmed = (_trim(text, start, end) for start, end in _lead_on(text, packed, longest))
    return [(start, end) for start, end in trimmed if start < end]


def _pieces(text: str, start: int, end: int, level: int, longest: int) -> Iterator[tuple[int, int]]:
    """Sentences; one that is too long comes in clauses, then phrases, then by length."""
    if level > 0 and end - start <= longest:
        yield start, end
        return
    if level == len(_CUTS):
        for at in range(start, end, longest):
            yield at, min(at + longest, end)
        return
    at = start
    for match in _CUTS[level].finditer(text, start, end):
        if level == 0 or match.end() - at > longest // 4:
            yield from _pieces(text, at, match.end(), level + 1, longest)
            at = match.end()
    if at < end:
        yield from _pieces(text, at, end, level + 1, longest)


def _full(text: str, span: tuple[int, int], longest: int) -> bool:
    """Whether a chunk is long enough to stand where the next words begin a point of their own."""
    follows = text[span[1] :].lstrip()
    return span[1] - span[0] > longest // 2 and bool(_ENUMERATED.match(follows))


def _lead_on(text: str, packed: list[tuple[int, int]], longest: int) -> Iterator[tuple[int, int]]:
    """Move a lead-in (（一）主动公开情况。) from a chunk's end to the text it leads."""
    for number in range(len(packed) - 1):
        start, end = packed[number]
        ends = [m.end() for m in _CUTS[0].finditer(text, start, end)]
        begin = ends[-2] if len(ends) > 1 else start
        if start < begin < end - 1 and end - begin <= _LEAD_ONLY and has_lead(text[begin:end]):
            after = packed[number + 1]
            if after[1] - begin <= longest:
                packed[number], packed[number + 1] = (start, begin), (begin, after[1])
    yield from packed


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
