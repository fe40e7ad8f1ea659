"""A home with a few of the sample reports, two of them spiked with markup and script."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.index.encoder import Encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

from ..fakes import share_phrases  # noqa: TID252 - tests are no installed package

CORPUS = Path(__file__).parents[2] / "eval" / "corpus"
SAMPLES = (
    "qingze-jyj-2022.txt",  # GB18030
    "qingze-jyj-2023.txt",
    "qingze-yunting-jyj-2023.html",
    "qingze-yunting-2021.pdf",
    "qingze-2024.docx",
)
LATER = "qingze-mzj-2022.html"  # published while the page is open
SPIKED_TEXT = "qingze-yjj-2023.txt"
SPIKED_HTML = "qingze-yunting-town0-2024.html"
PROBE = '<img src="/probe.png" onerror="window.spiked=1"><script>window.spiked=2</script>'
PROBED = "线下公开专区利用率不高"


@dataclass(frozen=True, slots=True)
class Home:
    """An indexed home, and the settings that point to it."""

    config: Config
    encoder: Encoder

    def publish(self, path: Path) -> None:
        """Ingest one more file, as `gongkai ingest` would beside a running page."""
        update(self.config, [path], self.encoder)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, model_folder: Path) -> Home:
    """Seven reports, embedded by the real model."""
    folder = tmp_path_factory.mktemp("reports")
    for name in SAMPLES:
        shutil.copy(CORPUS / "reports" / name, folder)
    text = (CORPUS / "reports" / SPIKED_TEXT).read_text("utf-8")
    assert PROBED in text
    (folder / SPIKED_TEXT).write_text(text.replace(PROBED, f"{PROBED}{PROBE}"), "utf-8")
    page = (CORPUS / "reports" / SPIKED_HTML).read_text("utf-8")
    assert "</body>" in page
    script = "<script>document.title = 'spiked'</script></body>"
    (folder / SPIKED_HTML).write_text(page.replace("</body>", script), "utf-8")
    where = tmp_path_factory.mktemp("gongkai")
    (where / "models").symlink_to(model_folder.parent)
    share_phrases(where)
    config = Config(home=where)
    assert not update(config, [folder], encoder).failed
    return Home(config, encoder)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`gongkai serve` over a home on a free port, as a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "GONGKAI_HOME": str(home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve"],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if f":{port}" in line:
                break
        else:
            pytest.fail("the server ended: " + "".join(said))
        try:
            # The address is told only once the page answers there.
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.stdout.read()
            server.wait(30)


@pytest.fixture(scope="session")
def library(home: Home) -> Library:
    return Library(home.config, home.encoder.name, home.encoder.dimension)


@pytest.fixture(scope="session")
def assistant(home: Home, library: Library) -> Assistant:
    return Assistant(library, home.encoder, home.config)


def received(name: str) -> int:
    """What the truth says a sample's report received in all: table 三, first row, last column."""
    facts = json.loads((CORPUS / "facts" / f"{name}.json").read_text("utf-8"))["facts"]
    third = [fact for fact in facts if fact["section"] == "三" and fact["column"] == ["总计"]]
    return int(third[0]["value"])


def phone(name: str) -> str:
    """The phone number that the truth gives for a sample's report."""
    truth = json.loads((CORPUS / "facts" / f"{name}.json").read_text("utf-8"))
    return str(truth["report"]["contact"]["phone"])
