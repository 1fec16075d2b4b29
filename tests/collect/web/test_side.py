"""Several hosts side by side, one address at a time of each."""

from __future__ import annotations

import threading
import time

import pytest

from riscontro.collect.web.side import Outcome, Side
from tests.collect.web.server import crawl, reply, serving

PAGE = "<html><body><p>Rome will send missiles to Kyiv, the ministry said.</p></body></html>"
HOSTS = ("a.example", "b.example", "c.example")


def loopback(*_):
    return ["127.0.0.1"]


def crawl_hosts(server, paths, **options):
    urls = [f"http://{host}:{server.port}{path}" for host in HOSTS for path in paths]
    return crawl(*urls, resolve=loopback, delay=0.0, **options)


class Watched:
    """Answers once as many hosts are being asked as wanted, and notes how many addresses of one host ever were."""

    def __init__(self, wanted: int) -> None:
        self.barrier = threading.Barrier(wanted, timeout=10)
        self.lock = threading.Lock()
        self.asked: dict[str, int] = {}
        self.most_of_one = 0

    def __call__(self, request):
        host = request.headers["host"]
        with self.lock:
            self.asked[host] = self.asked.get(host, 0) + 1
            self.most_of_one = max(self.most_of_one, self.asked[host])
        self.barrier.wait()
        time.sleep(0.02)
        with self.lock:
            self.asked[host] -= 1
        return reply(f"{PAGE}{host}{request.path}")


def answering(watched):
    def answer(request):
        return watched(request)

    return answer


def test_hosts_are_asked_side_by_side_and_each_one_at_a_time():
    # No answer comes before all three hosts are being asked.
    watched = Watched(len(HOSTS))
    with serving({"/0": answering(watched), "/1": answering(watched)}) as server:
        run = crawl_hosts(server, ["/0", "/1"], together=3)
    assert (len(run.captures), run.issues, watched.most_of_one) == (6, [], 1)


def test_no_more_than_so_many_at_a_time():
    lock, now, most = threading.Lock(), [0], [0]

    def answer(request):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        return reply(f"{PAGE}{request.headers['host']}")

    with serving({"/a": answer}) as server:
        run = crawl_hosts(server, ["/a"], together=2)
    assert (len(run.captures), most[0]) == (3, 2)


def test_what_comes_is_the_same_as_one_after_the_other():
    routes = {"/a": reply(PAGE), "/b": reply(status="404 Not Found"), "/c": reply(f"{PAGE}c")}
    found = []
    with serving(routes) as server:
        for together in (1, 3):
            run = crawl_hosts(server, ["/a", "/b", "/c"], together=together)
            kept = sorted((capture.url, capture.digest) for capture in run.captures)
            found.append((kept, sorted(issue.message for issue in run.issues)))
    assert found[0] == found[1]


def test_a_fault_beside_stays_with_its_address():
    def broken():
        raise ValueError("odd")

    side: Side[str] = Side(2)
    side.begin("a", broken)
    side.begin("b", lambda: 7)
    assert not side.has_room
    done = dict(side.next(10) for _ in range(2))
    assert done["b"].get() == 7
    with pytest.raises(ValueError, match="odd"):
        done["a"].get()
    assert (side.running, side.has_room) == (0, True)


def test_waiting_ends_where_nothing_comes():
    side: Side[str] = Side(1)
    held = threading.Event()
    side.begin("a", held.wait)
    assert side.next(0.01) is None
    held.set()
    label, outcome = side.next(10)
    assert (label, outcome.get()) == ("a", True)
    assert Outcome(lambda: 3).get() == 3
