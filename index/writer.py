"""The one writer: files to a new generation of the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from gongkai.config import Config
from gongkai.errors import IndexBusy, UnreadableFile, UsageError
from gongkai.index import generation
from gongkai.index.change import Change
from gongkai.index.encoder import Encoder
from gongkai.index.failures import Failures
from gongkai.index.lock import Held, exclusive
from gongkai.index.origins import INSIDE
from gongkai.index.readers import PARSE
from gongkai.index.summary import Progress, Summary
from gongkai.ingest.find import Failed, Found, find

__all__ = ["Progress", "Summary", "remove", "update"]

_WAIT = 60.0  # seconds to wait for another writer


def update(
    config: Config,
    paths: Sequence[str | Path],
    encoder: Encoder | Callable[[], Encoder],
    *,
    progress: Callable[[Progress], None] | None = None,
    wait: float = _WAIT,
    parse: str = PARSE,
    retry: bool = False,
    prune: bool = False,
) -> Summary:
    """Bring the reports of files and folders into the index, as a new generation.

    A file that was read before changes nothing; a changed one replaces its report; one that
    fails doesn't stop the others. Files are read by processes of their own. Where the live
    index was built otherwise (other model, chunking, form or schema) all its reports are read
    and embedded anew. ``encoder`` may be a function: it is called only where there is something
    to embed. ``wait``: seconds to wait for another writer, then `IndexBusy`. ``parse``: which
    function reads a file (see `Readers`). ``retry``: also the files that failed before.
    ``prune``: take out files that are gone from the folders of ``paths``; without it they are
    only told. Raises `NothingToIngest`, `UsageError` by `find`.
    """
    root = generation.root(config.home)
    root.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda _: None)
    wanted: list[Found | Failed] = []
    work = config.home / "work"
    if paths:
        wanted = find(paths, work, max_mb=config.max_file_mb, private_urls=config.private_urls)
    folders = [str(Path(path).absolute()) for path in paths if Path(path).is_dir()]
    named = [path for path in paths if not Path(path).is_dir()]
    asked = {*map(str, named), *(str(Path(path).absolute()) for path in named)}
    # The copies kept in the home are no reports to be read, where it lies in a folder given.
    wanted = [i for i in wanted if not i.name.startswith(f"{config.home}/") or i.name in asked]
    if retry:
        with closing(Failures(root)) as listed:
            before = [told.path for told in listed.all()]
        asked.update(before)
        wanted += _found_again(config, before, {item.name for item in wanted})

    def job(failures: Failures) -> Summary:
        change = Change(config, encoder, tell, parse, failures)
        gone = change.vanished(folders, {item.name for item in wanted})
        return change.run(wanted, asked=asked, drop=gone if prune else (), vanished=gone)

    return _alone(config, tell, wait, job)


def remove(
    config: Config,
    names: Sequence[str],
    encoder: Encoder | Callable[[], Encoder],
    *,
    progress: Callable[[Progress], None] | None = None,
    wait: float = _WAIT,
    parse: str = PARSE,
) -> Summary:
    """Take files out of the index by name (`Origins`), and off the list of failed ones.

    A report goes with the last of its files. Where the file a report was read from goes and
    another stays, the report is read anew from that. ``encoder`` and the rest as in `update`.
    """
    root = generation.root(config.home)
    root.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda _: None)

    def job(failures: Failures) -> Summary:
        return Change(config, encoder, tell, parse, failures).run([], drop=names)

    return _alone(config, tell, wait, job)


def _alone(
    config: Config,
    tell: Callable[[Progress], None],
    wait: float,
    job: Callable[[Failures], Summary],
) -> Summary:
    """Do a job as the only writer."""
    root = generation.root(config.home)
    try:
        with exclusive(root / ".lock", wait=wait, on_wait=lambda: tell(Progress("waiting"))):
            generation.tidy(root)
            with closing(Failures(root)) as failures:
                summary = job(failures)
            generation.tidy(root)
            return summary
    except Held as error:
        raise IndexBusy(
            "另一个导入正在进行", file=str(root), remedy="请等它结束后再运行 gongkai ingest"
        ) from error


def _found_again(config: Config, names: Sequence[str], there: set[str]) -> list[Found | Failed]:
    """The files that failed before; a member of an archive through the whole archive."""
    found: dict[str, Found | Failed] = {}
    for given in dict.fromkeys(name.partition(INSIDE)[0] for name in names):
        try:
            items = find(
                [given], config.home / "work",
                max_mb=config.max_file_mb, private_urls=config.private_urls,
            )  # fmt: skip
        except UsageError:
            remedy = "用 gongkai remove 可把它移出失败清单"
            items = [Failed(given, UnreadableFile("文件已不存在", file=given, remedy=remedy))]
        for item in items:
            if item.name in names or isinstance(item, Failed) or given in names:
                found.setdefault(item.name, item)
    return [item for item in found.values() if item.name not in there]
