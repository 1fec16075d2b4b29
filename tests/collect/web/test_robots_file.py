from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from riscontro.collect.web.robots_file import KeptRobots, RobotsFile
from riscontro.collect.web.values import Answer
from tests.collect.web.server import crawl, reply, serving

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = "User-agent: *\nDisallow: /private/\nCrawl-delay: 9"
PAGE = "<html><body><p>Rome will send missiles to Kyiv, the ministry said.</p></body></html>"


def answer(body=RULES, status=200, **headers):
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(
        url="https://a.example/robots.txt",
        status=status,
        reason="OK",
        version="HTTP/1.1",
        headers=told,
        body=body.encode(),
        address="",
    )


@pytest.mark.parametrize(
    ("control", "hours"),
    [
        (None, 24),
        ("public", 24),
        ("max-age=3600", 1),
        ("public, max-age=604800", 24),
        ("no-store", 0),
        ("private, no-cache", 0),
        ("max-age=0", 0),
        ("max-age=soon", 24),
    ],
)
def test_an_answer_is_kept_as_long_as_it_says_and_a_day_at_most(tmp_path, control, hours):
    path = tmp_path / "robots.json"
    headers = {"cache_control": control} if control else {}
    RobotsFile(path, lambda: NOON).put("https://a.example", answer(**headers))
    for later in (1, 3599, 3601, 86399, 86401):
        kept = RobotsFile(path, lambda later=later: NOON + timedelta(seconds=later)).get("https://a.example")
        assert (kept is not None) == (later < hours * 3600)


def test_what_is_kept_is_what_was_answered(tmp_path):
    path = tmp_path / "robots.json"
    RobotsFile(path, lambda: NOON).put("https://a.example", answer("Disallow: /è", 200))
    RobotsFile(path, lambda: NOON).put("https://b.example", answer("", 404))
    held = RobotsFile(path, lambda: NOON)
    assert held.get("https://a.example") == KeptRobots(status=200, body="Disallow: /è".encode())
    assert held.get("https://b.example") == KeptRobots(status=404, body=b"")
    assert held.get("https://c.example") is None


def test_what_is_long_is_not_kept_and_what_is_over_goes(tmp_path):
    path = tmp_path / "robots.json"
    RobotsFile(path, lambda: NOON).put("https://a.example", answer("#" * 70_000))
    assert not path.exists()
    RobotsFile(path, lambda: NOON).put("https://a.example", answer())
    RobotsFile(path, lambda: NOON + timedelta(days=2)).put("https://b.example", answer())
    assert list(json.loads(path.read_text("utf-8"))) == ["https://b.example"]


@pytest.mark.parametrize(
    "damage", ["", "[]", "{", '{"https://a.example": 3}', '{"https://a.example": {"status": 200}}']
)
def test_a_damaged_file_is_as_good_as_none(tmp_path, damage):
    path = tmp_path / "robots.json"
    path.write_text(damage, "utf-8")
    assert RobotsFile(path, lambda: NOON).get("https://a.example") is None


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path):
    held = RobotsFile(tmp_path / "nowhere" / "robots.json", lambda: NOON)
    held.put("https://a.example", answer())
    assert held.get("https://a.example") is not None


def test_a_second_run_obeys_without_asking_again(tmp_path):
    routes = {"/robots.txt": reply(RULES, kind="text/plain"), "/a": reply(PAGE), "/b": reply(f"{PAGE}b")}
    for second in (False, True):
        with serving({**routes, "/private/c": reply(PAGE)}) as server:
            origin = server.url("")
            if second:
                # Another port is another origin: the second server stands in the first one's place.
                path = tmp_path / "robots.json"
                (held,) = json.loads(path.read_text("utf-8")).values()
                path.write_text(json.dumps({origin: held}), "utf-8")
            run = crawl(*(server.url(name) for name in ("/a", "/b", "/private/c")), robots=tmp_path / "robots.json")
            asked = [request.path for request in server.requests].count("/robots.txt")
        assert (len(run.captures), run.codes, asked) == (2, ["robots"], int(not second))
        assert max(run.time.slept) == 9.0


def test_a_robots_that_fails_is_asked_for_again(tmp_path):
    with serving({"/robots.txt": reply(status="503 Service Unavailable"), "/a": reply(PAGE)}) as server:
        for _ in range(2):
            assert crawl(server.url("/a"), robots=tmp_path / "robots.json").codes == ["robots-unknown"]
        assert [request.path for request in server.requests].count("/robots.txt") == 2
