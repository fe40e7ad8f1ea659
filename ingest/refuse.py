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
_EXPLAINS = re.compile(r"解读|图解|一图(?:看懂|读懂)|一张图|(?:政策|简明)?问答$|答记者问|动漫|海报")
_NOTICE = re.compile(r"(?:通知|公告|通报|通告|函|启事|批复)$")
# What else speaks of reports, or is filed beside them, by the end of its title.
_KINDS = (
    ("政府信息公开指南", re.compile(r"公开指南(?:（.*）)?$")),
    ("一份目录", re.compile(r"(?:公开|事项|标准)(?:.{0,4})(?:目录|清单)(?:（.*）)?$|^目[录次]$")),
    (
        "依申请公开的表格或文书",
        re.compile(r"(?:申请表|答复书|告知书|流程图|补正通知书?)(?:（.*）)?$"),
    ),
    ("一份制度或法规", re.compile(r"(?:制度|办法|规定|条例|细则|规范)(?:（.*）)?$")),
    ("一份工作方案", re.compile(r"(?:要点|方案|计划|任务分解表?)(?:（.*）)?$")),
    ("预算或决算", re.compile(r"[预决]算(?:公开)?(?:报告|说明)?$")),
    ("法治政府建设的报告", re.compile(r"(?:法治政府建设|依法行政).{0,10}报告$")),
    ("政府工作报告", re.compile(r"政府工作报告$")),
    ("政府网站的年度报表", re.compile(r"网站.{0,6}(?:报表|年报)(?:（.*）)?$")),
    ("企业的年度报告", re.compile(r"公司.{0,8}(?:报告|年报)(?:摘要)?$")),
    ("考核或评估的报告", re.compile(r"(?:评估|考核|测评|检查).{0,8}(?:报告|结果|情况)$")),
    ("填写说明", re.compile(r"(?:填写|填报|编制)(?:说明|须知)$")),
    ("一份工作总结", re.compile(r"(?<!公开)工作总结$")),
)
_NEWS = re.compile(r"本报讯|本网讯|记者(?:从|获悉|了解)|（记者|通讯员")
# Only the first lines say what a file is; further down stand a page's other columns.
_HEADS = 4
# A title below so many lines is one that something else quotes, unless sections follow it.
_DEEP = 25
# A notice that carries the whole report opens this many of its six sections.
_WHOLE = 5
_ABOUT = re.compile(r"年度?报告|年报|信息公开")
_METADATA = re.compile(r"^标题[:：]")
# The date that lists print beside each title.
_DATED = re.compile(
    r"^\s*(?:[·•]|\d{1,3}[.、)）]|\d{1,3}\s)\s*|\s*[\[(（【]?\s*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*[\])）】]?\s*$"
)


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
    opened = len({line.opens for line in lines if line.opens is not None})
    buried = title is None or min(title.lines, default=0) >= _DEEP
    unlike = buried and opened < 2 and not _speaks_as_report(texts)
    if facts and not unlike:
        return
    titles = {t.text for text in texts if (t := read_title(_DATED.sub("", text))) and t.year}
    if len(titles) >= 3 and opened < 3:
        raise NotAReport("这是年度报告的目录（链接列表），不是报告", file=path, remedy=_REMEDY)
    if any(is_contents_line(t) for t in texts) and words < _LEAST_WORDS:
        raise NotAReport("这只是报告的目录，没有正文", file=path, remedy="请提供报告全文")
    if what := _other_kind(front, document.title_hint, opened):
        raise NotAReport(f"这是{what}，不是政府信息公开工作年度报告", file=path, remedy=_REMEDY)
    if unlike:
        if any(_NEWS.search(text) for text in texts):
            raise NotAReport(
                "这是一篇新闻，不是政府信息公开工作年度报告", file=path, remedy=_REMEDY
            )
        raise NotAReport("这不像政府信息公开工作年度报告", file=path, remedy=_REMEDY)
    if not opened and not any("。" in line.paragraph.text for line in kept):
        raise NotAReport("这里只有标题或网站栏目，没有报告正文", file=path, remedy="请提供报告全文")


def _other_kind(front: Sequence[Line], hint: str, opened: int) -> str:
    """What the first lines say the file is, "" where they don't say or it is a report."""
    texts = [tidy(text) for line in front[:12] for text in line.paragraph.text.splitlines()]
    heads = [_METADATA.sub("", text) for text in (*texts, tidy(hint)) if len(text) <= 60]
    pairs = [a + b for a, b in pairwise(heads) if len(a + b) <= 80]
    # These speak of a report by its whole title, so they are asked before the title is.
    for head in (*pairs, *heads):
        if _ABOUT.search(head) and _EXPLAINS.search(head):
            return "对年度报告的解读"
        if _ABOUT.search(head) and head.startswith("关于") and _NOTICE.search(head):
            return "一份通知" if opened < _WHOLE else ""
    if any(read_title(text) for text in (*texts, *pairs, *re.split(r"[-_|—－]", hint))):
        return ""
    if opened >= _WHOLE:
        return ""
    if any(_ABOUT.search(head) and _NOTICE.search(head) for head in heads):
        return "一份通知"
    said = [
        text
        for line in front
        if not line.dropped
        for printed in line.paragraph.text.splitlines()
        if (text := tidy(printed))
    ]
    return next(
        (
            kind
            for head in (*(text for text in said[:_HEADS] if len(text) <= 60), tidy(hint))
            for kind, pattern in _KINDS
            if pattern.search(head)
        ),
        "",
    )


def _speaks_as_report(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    return bool(
        re.search(r"本(?:年度)?报告", joined)
        and re.search(r"信息公开", joined)
        and re.search(r"统计期限|主动公开", joined)
    )
