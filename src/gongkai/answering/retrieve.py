"""Passages of pinned reports through a LangChain retriever over the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from gongkai.answering.sentences import Sentence

if TYPE_CHECKING:
    from gongkai.answering.match import Vectors
    from gongkai.index.library import Index


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found: where it stands, its fused score and its cosine."""

    paragraph: int
    start: int
    end: int
    score: float
    dense: float

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence lies in (or across) this passage."""
        return (
            self.paragraph == sentence.paragraph
            and sentence.start < self.end
            and self.start < sentence.end
        )


class ReportRetriever(BaseRetriever):
    """Finds chunks of the given reports; bureau and year are pinned before anything is ranked.

    Each `Document` holds a chunk's text; its metadata holds report_id, section, kind, paragraph,
    start, end, and the scores (``score`` fused, ``dense`` cosine; higher is better).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Any
    vector: Any
    report_ids: tuple[str, ...] = ()
    k: int = 12

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        hits = self.index.search(
            query, self.vector, report_ids=list(self.report_ids) or None, k=self.k
        )
        return [
            Document(
                hit.chunk.text,
                id=hit.chunk.id,
                metadata={
                    "report_id": hit.chunk.report_id, "section": hit.chunk.section,
                    "kind": hit.chunk.kind, "paragraph": hit.chunk.paragraph,
                    "start": hit.chunk.start, "end": hit.chunk.end,
                    "score": hit.score, "dense": hit.dense,
                },
            )
            for hit in hits
        ]  # fmt: skip


def passages(
    index: Index, text: str, vector: Vectors, report_ids: Sequence[str], k: int = 12
) -> tuple[Passage, ...]:
    """The best text passages of the pinned reports, best first."""
    retriever = ReportRetriever(index=index, vector=vector, report_ids=tuple(report_ids), k=k)
    return tuple(
        Passage(d.metadata["paragraph"], d.metadata["start"], d.metadata["end"],
                d.metadata["score"], d.metadata["dense"])
        for d in retriever.invoke(text)
        if d.metadata["kind"] == "text"
    )  # fmt: skip
