"""Hostile files among good ones, through the real command."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.eval.batch import batch


@pytest.mark.slow
def test_the_good_are_indexed_and_the_others_told(tmp_path: Path) -> None:
    result = batch(tmp_path, good=4, bad=9, seed=3)
    assert result["wrongly_failed"] == result["wrongly_read"] == result["unclear"] == []
    assert (result["indexed"], result["hostile"], result["listed"]) == (4, 9, 9)
    assert (result["exit"], result["second_run_exit"], result["second_run_unchanged"]) == (1, 1, 4)
    assert not result["traceback"]
    assert result["ok"]
