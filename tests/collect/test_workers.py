from __future__ import annotations

import importlib
from dataclasses import replace
from multiprocessing import get_all_start_methods

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.deriving import Deriver
from riscontro.collect.workers import CHUNK_BYTES, CHUNK_CAPTURES, dealt, start_server
from tests.collect.samples import capture_of, make_page


@given(st.lists(st.sampled_from((1, 20_000, CHUNK_BYTES, 3 * CHUNK_BYTES)), max_size=40))
def test_captures_are_dealt_in_order_and_bounded(sizes: list[int]) -> None:
    captures = [replace(capture_of(b"x"), size=size, origin=str(number)) for number, size in enumerate(sizes)]
    chunks = list(dealt(captures))
    assert [capture for chunk in chunks for capture in chunk] == captures
    for chunk in chunks:
        assert 1 <= len(chunk) <= CHUNK_CAPTURES
        assert len(chunk) == 1 or sum(capture.size for capture in chunk) <= CHUNK_BYTES


def test_what_is_warmed_is_a_document() -> None:
    warmed = importlib.import_module("riscontro.collect.warmed").WARMED
    assert [document.lang for document in warmed.documents] == ["en"]


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="there is no server to fork from")
def test_server_is_started_once() -> None:
    from multiprocessing import forkserver

    start_server()
    first = forkserver._forkserver._forkserver_pid
    start_server()
    assert forkserver._forkserver._forkserver_pid == first is not None


def test_workers_tell_their_processor_time() -> None:
    one = capture_of(make_page())
    with Deriver(jobs=2) as deriver:
        deriver.begin([one])(one)
        assert [seconds > 0 for seconds in deriver.worked.values()] == [True]
    assert Deriver(jobs=1).worked == {}
