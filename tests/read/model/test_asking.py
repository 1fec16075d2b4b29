"""An endpoint that is slow, busy, broken or lying ends in an issue, never in a crash or a wrong claim."""

from __future__ import annotations

import json
import logging
import random
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from riscontro.errors import UsageError
from riscontro.read.ahead import ahead
from riscontro.read.model.accept import Judge
from riscontro.read.model.asking import UnavailableError
from riscontro.read.model.budget import BudgetSpentError
from riscontro.read.model.endpoint import FailedError
from riscontro.read.model.errand import Errand
from riscontro.read.model.options import ModelOptions
from riscontro.read.model.pace import LONGEST_WAIT, Pace, backoff, parse_wait
from riscontro.read.model.reader import ModelReader
from riscontro.read.model.replies import RepliesInMemory
from tests.read.model.make import (
    NOON,
    TEXT,
    Time,
    claim,
    codes,
    completion,
    content,
    document,
    only,
    options,
    reader,
    sent,
    serving,
    slow,
    told,
)

KEY = "sk-a-key-that-nobody-sees"


def texts(number):
    return [document(f"{TEXT} ({n})", id=f"d{n}") for n in range(number)]


def in_turn(*answers):
    """Return what gives each answer once, the last one for ever; exceptions are raised."""
    left = list(answers)

    def answer(_):
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return one

    return answer


GOOD = completion(content(claim()))


# Over a socket: each fault as a server plays it


def ask_server(reply, **changes):
    time = Time()
    with serving(reply) as served:
        made = ModelReader(
            ModelOptions(**({"url": served.url, "model": "stand-in", "timeout": 0.5, "retries": 1} | changes)),
            replies=RepliesInMemory(),
            clocks=time.clocks,
        )
        try:
            return made.read(document()), served, time
        finally:
            made.close()


FAULTS = {
    "slow": slow(3),
    "429": sent(b"{}", status=429, Retry_After="7"),
    "500": sent(b"Traceback", status=500),
    "503 in HTML": sent(b"<html>busy</html>", status=503),
    "redirect": sent(b"", status=307, Location="http://127.0.0.1:9/v1/chat/completions"),
    "cut JSON": sent(GOOD[:-40]),
    "cut content": sent(completion(content(claim())[:-30], finish="length")),
    "wrong schema": sent(completion(json.dumps({"claims": [{"who": "Iran"}]}))),
    "another schema": sent(completion(json.dumps({"events": []}))),
    "prose": sent(completion("Iran delivered missiles to Russia.")),
    "50 MB": sent(b" " * 50_000_000),
    "50 MB of claims": sent(completion(content(*[claim(act="invented words of an act")] * 70_000))),
    "packed": sent(GOOD, Content_Encoding="gzip"),
    "another language": sent(completion(content(claim(act="Iran delivered 200 ballistic missiles to Russia")))),
    "invented quotes": sent(completion(content(claim(actor={"words": "la Ruritania", "code": "IRN"})))),
    "nothing": sent(b""),
    "deep": sent(completion('{"claims":' * 9000)),
    "not UTF-8": sent(b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_server_is_an_issue_and_no_claim(name):
    reading, _, _ = ask_server(FAULTS[name])
    assert reading.claims == ()
    assert codes(reading), name
    assert reading.document_id == document().id


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"quantity": {"words": "200", "min": 2000, "max": 2000, "unit": "missile"}}, True),
        ({"when": {"words": "settembre", "earliest": "2020-09-01", "latest": "2020-09-30"}}, True),
        ({"actor": {"words": "Russia", "code": "RUS"}, "recipient": {"words": "L'Iran", "code": "IRN"}}, True),
        ({"via": ["Reuters"]}, True),
    ],
)
def test_a_shifted_number_or_date_and_swapped_sides_are_mended(change, same):
    reading, _, _ = ask_server(sent(completion(content(claim(**change)))))
    right, _, _ = ask_server(sent(GOOD))
    found, wanted = only(reading), only(right)
    assert (found.actor, found.recipient, found.quantity, found.when, found.via) == (
        wanted.actor,
        wanted.recipient,
        wanted.quantity,
        wanted.when,
        wanted.via,
    )
    assert codes(reading)


def test_json_in_prose_is_read():
    reading, _, _ = ask_server(sent(completion(f"Sure!\n```json\n{content(claim())}\n```")))
    assert only(reading).actor == "IRN"


def test_what_the_server_is_sent():
    reading, served, _ = ask_server(told(lambda _: content(claim())), key=KEY)
    (request,), (headers,) = served.requests, served.headers
    assert only(reading).recipient == "RUS"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Accept-Encoding"] == "identity"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert TEXT in request["messages"][-1]["content"]
    assert KEY not in json.dumps(request)


