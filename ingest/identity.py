"""Whose report it is and of which year: title, bureau, year and period.

The title tells most; where it doesn't, a site's metadata lines, the opening words, the contact
line, the reader's hint and at last the file's name are asked, in this order. A date of
publication never gives the year: a report comes out the year after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.text import fold_char

_HAN_DIGITS = {char: digit for digit, chars in enumerate(
    ("〇○零oO0", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in chars}  # fmt: skip
_YEAR = r"(?:20\d\d|二[〇○零oO0][〇○零oO0一二三四五六七八九]{2})"
_TOPIC = rf"(?:政府|政务)?信息公开(?:{_YEAR}|[工作情况的年度总结]){{0,14}}(?:报告|年报)(?:书)?"
_YEAR_MARK = re.compile(rf"({_YEAR})\s*(?:年度|年|度)?")
_TITLE = re.compile(rf"(.{{0,60}}?)({_TOPIC})([（(].{{0,20}}[)）])?")
_INLINE = re.compile(rf"([\u4e00-\u9fff（）()]{{2,40}})\s?({_YEAR})\s?年度?\s?({_TOPIC})")
_INLINE_YEAR_FIRST = re.compile(rf"({_YEAR})年度?\s?([\u4e00-\u9fff（）()]{{2,40}}?)({_TOPIC})")
_MARKS = re.compile(r"【[^】]{0,20}】|^[（(\[［](?:示例|样本|样例)[)）\]］]")
_PERIOD = re.compile(
    rf"{_YEAR}\s*年\s*1\s*月\s*1\s*日\s*起?\s*(?:至|到|—+|-+|－|–|~|～)\s*"
    rf"(?:{_YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"
)
# Names of bodies end so (administrative places, organs, public institutions).
_BODY = re.compile(
    r"[\u4e00-\u9fff（）()·]{1,38}(?:政府|人民政府|局|委|委员会|管委会|办|办公室|厅|部|院|中心|处|站|所|镇|乡|街道|"
    r"办事处|市|县|区|省|州|盟|旗|公司|学校|大学|学院|医院|银行|支行|海关|署|总队|支队|大队|队|馆|会|集团|社|园)"
)
_NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff（）()·、]{2,40}")
_SELF = re.compile(
    r"[我本](?:局|委|办|厅|部|镇|乡|县|市|区|院|机关|单位|中心|街道|省|州|馆|会|级|年)?.{0,6}"
)
_NOT_NAME = re.compile(
    r"根据|按照|报告|关于|如对|公众|社会|任何|疑问|做好|印发|编制|发布|公布|公开|网站|平台|栏目|首页|位置|目录"
)
_METADATA = (
    r"(?:标题|文章标题|名称|信息名称)",
    r"(?:发布机构|发文机关|发布机关|公开机构|发布单位|制发机关|责任部门|公开责任部门|信息来源|来源)",
)
_METADATA_LINE = re.compile(
    rf"\s*(?:({_METADATA[0]})|({_METADATA[1]}))\s*[:：]\s*(\S[^\n]*?)\s*"
    rf"(?=\s(?:时间|发布|日期|作者|浏览|字体|点击|【)|$)"
)
_H = r"[\u4e00-\u9fff（）()·、]"
_OPENING = (
    re.compile(
        rf"报告(?:是|系)?由({_H}{{3,30}}?)(?:根据|依据|依照|按照|按|负责|组织|编制|汇总|，|,)"
    ),
    re.compile(
        rf"(?:^|[，,。；])({_H}{{3,30}}?)(?:组织|负责)?(?:编制|形成)(?:了|完成)?(?:本|{_YEAR})"
    ),
    re.compile(rf"(?:与|向)({_H}{{3,30}}?)(?:取得)?联系"),
    re.compile(rf"联系({_H}{{3,30}}?)[，,。；：:（(]"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed without its line breaks; ``bureau`` "" and ``year`` None if not told.

    ``lines`` are the indices of the lines it was read from.
    """

    text: str
    bureau: str
    year: int | None
    lines: tuple[int, ...] = ()

    def rank(self) -> int:
        """How much it tells: both, bureau, year, neither."""
        return 2 * bool(self.bureau) + bool(self.year)


