from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.web.pace import LONGEST_WAIT, Queue, backoff, retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 30 ", 30.0),
        ("9" * 50, LONGEST_WAIT),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2026 13:00:30 +0100", 30.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_busy_server_asks_for(value, seconds):
    assert retry_after(value, now=NOW) == seconds


@given(st.text(max_size=60))
def test_any_header_is_a_bounded_wait_or_none(value):
    seconds = retry_after(value, now=NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


def test_pauses_double():
    assert [backoff(attempt, base=5.0) for attempt in (1, 2, 3)] == [5.0, 10.0, 20.0]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), max_size=30), st.integers(0, 9))
def test_no_host_is_asked_before_its_time(jobs, delay):
    now = 0.0
    queue: Queue[int] = Queue(delay=delay, now=lambda: now)
    for number, (host, wait) in enumerate(jobs):
        queue.add(host, number, wait=wait)
    taken, last = [], {}
    while (host := queue.soonest()) is not None:
        now = max(now, host.next_at())
        taken.append(queue.pop(host))
        assert now >= jobs[taken[-1]][1]
        assert now - last.get(host.name, float("-inf")) >= delay
        last[host.name] = now
        queue.rest(host)
    assert sorted(taken) == list(range(len(jobs)))
    assert len(queue) == 0
