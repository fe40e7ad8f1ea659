"""Which part of a web page is the report: noise out, then the smallest part that holds it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongkai.form import FORM_NAMES, form, section_titles
from gongkai.ingest.note_mark import small

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "nav", "footer", "aside", "button", "select", "iframe",
        "svg", "template", "object", "embed", "canvas", "audio", "video", "textarea", "input",
        "link", "meta", "head",
    }
)  # fmt: skip
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HIDDEN = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|crumbs?|breadcrumbs?|share|bdshare\w*|footer|foot|bottom|"
    r"copyright|sidebar|sidenav|toolbar|topbar|related|recommend|pager|pagination|qrcode|"
    r"position|location|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
# How reports begin and end; a part of the page with such prose is not cut away.
_REPORT_PROSE = re.compile(r"本报告|本年度报告|统计期限|信息公开条例")
_PROSE_LENGTH = 40
# A block that is links for this share is navigation.
_LINKS = 0.6
_MOST = 0.75


# A page's style: rules, without comments and what is for paper alone.
_MOST_STYLE = 100_000
_BRACE = re.compile(r"([{}])")
_CLASS, _LONE_CLASS = re.compile(r"\.([\w-]+)"), re.compile(r"\w*\.([\w-]+)")
# What a writer struck out is none of the text.
_STRUCK = frozenset({"del", "s", "strike"})
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)


def prune(root: Any, *, furniture: bool = True) -> None:
    """Take scripts, hidden parts and furniture out of the page, but nothing with the report.

    Without ``furniture`` what navigates stays.
    """
    hidden = _hidden_classes(root)
    for element in list(root.iter()):
        if hidden and isinstance(element.tag, str) and hidden & set(element.classes):
            element.set("style", "display: none")
        if element is root or element.getparent() is None:
            continue
        if element.tag == "input" and _shows(element):
            # A page that shows its form filled in, in boxes that can't be typed into or can.
            element.tag, element.text = "span", element.get("value")
        elif not isinstance(element.tag, str):
            element.drop_tree() if hasattr(element, "drop_tree") else _drop(element)
        elif (
            (element.tag in _DROPPED and element.tag != "head")
            or element.tag == "head"
            or element.tag in _STRUCK
            or _LINE_THROUGH.search(element.get("style") or "")
        ):
            _drop(element)
        elif element.tag in ("sup", "sub") and (text := _text(element)):
            place = "superscript" if element.tag == "sup" else "subscript"
            marked = small(_before(element), text, place)
            if marked != text:
                element.text = marked
                for child in list(element):
                    element.remove(child)
        elif element.tag in ("body", "html", "table", "tbody", "tr", "td", "th"):
            continue
        elif (_hidden(element) or (furniture and _furniture(element))) and anchors(
            _text(element)
        ) == 0:
            _drop(element)


def _hidden_classes(root: Any) -> frozenset[str]:
    """Classes that the page's own style hides on a screen, whatever else they stand with."""
    style = "".join(element.text or "" for element in root.iter("style"))
    rules = _rules(style[:_MOST_STYLE])
    hides = {name for names, rule in rules if _NOT_SHOWN.search(rule) for name in _alone(names)}
    shows = {
        name
        for names, rule in rules
        if "display" in rule and not _NOT_SHOWN.search(rule)
        for name in _CLASS.findall(names)
    }
    return frozenset(hides - shows)


def _rules(style: str) -> list[tuple[str, str]]:
    """(selectors, rule) of a style sheet, what stands in @media and its like left out.

    Braces are walked once: a pattern for them takes minutes over a sheet that has none.
    """
    first, *rest = style.split("/*")
    style = first + "".join(part.partition("*/")[2] for part in rest)
    rules: list[tuple[str, str]] = []
    opened: list[str] = []
    text = ""
    for token in _BRACE.split(style):
        if token == "{":
            opened.append(text.rpartition(";")[2].strip())
        elif token == "}" and opened:
            names = opened.pop()
            if not any(name.startswith("@") for name in (*opened, names)):
                rules.append((names, text))
        text = "" if token in ("{", "}") else token
    return rules


def _alone(names: str) -> list[str]:
    """Of a rule's selectors those that are a class, or a tag with it, and nothing else."""
    parts = (_LONE_CLASS.fullmatch(name.strip()) for name in names.split(","))
    return [part.group(1) for part in parts if part]


def _shows(element: Any) -> bool:
    """Whether an input of a table's cell shows the text it holds."""
    kind = (element.get("type") or "text").strip().lower()
    return kind in ("text", "number") and any(
        around.tag in ("td", "th") for around in element.iterancestors()
    )


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _before(element: Any) -> str:
    """The text right before an element, in its own line or in those around it."""
    while element is not None and element.tag not in ("p", "td", "th", "div", "body"):
        last, parent = element.getprevious(), element.getparent()
        if last is not None and (text := (last.tail or "") or str(last.text_content())).strip():
            return text
        if last is None and parent is not None and (parent.text or "").strip():
            return str(parent.text)
        element = parent if last is None else last
    return ""


def is_left_out(element: Any) -> bool:
    """Whether a browser lays out a table as if this row or cell weren't there."""
    return element.get("hidden") is not None or bool(_NOT_SHOWN.search(element.get("style") or ""))


def _hidden(element: Any) -> bool:
    return is_left_out(element) or bool(_HIDDEN.search(element.get("style") or ""))


def _furniture(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _NOISE.search(names) and not _REPORT_PROSE.search(_text(element)):
        return True
    if element.tag in ("div", "ul", "ol", "p", "dl", "section"):
        links = list(element.iter("a"))
        if len(links) >= 3:
            text = _text(element)
            linked = sum(len(_text(link)) for link in links)
            return "。" not in text and linked >= _LINKS * max(1, len(text))
    return False


def _text(element: Any) -> str:
    return "".join(str(element.text_content()).split())


@cache
def _anchors() -> tuple[str, ...]:
    titles = [title for titles in section_titles().values() for title in titles[:1]]
    columns = {c for name in FORM_NAMES for clause in form(name).clauses for c in clause.columns}
    rows = {row[-1] for name in FORM_NAMES for row in form(name).rows}
    return (*titles, *sorted(columns), *sorted(rows))


def anchors(text: str) -> int:
    """How many section titles and labels of the form stand in ``text`` (without white space)."""
    return sum(anchor in text for anchor in _anchors())


def main_part(root: Any) -> Any:
    """The smallest element that holds all the report's headings and tables, and its prose."""
    body = root.find("body") if root.find("body") is not None else root
    here = body
    while True:
        children = [child for child in here if isinstance(child.tag, str)]
        texts = [_text(child) for child in children]
        if not texts:
            return here
        place = max(range(len(texts)), key=lambda i: (anchors(texts[i]), len(texts[i])))
        child, text = children[place], texts[place]
        whole = _text(here)
        all_in = anchors(whole)
        if anchors(text) < all_in or (not all_in and len(text) < _MOST * len(whole)):
            return here
        if child.tag in ("table", "p", "tr", "tbody", "span", "font") and not (
            child.tag in ("table", "tr", "tbody")
            and next(child.iterdescendants("table"), None) is not None
        ):
            return here
        rest = [t for i, t in enumerate(texts) if i != place]
        rest += [here.text or "", *(c.tail or "" for c in children)]
        if any(len(t) >= _PROSE_LENGTH and _REPORT_PROSE.search(t) for t in rest):
            return here
        here = child