def test_a_server_that_writes_the_key_back_is_not_looked_at(caplog):
    caplog.set_level(logging.DEBUG)
    echo = claim(place=KEY, via=[KEY], root={"words": KEY, "state": None, "kind": "media"})
    escaped = completion(content(echo)).replace(KEY[:2].encode(), b"\\u0073\\u006b")
    for body in (completion(content(echo)), completion(f"{KEY} {content(claim())}"), escaped):
        replies = RepliesInMemory()
        made, _ = reader(lambda _, body=body: body, key=KEY, replies=replies)
        reading = made.read(document())
        assert KEY not in repr(reading)
        assert KEY not in repr(vars(replies))
        assert reading.claims == ()
    with pytest.raises(UnavailableError) as caught:
        ask_server(sent(f"bad key {KEY}".encode(), status=401), key=KEY)
    assert KEY not in str(caught.value)
    assert KEY not in caplog.text
    assert KEY not in repr(options(key=KEY))


# Patience


def test_a_busy_server_is_asked_again_after_the_time_that_it_names():
    time = Time()
    busy = FailedError("busy", passing=True, wait="7")
    made, fake = reader(in_turn(busy, busy, GOOD), time=time)
    assert only(made.read(document()))
    assert len(fake.requests) == 3
    assert time.slept == [7.0, 7.0]


def test_waits_without_a_word_of_the_server_grow():
    time = Time()
    made, _ = reader(in_turn(*[FailedError("500", passing=True)] * 3, GOOD), time=time)
    made.read(document())
    assert time.slept == [0.75, 1.5, 3.0]


def test_a_wait_longer_than_our_patience_is_not_waited_for():
    time = Time()
    made, fake = reader(in_turn(FailedError("busy", passing=True, wait="86400")), time=time)
    reading = made.read(document())
    assert reading.unread == "model-failed"
    assert time.slept == []
    assert len(fake.requests) == 1


def test_an_answer_without_sense_is_asked_for_once_more():
    made, fake = reader(in_turn(completion("no"), GOOD))
    assert only(made.read(document()))
    assert len(fake.requests) == 2
    made, fake = reader(in_turn(completion("no")))
    assert codes(made.read(document())) == ["answer"]
    assert len(fake.requests) == 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_every_request_would_get_ends_the_run(status):
    with pytest.raises(UnavailableError, match=str(status)):
        ask_server(sent(b"", status=status))


def test_an_endpoint_that_does_not_answer_is_given_up_after_a_few_documents():
    made, fake = reader(in_turn(FailedError("gone", passing=True)), retries=0)
    found = []
    with pytest.raises(UnavailableError, match="3 questions in a row"):
        found += [made.read(one).unread for one in texts(9)]
    assert len(fake.requests) == 3


def test_a_document_that_was_not_answered_is_read_again_by_the_next_run():
    made, _ = reader(in_turn(FailedError("500")))
    reading = made.read(document())
    assert reading.reader != made.tag
    assert reading.reader.startswith(made.tag)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("12", 12.0),
        (" 5 ", 5.0),
        ("-3", None),
        ("1.5", None),
        ("Sat, 31 Jan 2026 12:00:30 GMT", 30.0),
        ("Sat, 31 Jan 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("٣", None),
        ("9" * 5000, 999999999.0),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value, seconds):
    assert parse_wait(value, now=NOON) == seconds


def test_waits_are_bounded_and_differ():
    draw = random.Random(1).random
    waits = [backoff(attempt, base=1.0, draw=draw) for attempt in range(60)]
    assert all(0.5 <= wait <= LONGEST_WAIT for wait in waits)
    assert len(set(waits)) > 50


def test_no_more_begin_in_a_minute_than_the_rate_allows():
    time = Time()
    pace = Pace(30, time.clocks)
    for _ in range(5):
        pace.wait()
    assert time.at == pytest.approx(8.0)


# Budgets


@pytest.mark.parametrize(
    ("ceiling", "read"),
    [
        ({"calls": 2}, 2),
        ({"tokens": 8000, "reply_tokens": 100}, 3),
        ({"money": 7.0, "price_in": 1000.0, "price_out": 2000.0, "reply_tokens": 20}, 3),
        ({"tokens": 50, "reply_tokens": 100}, 0),
        ({"calls": 99}, 5),
    ],
)
def test_a_ceiling_stops_before_it_is_passed(ceiling, read):
    made, fake = reader(lambda _: completion(content(claim()), tokens=(2000, 20)), examples=0, **ceiling)
    done = 0
    with suppress(BudgetSpentError):
        for one in texts(5):
            made.read(one)
            done += 1
    spent = made.spent
    assert done == read
    assert spent.calls == len(fake.requests) == read
    assert spent.tokens_in + spent.tokens_out <= ceiling.get("tokens", 10**9)
    assert (spent.money or 0) <= ceiling.get("money", 10**9)


def test_the_meter_tells_what_a_document_and_a_claim_took():
    made, _ = reader(lambda _: GOOD, price_in=1000.0, price_out=2000.0)
    for one in texts(2):
        made.read(one)
    spent = made.spent
    assert (spent.documents, spent.claims, spent.calls) == (2, 2, 2)
    assert spent.each(spent.documents) == {"seconds": 2.0, "tokens": 120.0, "money": pytest.approx(0.14)}
    assert spent.each(0) == {"seconds": None, "tokens": None, "money": None}


