"""A BERT sentence encoder on torch alone: the same vectors as sentence-transformers gives.

Importing sentence-transformers takes four times as long as importing torch and twice the
memory, for trainers nobody calls here. A question asked on the command line waits for it, so
plain BERT folders (the packaged model, and most of e5) are run by this file; the libraries
still read the same folder, and a test compares the two.
Source of the architecture: Devlin et al., arXiv:1810.04805.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor


def is_plain(folder: Path) -> bool:
    """Whether the folder holds a BERT with mean pooling, normalising and nothing else."""
    try:
        config = _json(folder / "config.json")
        modules = [
            str(module["type"]).rsplit(".", 1)[-1] for module in _json(folder / "modules.json")
        ]
        pooling = _json(folder / "1_Pooling" / "config.json")
        lower = _json(folder / "sentence_bert_config.json").get("do_lower_case")
    except (OSError, ValueError, KeyError, TypeError):
        return False
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode") and on}
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not lower
        and modules == ["Transformer", "Pooling", "Normalize"]
        and modes == {"pooling_mode_mean_tokens"}
        and (folder / "model.safetensors").is_file()
        and (folder / "tokenizer.json").is_file()
    )


class Bert:
    """A plain BERT folder, loaded."""

    def __init__(self, folder: Path) -> None:
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        config = _json(folder / "config.json")
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._padding = int(config.get("pad_token_id", 0))
        state = load_file(folder / "model.safetensors")
        self._weights = {name.removeprefix("bert."): value.float() for name, value in state.items()}
        length = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(length or config["max_position_embeddings"]))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts: (n, dimension), L2-normalised. All go through at once."""
        import torch

        with torch.inference_mode():
            _, mean = self.read(texts)
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(mean).numpy()
        return vectors

    def read(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> tuple[Tensor, Tensor]:
        """The first token's state and the mean of all, (n, dimension) each, of texts or of pairs."""
        import torch

        ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        longest = max(map(len, ids))
        tokens = torch.full((len(ids), longest), self._padding)
        mask = torch.zeros((len(ids), longest), dtype=torch.bool)
        for row, line in enumerate(ids):
            tokens[row, : len(line)] = torch.tensor(line)
            mask[row, : len(line)] = True
        hidden = self._forward(tokens, None if mask.all() else mask[:, None, None, :])
        weight = mask[..., None].to(hidden.dtype)
        return hidden[:, 0], (hidden * weight).sum(1) / weight.sum(1)

    def adapted(self, changes: Mapping[str, Tensor], layers: int, longest: int) -> Bert:
        """This model's first ``layers`` with ``changes`` added to weights by name; the rest is shared.

        Longer inputs than ``longest`` tokens are cut.
        """
        from tokenizers import Tokenizer

        other = copy.copy(self)
        other._weights = dict(self._weights)
        for name, change in changes.items():
            other._weights[name] = self._weights[name] + change
        other._layers = layers
        other._tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        other._tokenizer.enable_truncation(longest)
        return other

    def _forward(self, tokens: Tensor, mask: Tensor | None) -> Tensor:
        from torch.nn import functional as F

        rows, length = tokens.shape
        w = self._weights
        hidden = F.embedding(tokens, w["embeddings.word_embeddings.weight"])
        hidden = hidden + w["embeddings.position_embeddings.weight"][:length]
        hidden = hidden + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(self._layers):
            at = f"encoder.layer.{layer}"
            query, key, value = (
                self._linear(hidden, f"{at}.attention.self.{part}")
                .view(rows, length, self._heads, -1)
                .transpose(1, 2)
                for part in ("query", "key", "value")
            )
            seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
            seen = seen.transpose(1, 2).reshape(rows, length, -1)
            seen = self._linear(seen, f"{at}.attention.output.dense")
            hidden = self._norm(hidden + seen, f"{at}.attention.output.LayerNorm")
            inner = F.gelu(self._linear(hidden, f"{at}.intermediate.dense"))
            inner = self._linear(inner, f"{at}.output.dense")
            hidden = self._norm(hidden + inner, f"{at}.output.LayerNorm")
        return hidden

    def _linear(self, value: Tensor, name: str) -> Tensor:
        from torch.nn.functional import linear

        return linear(value, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, value: Tensor, name: str) -> Tensor:
        from torch.nn.functional import layer_norm

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return layer_norm(value, (self.dimension,), weight, bias, self._epsilon)


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
