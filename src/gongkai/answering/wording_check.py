"""What a chat model may say: each stretch of a sentence is held against the evidence it cites.

Pure and deterministic, and stricter than the check of our own answers: a template can't put a
true number under a wrong label, a model can. Where in doubt it objects, and the template stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.answer import Answer
from gongkai.answering.body_name import split_name, stem
from gongkai.answering.evidence import Evidence
from gongkai.answering.wording_label import mislabelled, strangers, ways
from gongkai.form import form
from gongkai.text import fold, squeeze

CITED = re.compile(r"\[(\d{1,3})\]")
_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])+")
# A number with what changes its size or kind: 115, 115万 and 115年 are three things.
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万元|亿元|元|[万亿千百%‰倍成年月日号]|个?百分点)?")
_RUN = re.compile(r"\d+年\d+月(?:\d+日)?|\d+月\d+日|\d+(?:[-./:]\d+)+")  # dates, telephones
_SIGNED = re.compile(r"(?<![\d)])[-+\u2212]\d+")  # a sign, where none was subtracted from
_SPOKEN = re.compile(
    "[零〇一二两三四五六七八九十百千万亿几数]+(?:点[零一二三四五六七八九]+)?"
    "(?:件|条|项|元|万|年|月|日|次|篇|场|名|人|份|成|倍|家|宗|例)"
    "|[零〇一二两三四五六七八九十百千万亿]{2,}|[百千万]?分之.|半数|一半|过半"
)
_QUOTES = re.compile(
    '“([^“”]*(?:“[^“”]*”[^“”]*)*)”|「([^「」]*)」|『([^『』]*)』|‘([^‘’]*)’|《([^《》]*)》|"([^"]*)"'
)
_PAIRS = ("“”", "「」", "『』", "《》", "（）")
_NOT = re.compile("没有|并非|尚未|未|没|无|不|非|勿|否|莫|免")
# Words that turn a figure's meaning; said only where the answer or the report says them.
_TURNS = re.compile(
    "增[加长多]|减[少]|上升|下降|[高低多少]于|最[多少高低大小]|超过|不足|至少|至多|以[上下内外]"
    "|将近|接近|翻[一番倍]|同比|环比|全部|所有|仅|只有|可能|或许|预计|累计|平均|第[一二三四五六七八九十\\d]"
)
# What the answer warns of must stay said.
_WARNS = re.compile("未填写|不一致|矛盾|识别|核对|不详|空白|另有|约|没有|不在其内|请以")
_NAMED = re.compile(
    "[\u4e00-\u9fff]{2,4}?(?:局|委员会|办公室|政府(?!信息)|厅|院|街道办|公司|协会|大学|学校)"
)
_PLACE = re.compile("[\u4e00-\u9fff]{2}(?:省|市|自治区|区|县|镇|乡|自治州)")
_LATIN = re.compile(r"[a-z]{2,}")
_STRANGE = re.compile(
    r"[<>{}|#*\\`~\ufffd\u0400-\u04ff\u0600-\u06ff\u3040-\u30ff\uac00-\ud7af]|://"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_PLAIN = 0.4  # the share of a sentence's pairs of characters that must be known
_REPEAT = 12  # characters of a repetition
_LEAK = 10  # characters of the rules that may not come back


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a wording is held against: the checked answer and its evidence, in citation order.

    ``rules``: the prompt's own text, which must not come back. ``bodies``: all indexed names.
    """

    answer: Answer
    evidence: tuple[Evidence, ...]
    question: str = ""
    bodies: tuple[str, ...] = ()
    rules: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer's lines that rest on evidence: what a model words."""
        return tuple(line for line in self.answer.text.split("\n") if CITED.search(line))


