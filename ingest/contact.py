"""The contact details a report prints of its own body, each with the place it stands in.

Only the opening, the closing and label lines are read: a phone in the narrative is a
service's, one in a page's footer is the site's. Values stay as printed; white space that a
line break or letter spacing put inside is removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.ingest.contact_apart import details_apart
from gongkai.ingest.heading import even_fold
from gongkai.ingest.place import within
from gongkai.report import CONTACT_FIELDS, Contact, Detail, SectionParagraph

# How reports label each detail; longer ones first, letters may be spaced (邮 编).
_LABELS = {
    "address": ("联系地址", "通讯地址", "通信地址", "办公地址", "单位地址", "详细地址", "联系地点", "办公地点", "地址"),
    "postcode": ("邮政编码", "邮编号码", "邮编", "邮码"),
    "phone": ("联系电话", "咨询电话", "办公电话", "电话号码", "公开电话", "联系方式", "电话"),
    "fax": ("传真号码", "传真电话", "传真"),
    "email": ("电子邮箱地址", "电子邮箱", "电子邮件地址", "电子邮件", "电子信箱", "联系邮箱", "邮箱地址", "邮箱",
              "e-mail", "email"),
    "website": ("网站地址", "网站网址", "门户网站", "网址", "官网", "网站"),
}  # fmt: skip
# Not the body's own desk, though the word ends in 电话 or 地址.
_OTHERS = r"(?:监督|举报|投诉|热线|服务|技术支持|值班|报警|维修|申诉|纪检|维护|运维)"


def _spaced(label: str) -> str:
    return r"\s*".join(map(re.escape, label))


_LABEL = "|".join(
    f"(?P<{name}>{'|'.join(_spaced(label) for label in labels)})"
    for name, labels in _LABELS.items()
)
_ANY = "|".join(_spaced(label) for labels in _LABELS.values() for label in labels)
_MARK = re.compile(
    rf"(?:{_LABEL})"
    rf"(?P<more>(?:\s*(?:[、/／(（及和与])\s*(?:{_ANY})\s*[)）]?)*)\s*(?P<colon>[:：;；]?)\s*",
    re.IGNORECASE,
)
_BEFORE_OTHERS = re.compile(rf"{_OTHERS}(?:咨询)?\s*$")
_NUMBER = (
    r"(?:\+?86[-\s]?)?(?:[（(]\s?0\d{2,3}\s?[)）]\s?[-—–－]{0,2}\s?|0\d{2,3}\s?[-—–－―‐─]{1,2}\s?|"
    r"0\d{2,3}\s)?\d{7,8}(?!\d)(?:\s?(?:转|[-—–－])\s?\d{1,5}(?!\d))?"
    r"|0\d{2,3}\s?[-—–－―‐─]{1,2}\s?\d{3,4} \d{4}(?!\d)"
    r"|(?<!\d)0\d{9,11}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400[-—\s]?\d{3}[-—\s]?\d{4}(?!\d)"
)
_PHONE = re.compile(rf"(?:{_NUMBER})(?:\s?[、/／或]\s?(?:{_NUMBER}))*")
_POSTCODE = re.compile(r"(?<!\d)\d(?:\s?\d){5}(?!\d)")
_EMAIL = re.compile(
    r"[A-Za-z0-9][\w.+-]*\s?[@＠]\s?[A-Za-z0-9-]+(?:\s?[.．]\s?[A-Za-z0-9-]+)+", re.ASCII
)
_URL = re.compile(r"(?:https?\s?[:：]\s?//\s?|www\s?\.)[A-Za-z0-9._~/?#=&%:+-]*[A-Za-z0-9/=]", re.I)
_PATTERNS = {
    "postcode": _POSTCODE,
    "phone": _PHONE,
    "fax": _PHONE,
    "email": _EMAIL,
    "website": _URL,
}
# A line break ends an address too, but for one that a wrapped sentence runs over.
_ADDRESS_END = re.compile(
    r"[。；;\t|]|[^\S\n]{2,}|\n(?![^\n]*[，,；;、]$)"
    # A line for something else, or a phone that follows without a label of its own.
    r"|[，,、\s]+[^，,、；。\s]{0,6}(?:热线|电话)"
    r"|(?<!\d)0\d{2,3}\s?[-—–－―‐─]{1,2}\s?\d{7,8}(?!\d)|(?<=[室楼层号座])\d{7,8}(?!\d)"
    r"|[，,、\s]*(?:联系人|联系部门|联系单位|受理机构|办公时间|工作时间|受理时间|接待时间|微信|公众号|qq)[:：]?",
    re.IGNORECASE,
)
# A place that is plainly one: a road, a village, a house with its number.
_PLACE = re.compile(
    r"[^。；;，,：:]{2,40}?(?:路|街|道|巷|村|镇|乡|大厦|大院|\d号|楼|室|层)[^。；;，,：:]{0,12}[，,；;、\s]?"
)
# Digits as long as a phone's don't end an address.
_LONG_NUMBER = re.compile(r"\d{7}")
# Without headings the first paragraphs count as the opening; the last ones may close a report.
_FIRST, _LAST = 8, 10
_CUES = re.compile(r"联系|本报告|疑问|反馈|欢迎")
# Wherever it stands, a sentence that says whom to ask about the report gives its contact.
_ABOUT_REPORT = re.compile(r"对?本(?:年度)?报告[^。]{0,40}联系")
_PUBLISHED = re.compile(r"网站|网址|下载|查阅|公布|公开|登录|门户|发布")
_CONTACT_CUE = re.compile(r"联系[:：,，(（\s]*")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int


def read_contact(
    paragraphs: Sequence[SectionParagraph],
) -> Contact:
    """The report's contact; footers must have been left out of ``paragraphs``."""
    details: dict[str, Detail] = {}
    opening, closing = _places(paragraphs)
    for index in (*opening, *closing):
        text = paragraphs[index].text
        found = find_details(text, opening=index in opening)
        for item in found:
            if item.name not in details:
                details[item.name] = _detail(paragraphs[index], index, item)
    for indices in (opening, closing):
        for run in _runs(indices):
            for apart in details_apart([paragraphs[i].text for i in run], _label, _is_value):
                index = run[apart.index]
                item = _Found(apart.name, apart.start, apart.end)
                details.setdefault(apart.name, _detail(paragraphs[index], index, item))
    return Contact(**{name: details.get(name) for name in CONTACT_FIELDS})


