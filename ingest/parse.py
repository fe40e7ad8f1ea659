"""From blocks to a report: identity, sections, tables and contact put together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from gongkai.errors import InputError
from gongkai.form import section_titles
from gongkai.ingest.another import own
from gongkai.ingest.contact import read_contact
from gongkai.ingest.identity import Identity, identify
from gongkai.ingest.outline import Line, outline, sections, separate, whole
from gongkai.ingest.refuse import refuse_others
from gongkai.ingest.tables import Alignment, align
from gongkai.ingest.tables_older import read_older
from gongkai.ingest.tables_sums import failing
from gongkai.ingest.title import read_title
from gongkai.report import Block, Fact, Paragraph, Report, SectionParagraph, SourceDocument
from gongkai.text import digest

log = logging.getLogger(__name__)

# The lines before the first heading in which a title is looked for, where no heading stands.
_FRONT = 25
# What a site prints above a title (its name, a date) is no longer than this.
_SHORT = 60


def parse(document: SourceDocument) -> Report:
    """The report in a document's blocks.

    Raises `NotAReport`, naming what the file seems to be, and `InputError` where bureau or
    year can't be told.
    """
    its = own(separate(document), document.title_hint)
    blocks = its.blocks
    alignment = _align(its.tables)
    lines = outline(document, blocks, alignment.used)
    front, body = _front(lines)
    identity = identify(
        [line.paragraph.text for line in front],
        [line.paragraph.text for line in body],
        title_hint=document.title_hint,
        issuer_hint=document.issuer_hint,
        path=document.source.path,
    )
    refuse_others(document, lines, front, title=identity.title, facts=alignment.facts)
    if not identity.bureau:
        raise InputError(
            "看不出是哪个机关的报告：标题、正文和文件名都没有写明发布机关",
            file=document.source.path,
            remedy="请在文件开头加上完整标题，如“某某局2023年政府信息公开工作年度报告”",
        )
    if identity.year is None:
        raise InputError(
            "看不出是哪一年的报告：标题、统计期限和正文都没有写明年度",
            file=document.source.path,
            remedy="请在标题中写明年度，如“某某局2023年政府信息公开工作年度报告”",
        )
    marked = _mark_title(lines, front, identity)
    if document.source.kind in ("pdf", "image") and identity.title:
        marked = _join_title(document, marked, identity.title.lines)
    paragraphs, titles = sections(marked)
    contact = read_contact(paragraphs)
    return Report(
        id=_id(identity.bureau, identity.year, paragraphs, alignment.facts),
        bureau=identity.bureau,
        title=_title(identity),
        year=identity.year,
        form=alignment.form,
        period=identity.period,
        contact=contact,
        paragraphs=tuple(paragraphs),
        facts=alignment.facts,
        source=document.source,
        warnings=(*its.warnings, *_warnings(identity, alignment, titles, blocks)),
        headings=titles,
    )


def _align(blocks: Sequence[Block]) -> Alignment:
    """The statutory tables' facts; without such tables those of an annex before 2019."""
    alignment = align(blocks)
    if alignment.form is not None:
        return alignment
    annex = read_older(blocks)
    return Alignment(None, annex.facts, annex.warnings, annex.used)


def _front(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines before the first section heading, and the rest without what was dropped."""
    first = next((i for i, line in enumerate(lines) if line.opens), min(len(lines), _FRONT))
    return list(lines[:first]), [line for line in lines[first:] if not line.dropped]


def _title(identity: Identity) -> str:
    if identity.title:
        return identity.title.text
    return f"{identity.bureau}{identity.year}年政府信息公开工作年度报告"


def _mark_title(lines: Sequence[Line], front: Sequence[Line], identity: Identity) -> list[Line]:
    """The lines with the printed title's marked as headings, and what a site prints above it
    (its name, today's date) dropped."""
    title = identity.title
    marked = list(lines)
    first = title.lines[0] if title and title.lines else 0
    for index, line in enumerate(front):
        text = line.paragraph.text
        of_title = title is not None and index in title.lines and len(text) <= 80
        if of_title or (not line.dropped and read_title(text)):
            marked[index] = replace(line, heading=True)
        elif index < first and len(text) <= _SHORT and "。" not in text:
            marked[index] = replace(line, dropped=True)
    return marked


def _join_title(
    document: SourceDocument, lines: Sequence[Line], title: Sequence[int]
) -> list[Line]:
    """The lines with a title that a page wraps over several as one."""
    joined: list[Line] = []
    for index, line in enumerate(lines):
        last = joined[-1] if joined else None
        goes_on = index in title and index - 1 in title and last is not None and last.heading
        if goes_on and last is not None and line.heading and line.block == last.block + 1:
            joined[-1] = replace(last, paragraph=whole(document, last, line), block=line.block)
        else:
            joined.append(line)
    return joined


def _warnings(
    identity: Identity,
    alignment: Alignment,
    titles: dict[str, str],
    blocks: Sequence[Block],
) -> tuple[str, ...]:
    found = [*identity.doubts]
    if identity.title is None:
        found.append("没有找到报告标题，标题按发布机关和年度拼写")
    if alignment.form:
        missing = [name for name in section_titles() if name not in titles]
        if len(missing) == len(section_titles()):
            found.append("没有找到各部分的标题，正文未能分到六个部分")
        elif missing:
            names = "、".join(missing)
            found.append(f"没有找到第{names}部分的标题，其内容可能归在相邻部分，请核对原文")
        if alignment.missing:
            names = "、".join(alignment.missing)
            found.append(f"没有找到第{names}部分的统计表，其中的数字按未知处理，请核对原文")
        found += failing(alignment.form, alignment.facts)
    elif not alignment.facts and any(not isinstance(block, Paragraph) for block in blocks):
        found.append("文件中的表格不是法定格式的统计表，未读取其中的数据")
    return (*found, *alignment.warnings)


def _id(
    bureau: str, year: int, paragraphs: Sequence[SectionParagraph], facts: Sequence[Fact]
) -> str:
    content = [f"{p.section}\x1e{p.heading:d}\x1e{p.text}" for p in paragraphs]
    cells = [
        "\x1e".join((f.address.section, *f.address.row, *f.address.column, str(f.value), f.text))
        for f in facts
    ]
    return digest(bureau, str(year), *content, *cells)
