"""A run as data: its settings, measures and one line a question; and reading one back."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gongkai.answering.wording import prompt_digest
from gongkai.config import Config
from gongkai.errors import UsageError
from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics import by_kind, measure
from gongkai.eval.metrics_exact import failure
from gongkai.eval.metrics_interval import Measured
from gongkai.eval.metrics_wrong import wrong_number, wrong_place

Json = dict[str, Any]
_ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = ("chromadb", "langchain", "sentence-transformers", "torch")


def settings(config: Config, generation: str, **chosen: object) -> Json:
    """What a result depends on; no key, no path of a person's machine.

    ``generation``: the index's folder name. Prompts are told by their digest.
    """
    return {
        "commit": _git("rev-parse", "--short", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": config.model,
        "chat_model": config.chat_model,
        "temperature": config.chat_temperature if config.chat_model else None,
        "prompts": prompt_digest(),
        "generation": generation,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        **chosen,
    }


def digest(texts: Iterable[str]) -> str:
    """A short name of these texts: two runs with the same one had the same."""
    whole = hashlib.sha256("\0".join(texts).encode())
    return whole.hexdigest()[:12]


def lasting(data: Json) -> Json:
    """A result without what differs from run to run: the clock, times, the index's name.

    What is left is the same for the same commit, questions and model: a baseline.
    """
    passing = {"when", "generation", "python", "changed"}
    return {
        **{name: _timeless(value) for name, value in data.items() if name != "settings"},
        "settings": {k: v for k, v in data["settings"].items() if k not in passing},
    }


def _timeless(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {k: _timeless(v) for k, v in value.items() if k not in ("ms", "p50_ms", "p95_ms")}


def last_before(folder: Path, commit: str) -> Path | None:
    """The newest result in ``folder`` of another commit; None where there is none."""
    others = [path for path in folder.glob("*.json") if not path.stem.startswith(commit)]
    return max(others, key=lambda path: path.stat().st_mtime, default=None)


def result(outcomes: Sequence[Outcome]) -> Json:
    """The measures of a run, in total, by split and by kind, and a line for each question."""
    splits = {name: [o for o in outcomes if o.question.split == name] for name in ("dev", "held")}
    # Made questions are many of few wordings; people's own are told apart from them.
    for name, found in list(splits.items()):
        splits[f"{name} written"] = [o for o in found if "generated" not in o.question.tags]
    return {
        "total": plain(measure(outcomes)),
        "splits": {name: plain(measure(found)) for name, found in splits.items() if found},
        "kinds": {
            name: {kind: plain(found) for kind, found in by_kind(part).items()}
            for name, part in splits.items()
            if part
        },
        "questions": {o.question.id: line(o) for o in outcomes},
    }


def line(outcome: Outcome) -> Json:
    """Whether a question went right, and how not; nothing of its wording."""
    return {
        "split": outcome.question.split,
        "kind": outcome.question.kind,
        "status": outcome.status,
        "exact": not failure(outcome),
        "wrong_number": wrong_number(outcome),
        "wrong_place": wrong_place(outcome),
        "ms": round(outcome.seconds * 1000, 1),
    }


def plain(measures: Mapping[str, Measured]) -> Json:
    """Measures as JSON: rounded, and only those with a case."""
    return {
        name: {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(found).items()}
        for name, found in measures.items()
        if found.count
    }


def write(path: Path, data: Json) -> None:
    """Save a result, a question a line, so that two of them compare line by line."""
    rest = {name: value for name, value in data.items() if name != "questions"}
    head = json.dumps(rest, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = (
        f"  {json.dumps(name)}: {json.dumps(line, ensure_ascii=False)}"
        for name, line in sorted(data["questions"].items())
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + ',\n "questions": {\n' + ",\n".join(lines) + "\n }\n}\n", "utf-8")


def read_back(path: Path) -> Json:
    """A saved result. Raises `UsageError` where it isn't one."""
    try:
        data: Json = json.loads(path.read_text("utf-8"))
        if not isinstance(data.get("questions"), dict):
            raise ValueError("no questions")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"不是评测结果：{error}", file=str(path), remedy="请用 gongkai eval run --save 重新生成"
        ) from error
    return data


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=_ROOT, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
