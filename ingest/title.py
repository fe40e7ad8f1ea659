"""A report's title: on one line or over several, with its bureau and year in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.ingest.heading import even_fold
from gongkai.text import fold_char

_HAN_DIGITS = {char: digit for digit, chars in enumerate(
    ("〇○零oO0", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in chars}  # fmt: skip
YEAR = r"(?:20\d\d|二[〇○零oO0][〇○零oO0一二三四五六七八九]{2})"
_TOPIC = rf"(?:(?:政府|政务)?信息公开|政务公开)(?:{YEAR}|[工作情况的年度总结]){{0,14}}(?:报告|年报)(?:书)?"
_YEAR_MARK = re.compile(rf"({YEAR})\s*(?:年度|年|度)?")
_TITLE = re.compile(rf"(.{{0,60}}?)({_TOPIC})([（(].{{0,20}}[)）])?")
_INLINE = re.compile(rf"([\u4e00-\u9fff（）()]{{2,40}})\s?({YEAR})\s?年度?\s?({_TOPIC})")
_INLINE_YEAR_FIRST = re.compile(rf"({YEAR})年度?\s?([\u4e00-\u9fff（）()]{{2,40}}?)({_TOPIC})")
_MARKS = re.compile(r"【[^】]{0,20}】|^[（(\[［](?:示例|样本|样例)[)）\]］]")
# Names of bodies end so (administrative places, organs, public institutions).
_BODY = re.compile(
    r"[\u4e00-\u9fff（）()·]{1,38}(?:政府|人民政府|局|委|委员会|管委会|办|办公室|厅|部|院|中心|处|站|所|镇|乡|街道|"
    r"办事处|市|县|区|省|州|盟|旗|公司|学校|大学|学院|医院|银行|支行|海关|署|总队|支队|大队|队|馆|会|集团|社|园)"
)
_NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff（）()·、]{2,40}")
_SELF = re.compile(
    r"[我本](?:局|委|办|厅|部|镇|乡|县|市|区|院|机关|单位|中心|街道|省|州|馆|会|级|年).{0,6}"
)
_NOT_NAME = re.compile(
    r"根据|按照|报告|关于|如对|公众|任何|疑问|做好|印发|发布|公布|公开|网站|平台|栏目|首页|位置|目录"
)
# Who wrote it, told by a verb behind the name or a label before it.
_WROTE = re.compile(r"(?:组织|负责|联合)?(?:编制|编写|编印|撰写|起草|制作)(?:单位|机关)?$")
_WRITTEN_BY = re.compile(r"^(?:由|(?:编制|编写|制作|填报|报告)(?:单位|机关|部门)[:：])")
_METADATA = (
    r"(?:标题|文章标题|名称|信息名称)",
    r"(?:发布机构|发文机关|发布机关|公开机构|发布单位|制发机关|责任部门|公开责任部门|信息来源|来源)",
)
METADATA_LINE = re.compile(
    rf"\s*[【\[]?\s*(?:({_METADATA[0]})|({_METADATA[1]}))\s*(?:[】\]]\s*[:：]?|[:：])\s*(\S[^\n]*?)\s*"
    rf"(?=\s(?:时间|发布|日期|作者|浏览|字体|点击)|[【\[]|$)"
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


def tidy(text: str) -> str:
    """A printed name without white space, radicals folded and digits half width."""
    return "".join(half(char) for char in text if not char.isspace())


def half(char: str) -> str:
    """Fold a radical or a full-width letter or digit; punctuation stays as printed."""
    odd = "\u2e80" <= char <= "\u2fdf" or "０" <= char <= "９" or "Ａ" <= char <= "ｚ"
    return fold_char(char) if odd else char


def read_year(text: str) -> int | None:
    """The first year in ``text``: 2021, ２０２１, 二〇二一 or 二○二一."""
    match = re.search(YEAR, tidy(text))
    if not match:
        return None
    found = match.group()
    digits = "".join(char if char.isdigit() else str(_HAN_DIGITS[char]) for char in found)
    return int(digits)


def read_title(line: str) -> Title | None:
    """The title that a line (or joined lines) is as a whole, or None."""
    text = _MARKS.sub("", tidy(line)).strip("《》“”\"'—-=_　:：")
    # Matched with traditional characters folded, but kept as printed: a name may have one.
    match = _TITLE.fullmatch(even_fold(text).replace("(", "（").replace(")", "）"))
    if not match:
        return None
    before, topic, after = (
        text[start:end] if start >= 0 else "" for start, end in map(match.span, (1, 2, 3))
    )
    year = read_year(before) or read_year(topic) or read_year(after)
    name = _YEAR_MARK.sub("", before)
    name = re.sub(r"^(?:关于|附件\d*[:：]?)|(?:的|关于|关于做好|年度)$", "", name)
    # "某某市人民政府信息公开……" shares 政府 between the name and the topic.
    if name.endswith("人民") and topic.startswith("政府"):
        name += "政府"
    name = without_verb(name)
    if _SELF.fullmatch(name):
        name = ""
    # "2021年政府信息公开工作年度报告（某某局）"
    bracketed = without_verb(after.strip("（）()"))
    if not name and is_body(bracketed):
        name = bracketed
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


def without_verb(text: str) -> str:
    """A body's name without the words that say it wrote the report; other text as it is."""
    name = _WROTE.sub("", _WRITTEN_BY.sub("", text))
    return name if name != text and is_body(name) else text


def is_body(text: str) -> bool:
    """Whether ``text`` looks like the name of a public body."""
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
    match = METADATA_LINE.match(line)
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
    text = "".join(map(half, line))
    for match in _INLINE.finditer(text):
        name = without_verb(match.group(1))
        if _is_name(name):
            yield Title(tidy(match.group()), name, read_year(match.group(2)), (index,))
    for match in _INLINE_YEAR_FIRST.finditer(text):
        name = without_verb(match.group(2))
        if is_body(name):
            yield Title(tidy(match.group()), name, read_year(match.group(1)), (index,))


def _with_neighbour(title: Title, lines: Sequence[str]) -> Title:
    """The title with the body named on the line after it, where one is."""
    if not title.lines:
        return title
    after = title.lines[-1] + 1
    below = tidy(_MARKS.sub("", lines[after])).strip("（）()") if after < len(lines) else ""
    name = without_verb(below)
    if is_body(name) and len(name) <= 30:
        return Title(title.text, name, title.year, title.lines)
    return title
