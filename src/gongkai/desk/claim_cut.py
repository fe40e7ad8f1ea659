"""A sentence cut into pieces: clauses, halves at a colon, a second year's figure by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.answering.understand import plain
from gongkai.desk.claim_figure import figures

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")
_CLAUSE = re.compile(r"[（(]?(?:[^，,（）()]|(?<=\d)[,，](?=\d{3}(?!\d)))+|[）)]")
# A colon after which a clause of its own begins, not the figure itself (自然人：45件).
_COLON = re.compile(
    r"[:：](?=[^，,:：]{0,6}20\d\d年|[\u4e00-\u9fff]{5}|[\u4e00-\u9fff]{3,4}\d)|(?<=情况|如下)[:：]"
)
# 1件是从2022年结转过来的: that year is no other statement's.
_CARRIED = re.compile(r"20\d\d年度?(?:结转|转[来入过]|遗留|留下)")
_NEAR = 6
_FIELDS = {
    "phone": r"(?:电话|热线|拨打|致电|来电|号码)[^0-9]{0,6}(\(?0\d{2,3}\)?[-\s]?\d{7,8})",
    "fax": r"传真[^0-9]{0,6}(0\d{2,3}[-\s]?\d{7,8})",
    "postcode": r"(?:邮编|邮政编码)[^0-9]{0,4}(\d{6})(?!\d)",
    "email": r"([a-z0-9][a-z0-9_.+-]*@[a-z0-9][a-z0-9_.-]*\.[a-z]+)",
    "website": r"(?:网址|网站|官网)[^a-z]{0,6}((?:https?://|www\.)[\w./:-]+)",
    "address": r"(?:地址[是为在位于:：]{1,3}"
    r"|(?:(?<![过失除])去(?!年)|前往|跑到|寄[到至往]|位于)"
    r"(?=[^，,。；;]{1,20}[路街道巷里弄村][^，,。；;\d]{0,3}\d+号))([^，,。；;]{4,40})",
}


def sentences_of(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, end marks included."""
    for match in _SENTENCE.finditer(paragraph):
        yield match.group().strip()


def pieces_of(sentence: str) -> list[str]:
    """The clauses of a sentence; brackets open a piece and close as a piece of their own."""
    return [
        part
        for match in _CLAUSE.finditer(sentence.rstrip("。！!；;"))
        for part in _parts(match.group().strip())
    ]


def _parts(piece: str) -> list[str]:
    """A clause cut at a colon that opens another, and before a second year's figure."""
    if contact_in(piece)[0]:
        return [piece]
    return [part for half in _halves(piece) for part in _by_year(half)]


def _halves(piece: str) -> Iterator[str]:
    """A clause cut behind such a colon, which stays: it marks a heading (数说公开：)."""
    at = 0
    for match in _COLON.finditer(piece):
        yield piece[at : match.end()]
        at = match.end()
    yield piece[at:]


def _by_year(piece: str) -> list[str]:
    """A clause cut before a second year where a figure stands between the two."""
    text = plain(piece)
    years = list(re.finditer(r"(?<!\d)20\d\d(?=年)", text))
    cuts = [
        second.start()
        for first, second in pairwise(years)
        if figures(text[first.end() + 1 : second.start()])
        and not _CARRIED.search(text, second.start(), second.end() + _NEAR)
        and not re.search("(?:结?转|延|留|带)(?:[至到入待])?了?$", text[: second.start()])
    ]
    if not cuts:
        return [piece]
    return [text[a:b].strip() for a, b in pairwise([0, *cuts, len(text)])]


def contact_in(piece: str) -> tuple[str, str]:
    """``field|value`` where a clause tells a contact detail, else "", and the words before it.

    The places that an address names aren't whom it is of.
    """
    text = plain(piece)
    for field, pattern in _FIELDS.items():
        if match := re.search(pattern, text):
            return f"{field}|{match.group(1).strip(' ）)')}", text[: match.start()]
    return "", piece
