"""Locators of parts: where a slice of a located paragraph stands."""

from __future__ import annotations

from dataclasses import replace

from gongkai.report import Locator, Paragraph


def within(locator: Locator, start: int, end: int) -> Locator:
    """The locator of characters ``start`` to ``end`` of the text at ``locator``.

    Pages and table cells have no characters of their own: theirs stays as it is.
    """
    if locator.page is not None or locator.table is not None:
        return locator
    base = locator.start or 0
    return replace(locator, start=base + start, end=base + end)


def cut(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """A slice of a paragraph without outer white space, with its own place."""
    while start < end and paragraph.text[start].isspace():
        start += 1
    while start < end and paragraph.text[end - 1].isspace():
        end -= 1
    if (start, end) == (0, len(paragraph.text)):
        return paragraph
    return Paragraph(paragraph.text[start:end], within(paragraph.locator, start, end))
