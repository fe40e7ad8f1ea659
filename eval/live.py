"""Ask while another process ingests: `python -m gongkai.eval.live`.

Prints one JSON object: how many questions were asked during a real `gongkai ingest` of generated
reports, how many failed, and how many seconds after it the first new report was answered from.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.eval.corpus import orders, write_corpus
from gongkai.index.encoder import load_encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

_LEAST = 100  # questions to be asked during the ingest (issue 2)
_PATIENCE = 120.0  # seconds after the ingest until the new report is given up


def live(work: Path, count: int, seed: int) -> dict[str, object]:
    """Index half of ``count`` reports, ingest the rest from another process, ask all the while."""
    write_corpus(work, orders(count, seed, {"html": 0.5, "txt-a": 0.5}))
    files = sorted((work / "reports").iterdir())
    facts = {f.stem: json.loads(f.read_text("utf-8")) for f in (work / "facts").iterdir()}
    config = Config(home=work / "home")
    encoder = load_encoder(config)
    update(config, files[: count // 2], encoder)
    assistant = Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)
    known = [facts[f.stem]["report"] for f in files[: count // 2]]
    new = facts[files[-1].stem]["report"]
    environ = {**os.environ, "GONGKAI_HOME": str(config.home)}
    command = [sys.executable, "-m", "gongkai", "ingest", *map(str, files[count // 2 :])]
    asked = failed = during = 0
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as writer:
        while writer.poll() is None or asked < _LEAST:
            report = known[asked % len(known)]
            during += writer.poll() is None
            answer = assistant.ask(f"{report['bureau']}{report['year']}年收到多少申请").answer
            failed += answer.status != "answered"
            asked += 1
    done = time.monotonic()
    question = f"{new['bureau']}{new['year']}年收到多少申请"
    while assistant.ask(question).answer.status != "answered":
        if time.monotonic() - done > _PATIENCE:
            break
    seconds = round(time.monotonic() - done, 2)
    return {
        "asked": asked, "asked_during_ingest": during, "failed": failed,
        "ingest_exit": writer.returncode, "new_report_answered_after_seconds": seconds,
        "ok": during >= _LEAST and not failed and not writer.returncode and seconds <= 10,
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the measurement in a temporary folder; exit code 1 where a limit isn't kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as work:
        told = live(Path(work), options.reports, options.seed)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