@dataclass(frozen=True, slots=True)
class Identity:
    """What could be told; ``bureau`` "" and ``year`` None where nothing tells.

    ``doubts`` say, for people, where a value comes from a place that may be wrong.
    """

    title: Title | None
    bureau: str
    year: int | None
    period: str
    doubts: tuple[str, ...]


def tidy(text: str) -> str:
    """A printed name without white space, radicals folded and digits half width."""
    return "".join(_even(char) for char in text if not char.isspace())


def _even(char: str) -> str:
    odd = "\u2e80" <= char <= "\u2fdf" or "０" <= char <= "９" or "Ａ" <= char <= "ｚ"
    return fold_char(char) if odd else char


def read_year(text: str) -> int | None:
    """The first year in ``text``: 2021, ２０２１, 二〇二一 or 二○二一."""
    match = re.search(_YEAR, tidy(text))
    if not match:
        return None
    found = match.group()
    digits = "".join(char if char.isdigit() else str(_HAN_DIGITS[char]) for char in found)
    return int(digits)


def read_title(line: str) -> Title | None:
    """The title that a line (or joined lines) is as a whole, or None."""
    text = _MARKS.sub("", tidy(line)).strip("《》“”\"'—-=_　:：")
    match = _TITLE.fullmatch(text)
    if not match:
        return None
    before, topic, after = match.groups()
    year = read_year(before) or read_year(topic) or read_year(after or "")
    name = _YEAR_MARK.sub("", before)
    name = re.sub(r"^(?:关于|附件\d*[:：]?)|(?:的|关于|关于做好|年度)$", "", name)
    # "某某市人民政府信息公开……" shares 政府 between the name and the topic.
    if name.endswith("人民") and topic.startswith("政府"):
        name += "政府"
    if _SELF.fullmatch(name):
        name = ""
    if name and not _is_name(name):
        return None
    return Title(text, name, year)


def _is_name(text: str) -> bool:
    return bool(
        _NAME.fullmatch(text)
        and len(re.findall(r"[\u4e00-\u9fff]", text)) > 1
        and not _SELF.fullmatch(text)
        and not _NOT_NAME.search(text)
    )


def _is_body(text: str) -> bool:
    return _is_name(text) and bool(_BODY.fullmatch(text))


def find_title(lines: Sequence[str], hint: str = "") -> Title | None:
    """The best title among the first lines of a file, also over up to four of them.

    A metadata line (标题：…) that tells bureau and year stands before the body's own title;
    ``hint`` (a page's or file's own title) comes after both.
    """
    stated = [title for line in lines for title in _stated(line)]
    printed = list(_printed(lines))
    hinted = [t for part in re.split(r"[-_|—－]", hint) if (t := read_title(part))]
    running = [title for index, line in enumerate(lines) for title in _running(index, line)]
    best: Title | None = None
    for title in (*stated, *printed, *hinted, *running):
        if best is None or title.rank() > best.rank():
            best = title
    if best and best.year and not best.bureau:
        return _with_neighbour(best, lines)
    return best


def _stated(line: str) -> Iterator[Title]:
    match = _METADATA_LINE.match(line)
    if match and match.group(1) and (title := read_title(match.group(3))):
        yield title


def _printed(lines: Sequence[str]) -> Iterator[Title]:
    """Titles printed over one to four lines; a name alone on its line must look like a body."""
    for index in range(len(lines)):
        for count in range(1, 5):
            part = lines[index : index + count]
            if len(part) < count or sum(map(len, part)) > 110:
                break
            title = read_title("".join(part))
            if title is None:
                continue
            alone = tidy(_MARKS.sub("", part[0])) == title.bureau and count > 1
            if alone and not _BODY.fullmatch(title.bureau):
                continue
            yield Title(title.text, title.bureau, title.year, tuple(range(index, index + count)))


