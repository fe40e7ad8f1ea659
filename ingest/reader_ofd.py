"""OFD (GB/T 33190-2016): positioned text and ruling lines through the table finding of PDFs."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.ingest.layout_flow import (
    Item,
    accepted,
    blocks_of,
    interleaved,
    last_table,
    without_furniture,
)
from gongkai.ingest.layout_lines import lines
from gongkai.ingest.layout_ruled import ruled
from gongkai.ingest.layout_unruled import with_unruled
from gongkai.report import Block, Grid, Paragraph, Source, SourceDocument

MAX_PAGES = 500
_MAX_EDGES = 20_000
_MAX_CHARS = 1_000_000
_POINTS = 72 / 25.4  # of a millimetre
_THIN = 0.8  # mm: what is filled and thinner is a ruling line
_A4 = (0.0, 0.0, 210.0, 297.0)
_NEAR = 3.0
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(slots=True)
class _Drawn:
    """What a page draws, in points: characters and rulings as pdfplumber tells them."""

    chars: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)


def read_ofd(data: bytes, source: Source) -> SourceDocument:
    """Grids and paragraphs in reading order; boxes in points from the page's top left.

    Pages of several documents in one file are counted on. Raises `UnreadableFile` for packages
    without text, encrypted ones and those with more pages than any report.
    """
    pages: list[list[Item]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(archive, source.path)
        root = package.xml("OFD.xml")
        title = next((e.text or "" for e in _named(root, "Title")), "")
        for place in _named(root, "DocRoot"):
            path = package.path("", place.text or "")
            document = package.xml(path)
            box = _box(next(_named(document, "PhysicalBox"), None), _A4)
            templates = {
                e.get("ID"): package.path(path, e.get("BaseLoc", ""))
                for e in _named(document, "TemplatePage")
            }
            for page in _named(document, "Page"):
                if len(pages) >= MAX_PAGES:
                    raise UnreadableFile(
                        f"OFD 超过 {MAX_PAGES} 页", file=source.path, remedy="请拆分后再试"
                    )
                content = package.xml(package.path(path, page.get("BaseLoc", "")))
                its = _box(next(_named(content, "PhysicalBox"), None), box)
                drawn = _Drawn()
                for used in _named(content, "Template"):
                    if template := templates.get(used.get("TemplateID")):
                        _draw(package.xml(template), its, drawn)
                _draw(content, its, drawn)
                if len(drawn.chars) > _MAX_CHARS:
                    raise UnreadableFile(
                        "一页的文字过多",
                        file=source.path,
                        place=f"第{len(pages) + 1}页",
                        remedy="请另存一份再试",
                    )
                pages.append(_page(drawn, pages, its))
    blocks = tuple(_as_ofd(block) for block in blocks_of(with_unruled(without_furniture(pages))))
    if not blocks:
        raise UnreadableFile(
            "OFD 里没有文字，可能是扫描件", file=source.path, remedy="请提供 PDF 或图片文件"
        )
    return SourceDocument(source, blocks, title_hint=title.strip())


class _Package:
    """The parts of an OFD file, read in memory: no path in it ever reaches the disk."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self._parts = {entry.filename.lstrip("/").lower(): entry for entry in archive.infolist()}

    def path(self, base: str, place: str) -> str:
        """A part's path: from the package's root with a slash, else beside ``base``."""
        place = place.strip().replace("\\", "/")
        whole = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
        return posixpath.normpath(whole).lstrip("/")

    def xml(self, path: str) -> Any:
        """The part's root element, without entities. Raises `UnreadableFile` where it's absent."""
        from lxml import etree

        entry = self._parts.get(path.lower())
        if entry is None or entry.flag_bits & 0x1:
            raise UnreadableFile(
                "OFD 文件有密码保护" if entry else "OFD 文件缺少部件",
                file=self._name,
                place=path,
                remedy="请重新下载或另存该文件",
            )
        parser = etree.XMLParser(resolve_entities=False, huge_tree=False, no_network=True)
        return etree.fromstring(self._archive.read(entry), parser)


def _named(root: Any, name: str) -> Iterator[Any]:
    """Elements by local name: some writers leave the namespace out."""
    return (e for e in root.iter("{*}" + name))


def _numbers(text: str | None) -> list[float]:
    return [float(n) for n in _PATH.findall(text or "") if not n.isalpha()]


def _box(element: Any, default: tuple[float, ...]) -> tuple[float, ...]:
    found = _numbers(element.text) if element is not None else []
    return tuple(found) if len(found) == 4 else default


