"""Printed lines become the paragraphs that their indentation tells."""

from __future__ import annotations

from gongkai.ingest.layout_lines import Line, paragraphs

SIZE, LEFT, RIGHT = 12.0, 72.0, 504.0


def _lines(*rows: tuple[str, bool, bool]) -> list[Line]:
    """Each row: its text, whether it is indented, whether it reaches the right margin."""
    return [
        Line(
            text, LEFT + 2 * SIZE * indented, 100 + 20 * n, RIGHT if full else 300.0,
            112 + 20 * n, SIZE, 1, 842.0,
        )
        for n, (text, indented, full) in enumerate(rows)
    ]  # fmt: skip


def test_indentation_starts_a_paragraph_where_hardly_any_wraps() -> None:
    short = [(f"第{n}句话说完。", True, False) for n in range(9)]
    body = _lines(
        *short, ("收取信息处理费一千七百六十元，", True, True), ("均已上缴，一分未留，全部", False, True),
        ("地址：示例市示例路3号", True, False),
    )  # fmt: skip
    texts = [paragraph.text for paragraph in paragraphs(body, body)]
    assert texts[-2:] == [
        "收取信息处理费一千七百六十元，均已上缴，一分未留，全部", "地址：示例市示例路3号"
    ]  # fmt: skip
    assert len(texts) == 11


def test_without_indentation_full_lines_go_on() -> None:
    body = _lines(
        ("第一行写到了头", False, True), ("第二行接着写。", False, False), ("另起。", False, False)
    )
    assert [p.text for p in paragraphs(body, body)] == ["第一行写到了头第二行接着写。", "另起。"]


def test_an_address_wraps_without_a_space_and_words_with_one() -> None:
    body = _lines(("电子邮箱：gongk", False, True), ("ai_jd@shili.example；OFD", False, True),
                  ("Reader and the", False, True), ("rest", False, False))  # fmt: skip
    texts = [paragraph.text for paragraph in paragraphs(body, body)]
    assert texts == ["电子邮箱：gongkai_jd@shili.example；OFD Reader and the rest"]
