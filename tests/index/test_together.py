"""Reading while another process writes: no error, no hang, and the new is seen."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np

from gongkai.config import Config
from gongkai.index.library import Library

from . import sample

SCRIPT = Path(__file__).parent / "ingest_sample.py"
QUESTION = np.ones(32, np.float32) / np.sqrt(32, dtype=np.float32)


def ingest(home: Path, folder: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(home), str(folder), "0.0005"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def test_searches_go_on_while_a_writer_publishes(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "reports"
    sample.fill(folder, 12)
    ingest(home, folder)
    library = Library(Config(home=home), "hash", 32)
    done = threading.Event()
    searches, seen, errors = [0, 0], set(), []

    def read(who: int) -> None:
        try:
            while not done.is_set() or searches[who] < 100:
                index = library.current()
                seen.add(index.generation)
                cards = index.cards()
                one = cards[searches[who] % len(cards)]
                assert index.report(one.id).bureau == one.bureau
                assert index.search("办结申请", QUESTION, report_ids=[one.id], k=3)
                assert len(index.search("办结申请", QUESTION, k=5)) == 5
                searches[who] += 1
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=read, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for round_ in range(3):
        sample.write(
            folder, f"new{round_}.txt", f"示例新{round_}局", 2024, "总体", "新的。", "三件。"
        )
        ingest(home, folder)
    done.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert not errors
    assert min(searches) >= 100
    assert len(seen) >= 2
    names = {card.bureau for card in library.current().cards()}
    assert {"示例新0局", "示例新1局", "示例新2局"} <= names
    assert library.current().search("新的", QUESTION, k=3)


READER = """
import sys
import numpy as np
from pathlib import Path
from gongkai.config import Config
from gongkai.index.library import Library
library = Library(Config(home=Path(sys.argv[1])), "hash", 32)
question = np.ones(32, np.float32) / np.float32(32) ** 0.5
for _ in range(50):
    index = library.current()
    one = index.cards()[0]
    assert index.search("办结申请", question, report_ids=[one.id])
    assert index.search("办结申请", question)
print(len(index.cards()))
"""


def test_many_processes_read_one_generation(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "reports"
    sample.fill(folder, 12)
    ingest(home, folder)
    store = home / "index" / "gen-1"
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(home)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [reader.communicate(timeout=120)[0] for reader in readers] == ["12\n"] * 3
    changed = {p.name for p, data in before.items() if p.read_bytes() != data}
    # Chroma marks each opening in its own database; all else stays as it was published.
    assert changed <= {"chroma.sqlite3"}


def test_an_old_generation_lives_as_long_as_it_is_read(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "reports"
    sample.fill(folder, 2)
    ingest(home, folder)
    library = Library(Config(home=home), "hash", 32)
    old = library.current()
    sample.fill(folder, 3)
    ingest(home, folder)
    assert old.generation == "gen-1"
    assert len(old.cards()) == 2
    assert old.search("办结申请", QUESTION)
    assert len(library.current().cards()) == 3
    del old
    sample.fill(folder, 4)
    ingest(home, folder)
    assert len(library.current().cards()) == 4
    left = sorted(path.name for path in (home / "index").glob("gen-*"))
    assert left in (["gen-2", "gen-3"], ["gen-3"])
