"""Where a file goes on with what isn't this report's: another report, a table of another year.

Only what the file says itself counts: a title of another year or body below which the sections
begin anew; a line right above a table that names another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.form import FORM_NAMES, form
from gongkai.ingest.heading import Heading, read_line
from gongkai.ingest.tables_label import vocabulary
from gongkai.ingest.title import YEAR, Title, find_title, read_title, read_year, tidy
from gongkai.report import Block, Grid, Paragraph

# The lines in which the file's own title stands; so many a later one may be printed over.
_FRONT = 25
_TITLE_LINES = 3
_LONGEST = 60
# So many sections make a report.
_SECTIONS = 2
# A caption stands so near above its table; flat tables have so many rows right below it.
_NEAR = 2
_ROWS, _WITHIN = 3, 30
_SENTENCE = re.compile(r"[。；，,;]")


@dataclass(frozen=True, slots=True)
class Own:
    """The blocks of the file's first report, ``tables`` with those of other years left blank,
    and what to tell people of what was left out."""

    blocks: tuple[Block, ...]
    tables: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


def own(blocks: Sequence[Block], hint: str = "") -> Own:
    """What of ``blocks`` is the first report's; ``hint`` is the file's own title."""
    title = _first_title(blocks, hint)
    kept = tuple(blocks)
    warnings: list[str] = []
    if title is not None and (found := _second(blocks, title)):
        place, other = found
        kept = kept[:place]
        warnings.append(f"文件里还有另一份报告“{other}”，没有读取，请把它另存为一个文件再导入")
    if title is None or title.year is None:
        return Own(kept, kept, tuple(warnings))
    tables = list(kept)
    for caption, strangers in _of_other_years(kept, title.year):
        for place in strangers:
            tables[place] = Paragraph("", kept[place].locator)
        said = f"“{caption}”之下的表格是{read_year(caption)}年的，没有当作{title.year}年的数据读取"
        warnings.append(said)
    return Own(kept, tuple(tables), tuple(dict.fromkeys(warnings)))


def _first_title(blocks: Sequence[Block], hint: str) -> Title | None:
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    return find_title(lines[:_FRONT], hint)


def _second(blocks: Sequence[Block], first: Title) -> tuple[int, str] | None:
    """Where the title of another report stands, and the title; None where there is none."""
    headings = [_heading(block) for block in blocks]
    seen: set[str] = set()
    for place, heading in enumerate(headings):
        if heading:
            seen.add(heading.section)
        if heading or len(seen) < _SECTIONS:
            continue
        title = _title_at(blocks, place)
        if title is None or not _differs(title, first):
            continue
        after = [later.section for later in headings[place:] if later]
        # A running head stands between sections, too; but they go on below it.
        if len(set(after)) >= _SECTIONS and after[0] in seen:
            return place, title.text
    return None


def _heading(block: Block) -> Heading | None:
    if not isinstance(block, Paragraph):
        return None
    found = read_line(block.text)
    return found if found and found.section else None


def _title_at(blocks: Sequence[Block], place: int) -> Title | None:
    """The title with a year that begins at a block, over up to three of them."""
    text = ""
    for block in blocks[place : place + _TITLE_LINES]:
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
            return None
        text += block.text
        if (title := read_title(text)) and title.year:
            return title
    return None


def _differs(title: Title, first: Title) -> bool:
    other_year = first.year is not None and title.year != first.year
    other_body = bool(first.bureau and title.bureau) and title.bureau != first.bureau
    return other_year or other_body


def _of_other_years(blocks: Sequence[Block], year: int) -> Iterator[tuple[str, list[int]]]:
    """Captions of tables of another year, each with the blocks of its table."""
    for place, block in enumerate(blocks):
        if isinstance(block, Grid):
            top = " ".join(cell.text for cell in block.cells if cell.row == 0)
            if _names_other(top, year) and _rows([block]):
                yield _shown(top), [place]
        elif _names_other(block.text, year) and (found := _table_below(blocks, place, year)):
            yield _shown(block.text), found


def _names_other(text: str, year: int) -> bool:
    """Whether a short line names one year, and another one than the report's."""
    if len(text) > _LONGEST or _SENTENCE.search(text) or re.search(rf"{YEAR}\D{{0,2}}\d", text):
        return False
    years = {read_year(found) for found in re.findall(rf"(?<!\d)({YEAR})\s*年", tidy(text))}
    return len(years) == 1 and year not in years


def _table_below(blocks: Sequence[Block], place: int, year: int) -> list[int]:
    """The blocks of the table right below a caption, up to the next heading or caption."""
    below: list[int] = []
    for index in range(place + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Grid):
            next_to = index - place <= _NEAR and not any(
                _SENTENCE.search(b.text)
                for b in blocks[place + 1 : index]
                if isinstance(b, Paragraph)
            )
            return [index] if next_to and _rows([block]) else []
        if _heading(block) or (f"{year}年" in tidy(block.text) and len(block.text) <= _LONGEST):
            break
        if "。" in block.text:
            break
        below.append(index)
    near, rows = ([blocks[index] for index in below[:most]] for most in (_NEAR, _WITHIN))
    return below if _rows(near) and len(_rows(rows)) >= _ROWS else []


def _rows(blocks: Sequence[Block]) -> set[str]:
    """The labels of the form's rows and columns that these blocks print."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            texts += [cell.text for cell in block.cells]
        else:
            texts += [part for part in re.split(r"[\s|｜,，\t]+", block.text) if part]
    found: set[str] = set()
    for name in FORM_NAMES:
        words = vocabulary(form(name))
        for names in (words.rows, words.columns, words.applicants, words.items):
            found |= {label for text in texts if (label := names.match(text, fuzzy=False))}
    return found


def _shown(text: str) -> str:
    return " ".join(text.split())[:40]