def faults(sentence: str, grounds: Grounds, before: str = "") -> tuple[str, ...]:
    """Why a sentence may not leave; () where it may. ``sentence`` carries its own marks.

    ``before`` is what was said already: a body, a year or a row may be named there.
    """
    text = fold(sentence)
    cited = _cited(text)
    if not cited:
        return ("no citation",)
    found = [f"[{n}]" for n in cited if not 1 <= n <= len(grounds.evidence)]
    if found:
        return tuple(found)
    found += _form(text, grounds)
    told = squeeze(CITED.sub("", before))
    for said, marks in _segments(text):
        found += _segment(said, frozenset(marks), frozenset(cited), grounds)
        found += _labels(said, frozenset(marks), frozenset(cited), told, grounds)
        told += squeeze(said)
    found += _polarity(CITED.sub("", text), frozenset(cited), grounds)
    return tuple(found)


def lacks(text: str, grounds: Grounds) -> tuple[str, ...]:
    """What a whole wording leaves out or says twice; () where it may stand for the answer."""
    whole = fold(text)
    bare = CITED.sub("", whole)
    told = fold("\n".join(grounds.lines))
    missing = [f"[{n}]" for n in sorted(set(_cited(told)) - set(_cited(whole)))]
    unquoted = _QUOTES.sub("", CITED.sub("", told))
    missing += [word for word in set(_WARNS.findall(unquoted)) if word not in bare]
    computed = _numbers(unquoted) - _evidence_numbers(grounds.evidence)
    missing += [f"{n}" for n in sorted(computed - _numbers(bare)) if not n.endswith("年")]
    if len(bare) > 2 * len(told) + 60:
        missing.append("rambling")
    tight, known = squeeze(bare), squeeze(CITED.sub("", told))
    for at in range(len(tight) - 2 * _REPEAT + 1):
        piece = tight[at : at + _REPEAT]
        if tight.count(piece) > max(1, known.count(piece)):
            missing.append("repeated")
            break
    return tuple(missing)


def _form(text: str, grounds: Grounds) -> list[str]:
    """Language, marks of another trade, the prompt's own words, quotes left open."""
    bare = CITED.sub("", text)
    found = _STRANGE.findall(bare)
    found += [pair for pair in _PAIRS if bare.count(fold(pair[0])) != bare.count(fold(pair[1]))]
    letters = [char for char in bare if char.isalpha()]
    if 2 * len(_HAN.findall(bare)) < len(letters) or not letters:
        found.append("language")
    rules, tight = squeeze(grounds.rules), squeeze(bare)
    leaks = (tight[at : at + _LEAK] for at in range(len(tight) - _LEAK + 1))
    pool = _pool(range(1, len(grounds.evidence) + 1), grounds)
    found += [piece for piece in leaks if piece in rules and piece not in pool][:1]
    return found


def _segment(
    said: str, marks: frozenset[int], cited: frozenset[int], grounds: Grounds
) -> list[str]:
    """What a stretch says that the evidence marked right behind it doesn't hold."""
    mine = [grounds.evidence[n - 1] for n in sorted(marks)]
    pool = _pool(marks, grounds)
    tight = squeeze(said)
    found: list[str] = []
    for groups in _QUOTES.findall(said):
        quote = squeeze("".join(groups))
        if not _holds(quote, [squeeze(e.quote) for e in mine], mine):
            found.append(quote)
    # Digits in a label (6.属于四类…) or in a body's name are no figures.
    rest = said
    for label in sorted({fold(w) for e in mine for w in _words(e)}, key=len, reverse=True):
        rest = rest.replace(label, " ")
    allowed = _evidence_numbers(mine)
    shown = [line for line in map(fold, grounds.lines) if set(_cited(line)) <= cited]
    allowed |= {
        n
        for line in shown
        for n in _numbers(CITED.sub("", line))
        if n not in _evidence_numbers(grounds.evidence) and set(_cited(line)) & marks
    }
    numbers = _numbers(rest)
    found += sorted(numbers - allowed)
    values = numbers & {n for e in mine if e.fact for n in _evidence_numbers([e])}
    values = {n for n in values if not n.endswith("年")}
    verbatim = any(tight in squeeze(CITED.sub("", line)) for line in shown)
    if len([e for e in mine if e.fact]) > 1 and len(values) > 1 and not verbatim:
        # Several figures before several marks: nothing tells which belongs to which.
        found.append("figures not told apart")
    found += [run for run in _RUN.findall(rest) if run not in pool]
    for pattern in (_SPOKEN, _LATIN, _TURNS, _SIGNED):
        found += [m.group() for m in pattern.finditer(rest) if squeeze(m.group()) not in pool]
    for pattern in (_NAMED, _PLACE):
        found += [m.group() for m in pattern.finditer(tight) if not _known(m.group(), pool)]
    for body in grounds.bodies:
        name = split_name(body)
        ways = {squeeze(body), *(squeeze(stem(place)) for place in name.places)}
        found += [way for way in ways if len(way) > 1 and way in tight and way not in pool]
    found += [term for term in _terms() if term in tight and term not in pool]
    pairs = [tight[at : at + 2] for at in range(len(tight) - 1)]
    pairs = [pair for pair in pairs if len(_HAN.findall(pair)) == 2]
    if len(pairs) > 5 and sum(pair in pool for pair in pairs) < _PLAIN * len(pairs):
        found.append("rambling")
    return found


