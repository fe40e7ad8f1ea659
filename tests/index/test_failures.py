"""What failed, what vanished, what an older reader read: remembered, and put right on demand."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gongkai.config import Config
from gongkai.errors import UsageError
from gongkai.index import incoming
from gongkai.index.encoder import Encoder
from gongkai.index.failures import failures
from gongkai.index.library import Library
from gongkai.index.removal import choose
from gongkai.index.status import reports, status
from gongkai.index.writer import Summary, remove, update

from ..fakes import CountingEncoder, HashEncoder  # noqa: TID252 - tests are no installed package
from . import sample


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=tmp_path / "home", max_file_seconds=1.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "in"
    sample.fill(where, 4, lines=3)
    return where


def run(config: Config, *paths: Path, retry: bool = False, prune: bool = False) -> Summary:
    return update(config, paths, HashEncoder(), parse=sample.READER, retry=retry, prune=prune)


def test_a_failure_stays_listed_until_the_file_succeeds(config: Config, folder: Path) -> None:
    bad = folder / "bad.txt"
    bad.write_text("notareport", "utf-8")
    assert len(run(config, folder).failed) == 1
    (told,) = failures(config)
    assert (told.path, told.kind, "不是年度报告" in told.message) == (str(bad), "refused", True)
    assert told.at.endswith("+00:00")
    assert status(config).failed == 1
    assert len(run(config, retry=True).failed) == 1
    assert len(failures(config)) == 1
    sample.write(folder, "bad.txt", "示例好局", 2024, "总体情况", "一段。")
    assert run(config, retry=True).added == 1
    assert failures(config) == ()
    assert run(config, retry=True).failed == ()


def test_a_file_that_cost_a_process_is_tried_again_only_on_demand(
    config: Config, folder: Path
) -> None:
    bad = folder / "bad.txt"
    bad.write_text("hang", "utf-8")
    (first,) = run(config, folder).failed
    assert first.kind == "slow"
    assert run(config, folder).failed == (first,)  # told again, at the time it was tried
    assert run(config, bad).failed != (first,) or first.at  # named: tried again
    sample.write(folder, "bad.txt", "示例好局", 2024, "总体情况", "一段。")
    assert run(config, folder).added == 1  # other bytes
    assert failures(config) == ()


def test_a_listed_file_that_is_gone_can_be_taken_off(config: Config, folder: Path) -> None:
    bad = folder / "bad.txt"
    bad.write_text("notareport", "utf-8")
    run(config, folder)
    bad.unlink()
    (told,) = run(config, retry=True).failed
    assert "gongkai remove" in told.message
    remove(config, choose(config, [str(bad)]).names, HashEncoder())
    assert failures(config) == ()
    assert len(reports(config)) == 4


def test_a_file_that_turns_out_to_be_no_report_leaves_the_index(
    config: Config, folder: Path
) -> None:
    run(config, folder)
    (folder / "0001.txt").write_text("notareport", "utf-8")
    (folder / "0002.txt").write_text("boom", "utf-8")
    assert len(run(config, folder).failed) == 2
    names = {Path(card.source_path).name for card in reports(config)}
    assert names == {"0000.txt", "0002.txt", "0003.txt"}  # what can't be read stays as it was


def test_vanished_files_are_told_and_dropped_only_when_asked(config: Config, folder: Path) -> None:
    run(config, folder)
    gone = folder / "0002.txt"
    gone.unlink()
    summary = run(config, folder)
    assert (summary.vanished, summary.removed) == ((str(gone),), 0)
    assert len(reports(config)) == 4
    assert run(config, folder / "0001.txt").vanished == ()  # that folder wasn't asked about
    summary = run(config, folder, prune=True)
    assert (summary.vanished, summary.removed) == ((), 1)
    assert str(gone) not in {card.source_path for card in reports(config)}


def test_whom_a_word_means(config: Config, folder: Path) -> None:
    other = sample.write(folder, "other.txt", "示例他局", 2024, "总体情况", "一段。")
    run(config, folder)
    cards = {Path(card.source_path).name: card for card in reports(config)}
    assert choose(config, [str(other)]).reports == (cards["other.txt"],)
    whole = choose(config, ["示例 0局"])
    assert (len(whole.reports), whole.bureaus) == (4, ("示例0局",))
    assert len(choose(config, [str(folder)]).names) == 5
    one = choose(config, [], [cards["0001.txt"].id])
    assert (one.reports, one.bureaus) == ((cards["0001.txt"],), ())
    for targets, ids in ((["没有的局"], []), ([], ["0" * 16]), ([str(other) + "x"], [])):
        with pytest.raises(UsageError, match="索引里没有"):
            choose(config, targets, ids)
    remove(config, whole.names, HashEncoder())
    assert [card.bureau for card in reports(config)] == ["示例他局"]


def test_a_newer_reader_reads_again_and_embeds_nothing_twice(
    config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = CountingEncoder()
    update(config, [folder], encoder, parse=sample.READER)
    before = Library(config, "hash", 32).current()
    encoder.seen.clear()
    monkeypatch.setattr(incoming, "READING", "newer")
    summary = update(config, [folder], encoder, parse=sample.READER)
    assert (summary.replaced, summary.unchanged) == (4, 0)
    assert encoder.seen == []
    after = Library(config, "hash", 32).current()
    assert [c.id for c in after.cards()] == [c.id for c in before.cards()]
    assert update(config, [folder], encoder, parse=sample.READER).unchanged == 4


def test_an_index_of_an_older_program_is_read_anew(
    config: Config, folder: Path, fake_encoder: Encoder
) -> None:
    first = run(config, folder)
    (folder / "0001.txt").unlink()  # its kept copy is read instead
    store = config.home / "index" / first.generation
    with closing(sqlite3.connect(store / "facts.sqlite")) as old:
        old.execute("ALTER TABLE files DROP COLUMN reading")
        old.execute("ALTER TABLE facts DROP COLUMN sure")
        old.commit()
    told = json.loads((store / "manifest.json").read_text("utf-8"))
    (store / "manifest.json").write_text(json.dumps(told | {"schema": "1"}), "utf-8")
    assert not status(config).readable
    assert run(config).added == 4
    assert status(config).reports == 4
    index = Library(config, fake_encoder.name, fake_encoder.dimension).current()
    assert {fact.sure for fact in index.report(index.cards()[0].id).facts} == {True, False}


def test_what_was_read_before_a_break_is_not_read_again(
    config: Config, folder: Path, fake_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Breaking(HashEncoder):
        def passages(self, *_: object, **__: object) -> NDArray[np.float32]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(config, [folder], Breaking(), parse=sample.READER)
    monkeypatch.setattr("gongkai.index.readers.Readers._begin", lambda _: None)  # none can start
    assert update(config, [folder], fake_encoder, parse=sample.READER).added == 4
