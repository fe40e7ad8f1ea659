"""What the writer promises: the three stores in step, nothing twice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.errors import IndexMismatch, NoIndex
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.writer import Summary, update

from . import sample


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "reports"
    sample.fill(where, 6, lines=4)
    return where


def run(config: Config, encoder: Encoder, *paths: Path) -> Summary:
    return update(config, paths, encoder, parse=sample.parse)


def test_what_was_written_is_read_back_equal(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    summary = run(config, fake_encoder, folder)
    assert (summary.added, summary.replaced, summary.unchanged, summary.failed) == (6, 0, 0, ())
    index = Library(config, fake_encoder.name, fake_encoder.dimension).current()
    assert len(index.cards()) == 6
    for path in folder.iterdir():
        report, chunks = sample.parse(path)
        assert index.report(report.id) == report
        assert index.chunks(report.id) == tuple(chunks)
        assert index.original(report.id).read_bytes() == path.read_bytes()
    assert summary.chunks == sum(len(index.chunks(card.id)) for card in index.cards())


def test_a_pinned_search_stays_in_its_report(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    run(config, fake_encoder, folder)
    index = Library(config, "hash", 32).current()
    report, chunks = sample.parse(folder / "0003.txt")
    wanted = chunks[2]
    vector = fake_encoder.queries([f"五、问题\n{wanted.text}"])[0]
    hits = index.search(wanted.text, vector, report_ids=[report.id], k=3)
    assert hits[0].chunk == wanted
    assert hits[0].dense == pytest.approx(1, abs=1e-3)
    assert {hit.chunk.report_id for hit in hits} == {report.id}
    assert index.search(wanted.text, vector, k=1)[0].chunk == wanted


def test_no_index_and_another_model(config: Config, folder: Path, fake_encoder: Encoder) -> None:
    with pytest.raises(NoIndex, match="gongkai ingest"):
        Library(config, "hash", 32).current()
    run(config, fake_encoder, folder)
    with pytest.raises(IndexMismatch, match="gongkai ingest"):
        Library(config, "other", 32).current()
