"""Web pages: the report's part of the page, its paragraphs and its tables."""

from __future__ import annotations

import re
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.ingest.bounds import check_markup
from gongkai.ingest.layout_page import is_left_out, main_part, prune
from gongkai.report import Block, Cell, Grid, Locator, Paragraph, Source, SourceDocument

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "o:p",
        "st1:chsdate",
    }
)
_HAN = r"[\u2e80-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]\s*|[ \t]*[\r\n]\s*(?={_HAN})")
_SPACE = re.compile(r"\s+")
# Bounds of what a page may ask for.
_MAX_SPAN, _MAX_ROWS, _MAX_DEPTH = 100, 2000, 200
_MAX_AREA = 100_000
# A cell with more text than this holds prose: the table lays out the page.
_MAX_CELL = 600
_TITLE_META = ("articletitle", "og:title", "title")
_ISSUER_META = ("contentsource", "source", "publisher", "author", "sitename")


def read_html(data: bytes, source: Source) -> SourceDocument:
    """Paragraphs and grids of the page's main part; ``text`` is that part as rendered.

    Each locator's ``start``/``end`` slice ``text`` to the paragraph's or cell's text.
    Raises `UnreadableFile` for a page without text.
    """
    from lxml import html

    markup = _DECLARATION.sub("", decode_page(data)).replace("\x00", "")
    check_markup(markup, source.path)
    root = html.document_fromstring(markup or "<p></p>", ensure_head_body=True)
    meta = _meta(root)
    title = next((meta[name] for name in _TITLE_META if meta.get(name)), "") or _title(root)
    prune(root)
    page = _rendered(main_part(root), source)
    if not page.blocks:
        # All looked like navigation: say what it is rather than that there is nothing.
        whole = html.document_fromstring(markup or "<p></p>", ensure_head_body=True)
        prune(whole, furniture=False)
        page = _rendered(whole, source)
    if not page.blocks:
        raise UnreadableFile(
            "网页里没有正文（可能由脚本加载）",
            file=source.path,
            remedy="请在浏览器中打开后另存为网页，或复制正文存为 TXT",
        )
    issuer = next((meta[name] for name in _ISSUER_META if meta.get(name)), "")
    return SourceDocument(source, tuple(page.blocks), page.text(), title, issuer)


def decode_page(data: bytes) -> str:
    """The page's text by byte order mark, declared charset, UTF-8, then GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"):
        name = "gb18030"
    # Pages often declare what they aren't; strict UTF-8 that decodes is UTF-8.
    for encoding in ("utf-8-sig", name or "gb18030", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030" if name == "gb18030" else "utf-8", "replace")


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = _SPACE.sub(" ", element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _title(root: Any) -> str:
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = _SPACE.sub(" ", element.text_content()).strip()
            if text and (tag == "title" or "报告" in text):
                return text
    return ""


def _rendered(part: Any, source: Source) -> _Page:
    page = _Page(source.path)
    page.walk(part, 0)
    page.flush()
    return page


class _Page:
    """The rendered page: blocks, and the text that their locators slice."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._line: list[str] = []

    def text(self) -> str:
        return "".join(self._parts)

    def _emit(self, text: str, end: str) -> Locator:
        start = self._length
        self._parts += [text, end]
        self._length += len(text) + len(end)
        return Locator("html", start=start, end=start + len(text))

    def flush(self) -> None:
        """End the paragraph in hand."""
        text = _clean("".join(self._line))
        self._line = []
        if text:
            self.blocks.append(Paragraph(text, self._emit(text, "\n")))

    def walk(self, element: Any, depth: int) -> None:
        """Render what stands inside ``element``."""
        if depth > _MAX_DEPTH:
            self._line.append(element.text_content())
            return
        if element.text:
            self._line.append(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, depth)
            if child.tail:
                self._line.append(child.tail)

    def _child(self, child: Any, depth: int) -> None:
        if child.tag == "br":
            self.flush()
        elif child.tag in _INLINE:
            self.walk(child, depth + 1)
        elif child.tag == "table" and _is_grid(child):
            self.flush()
            self._grid(child)
        else:
            self.flush()
            self.walk(child, depth + 1)
            self.flush()

    def _grid(self, table: Any) -> None:
        rows = _rows(table)[:_MAX_ROWS]
        every = [item for row in rows for item in row if item.tag in ("td", "th")]
        left_out = {item for item in every if is_left_out(item)}
        if len(left_out) == len(every):
            left_out = set()
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        width = 0
        begin = self._length
        for index, row in enumerate(rows):
            column = 0
            items = [i for i in row if i.tag in ("td", "th") and i not in left_out]
            for place, item in enumerate(items):
                while (index, column) in taken:
                    column += 1
                across = _span(item.get("colspan"), _MAX_SPAN)
                down = _span(item.get("rowspan"), len(rows) - index) if len(rows) > index else 1
                if (item.get("rowspan") or "").strip() == "0":
                    down = len(rows) - index
                if len(taken) + down * across > _MAX_AREA:
                    raise UnreadableFile(
                        f"网页里的表格超过 {_MAX_AREA // 10_000} 万格",
                        file=self._name,
                        remedy="请只保存报告所在的网页",
                    )
                for r in range(index, index + down):
                    taken.update((r, c) for c in range(column, column + across))
                text = _clean_cell(item)
                locator = self._emit(text, "\n" if place == len(items) - 1 else "\t")
                cells.append(Cell(text, index, column, locator, down, across))
                column += across
            width = max(width, column)
        width = max([width, *(c + 1 for _, c in taken)])
        if any(cell.text for cell in cells):
            place_ = Locator("html", start=begin, end=self._length)
            self.blocks.append(Grid(tuple(cells), len(rows), width, place_))


def _span(value: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", value or "")
    return max(1, min(int(digits[1]), most)) if digits else 1


def _rows(table: Any) -> list[Any]:
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if row.tag == "tr"]
    # A table whose rows are all hidden waits for a click.
    return [row for row in rows if not is_left_out(row)] or rows


def _is_grid(table: Any) -> bool:
    """Whether a table holds data: several columns, short cells, no table within."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    counts = [sum(item.tag in ("td", "th") for item in row) for row in _rows(table)]
    if not counts or max(counts) < 2:
        return False
    return all(len(item.text_content()) <= _MAX_CELL for item in table.iter("td", "th"))


def _clean(text: str) -> str:
    """White space as a browser shows it; a source line's end between Han is none."""
    return _SPACE.sub(" ", _WRAP.sub("", text)).strip()


def _clean_cell(item: Any) -> str:
    parts: list[str] = []

    def gather(element: Any, depth: int) -> None:
        parts.append(_SPACE.sub(" ", _WRAP.sub("", element.text or "")))
        for child in element:
            if isinstance(child.tag, str):
                inline = child.tag in _INLINE
                if not inline:
                    parts.append("\n")
                if depth < _MAX_DEPTH:
                    gather(child, depth + 1)
                if not inline and child.tag != "br":
                    parts.append("\n")
            parts.append(_SPACE.sub(" ", _WRAP.sub("", child.tail or "")))

    gather(item, 0)
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
