"""Which files of the index somebody means who wants them out: by path, bureau or report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.config import Config
from gongkai.errors import UsageError
from gongkai.index.facts import ReportCard
from gongkai.index.failures import failures
from gongkai.index.origins import INSIDE
from gongkai.index.status import reports
from gongkai.text import squeeze

_REMEDY = "用 gongkai status --reports 可查看索引里的报告和文件"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files to take out (``names``), the reports that go with them, and the bureaus that were
    named, all of whose reports go."""

    names: tuple[str, ...]
    reports: tuple[ReportCard, ...]
    bureaus: tuple[str, ...] = ()


def choose(config: Config, targets: Sequence[str], ids: Sequence[str] = ()) -> Chosen:
    """What ``targets`` (files, folders, archives, URLs or bureaus) and report ``ids`` stand for.

    A report goes only with all its files. Raises `UsageError` where one stands for nothing.
    """
    cards = reports(config)
    known = {name: card for card in cards for name in card.sources}
    failed = {told.path for told in failures(config)}
    names: dict[str, None] = {}
    bureaus: dict[str, None] = {}
    for target in targets:
        found = _files(target, (*known, *failed))
        if not found:
            mine = [card for card in cards if squeeze(card.bureau) == squeeze(target)]
            bureaus.update(dict.fromkeys(card.bureau for card in mine))
            found = [name for card in mine for name in card.sources]
        if not found:
            raise UsageError("索引里没有这个文件或单位", file=target, remedy=_REMEDY)
        names.update(dict.fromkeys(found))
    for report_id in ids:
        one = next((card for card in cards if card.id == report_id), None)
        if one is None:
            raise UsageError("索引里没有这个编号的报告", file=report_id, remedy=_REMEDY)
        names.update(dict.fromkeys(one.sources))
    gone = tuple(card for card in cards if card.sources and names.keys() >= set(card.sources))
    return Chosen(tuple(names), gone, tuple(bureaus))


def _files(target: str, names: Sequence[str]) -> list[str]:
    """The file of that name, or those below a folder or inside an archive of that name."""
    path = str(Path(target).expanduser().absolute()).rstrip("/")
    inside = (f"{path}/", f"{path}{INSIDE}")
    return [name for name in names if name in (target, path) or name.startswith(inside)]