def _labels(
    said: str, marks: frozenset[int], cited: frozenset[int], before: str, grounds: Grounds
) -> tuple[str, ...]:
    """Figures under no label or another's, and words of nobody's."""
    mine = [grounds.evidence[n - 1] for n in sorted(marks)]
    near = [line for line in map(fold, grounds.lines) if set(_cited(line)) & marks]
    lines = [squeeze(CITED.sub("", line)) for line in near]
    rest = said
    for label in sorted({fold(w) for e in mine for w in _words(e)}, key=len, reverse=True):
        rest = rest.replace(label, " ")
    cells = [e for e in mine if e.fact]
    one = cells if len({e.fact.address for e in cells if e.fact}) == len(cells) == 1 else []
    figures = []
    for match in _NUMBER.finditer(rest):
        (plain,) = _numbers(match.group())
        if not plain.endswith("年"):
            digits = re.match(r"[\d,.]*\d", match.group())
            shown = digits.group() if digits else match.group()
            figures.append((shown, [e for e in one if plain in _evidence_numbers([e])]))
    tight = squeeze(said)
    found = mislabelled(
        figures, tight, before=before, mine=mine, every=grounds.evidence, lines=lines
    )
    own = (CITED.sub("", line) for line in near if set(_cited(line)) <= cited)
    told = "|".join(_QUOTES.sub("|", line) for line in own)
    telling = [f"{e.report.year}年" for e in mine] + [w for e in mine for w in _words(e)]
    telling += [way for e in cells for way in ways(e)]
    printed = "|".join(squeeze(e.quote) for e in mine if not e.fact)
    return found + strangers(
        squeeze(_QUOTES.sub("|", said)), squeeze("|".join((told, *telling))), printed
    )


def _polarity(text: str, cited: frozenset[int], grounds: Grounds) -> list[str]:
    """Negations that the answer and its evidence don't say, or that were dropped."""
    tight = squeeze(text)
    lines = [line for line in map(fold, grounds.lines) if set(_cited(line)) & cited]
    told = squeeze(CITED.sub("", "".join(lines)))
    quotes = "|".join(squeeze(grounds.evidence[n - 1].quote) for n in cited)
    labels = "|".join(squeeze(w) for n in cited for w in _words(grounds.evidence[n - 1]))
    pool = f"{told}|{quotes}|{labels}"
    found = [m.group() + after for m, after in _negated(tight) if m.group() + after not in pool]
    for match, after in _negated(squeeze(_QUOTES.sub("", told))):
        at = tight.find(after) if len(after) == 2 else -1
        if at >= 0 and f"{match.group()}{after}" not in tight:
            found.append(f"dropped {match.group()}{after}")
    # 有 and 没有 lead an answer to yes or no: turned round they say the contrary.
    first = squeeze(grounds.answer.text)
    for one, other in (
        ("没有", "有"),
        ("不是", "是"),
        ("否", "是"),
        ("有", "没有"),
        ("是", "不是"),
    ):
        if first.startswith(one) and tight.startswith(other):
            found.append(f"{other} for {one}")
            break
        if first.startswith(one):
            break
    return found


