"""Plain HTTP beside the page: originals served safely, health told."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gongkai.config import Config
from gongkai.index.library import Library
from gongkai.ui.source import charset, routes
from gongkai.ui.theme import Guard


@pytest.fixture(scope="module")
def client(library: Library) -> TestClient:
    app = FastAPI()
    app.include_router(routes(library))
    app.add_middleware(Guard)
    return TestClient(app)


def test_health_tells_the_reports(client: TestClient, library: Library) -> None:
    index = library.current()
    assert client.get("/healthz").json() == {
        "status": "ok",
        "reports": len(index.cards()),
        "generation": index.generation,
    }


def test_health_without_an_index_is_503(tmp_path: Path) -> None:
    app = FastAPI()
    app.include_router(routes(Library(Config(home=tmp_path), "none", 1)))
    answer = TestClient(app).get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert str(tmp_path) not in answer.text


def test_originals_come_whole_with_type_and_character_set(
    client: TestClient, library: Library
) -> None:
    index = library.current()
    kinds = set()
    for card in index.cards():
        answer = client.get(f"/source/{card.id}")
        data = index.original(card.id).read_bytes()
        assert answer.content == data
        assert answer.headers["x-content-type-options"] == "nosniff"
        kind = answer.headers["content-type"]
        kinds.add((card.kind, kind))
        if card.kind in ("text", "html"):
            data.decode(kind.partition("charset=")[2])
            assert "sandbox" in answer.headers["content-security-policy"]
            assert "allow-" not in answer.headers["content-security-policy"]
    assert {
        ("text", "text/plain; charset=utf-8"),
        ("text", "text/plain; charset=gb18030"),
        ("html", "text/html; charset=utf-8"),
        ("pdf", "application/pdf"),
    } <= kinds


@pytest.mark.parametrize(
    "name",
    ["nothing", "..", "%2e%2e%2findex%2fCURRENT", "..%5cindex", "", "a/../../etc/passwd", "%00"],
)
def test_only_the_indexs_own_ids_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/source/{name}").status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("公开".encode(), "utf-8"),
        ("公开".encode()[:-1], "utf-8"),
        ("\ufeff公开".encode(), "utf-8"),
        ("公开".encode("gb18030"), "gb18030"),
        ("公开".encode("utf-16"), "utf-16"),
        (b"", "utf-8"),
    ],
)
def test_charset(data: bytes, name: str) -> None:
    assert charset(data) == name
