"""What one would build in an afternoon, asked the same questions in the same run.

`langchain`: RecursiveCharacterTextSplitter, Chroma, the top four chunks by the same encoder as
ours; the sentence of theirs that is nearest to the question is the answer. `bm25`: the same
chunks ranked by BM25 over jieba words (Robertson & Zaragoza 2009), its best sentence as the
answer. Neither knows a body, a year or a conversation, and neither can say no.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.errors import UsageError
from gongkai.eval.ask_number import says
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.ask_question import Question
from gongkai.eval.run_home import Corpus
from gongkai.report import Paragraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gongkai.index.encoder import Encoder

CHUNK, OVERLAP, TOP = 500, 50, 4
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk of one report's text, and its sentences."""

    bureau: str
    year: int
    text: str

    @property
    def sentences(self) -> list[str]:
        """Lines of tables and sentences of prose; never empty."""
        found = [part.strip() for part in _SENTENCE.findall(self.text) if part.strip()]
        return found or [self.text]


Rank = Callable[[str], list[Piece]]
Choose = Callable[[str, Sequence[str]], int]


def rival_outcomes(
    which: Corpus, questions: Sequence[Question], encoder: Encoder
) -> dict[str, list[Outcome]]:
    """Both rivals' outcomes; and, as `… top 4`, whether the gold is in their four chunks at all."""
    pieces = _pieces(which)
    rivals: dict[str, tuple[Rank, Choose]] = {
        "langchain": _langchain(pieces, encoder),
        "bm25": _bm25(pieces),
    }
    found: dict[str, list[Outcome]] = {}
    for name, (rank, choose) in rivals.items():
        for question in questions:
            best, all_four = _answer(question, rank, choose)
            found.setdefault(name, []).append(best)
            found.setdefault(f"{name} top {TOP}", []).append(all_four)
    return found


def _answer(question: Question, rank: Rank, choose: Choose) -> tuple[Outcome, Outcome]:
    began = time.perf_counter()
    ranked = rank(question.question)
    sentences = [(piece, sentence) for piece in ranked for sentence in piece.sentences]
    piece, sentence = sentences[choose(question.question, [text for _, text in sentences])]
    seconds = time.perf_counter() - began
    cited = (Cited(piece.bureau, piece.year, "", sentence),)
    # The chunks of the right report only: a number of another report would be luck.
    places = question.places
    right = [p for p in ranked if not places or _fits(p, places)]
    joined = "\n".join(p.text for p in right)
    gold = question.gold.values
    luck = bool(gold) and all(says(joined, v.value) for v in gold if v.value)
    own = tuple(Cited(p.bureau, p.year, "", p.text) for p in right)
    return (
        Outcome(question, "answered", sentence, cited, (), seconds),
        Outcome(question, "answered", joined if luck else "", own if luck else (), (), seconds),
    )


def _fits(piece: Piece, places: Sequence[tuple[str | None, int | None]]) -> bool:
    return any(b in (None, piece.bureau) and y in (None, piece.year) for b, y in places)


def _pieces(which: Corpus) -> list[Piece]:
    from gongkai.ingest.read import read

    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise UsageError(
            f"缺少对照所需的包：{error.name}", remedy="请运行 pip install '.[dev]'"
        ) from error
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    found = []
    for path, truth in zip(which.files, which.truths, strict=True):
        report = truth["report"]
        lines: list[str] = []
        for block in read(path).blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
                continue
            rows: dict[int, list[str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text.replace("\n", ""))
            lines += ["\t".join(row) for _, row in sorted(rows.items())]
        texts = splitter.split_text("\n".join(lines))
        found += [Piece(report["bureau"], report["year"], text) for text in texts]
    return found


def _langchain(pieces: Sequence[Piece], encoder: Encoder) -> tuple[Rank, Choose]:
    import chromadb
    import numpy as np
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    known: dict[str, NDArray[np.float32]] = {}

    class Same(Embeddings):
        """Our encoder, so that the pipelines differ and not the models."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in encoder.passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in encoder.queries([text])[0]]

    store = Chroma("rival", Same(), client=chromadb.EphemeralClient())
    store.reset_collection()
    store.add_texts([p.text for p in pieces], [{"at": at} for at in range(len(pieces))])

    def rank(question: str) -> list[Piece]:
        return [pieces[d.metadata["at"]] for d in store.similarity_search(question, k=TOP)]

    def choose(question: str, sentences: Sequence[str]) -> int:
        new = [text for text in dict.fromkeys(sentences) if text not in known]
        if new:
            known.update(zip(new, encoder.passages(new), strict=True))
        asked = encoder.queries([question])[0]
        return int(np.argmax([float(known[text] @ asked) for text in sentences]))

    return rank, choose


def _bm25(pieces: Sequence[Piece]) -> tuple[Rank, Choose]:
    ranker = _ranker([p.text for p in pieces])

    def rank(question: str) -> list[Piece]:
        scores = ranker(question)
        return [pieces[at] for at in scores.argsort()[::-1][:TOP]]

    everything = list(dict.fromkeys(text for p in pieces for text in p.sentences))
    sentence_scores = _ranker(everything)
    at = {text: number for number, text in enumerate(everything)}

    def choose(question: str, sentences: Sequence[str]) -> int:
        scores = sentence_scores(question)
        return max(range(len(sentences)), key=lambda number: float(scores[at[sentences[number]]]))

    return rank, choose


def _ranker(texts: Sequence[str]) -> Callable[[str], NDArray[np.float32]]:
    import bm25s
    import jieba
    import numpy as np

    jieba.setLogLevel(60)
    index = bm25s.BM25()
    index.index([_words(jieba, text) for text in texts], show_progress=False)

    def scores(question: str) -> NDArray[np.float32]:
        asked = [word for word in _words(jieba, question) if word in index.vocab_dict]
        if not asked:
            return np.zeros(len(texts), dtype=np.float32)
        return np.asarray(index.get_scores(asked), dtype=np.float32)

    return scores


def _words(jieba: Any, text: str) -> list[str]:
    return [word for word in jieba.lcut(text) if word.strip()]
