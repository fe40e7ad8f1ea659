"""Numbers that Word prints by itself before a paragraph are part of what is printed."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml

from gongkai.ingest.reader_docx import read_docx
from gongkai.report import Paragraph, Source

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(style: str, pattern: str, marks: list[tuple[int, str]], start: int = 1) -> list[str]:
    """The texts as read; each mark is a level (-1: none) and the paragraph's own text."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern.replace("%1", f"%{level + 1}")}"/></w:lvl>'
        for level in (0, 1)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="70">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {NS} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))
    for level, text in marks:
        paragraph = document.add_paragraph(text)
        if level >= 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="70"/></w:numPr>')
            )
    buffer = io.BytesIO()
    document.save(buffer)
    blocks = read_docx(buffer.getvalue(), Source("示例.docx", "docx", "")).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("style", "pattern", "want"),
    [
        ("chineseCounting", "%1、", ["一、甲", "乙", "二、丙"]),
        ("chineseCountingThousand", "（%1）", ["（一）甲", "乙", "（二）丙"]),
        ("decimal", "%1.", ["1.甲", "乙", "2.丙"]),
        ("bullet", "●", ["甲", "乙", "丙"]),
    ],
)
def test_a_list_counts_its_own_paragraphs(style: str, pattern: str, want: list[str]) -> None:
    assert _read(style, pattern, [(0, "甲"), (-1, "乙"), (0, "丙")]) == want


def test_a_level_below_begins_anew() -> None:
    marks = [(0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊")]
    assert _read("chineseCounting", "%1、", marks) == [
        "一、甲",
        "一、乙",
        "二、丙",
        "二、丁",
        "一、戊",
    ]


def test_tens_are_told_as_people_tell_them() -> None:
    assert _read("chineseCounting", "%1、", [(0, "甲"), (0, "乙")], start=10) == [
        "十、甲",
        "十一、乙",
    ]
    assert _read("chineseCounting", "%1、", [(0, "甲")], start=21) == ["二十一、甲"]
