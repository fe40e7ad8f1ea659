"""Contact details of an invented body and the ways in which a report prints them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from gongkai.eval.names import Body
from gongkai.report import CONTACT_FIELDS

_LABELS = {
    "address": ("地址", "联系地址", "办公地址"), "postcode": ("邮编", "邮政编码"),
    "phone": ("电话", "联系电话", "咨询电话"), "fax": ("传真", "传真号码"),
    "email": ("电子邮箱", "邮箱", "电子邮件"), "website": ("网址", "网站"),
}  # fmt: skip
_BY_LENGTH = {
    name: tuple(sorted(labels, key=len, reverse=True)) for name, labels in _LABELS.items()
}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_KEEP = {"address": 0.9, "postcode": 0.8, "phone": 0.95, "fax": 0.35, "email": 0.5, "website": 0.2}


@dataclass(frozen=True, slots=True)
class Contacts:
    """``fields`` as the truth tells them (None: not printed), and where the prose prints them.

    ``sentence`` ends the opening paragraph, ``opening`` are paragraphs of their own before the
    first heading, ``closing`` stand at the end of section 六.
    """

    fields: dict[str, str | None]
    sentence: str = ""
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


def invent_contacts(body: Body, habit: random.Random) -> Contacts:
    """The same body has the same contact, printed in the same way, in each of its years."""
    place = habit.choice(("bracket", "bracket", "sentence", "lines", "end", "end lines", "none"))
    room = habit.choice(("", "", f"{habit.randint(1, 5)}号楼{habit.randint(101, 620)}室"))
    domain = f"{body.slug.split('-')[0]}.example"
    number = f"555{habit.randint(0, 9999):04d}"
    known = {
        "address": f"{body.place}{body.road}{room}",
        "postcode": body.postcode,
        "phone": f"{body.area_code}-{number}",
        "fax": f"{body.area_code}-{int(number) + 1}",
        "email": f"{habit.choice(('xxgk', 'bgs', 'gongkai'))}_{body.slug.split('-')[-1]}@{domain}",
        "website": f"http://www.{domain}/",
    }
    kept = [name for name in CONTACT_FIELDS if habit.random() < _KEEP[name]] or ["phone"]
    if place == "none":
        return Contacts(dict.fromkeys(CONTACT_FIELDS))
    fields = {name: known[name] if name in kept else None for name in CONTACT_FIELDS}
    labels = {name: habit.choice(_LABELS[name]) for name in kept}
    pairs = [f"{labels[name]}：{known[name]}" for name in kept]
    if place == "bracket":
        office = habit.choice((f"{body.name}办公室", body.name, f"{body.we}政务公开科"))
        text = f"如对本报告有疑问，请与{office}联系（{'，'.join(pairs)}）。"
        return Contacts(fields, sentence=text)
    text = f"{'；'.join(pairs)}。"
    if place == "sentence":
        return Contacts(fields, sentence=f"公众可通过以下方式联系{body.we}。{text}")
    if place == "lines":
        return Contacts(fields, opening=pairs)
    if place == "end":
        return Contacts(fields, closing=[f"欢迎社会各界监督。{text}"])
    return Contacts(fields, closing=pairs)


def roughened(contacts: Contacts, rng: random.Random) -> Contacts:
    """The same contact, as carelessly printed as published reports have it.

    Its text is changed as a whole, so the values stay what a careful person reads.
    """
    way = rng.choice(
        ("bare", "spaced", "shared", "wide", "dash", "open", "empty", "unlabelled", "")
    )
    fields = dict(contacts.fields)
    if way == "shared" and fields["phone"] and fields["fax"]:
        fields["fax"] = fields["phone"]
    if way == "dash":  # as printed is right
        for name in ("phone", "fax"):
            fields[name] = (fields[name] or "").replace("-", "—") or None

    def rough(text: str) -> str:
        for name, value in contacts.fields.items():
            if value is None or value not in text:
                continue
            label = next(label for label in _BY_LENGTH[name] if f"{label}：{value}" in text)
            pair = f"{label}：{value}"
            text = text.replace(pair, _rough_pair(way, name, label, value, contacts.fields))
        if way == "bare":
            text = re.sub("[，；](?={})".format("|".join(sum(_BY_LENGTH.values(), ()))), "", text)
        if way == "shared":
            text = re.sub(r"[，；](?=[，；。）])", "", text)
        if way == "open":
            text = text.replace("）。", "。")
        return text

    parts = (
        [line for line in map(rough, lines) if line]
        for lines in (contacts.opening, contacts.closing)
    )
    opening, closing = parts
    if way == "empty" and closing and not fields["fax"]:
        closing.append("传真：")
    return Contacts(fields, rough(contacts.sentence), opening, closing)


def _rough_pair(way: str, name: str, label: str, value: str, fields: dict[str, str | None]) -> str:
    colon = "："
    if way == "spaced":
        label = f"{label[:-1]} {label[-1]}"
    elif way == "shared" and fields["phone"] and fields["fax"]:
        if name == "fax":
            return ""
        label = "电话、传真" if name == "phone" else label
    elif way == "wide" and name == "email":
        value = value.replace("@", "＠")
    elif way == "wide" and name != "website":
        value = value.translate(_WIDE)
    elif way == "dash" and name in ("phone", "fax"):
        value = value.replace("-", "—")
    elif way == "unlabelled" and name in ("phone", "postcode", "fax"):
        colon = ""
    return f"{label}{colon}{value}"