def _draw(content: Any, page: tuple[float, ...], drawn: _Drawn) -> None:
    for item in content.iter("{*}TextObject", "{*}PathObject"):
        boundary = _numbers(item.get("Boundary"))
        if item.get("Visible") == "false" or len(boundary) != 4:
            continue
        ctm = _numbers(item.get("CTM"))
        a, b, c, d, e, f = ctm if len(ctm) == 6 else _UNIT
        dx, dy = boundary[0] - page[0] + e, boundary[1] - page[1] + f

        def place(x: float, y: float, m: tuple[float, ...] = (a, b, c, d, dx, dy)) -> Any:
            return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]

        if item.tag.endswith("TextObject"):
            _text(item, place, (abs(a) or 1.0, abs(d) or 1.0), drawn)
        else:
            _path(item, place, drawn)


def _text(item: Any, place: Any, scale: tuple[float, float], drawn: _Drawn) -> None:
    size = (_numbers(item.get("Size")) or [3.5])[0]
    x = y = 0.0
    for code in item.iter("{*}TextCode"):
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        text = code.text or ""
        along, down = (_deltas(code.get(n), len(text)) for n in ("DeltaX", "DeltaY"))
        for i, letter in enumerate(text):
            px, py = place(x, y)
            natural = size * (0.5 if letter.isascii() else 1.0)
            wide, high = natural * scale[0], size * scale[1]
            if not letter.isspace():
                drawn.chars.append(
                    {
                        "text": letter,
                        "x0": px * _POINTS,
                        "x1": (px + wide) * _POINTS,
                        "top": (py - 0.88 * high) * _POINTS,
                        "bottom": (py + 0.12 * high) * _POINTS,
                        "size": high * _POINTS,
                    }
                )
            # Vertical text moves down alone; without deltas letters follow their widths.
            x += along[i] if i < len(along) else 0.0 if down else natural
            y += down[i] if i < len(down) else 0.0


def _deltas(text: str | None, most: int) -> list[float]:
    """`3.5 g 4 3.5 2`: a run of so many equal steps is written once (GB/T 33190, 11.3)."""
    parts = _PATH.findall(text or "")
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < most:
        if parts[at] == "g" and at + 2 < len(parts):
            found += [float(parts[at + 2])] * min(int(float(parts[at + 1])), most - len(found))
            at += 3
        else:
            if not parts[at].isalpha():
                found.append(float(parts[at]))
            at += 1
    return found


def _path(item: Any, place: Any, drawn: _Drawn) -> None:
    data = next((e.text or "" for e in item.iter("{*}AbbreviatedData")), "")
    start = last = (0.0, 0.0)
    command = ""
    numbers: list[float] = []
    points: list[tuple[float, float]] = []
    takes = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    segments: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for token in _PATH.findall(data):
        if token.isalpha():
            command, numbers = token.upper(), []
            if command == "C":
                segments.append((last, start))
                last = start
            continue
        numbers.append(float(token))
        if len(numbers) < takes.get(command, 2):
            continue
        here = place(numbers[-2], numbers[-1])
        points.append(here)
        if command == "L":
            segments.append((last, here))
        if command in ("M", "S"):
            start = here
        last, numbers = here, []
    if not points:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if min(x1 - x0, bottom - top) <= _THIN:
        segments = [((x0, top), (x1, bottom))]
    for (ax, ay), (bx, by) in segments:
        wide, high = abs(ax - bx), abs(ay - by)
        if max(wide, high) > _THIN >= min(wide, high):
            drawn.edges.append(_edge(min(ax, bx), min(ay, by), wide, high))


def _edge(x: float, y: float, wide: float, high: float) -> dict[str, Any]:
    flat = wide >= high
    x, y = (x, y + high / 2) if flat else (x + wide / 2, y)
    wide, high = (wide, 0.0) if flat else (0.0, high)
    x, y, wide, high = (value * _POINTS for value in (x, y, wide, high))
    return {
        "x0": x, "x1": x + wide, "top": y, "bottom": y + high, "doctop": y,
        "width": wide, "height": high, "orientation": "h" if flat else "v",
    }  # fmt: skip


def _page(drawn: _Drawn, pages: list[list[Item]], box: tuple[float, ...]) -> list[Item]:
    from pdfplumber.table import (
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    number, tables = len(pages) + 1, []
    if drawn.edges and len(drawn.edges) <= _MAX_EDGES:
        edges = merge_edges(drawn.edges, _NEAR, _NEAR, _NEAR, _NEAR)
        crossings = edges_to_intersections(edges, _NEAR, _NEAR)
        for boxes in cells_to_tables(intersections_to_cells(crossings)):
            table = ruled(boxes, drawn.chars, number)
            if table is not None:
                tables.append(table)
    tables = accepted(tables, last_table(pages))
    outside = [char for char in drawn.chars if not any(t.holds(char) for t in tables)]
    return interleaved(lines(outside, number, box[3] * _POINTS), tables)


def _as_ofd(block: Block) -> Block:
    own = replace(block.locator, kind="ofd")
    if isinstance(block, Paragraph):
        return replace(block, locator=own)
    cells = tuple(replace(c, locator=replace(c.locator, kind="ofd")) for c in block.cells)
    return Grid(cells, block.rows, block.columns, own)