def _runs(indices: Sequence[int]) -> list[list[int]]:
    """Indices of paragraphs that follow one another, together."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _label(text: str) -> str:
    """The detail that a text is the label of, "" where it is none."""
    bare = even_fold(text).strip().rstrip(":：")
    match = _MARK.fullmatch(bare)
    names = _names(match) if match else []
    return names[0] if len(names) == 1 else ""


def _is_value(name: str, text: str) -> bool:
    """Whether a text as a whole is such a detail."""
    even = even_fold(text).strip()
    if name == "address":
        span = _address(even, 0, len(even))
        return span == (0, len(even)) and bool(_PLACE.fullmatch(even)) and not _MARK.search(even)
    return bool(_PATTERNS[name].fullmatch(text.strip() if name == "email" else even))


def _places(paragraphs: Sequence[SectionParagraph]) -> tuple[list[int], list[int]]:
    """Indices of the opening's paragraphs, and of the closing ones, the last first."""
    heads = [i for i, p in enumerate(paragraphs) if p.heading and p.section]
    first = heads[0] if heads else min(len(paragraphs), _FIRST)
    opening = [
        index
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.heading and (index < first or _ABOUT_REPORT.search(paragraph.text))
    ]
    last = heads[-1] if heads else first - 1
    closing = range(max(last + 1, len(paragraphs) - _LAST), len(paragraphs))
    return opening, [i for i in closing if not paragraphs[i].heading and i not in opening]