def _negated(tight: str) -> Iterable[tuple[re.Match[str], str]]:
    return [(m, tight[m.end() : m.end() + 2]) for m in _NOT.finditer(tight)]


def _segments(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """(words, the marks right behind them); words after the last mark go with all."""
    found: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for match in _MARKS.finditer(text):
        found.append((text[at : match.start()], tuple(_cited(match.group()))))
        at = match.end()
    rest = text[at:]
    if found and rest.strip():
        found.append((rest, tuple(dict.fromkeys(_cited(text)))))
    return found


def _pool(marks: Iterable[int], grounds: Grounds) -> str:
    """All words that these citations stand for: quotes, labels, body, year, and our own telling."""
    marks = frozenset(marks)
    mine = [grounds.evidence[n - 1] for n in marks]
    words = [w for e in mine for w in (e.quote, f"{e.report.year}年年度报告显示", *_words(e))]
    for line in map(fold, grounds.lines):
        if set(_cited(line)) <= marks:
            words.append(CITED.sub("", line))
        else:
            words += [said for said, own in _segments(line) if set(own) <= marks]
    return squeeze("|".join(words))


def _words(evidence: Evidence) -> tuple[str, ...]:
    report, fact = evidence.report, evidence.fact
    labels = (*fact.address.row, *fact.address.column) if fact else ()
    return (report.bureau, report.title, *labels)


def _evidence_numbers(evidence: Iterable[Evidence]) -> set[str]:
    found: set[str] = set()
    for e in evidence:
        found |= {f"{e.report.year}年"}
        if e.fact is None:
            found |= _numbers(fold(e.quote))
        elif e.fact.value is not None:
            bare = _plain(str(e.fact.value))
            found |= {bare, f"{bare}{_NUMBER_UNIT.get(e.fact.unit, '')}"}
            if e.fact.unit in _NUMBER_UNIT:
                found.discard(bare)
    return found


# Units that are part of a number here; the others (件, 次) are only words.
_NUMBER_UNIT = {"万元": "万元", "元": "元", "亿元": "亿元", "%": "%"}


def _numbers(text: str) -> set[str]:
    """Numbers with their unit of size, written one way: 1,200.0万 → 1200万."""
    found = set()
    for match in _NUMBER.findall(text):
        digits = re.match(r"[\d,.]+", match)
        plain = digits.group().rstrip(".,") if digits else match
        found.add(_plain(plain.replace(",", "")) + match[len(plain) :].lstrip(".,"))
    return found


def _plain(digits: str) -> str:
    if len(digits) > 1 and digits.startswith("0") and "." not in digits:
        return digits  # an area code is no number
    value = Decimal(digits)
    return f"{value.normalize():f}" if value else "0"


def _cited(text: str) -> list[int]:
    return [int(n) for n in CITED.findall(text)]


def _holds(quote: str, wholes: Sequence[str], evidence: Iterable[Evidence]) -> bool:
    """Whether a quotation, shortened with … at most, stands in one of the places cited."""
    pieces = [piece for piece in quote.split("...") if piece]
    if not pieces:
        return False
    for whole in (*wholes, *(squeeze(w) for e in evidence for w in _words(e))):
        at = 0
        for piece in pieces:
            at = whole.find(piece, at)
            if at < 0:
                break
            at += len(piece)
        else:
            return True
    return False


def _known(name: str, pool: str) -> bool:
    return name in pool or name.lstrip("向由对在和与的该被请从到为是其中") in pool


@cache
def _terms() -> frozenset[str]:
    """The form's own words for rows and columns: naming another cell's is a wrong answer."""
    found: set[str] = set()
    for name in ("2021", "2019"):
        for cell in form(name).cells:
            for label in (cell.address.row or ("",))[-1], *cell.address.column:
                bare = re.sub(r"^(?:\d+\.|（.）|\(.\)|[一二三四五六七八九]、)", "", squeeze(label))
                bare = re.sub(r"\(.*?\)", "", bare)
                if 2 <= len(bare) <= 14:
                    found.add(bare)
    return frozenset(found)
