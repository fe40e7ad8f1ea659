"""Scans of invented reports: the same from the same seed, worn as ordered."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from gongkai.eval.corpus import orders
from gongkai.eval.invent import Invented, invent
from gongkai.eval.write_pdf import write_pdf
from gongkai.eval.write_scan import Wear, worn, write_image, write_scan


@pytest.fixture(scope="module")
def report() -> Invented:
    return invent(next(orders(1, 8, {"pdf": 1.0})))


def test_a_scan_is_pictures_without_text_and_always_the_same(report: Invented) -> None:
    wear = Wear(dpi=72, skew=1.0, blur=0.4, noise=4.0, stamp=True, shade=0.2)
    data = write_scan(report, wear)
    assert data == write_scan(report, wear)
    scan, text = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(write_pdf(report))
    assert len(scan) == len(text)
    assert not scan[0].get_textpage().get_text_bounded().strip()
    assert scan[0].get_size() == pytest.approx(text[0].get_size(), abs=1.5)
    scan.close()
    text.close()


def test_pictures_hold_every_page(report: Invented) -> None:
    wear = Wear(dpi=50)
    tiff = Image.open(io.BytesIO(write_image(report, "tif", wear)))
    png = Image.open(io.BytesIO(write_image(report, "png", wear)))
    assert tiff.n_frames > 1
    assert png.height == tiff.height * tiff.n_frames
    jpeg = Image.open(io.BytesIO(write_image(report, "jpg", wear)))
    assert jpeg.size == png.size
    assert np.asarray(png).mean() > 200


def test_wear_follows_the_seed(report: Invented) -> None:
    assert worn(report) == worn(report)
    assert worn(report, 150).dpi == 150
