"""The picture of a cited page: the right page, the place marked, nothing else changed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gongkai.errors import UnreadableFile
from gongkai.report import Locator
from gongkai.ui.passage import passage
from gongkai.ui.picture import page_picture
from gongkai.ui.place import page_url
from gongkai.ui.source import picture_type

from .made import cite_words, made_report


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A TIFF of two pages; the second is black below."""
    pages = [np.full((900, 600), 255, np.uint8) for _ in range(2)]
    pages[1][450:] = 0
    first, second = (Image.fromarray(page) for page in pages)
    path = tmp_path / "扫描.tif"
    first.save(path, save_all=True, append_images=[second])
    return path


def test_the_place_is_marked_on_its_page(scan: Path) -> None:
    data = page_picture(scan, "image", 2, (100, 400, 200, 440))
    shown = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
    assert shown.shape == (560 - 280, 600, 3)  # a fifth of the width above and below
    inside, outside = shown[420 - 280, 150], shown[420 - 280, 400]
    assert inside[2] < inside[0] - 50  # yellow
    assert tuple(outside) == (255, 255, 255)
    assert tuple(shown[500 - 280, 400]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("page", "box"), [(3, (0, 0, 9, 9)), (1, (0, 5000, 9, 5010)), (0, (0, 0, 9, 9))]
)
def test_no_such_place(scan: Path, page: int, box: tuple[float, float, float, float]) -> None:
    with pytest.raises((UnreadableFile, ValueError)):
        page_picture(scan, "image", page, box)


def test_the_panel_shows_the_page_of_a_scan_and_of_nothing_else() -> None:
    where = Locator("image", page=2, box=(1.0, 2.5, 30.0, 40.0))
    report = made_report(kind="image", words=("电话：123。",))
    citation = cite_words(report, 1, "123", where)
    assert page_url(citation, "image") == "page/r1/2?box=1,2.5,30,40"
    assert 'src="page/r1/2?box=1,2.5,30,40"' in passage(citation, report)
    text = made_report(words=("电话：123。",))
    assert "gk-page" not in passage(cite_words(text, 1, "123"), text)


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"\x89PNG\r\n", "image/png"),
        (b"II*\x00", "image/tiff"),
        (b"<svg", "application/octet-stream"),
    ],
)
def test_types_of_pictures(head: bytes, media: str) -> None:
    assert picture_type(head) == media
