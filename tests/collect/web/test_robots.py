from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.web.robots import ROBOTS_BYTES, read_robots, status_to_robots
from riscontro.collect.web.values import Failure

URL = "https://post.example/a/report?x=1"


def allows(text, url=URL):
    try:
        read_robots(text.encode()).check(url)
    except Failure:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a/", False),
        ("User-agent: *\nDisallow: /a/\nAllow: /a/report", True),
        ("User-agent: *\nDisallow: /*?x=", False),
        ("User-agent: *\nDisallow: /a$", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: riscontro\nAllow: /", True),
        ("User-agent: Riscontro\nDisallow: /a", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("# nothing\n<html>", True),
    ],
)
def test_rules(text, allowed):
    assert allows(text) == allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nRequest-rate: 1/30s", 30.0),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 9", 9.0),
        ("User-agent: other\nCrawl-delay: 7", None),
    ],
)
def test_delays(text, delay):
    assert read_robots(text.encode()).delay == delay


def test_what_lies_beyond_the_bound_is_not_read():
    filler = "#" * ROBOTS_BYTES
    assert allows(f"{filler}\nUser-agent: *\nDisallow: /")


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (401, True), (429, False), (500, False), (302, False)])
def test_answers_without_a_file(status, allowed):
    robots = status_to_robots(status)
    assert (robots.cause is None) == allowed
    assert robots.cause is None or robots.cause.code == "robots-unknown"


@given(st.binary(max_size=300))
def test_any_bytes_are_rules(payload):
    robots = read_robots(b"User-agent: *\n" + payload)
    assert robots.delay is None or robots.delay > 0
