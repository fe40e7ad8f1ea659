"""From blocks to a report: identity, sections, tables and contact put together."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.errors import InputError, NotAReport
from gongkai.form import section_titles
from gongkai.ingest.contact import read_contact
from gongkai.ingest.heading import is_contents_line
from gongkai.ingest.identity import Identity, identify, read_title, tidy
from gongkai.ingest.outline import Line, outline, sections, separate
from gongkai.ingest.tables import Alignment, align
from gongkai.report import Block, Contact, Fact, Paragraph, Report, SectionParagraph, SourceDocument
from gongkai.text import digest

log = logging.getLogger(__name__)

# The lines before the first heading in which a title is looked for, where no heading stands.
_FRONT = 25
# A report's own words are longer than this; a list of links or a cover page has none.
_LEAST_WORDS = 60
_REMEDY = "请只导入年度报告正文"
_EXPLAINS = re.compile(r"解读|图解|一图(?:看懂|读懂)|一张图|简明问答")
_GUIDE = re.compile(r"公开指南(?:（.*）)?$|信息公开目录$")
_NOTICE = re.compile(r"(?:通知|公告|通报|函|启事)$")
_ABOUT = re.compile(r"年度?报告|年报|信息公开")


def parse(document: SourceDocument) -> Report:
    """The report in a document's blocks.

    Raises `NotAReport`, naming what the file seems to be, and `InputError` where bureau or
    year can't be told.
    """
    blocks = separate(document)
    alignment = align(blocks)
    lines = outline(document, blocks, alignment.used)
    front, body = _front(lines)
    identity = identify(
        [line.paragraph.text for line in front],
        [line.paragraph.text for line in body],
        title_hint=document.title_hint,
        issuer_hint=document.issuer_hint,
        path=document.source.path,
    )
    _refuse_others(document, lines, front, identity, alignment)
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
    paragraphs, titles = sections(_mark_title(lines, front, identity))
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
        warnings=_warnings(identity, alignment, titles, contact, blocks),
        headings=titles,
    )


def _front(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines before the first section heading, and the rest without what was dropped."""
    first = next((i for i, line in enumerate(lines) if line.opens), min(len(lines), _FRONT))
    return list(lines[:first]), [line for line in lines[first:] if not line.dropped]


def _title(identity: Identity) -> str:
    if identity.title:
        return identity.title.text
    return f"{identity.bureau}{identity.year}年政府信息公开工作年度报告"


def _mark_title(lines: Sequence[Line], front: Sequence[Line], identity: Identity) -> list[Line]:
    """The lines with the printed title's marked as headings."""
    title = identity.title
    marked = list(lines)
    for index in range(len(front)):
        text = front[index].paragraph.text
        of_title = title is not None and index in title.lines and len(text) <= 80
        if of_title or (not front[index].dropped and read_title(text)):
            marked[index] = replace(marked[index], heading=True)
    return marked


def _refuse_others(
    document: SourceDocument,
    lines: Sequence[Line],
    front: Sequence[Line],
    identity: Identity,
    alignment: Alignment,
) -> None:
    """Raise `NotAReport` for what only speaks of reports."""
    path = document.source.path
    if alignment.facts:
        return
    texts = [line.paragraph.text for line in lines]
    kept = [line for line in lines if not line.dropped and not line.heading]
    words = sum(len(line.paragraph.text) for line in kept if not read_title(line.paragraph.text))
    opened = sum(line.opens is not None for line in lines)
    titles = {t.text for text in texts if (t := read_title(text)) and t.year}
    if len(titles) >= 3 and opened < 3:
        raise NotAReport("这是年度报告的目录（链接列表），不是报告", file=path, remedy=_REMEDY)
    if any(is_contents_line(t) for t in texts) and words < _LEAST_WORDS:
        raise NotAReport("这只是报告的目录，没有正文", file=path, remedy="请提供报告全文")
    if what := _other_kind(front, document.title_hint):
        raise NotAReport(f"这是{what}，不是年度报告", file=path, remedy=_REMEDY)
    if identity.title is None and opened < 2 and not _speaks_as_report(texts):
        raise NotAReport("这不像政府信息公开工作年度报告", file=path, remedy=_REMEDY)


def _other_kind(front: Sequence[Line], hint: str) -> str:
    """What the first lines say the file is, "" where they don't say or it is a report."""
    texts = [tidy(line.paragraph.text) for line in front[:12]]
    heads = [*(text for text in texts if len(text) <= 60), tidy(hint)]
    pairs = [a + b for a, b in pairwise(heads) if len(a + b) <= 80]
    for head in (*pairs, *heads):
        text = re.sub(r"^标题[:：]", "", head)
        if not _ABOUT.search(text):
            continue
        if _EXPLAINS.search(text):
            return "对年度报告的解读"
        if text.startswith("关于") and _NOTICE.search(text):
            return "一份通知"
    if any(read_title(text) for text in (*texts, *pairs)):
        return ""
    for text in heads:
        plain = re.sub(r"^标题[:：]", "", text)
        if _GUIDE.search(plain):
            return "政府信息公开指南"
        if _ABOUT.search(plain) and _NOTICE.search(plain):
            return "一份通知"
        if plain in ("目录", "目次"):
            return "一份目录"
    return ""


def _speaks_as_report(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    return bool(
        re.search(r"本(?:年度)?报告", joined)
        and re.search(r"信息公开", joined)
        and re.search(r"统计期限|主动公开", joined)
    )


def _warnings(
    identity: Identity,
    alignment: Alignment,
    titles: dict[str, str],
    contact: Contact,  # noqa: ARG001 - a report without contact is no fault of the file
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
            names = "、".join(f"“{name}、{section_titles()[name][0]}”" for name in missing)
            found.append(f"没有找到{names}的标题，其内容可能归在相邻部分，请核对原文")
    elif any(not isinstance(block, Paragraph) for block in blocks):
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
