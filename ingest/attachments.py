"""A fetched page's report: in the page's own words, in files it links to, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from gongkai.errors import GongkaiError
from gongkai.ingest.layout_page import main_part, prune
from gongkai.ingest.reader_html import decode_page, read_html
from gongkai.ingest.title import read_title
from gongkai.report import Grid, Source

MAX_ATTACHMENTS = 20
# Without a table, a page with fewer characters only points to the files.
_LEAST_TEXT = 400
_FILE = re.compile(r"\.(docx?|wps|rtf|odt|pdf|ofd|xlsx|zip)(?=$|[?&#;])", re.IGNORECASE)
_NAMED = re.compile(r"\.(?:docx?|wps|rtf|odt|pdf|ofd|xlsx|zip)\s*$", re.IGNORECASE)
_REPORT = re.compile(r"年度?报告|年报|公开.{0,12}报告")
_OTHER = re.compile(r"解读|图解|一图|指南|目录|通知|申请表|模板|流程|名单|预算|决算")
# What links say that only mean "here is the file".
_GENERIC = re.compile(
    r"(?:附件|点击|此处|这里|下载|查看|全文|原文|文件|版本?|正文|阅读|打开|word|pdf|ofd|wps|docx?|"
    r"[\d\s一二三四五：:（）().\[\]【】、，《》_-])*",
    re.IGNORECASE,
)


def attachments(data: bytes, url: str) -> list[str]:
    """The URLs of files that the page's main part links to and that seem to be a report.

    A link that only says 附件 or 下载 counts where the page is titled as a report.
    """
    root = _parse(data)
    base = next((urljoin(url, b.get("href")) for b in root.iter("base") if b.get("href")), url)
    titled = any(
        read_title(text) for tag in ("h1", "h2", "title") for e in root.iter(tag)
        for text in re.split(r"[-_|—－]", e.text_content())
    )  # fmt: skip
    links = list(_links(root, base, titled=titled))
    prune(root)
    main = main_part(root)
    # A row of attachments below the text looks like navigation: taken where the text has none.
    inside = [url for link, url in links if main in link.iterancestors()]
    return list(dict.fromkeys(inside or [url for _, url in links]))[:MAX_ATTACHMENTS]


def has_words(data: bytes, url: str) -> bool:
    """Whether the page holds a text or table of its own, not only links to files."""
    try:
        document = read_html(data, Source(url, "html", ""))
    except GongkaiError:
        return False
    tables = any(isinstance(block, Grid) and block.rows > 2 for block in document.blocks)
    return tables or len(document.text) >= _LEAST_TEXT


def _parse(data: bytes) -> Any:
    from lxml import html

    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode_page(data)).replace("\x00", "")
    return html.document_fromstring(markup or "<p></p>", ensure_head_body=True)


def _links(root: Any, base: str, *, titled: bool) -> Iterator[tuple[Any, str]]:
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        says = " ".join((link.text_content(), link.get("title") or "", link.get("download") or ""))
        target = unquote(href)
        if not href or not (_FILE.search(target) or _NAMED.search(says.strip())):
            continue
        says = says if says.strip() else urlsplit(target).path.rpartition("/")[2]
        report = bool(_REPORT.search(says)) or (titled and bool(_GENERIC.fullmatch(says)))
        try:
            url = urljoin(base, href).partition("#")[0]
        except ValueError:  # a malformed address within the page
            continue
        if report and not _OTHER.search(says) and url.lower().startswith(("http://", "https://")):
            yield link, url