# Replies


def test_a_reply_that_is_held_is_not_asked_for_again():
    replies = RepliesInMemory()
    made, fake = reader(lambda _: GOOD, replies=replies)
    first = made.read(document())
    again, other = reader(lambda _: completion(content()), replies=replies)
    assert again.read(document()) == first
    assert other.requests == []
    assert again.spent.replayed == 1
    assert len(fake.requests) == 1


@pytest.mark.parametrize("change", [{"published": "2024-10-03"}, {"text": f"{TEXT} Punto."}])
def test_another_text_or_date_is_another_question(change):
    replies = RepliesInMemory()
    made, fake = reader(lambda _: GOOD, replies=replies)
    made.read(document())
    made.read(document(**change))
    assert len(fake.requests) == 2


def test_another_model_is_another_question():
    replies = RepliesInMemory()
    made, _ = reader(lambda _: GOOD, replies=replies)
    made.read(document())
    other, fake = reader(lambda _: GOOD, replies=replies, model="another")
    other.read(document())
    assert len(fake.requests) == 1


def test_without_the_network_only_what_is_held_is_read():
    replies = RepliesInMemory()
    made, _ = reader(lambda _: GOOD, replies=replies)
    first = made.read(document())
    offline = ModelReader(options(), replies=replies, ask=None)
    assert offline.read(document()) == first
    reading = offline.read(document(f"{TEXT} Altro."))
    assert reading.unread == "model-failed"
    assert reading.reader != offline.tag


def test_the_notice_comes_once_before_the_first_call_and_not_for_a_replay():
    notices, replies = [], RepliesInMemory()
    made, fake = reader(lambda _: GOOD, replies=replies, notice=lambda _: notices.append(len(fake.requests)))
    for one in texts(3):
        made.read(one)
    assert notices == [0]
    again, _ = reader(lambda _: GOOD, replies=replies, notice=lambda _: notices.append("again"))
    again.read(texts(1)[0])
    assert notices == [0]


# Threads


def test_several_at_a_time_read_as_one_after_the_other():
    """What our own reading keeps of earlier texts is emptied when it grows; no thread may do so under another."""
    draw = random.Random(3)
    found = []
    for n in range(60):
        words = " ".join("".join(draw.choices("abcdefghilmnoprstuvz", k=draw.randint(4, 50))) for _ in range(400))
        found.append(document(f"{TEXT} {words}.", id=f"d{n}"))
    one, _ = reader(lambda _: GOOD)
    expected = [one.read(each).whole() for each in found]
    for make in (lambda: reader(lambda _: GOOD, concurrency=8)[0], lambda: reader(lambda _: GOOD, concurrency=3)[0]):
        assert list(ahead(found, make().read, workers=8)) == expected


def test_the_waits_of_several_documents_overlap():
    both = threading.Barrier(2)

    def answer(_):
        both.wait(10)  # broken, and no answer, unless two questions are out at a time
        return GOOD

    made, _ = reader(answer, concurrency=2)
    found = list(ahead(texts(2), made.read, workers=2))
    assert [len(reading.claims) for reading in found] == [1, 1]


def test_our_own_reading_goes_on_while_an_answer_is_waited_for(monkeypatch):
    ready = threading.Event()
    prepare = Judge.prepare
    monkeypatch.setattr(Judge, "prepare", lambda judge: (prepare(judge), ready.set()))

    def answer(_):
        assert ready.wait(10)
        return GOOD

    made, _ = reader(answer)
    assert only(made.read(document()))


def test_what_an_errand_raises_is_raised_where_it_is_waited_for():
    with pytest.raises(ZeroDivisionError):
        Errand(lambda: 1 // 0).result()
    assert Errand(lambda: 7).result() == 7


def test_a_reader_that_halts_leaves_its_turn_to_the_others():
    made, _ = reader(in_turn(FailedError("401", final=True)), concurrency=4)
    for one in texts(3):
        with pytest.raises(UnavailableError):
            made.read(one)
    assert not made.turn.locked()


# Options


@pytest.mark.parametrize(
    "change",
    [
        {"url": "127.0.0.1/v1"},
        {"url": "ftp://example.org"},
        {"url": "https://"},
        {"url": "https://me:secret@example.org/v1"},
        {"model": " "},
        {"form": "yaml"},
        {"money": 1.0},
    ],
)
def test_options_that_make_no_sense_are_refused_without_telling_a_secret(change):
    with pytest.raises(UsageError) as caught:
        options(**change)
    assert "secret" not in str(caught.value)


def test_the_host_is_what_a_key_belongs_to():
    assert options(url="https://api.example.org:8443/v1/").host == "https://api.example.org:8443"
    assert options(url="https://api.example.org/v1/").endpoint == "https://api.example.org/v1/chat/completions"


def test_a_date_without_a_zone_counts_as_utc():
    assert parse_wait("Sat, 31 Jan 2026 12:00:10", now=datetime(2026, 1, 31, 12, tzinfo=UTC)) == 10.0
