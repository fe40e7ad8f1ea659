"""What the writer promises: the three stores in step, nothing twice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.config import Config
from gongkai.errors import IndexBusy, IndexMismatch, NoIndex
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.lock import exclusive
from gongkai.index.status import status
from gongkai.index.writer import Summary, update

from ..fakes import CountingEncoder, HashEncoder  # noqa: TID252 - tests are no installed package
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
    return update(config, paths, encoder, parse=sample.READER)


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


def test_ingesting_twice_changes_nothing(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    first = run(config, fake_encoder, folder)
    index = config.home / "index"
    before = {p: p.stat().st_mtime_ns for p in (index / first.generation).rglob("*")}

    second = run(config, fake_encoder, folder)
    assert (second.added, second.replaced, second.unchanged) == (0, 0, 6)
    assert (second.generation, second.chunks) == (first.generation, first.chunks)
    assert {p: p.stat().st_mtime_ns for p in (index / second.generation).rglob("*")} == before


def test_nothing_new_loads_no_model(tmp_path: Path, folder: Path, fake_encoder: Encoder) -> None:
    config = Config(home=tmp_path / "home", model=fake_encoder.name)
    first = run(config, fake_encoder, folder)

    def unwanted() -> Encoder:
        raise AssertionError("a model was loaded for nothing")

    again = update(config, [folder], unwanted, parse=sample.READER)
    assert (again.unchanged, again.generation) == (6, first.generation)


def test_a_changed_file_replaces_its_report(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    run(config, fake_encoder, folder)
    old, _ = sample.parse(folder / "0002.txt")
    path = sample.write(folder, "0002.txt", "示例改名局", 2030, "总体情况", "全新的第一段。")
    new, chunks = sample.parse(path)
    summary = run(config, fake_encoder, folder)
    assert (summary.added, summary.replaced, summary.unchanged) == (0, 1, 5)
    index = Library(config, "hash", 32).current()
    assert old.id not in {card.id for card in index.cards()}
    with pytest.raises(KeyError):
        index.report(old.id)
    assert index.report(new.id) == new
    hits = index.search("全新的第一段", fake_encoder.queries(["x"])[0], k=50)
    assert hits[0].chunk == chunks[0]
    assert old.id not in {hit.chunk.report_id for hit in hits}


def test_one_content_in_two_files_is_one_report(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    run(config, fake_encoder, folder)
    copy = folder / "copy.txt"
    copy.write_bytes((folder / "0000.txt").read_bytes())
    summary = run(config, fake_encoder, folder)
    assert (summary.added, summary.replaced, summary.unchanged) == (0, 0, 7)
    index = Library(config, "hash", 32).current()
    assert len(index.cards()) == 6
    # The first file changes: the report lives on by the second, which still gives it.
    kept, _ = sample.parse(copy)
    sample.write(folder, "0000.txt", "示例他局", 2031, "总体情况", "另一份。")
    assert run(config, fake_encoder, folder).replaced == 1
    cards = Library(config, "hash", 32).current().cards()
    assert kept.id in {card.id for card in cards}
    assert len(cards) == 7


def test_the_same_words_from_other_bytes_move_the_places(
    config: Config, tmp_path: Path, fake_encoder: Encoder
) -> None:
    path = sample.write(tmp_path, "a.txt", "示例局", 2024, "总体情况", "一段。")
    run(config, fake_encoder, path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    summary = run(config, fake_encoder, path)
    assert (summary.added, summary.replaced) == (0, 1)
    report, _ = sample.parse(path)
    index = Library(config, "hash", 32).current()
    assert index.report(report.id).source.sha256 == report.source.sha256
    assert len(index.cards()) == 1


def test_two_reports_of_one_body_and_year_are_both_kept(
    config: Config, tmp_path: Path, fake_encoder: Encoder
) -> None:
    one = sample.write(tmp_path, "a.txt", "示例局", 2024, "总体情况", "一段。")
    two = sample.write(tmp_path, "b.txt", "示例局", 2024, "总体情况", "另一段。")
    assert run(config, fake_encoder, one, two).added == 2
    cards = Library(config, "hash", 32).current().cards()
    assert [(card.bureau, card.year) for card in cards] == [("示例局", 2024)] * 2


def test_failing_files_do_not_stop_the_others(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    (folder / "0001.txt").write_text("notareport", "utf-8")
    (folder / "0004.txt").write_text("boom", "utf-8")
    summary = run(config, fake_encoder, folder)
    assert summary.added == 4
    assert [Path(failure.path).name for failure in summary.failed] == ["0001.txt", "0004.txt"]
    assert "不是年度报告" in summary.failed[0].message
    assert len(Library(config, "hash", 32).current().cards()) == 4


def test_nothing_readable_makes_no_index(
    config: Config, tmp_path: Path, fake_encoder: Encoder
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("notareport", "utf-8")
    summary = run(config, fake_encoder, path)
    assert (summary.generation, summary.chunks, len(summary.failed)) == ("", 0, 1)
    assert status(config).generation == ""


def test_another_model_embeds_all_reports_anew(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    run(config, fake_encoder, folder)
    (folder / "0005.txt").unlink()  # its kept copy is read instead
    other = HashEncoder()
    other.name = "other"
    extra = sample.write(folder, "new.txt", "示例新局", 2024, "总体情况", "一段。")
    assert run(config, other, extra).added == 7
    assert len(Library(config, "other", 32).current().cards()) == 7
    with pytest.raises(IndexMismatch, match="other"):
        Library(config, "hash", 32).current()


def test_a_second_writer_is_told_to_wait(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    stages: list[str] = []
    with exclusive(config.home / "index" / ".lock"), pytest.raises(IndexBusy):
        update(
            config,
            [folder],
            fake_encoder,
            parse=sample.READER,
            wait=0.2,
            progress=lambda step: stages.append(step.stage),
        )
    assert stages == ["waiting"]


def test_status_tells_what_is_there(config: Config, folder: Path, fake_encoder: Encoder) -> None:
    assert status(config).reports == 0
    summary = run(config, fake_encoder, folder)
    state = status(config)
    assert (state.generation, state.chunks) == (summary.generation, summary.chunks)
    assert (state.reports, state.model, state.writing) == (6, "hash", False)
    assert state.bureaus == ("示例0局",)
    assert state.years == tuple(range(2019, 2025))
    assert state.bytes > 0


def test_each_text_is_embedded_once(config: Config, folder: Path) -> None:
    encoder = CountingEncoder()
    run(config, encoder, folder)
    assert len(encoder.seen) == len(set(encoder.seen))
    first = len(encoder.seen)
    sample.write(folder, "new.txt", "示例新局", 2024, "总体情况", "本报告为示例。", "只此一句。")
    run(config, encoder, folder)
    assert [text.splitlines()[-1] for text in encoder.seen[first:]] == ["只此一句。"]
