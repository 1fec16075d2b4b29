"""Documents, answers, and an endpoint that stands in for a model: in the same process, or on the loopback address."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from riscontro.read.contract import contract_to_document
from riscontro.read.model.endpoint import Body
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.pace import Clocks
from riscontro.read.model.reader import ModelReader
from riscontro.read.model.replies import RepliesInMemory

TEXT = "L'Iran ha consegnato 200 missili balistici alla Russia a settembre."
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def document(text=TEXT, *, lang="it", published="2024-10-02", id="d1"):
    line = {"id": id, "text": text, "lang": lang, "published": published}
    return contract_to_document(line, held_from=NOON)


def claim(**changes):
    """Return a claim as an honest model answers it for ``TEXT``, with changes."""
    answer = {
        "act": "L'Iran ha consegnato 200 missili balistici alla Russia a settembre",
        "type": "AID",
        "mode": "missiles",
        "actor": {"words": "L'Iran", "code": "IRN"},
        "recipient": {"words": "Russia", "code": "RUS"},
        "opponent": None,
        "place": None,
        "when": {"words": "settembre", "earliest": "2024-09-01", "latest": "2024-09-30"},
        "quantity": {"words": "200 missili", "min": 200, "max": 200, "unit": "missile"},
        "modality": {"value": "asserted", "words": None},
        "root": None,
        "via": [],
    }
    return answer | changes


def bare(act, type, actor, recipient, **changes):
    """Return a claim of four fields; sides are pairs of words and code."""
    return (
        claim(
            act=act,
            type=type,
            mode=None,
            actor=actor and {"words": actor[0], "code": actor[1]},
            recipient=recipient and {"words": recipient[0], "code": recipient[1]},
            when=None,
            quantity=None,
        )
        | changes
    )


def content(*claims):
    return json.dumps({"claims": list(claims)}, ensure_ascii=False)


def completion(text, *, finish="stop", tokens=(100, 20)):
    """Return the body of a chat completion."""
    return json.dumps(
        {
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
            "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
        }
    ).encode()


@dataclass
class Fake:
    """Asks nobody: answers by a function of the request, which may raise; keeps the requests."""

    answer: Callable[[dict], bytes]
    requests: list = field(default_factory=list)

    def ask(self, request):
        self.requests.append(request)
        return Body(content=self.answer(request), seconds=2.0)


@dataclass
class Time:
    """Time that passes only when it is slept."""

    at: float = 0.0
    slept: list = field(default_factory=list)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds

    @property
    def clocks(self):
        return Clocks(lambda: self.at, self.sleep, lambda: NOON, lambda: 0.5)


def options(**changes):
    return ModelOptions(**({"url": "http://127.0.0.1:1/v1", "model": "stand-in", "concurrency": 1} | changes))


def reader(answer, *, replies=None, time=None, notice=None, worth=None, **changes):
    """Return a reader over a fake, and the fake."""
    fake = Fake(answer if callable(answer) else lambda _: completion(answer))
    made = ModelReader(
        options(**changes),
        replies=replies if replies is not None else RepliesInMemory(),
        ask=lambda _: fake,
        clocks=(time or Time()).clocks,
        notice=notice,
        worth=worth,
    )
    return made, fake


def read(*claims, text=TEXT, lang="it", published="2024-10-02"):
    """Return the reading that an answer of these claims comes to."""
    made, _ = reader(content(*claims))
    return made.read(document(text, lang=lang, published=published))


def only(reading):
    """Return the one claim of a reading."""
    (found,) = reading.claims
    return found


def codes(reading):
    """Return the codes of a reading's issues without their room, but for claims that rest on the model alone."""
    return [one.code.removeprefix("read.model.") for one in reading.issues if one.code != "read.model.alone"]


@dataclass
class Served:
    """What a server on the loopback address was asked, by its own account."""

    url: str
    requests: list = field(default_factory=list)
    headers: list = field(default_factory=list)


Reply = Callable[[BaseHTTPRequestHandler, dict], None]


@contextmanager
def serving(reply: Reply) -> Iterator[Served]:
    """Serve on a free port; ``reply`` writes the whole answer."""

    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.requests.append(asked)
            served.headers.append(dict(self.headers))
            try:
                reply(self, asked)
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args):
            pass

        def finish(self):
            try:
                super().finish()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def sent(body, *, status=200, **headers):
    """Return a reply of one body."""

    def reply(handler, _):
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def told(answer):
    """Return a reply whose content a function makes of the last message."""

    def reply(handler, asked):
        sent(completion(answer(asked["messages"][-1]["content"])))(handler, asked)

    return reply


def slow(seconds):
    """Return a reply that sends one byte at a time and never ends within ``seconds``."""

    def reply(handler, _):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)

    return reply
