"""导入: files and archives from a browser into the index, by the one writer there is.

A browser's file is copied to `uploads/` in the home, in a folder named by its content, so that
two files of one name don't take each other's place; Gradio's temporary copy is deleted.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from gongkai.config import Config
from gongkai.errors import GongkaiError
from gongkai.index.encoder import Encoder
from gongkai.index.failures import Failure, failures
from gongkai.index.summary import Progress, Summary
from gongkai.index.writer import update
from gongkai.report import file_name
from gongkai.ui.desk_event import bar, told

_log = logging.getLogger(__name__)

MOST = 200  # files at once
_WAIT = 5.0  # seconds to wait for another writer: a person looks on
_LISTED = 200
_NAME = 120  # bytes of a name kept, its end
_STAGES = {
    "waiting": "等待另一个导入结束", "reading": "正在读取", "embedding": "正在编入索引",
    "publishing": "正在发布",
}  # fmt: skip


class Uploads:
    """What the tab's events do; one import at a time."""

    def __init__(self, config: Config, encoder: Encoder) -> None:
        self._config = config
        self._encoder = encoder
        self._busy = threading.Lock()

    def take(self, files: list[str] | None) -> Iterator[tuple[Any, Any, Any]]:
        """Import: gives (report, list of failed files, file box) as it goes."""
        if not files:
            yield told("请先选择文件。"), gr.skip(), gr.skip()
            return
        if len(files) > MOST:
            _drop(files)
            yield told(f"共{len(files)}个文件，一次最多{MOST}个。可以打成 ZIP。"), gr.skip(), None
            return
        if not self._busy.acquire(blocking=False):
            yield told("另一个导入正在进行，请稍后再试。"), gr.skip(), gr.skip()
            return
        try:
            kept = [keep(Path(file), self._config.home / "uploads") for file in files]
        except OSError as error:
            self._busy.release()
            yield told(f"文件存不下来：{error.strerror}"), gr.skip(), None
            return
        finally:
            _drop(files)
        # The thread lets go itself: whoever closes the page doesn't stop what has begun.
        said: queue.SimpleQueue[Progress | Summary | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._run, args=(kept, said), daemon=True).start()
        yield told("开始导入…"), gr.skip(), None
        while True:
            news = said.get()
            while isinstance(news, Progress) and not said.empty():
                news = said.get()
            if isinstance(news, Progress):
                yield _progress(news), gr.skip(), gr.skip()
                continue
            if isinstance(news, Summary):
                yield done(news), failed(self._config), gr.skip()
            elif isinstance(news, GongkaiError):
                yield told(news.told), failed(self._config), gr.skip()
            else:
                yield told("导入时出了意外的错误，请告诉维护者。"), gr.skip(), gr.skip()
            return

    def _run(
        self, kept: list[Path], said: queue.SimpleQueue[Progress | Summary | Exception]
    ) -> None:
        try:
            said.put(update(self._config, kept, self._encoder, progress=said.put, wait=_WAIT))
        except GongkaiError as error:
            said.put(error)
        except Exception as error:
            _log.exception("import of %d files", len(kept))
            said.put(error)
        finally:
            self._busy.release()

    def tab(self, quiet: dict[str, Any]) -> list[Any]:
        """Lay out the tab; gives the list of failed files."""
        with gr.Column(elem_classes="gk-card"):
            gr.HTML(
                '<p class="gk-dim">TXT、HTML、MHTML、DOC、DOCX、WPS、PDF、OFD、XLSX、图片，或它们的 ZIP。'
                f"每个文件最多{self._config.max_file_mb} MB，一次最多{MOST}个。"
                "导入后立即可以问答；读不成的列出原因，不影响其余。</p>",
                apply_default_css=False,
            )
            files = gr.File(
                label="报告文件",
                file_count="multiple",
                type="filepath",
                elem_id="gk-files",
                height=180,
            )
            with gr.Row(elem_classes="gk-actions"):
                go = gr.Button(
                    "导入", variant="primary", elem_id="gk-import-go", scale=0, min_width=0
                )
            out = gr.HTML("", apply_default_css=False, elem_id="gk-import-out")
        listed = gr.HTML(failed(self._config), apply_default_css=False, elem_id="gk-failed")
        go.click(self.take, files, [out, listed, files], trigger_mode="once", **quiet)
        return [listed]


def keep(file: Path, folder: Path) -> Path:
    """A copy of a browser's file under a name that is safe, in a folder of its content's name."""
    with file.open("rb") as data:
        content = hashlib.file_digest(data, "sha256").hexdigest()[:16]
    target = folder / content / safe_name(file.name)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{threading.get_ident()}.part")
        shutil.copyfile(file, part)
        part.replace(target)
    return target


def safe_name(name: str) -> str:
    """The last part of a name without what a file system or a terminal takes amiss."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*!').strip(" .")
    cut = plain.encode("utf-8", "ignore")[-_NAME:]
    return cut.decode("utf-8", "ignore").strip(" .") or "report"


def _drop(files: list[str]) -> None:
    for file in files:
        with suppress(OSError):
            Path(file).unlink(missing_ok=True)


def _progress(news: Progress) -> str:
    stage = _STAGES.get(news.stage, news.stage)
    if not news.total:
        return told(f"{stage}…")
    part = max(0, min(100, round(100 * news.done / news.total)))
    name = f"：{escape(news.name)}" if news.name else ""
    return (
        f'<div class="gk-progress" role="status"><p>{stage} {news.done:.0f} / {news.total}{name}</p>'
        f'<progress max="100" value="{part}" aria-label="导入进度">{part}%</progress></div>'
    )


def done(summary: Summary) -> str:
    """What an import did."""
    counts = (
        ("新增", summary.added), ("替换", summary.replaced), ("未变", summary.unchanged),
        ("并入已有报告", summary.joined), ("失败", len(summary.failed)),
    )  # fmt: skip
    shown = [
        (f"gk-i-{'bad' if n == '失败' else 'ok'}", f"{n} {count}") for n, count in counts if count
    ]
    items = "".join(_failure(failure) for failure in summary.failed[:_LISTED])
    listed = f'<ul class="gk-failures">{items}</ul>' if items else ""
    return (
        f'<div role="status"><p class="gk-h">导入结束，用时{summary.seconds:.1f}秒</p>'
        f"{bar(shown)}{listed}</div>"
    )


def failed(config: Config) -> str:
    """Every file that failed when it was tried last, with its reason."""
    try:
        found = failures(config)
    except Exception:
        _log.exception("failures")
        return ""
    if not found:
        return ""
    items = "".join(_failure(failure) for failure in found[:_LISTED])
    more = f'<p class="gk-note">另有{len(found) - _LISTED}个。</p>' if len(found) > _LISTED else ""
    return (
        f'<details class="gk-diff"><summary>没有读成的文件（{len(found)}）</summary>'
        f'<ul class="gk-failures">{items}</ul>{more}</details>'
    )


def _failure(failure: Failure) -> str:
    name = file_name(failure.path)
    # The folder on the server is nobody's business, and the name stands above already.
    reason = failure.message.replace(failure.path, name).removeprefix(f"{name}：")
    return f"<li><b>{escape(name)}</b><span>{escape(reason)}</span></li>"
