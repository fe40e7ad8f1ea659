"""Where a citation stands, told in words, and the address that opens the file there."""

from __future__ import annotations

from urllib.parse import quote

from gongkai.answer import Citation
from gongkai.form import section_titles
from gongkai.report import Report

KINDS = {
    "text": "TXT", "html": "网页", "docx": "Word", "pdf": "PDF", "ofd": "OFD", "xlsx": "Excel",
    "image": "图片",
}  # fmt: skip
# So many characters of a quote are enough for a browser to find it, and keep addresses short.
_FRAGMENT = 40


def section_name(report: Report | None, section: str) -> str:
    """A section's heading as the report prints it, else as the form does; 开头 before the first."""
    titles = section_titles().get(section)
    if not titles:
        return "开头"
    own = report.headings.get(section, "") if report else ""
    title = own.strip() or titles[0]
    return title if title.startswith(section) else f"{section}、{title}"


def place(citation: Citation) -> str:
    """第4页, 第3段, 表格第5行第2列; "" where the file doesn't say."""
    where = citation.locator
    parts: list[str] = []
    if where is not None and where.page is not None:
        parts.append(f"第{where.page}页")
    if where is not None and where.row is not None and where.column is not None:
        number = f"第{where.table + 1}个" if where.table is not None else ""
        parts.append(f"{number}表格第{where.row + 1}行第{where.column + 1}列")
    elif where is not None and where.paragraph is not None:
        parts.append(f"第{where.paragraph + 1}段")
    elif citation.paragraph >= 0:
        parts.append(f"第{citation.paragraph + 1}段")
    elif where is not None and where.start is not None and not parts:
        parts.append(f"全文第{where.start + 1}字处")
    return "，".join(parts)


def page_url(citation: Citation, kind: str) -> str:
    """The address of the page's picture with the place marked; "" where it has no page."""
    where = citation.locator
    if kind not in ("pdf", "image") or where is None or where.page is None or where.box is None:
        return ""
    box = ",".join(f"{value:g}" for value in where.box)
    return f"page/{quote(citation.report_id, safe='')}/{where.page}?box={box}"


def original_url(citation: Citation, kind: str) -> str:
    """The original file's address on this server, at the place where browsers can jump to it."""
    url = f"source/{quote(citation.report_id, safe='')}"
    where = citation.locator
    if kind == "pdf" and where is not None and where.page is not None:
        return f"{url}#page={where.page}"
    words = citation.quote.strip()
    if kind in ("html", "text") and citation.paragraph >= 0 and "\n" not in words and words:
        return f"{url}#:~:text={quote(words[:_FRAGMENT], safe='')}"
    return url
