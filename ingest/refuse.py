"""What is no report: lists of links, explainers, guides, notices. Each is named, not indexed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.errors import NotAReport
from gongkai.ingest.heading import is_contents_line
from gongkai.ingest.outline import Line
from gongkai.ingest.title import Title, read_title, tidy
from gongkai.report import Fact, SourceDocument

# A report's own words are longer than this; a list of links or a cover page has none.
_LEAST_WORDS = 60
_REMEDY = "请只导入年度报告正文"
_EXPLAINS = re.compile(r"解读|图解|一图(?:看懂|读懂)|一张图|简明问答")
_GUIDE = re.compile(r"公开指南(?:（.*）)?$|信息公开目录$")
_NOTICE = re.compile(r"(?:通知|公告|通报|函|启事)$")
_ABOUT = re.compile(r"年度?报告|年报|信息公开")
_METADATA = re.compile(r"^标题[:：]")


def refuse_others(
    document: SourceDocument,
    lines: Sequence[Line],
    front: Sequence[Line],
    *,
    title: Title | None,
    facts: Sequence[Fact],
) -> None:
    """Raise `NotAReport` for a document that only speaks of reports, or is an empty form.

    ``front`` are the lines before the first section heading, ``title`` the report title found.
    A document whose statutory tables hold a number is a report.
    """
    path = document.source.path
    texts = [line.paragraph.text for line in lines]
    kept = [line for line in lines if not line.dropped and not line.heading]
    words = sum(len(line.paragraph.text) for line in kept if not read_title(line.paragraph.text))
    if any(fact.value is not None or re.search(r"\d", fact.text) for fact in facts):
        return
    if facts and words < _LEAST_WORDS:
        raise NotAReport("这是没有填写内容的报告格式", file=path, remedy="请提供填写完整的报告")
    if facts:
        return
    opened = sum(line.opens is not None for line in lines)
    titles = {t.text for text in texts if (t := read_title(text)) and t.year}
    if len(titles) >= 3 and opened < 3:
        raise NotAReport("这是年度报告的目录（链接列表），不是报告", file=path, remedy=_REMEDY)
    if any(is_contents_line(t) for t in texts) and words < _LEAST_WORDS:
        raise NotAReport("这只是报告的目录，没有正文", file=path, remedy="请提供报告全文")
    if what := _other_kind(front, document.title_hint):
        raise NotAReport(f"这是{what}，不是年度报告", file=path, remedy=_REMEDY)
    if title is None and opened < 2 and not _speaks_as_report(texts):
        raise NotAReport("这不像政府信息公开工作年度报告", file=path, remedy=_REMEDY)


def _other_kind(front: Sequence[Line], hint: str) -> str:
    """What the first lines say the file is, "" where they don't say or it is a report."""
    texts = [tidy(line.paragraph.text) for line in front[:12]]
    heads = [_METADATA.sub("", text) for text in (*texts, tidy(hint)) if len(text) <= 60]
    pairs = [a + b for a, b in pairwise(heads) if len(a + b) <= 80]
    # These speak of a report by its whole title, so they are asked before the title is.
    for head in (*pairs, *heads):
        if _ABOUT.search(head) and _EXPLAINS.search(head):
            return "对年度报告的解读"
        if _ABOUT.search(head) and head.startswith("关于") and _NOTICE.search(head):
            return "一份通知"
    if any(read_title(text) for text in (*texts, *pairs)):
        return ""
    return next((kind for head in heads if (kind := _kind(head))), "")


def _kind(head: str) -> str:
    if _GUIDE.search(head):
        return "政府信息公开指南"
    if _ABOUT.search(head) and _NOTICE.search(head):
        return "一份通知"
    return "一份目录" if head in ("目录", "目次") else ""


def _speaks_as_report(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    return bool(
        re.search(r"本(?:年度)?报告", joined)
        and re.search(r"信息公开", joined)
        and re.search(r"统计期限|主动公开", joined)
    )
