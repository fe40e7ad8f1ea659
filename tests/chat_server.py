"""A chat model behind HTTP that says what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Chat:
    """An OpenAI-compatible server that says what a test tells it to, after ``delay`` seconds.

    ``trickle``: seconds between two characters. ``left``: who asked went away before the end.
    ``gate``: the place where it stops until ``go``.
    """

    url: str = ""
    says: str = ""
    delay: float = 0.0
    trickle: float = 0.0
    gate: int = -1
    go: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)


@contextmanager
def chatting() -> Iterator[Chat]:
    """The server, on this machine alone, while the context lasts."""
    told = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append(body["messages"][-1]["content"])
            time.sleep(told.delay)
            reply = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            try:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for at, char in enumerate(told.says):
                    if at == told.gate:
                        told.go.wait(60)
                    delta = {"role": "assistant", "content": char}
                    choice = {"index": 0, "delta": delta, "finish_reason": None}
                    data = json.dumps({**reply, "choices": [choice]})
                    self.wfile.write(f"data: {data}\n\n".encode())
                    self.wfile.flush()
                    time.sleep(told.trickle)
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:  # who asked may have gone: that is what slow tests
                told.left.set()

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()
