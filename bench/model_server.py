"""A chat completions endpoint on the loopback address that answers what it is told to: a stand-in for a model."""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answerer = Callable[[str], dict[str, Any]]
"""Returns the answer to the last message of a request, which holds the passage."""


@contextmanager
def serving(
    answer: Answerer, *, seconds: float = 0.0, spent: list[float] | None = None
) -> Iterator[tuple[str, list[float]]]:
    """Serve on a free port; give the base address and a list that each request's own seconds are put into.

    ``seconds`` is how long each answer takes beyond the work of finding it.
    """
    own: list[float] = [] if spent is None else spent

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece: two would wait for each other
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            started = time.perf_counter()
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            passage = asked["messages"][-1]["content"]
            if seconds:
                time.sleep(seconds)
            body = json.dumps(completion(json.dumps(answer(passage), ensure_ascii=False), passage)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            own.append(time.perf_counter() - started)  # before the one who waits can look
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", own
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def serving_apart(answer: Answerer, *, seconds: float) -> Iterator[tuple[str, Callable[[], float]]]:
    """Serve as :func:`serving` does, in a process of its own; give the address and what tells the seconds it took.

    Only where processes can be forked.
    """
    context = multiprocessing.get_context("fork")
    address, ending = context.Pipe()
    total = context.Value("d", 0.0)

    class Sum(list[float]):
        def append(self, one: float) -> None:
            total.value += one

    def serve() -> None:
        with serving(answer, seconds=seconds, spent=Sum()) as (url, _):
            ending.send(url)
            ending.recv()

    process = context.Process(target=serve, daemon=True)
    process.start()
    try:
        yield address.recv(), lambda: float(total.value)
    finally:
        address.send("end")
        process.join(5)


def completion(content: str, passage: str = "", *, finish: str = "stop") -> dict[str, Any]:
    """Return a chat completion with this content, its tokens guessed at four characters each."""
    return {
        "id": "stand-in",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}],
        "usage": {"prompt_tokens": len(passage) // 4, "completion_tokens": len(content) // 4},
    }
