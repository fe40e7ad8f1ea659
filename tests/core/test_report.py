"""Locators and facts: what crosses borders comes back as it went."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report import Address, Contact, Detail, Fact, Locator, file_name
from gongkai.wire import fact_json, number

_index = st.none() | st.integers(0, 10_000)
_size = st.floats(0, 2000, allow_nan=False)
locators = st.builds(
    Locator,
    kind=st.sampled_from(["text", "html", "docx", "pdf"]),
    start=_index,
    end=_index,
    page=_index,
    box=st.none() | st.tuples(_size, _size, _size, _size),
    paragraph=_index,
    table=_index,
    row=_index,
    column=_index,
)


@given(locators)
def test_a_locator_survives_json(locator: Locator) -> None:
    assert Locator.from_json(json.loads(json.dumps(locator.as_json()))) == locator


def test_a_locator_holds_only_what_is_set() -> None:
    assert Locator("text", start=0, end=3).as_json() == {"kind": "text", "start": 0, "end": 3}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/srv/data/报告.docx", "报告.docx"),
        ("C:\\data\\报告.docx", "报告.docx"),
        ("/srv/data/全部.zip!/内/报告.docx", "报告.docx"),
        ("https://example.org/a/报告.html", "https://example.org/a/报告.html"),
        ("报告.docx", "报告.docx"),
    ],
)
def test_a_source_is_named_without_its_folder(path: str, name: str) -> None:
    assert file_name(path) == name


def test_boundary_types_are_frozen() -> None:
    locator = Locator("pdf", page=1)
    with pytest.raises(FrozenInstanceError):
        locator.page = 2  # type: ignore[misc]


def test_contact_details_keep_the_fields_order_and_leave_out_what_is_missing() -> None:
    where = Locator("text", start=0, end=1)
    contact = Contact(phone=Detail("0451-1", where, 0), address=Detail("某路1号", where, 0))
    assert list(contact.details()) == ["address", "phone"]
    assert {field.name for field in fields(Contact)} >= set(contact.details())


@pytest.mark.parametrize(
    ("value", "json_value"),
    [
        (None, None),
        (Decimal(0), 0),
        (Decimal("17.0"), 17),
        (Decimal("1E+2"), 100),
        (Decimal("39.443252"), 39.443252),
        (Decimal(-3), -3),
    ],
)
def test_numbers_in_json(value: Decimal | None, json_value: float | None) -> None:
    made = number(value)
    assert made == json_value
    assert type(made) is type(json_value)


def test_a_blank_cell_is_null_and_never_zero() -> None:
    fact = Fact(Address("三", ("一、本年新收",), ("总计",)), None, "件", "/", None)
    assert fact_json(fact) == {
        "section": "三",
        "row": ["一、本年新收"],
        "column": ["总计"],
        "value": None,
        "unit": "件",
        "text": "/",
        "locator": None,
    }