def find_details(text: str, *, opening: bool = True) -> list[_Found]:
    """Details printed in one paragraph, in order; outside the opening only where it is
    plainly a contact: two details, a bare label line, or words that invite to get in touch."""
    even = even_fold(text)
    marks = [m for m in _MARK.finditer(even) if not _BEFORE_OTHERS.search(even[: m.start()])]
    found: list[_Found] = []
    for at, mark in enumerate(marks):
        limit = marks[at + 1].start() if at + 1 < len(marks) else len(even)
        names = _names(mark)
        for name in names:
            span = _value(name, text, even, mark, limit)
            if span:
                found.append(_Found(name, *span))
    label_line = bool(marks) and marks[0].start() <= 2 and len(text) < 90
    kinds = {item.name for item in found}
    if not opening and not (len(kinds) >= 2 or label_line or (_CUES.search(even) and found)):
        return []
    if "website" not in kinds and opening:
        found += _published_at(even)
    if "phone" not in kinds and (bare := _bare_phone(even, found)):
        found.append(bare)
    if "email" not in kinds and (opening or kinds) and (hit := _EMAIL.search(text)):
        found.append(_Found("email", *hit.span()))
    return found


def _names(mark: re.Match[str]) -> list[str]:
    """The details that one label names: 电话、传真 names two that share a value."""
    names = [name for name in CONTACT_FIELDS if mark.group(name)]
    for name, labels in _LABELS.items():
        spaced = "|".join(_spaced(label) for label in labels)
        if name not in names and re.search(spaced, mark.group("more"), re.IGNORECASE):
            names.append(name)
    return names


def _value(
    name: str, text: str, even: str, mark: re.Match[str], limit: int
) -> tuple[int, int] | None:
    start = mark.end()
    if name == "address":
        told = mark.group("colon") or re.match(r"[为是在]", even[start:])
        # Without a colon only "地址 某某路1号" at the start of a line is an address, or one that
        # runs up to the next label.
        spaced = even[start - 1 : start].isspace() and mark.start() <= 2
        opens = mark.start() <= 2 or even[mark.start() - 1] in "(（，,；;。、 "
        if not (told or spaced or (opens and _PLACE.fullmatch(even, start, limit))):
            return None
        return _address(even, start, limit)
    pattern = _PATTERNS[name]
    source = text if name == "email" else even
    hit = pattern.search(source, start, limit)
    # The value follows its label; words between them mean it is another's.
    if hit is None or len(source[start : hit.start()].strip("为是:：（( \u3000\t\n")) > 2:
        return None
    return hit.span()


def _address(even: str, start: int, limit: int) -> tuple[int, int] | None:
    end = limit
    if stop := _ADDRESS_END.search(even[:limit], start):
        end = stop.start()
    depth = 0
    for at in range(start, end):
        if even[at] in "(（":
            depth += 1
        elif even[at] in ")）":
            depth -= 1
            if depth < 0:
                end = at
                break
    while start < end and even[start] in " \u3000为是:：":
        start += 1
    while start < end and (even[end - 1].isspace() or even[end - 1] in ",，、;；:：(（"):
        end -= 1
    body = even[start:end]
    if not 3 <= len(body) <= 80 or not re.search(r"[\u4e00-\u9fff]{2}", body):
        return None
    if _LONG_NUMBER.search(body):
        return None
    return start, end


def _published_at(even: str) -> list[_Found]:
    """The address of the site that the report names as its place of publication."""
    for hit in _URL.finditer(even):
        before = re.split(r"[。！？]", even[: hit.start()])[-1]
        if _PUBLISHED.search(before[-60:]):
            return [_Found("website", *hit.span())]
    return []


def _bare_phone(even: str, found: Sequence[_Found]) -> _Found | None:
    """A number without a label: right after words that invite to call (请与某局联系（0999-…）), or
    right after the address."""
    ends = [item.end for item in found if item.name == "address"]
    for end in (*(cue.end() for cue in _CONTACT_CUE.finditer(even)), *ends):
        start = end + len(even[end:]) - len(even[end:].lstrip(" ，,、"))
        if hit := _PHONE.match(even, start):
            return _Found("phone", *hit.span())
    return None


def _detail(paragraph: SectionParagraph, index: int, found: _Found) -> Detail:
    printed = paragraph.text[found.start : found.end].strip()
    value = re.sub(r"\s*\n\s*", "", printed)
    if found.name in ("phone", "fax"):
        value = re.sub(r"\s*([-—–－―‐─])\s*", r"\1", value)
    elif found.name == "address":
        value = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\w])|(?<=\w)\s+(?=[\u4e00-\u9fff])", "", value)
    else:
        value = re.sub(r"\s", "", value)
    return Detail(value, within(paragraph.locator, found.start, found.end), index)