def _running(index: int, line: str) -> Iterator[Title]:
    """Titles inside running text, where a page was flattened into one line."""
    text = "".join(map(_even, line))
    for match in _INLINE.finditer(text):
        name = match.group(1)
        if _is_name(name):
            yield Title(tidy(match.group()), name, read_year(match.group(2)), (index,))
    for match in _INLINE_YEAR_FIRST.finditer(text):
        name = match.group(2)
        if _is_body(name):
            yield Title(tidy(match.group()), name, read_year(match.group(1)), (index,))


def _with_neighbour(title: Title, lines: Sequence[str]) -> Title:
    """The title with the body named on the line after it, where one is."""
    if not title.lines:
        return title
    after = title.lines[-1] + 1
    name = tidy(_MARKS.sub("", lines[after])).strip("（）()") if after < len(lines) else ""
    if _is_body(name) and len(name) <= 30:
        return Title(title.text, name, title.year, title.lines)
    return title


def find_period(text: str) -> str:
    """The statistical period as printed, without inner white space; "" where none is."""
    match = _PERIOD.search("".join(map(_even, text)))
    return re.sub(r"\s", "", match.group()) if match else ""


def identify(
    front: Sequence[str],
    body: Sequence[str],
    *,
    title_hint: str = "",
    issuer_hint: str = "",
    path: str = "",
) -> Identity:
    """Title, bureau, year and period from the lines before the first heading and those after.

    ``front`` and ``body`` are paragraphs as printed; ``path`` is asked last.
    """
    doubts: list[str] = []
    title = find_title(front, title_hint)
    named = read_title(PurePath(path).stem) if path else None
    text = "\n".join((*front, *body))
    period = find_period(text)
    bureau = title.bureau if title else ""
    if not bureau:
        bureau, place = _other_bureau(front, body, issuer_hint, named)
        if bureau:
            doubts.append(f"标题未写明发布机关，“{bureau}”取自{place}，请核对")
    year = title.year if title else None
    told = read_year(period) if period else None
    if year and told and year != told:
        doubts.append(f"标题的年份是{year}年，统计期限却是{period}，按标题的年份处理，请核对")
    if year is None:
        year = told
    if year is None:
        year, place = _other_year(front, body, named)
        if year:
            doubts.append(f"标题和统计期限未写明年度，{year}年取自{place}，请核对")
    return Identity(title, bureau, year, period, tuple(doubts))


def _other_bureau(
    front: Sequence[str], body: Sequence[str], hint: str, named: Title | None
) -> tuple[str, str]:
    for line in front:
        match = _METADATA_LINE.match(line)
        if match and match.group(2) and _is_body(name := tidy(match.group(3))):
            return name, "网页的发布信息"
    for pattern in _OPENING:
        for line in (*front, *body[-3:]):
            for match in pattern.finditer(tidy(line)):
                if _is_body(match.group(1)):
                    return match.group(1), "报告正文"
    # A signature: the body's name on a line of its own at the end, before the date.
    for line in reversed(body[-4:]):
        if len(line) <= 30 and _is_body(tidy(line)):
            return tidy(line), "报告落款"
    if _is_body(tidy(hint)):
        return tidy(hint), "文件的元数据"
    if named and named.bureau:
        return named.bureau, "文件名"
    return "", ""


def _other_year(
    front: Sequence[str], body: Sequence[str], named: Title | None
) -> tuple[int | None, str]:
    """The year the text speaks of most, as a year of work (2021年，… 2021年度)."""
    counts: Counter[int] = Counter()
    for line in (*front, *body):
        if _METADATA_LINE.match(line):
            continue
        for match in re.finditer(rf"({_YEAR})(?:年度|年(?!\d|\s*\d{{1,2}}\s*月))", tidy(line)):
            counts[read_year(match.group(1)) or 0] += 1
    if named and named.year:
        return named.year, "文件名"
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0], "正文"
    return None, ""
