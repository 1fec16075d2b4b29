"""``riscontro collect`` over addresses, from the command line to the ledger."""

from __future__ import annotations

import json
import sys

import pytest

from riscontro.store.case import Case
from tests.collect.web.server import reply, serving
from tests.collect.web.test_crawl import PAGE, item, rss


@pytest.fixture
def empty(tmp_path, invoke):
    path = tmp_path / "watched"
    assert invoke("init", path, "--pair", "ITA:UKR")[0] == 0
    return path


@pytest.fixture
def server():
    with serving({"/a": reply(PAGE), "/b": reply(PAGE + "<p>More.</p>")}) as server:
        server.routes["/feed"] = rss(item("/a", text="One."), item("/gone", text="Rome said no."))
        yield server


def collect(invoke, path, *arguments):
    code, out, err = invoke("collect", *arguments, "--case", path, "--allow-private", "--delay", "0", "--json")
    return code, json.loads(out), err


def test_pages_feeds_and_lists(empty, invoke, server, tmp_path):
    (tmp_path / "list.txt").write_text(f"# two\n{server.url('/a')}\n\n{server.url('/b')}\n")
    code, report, _ = collect(invoke, empty, server.url("/feed"), "--list", tmp_path / "list.txt")
    assert (code, report["captures"], report["documents"]) == (0, 4, 3)
    assert [issue["code"] for issue in report["issues"]] == ["collect.web.status-404"]
    with Case.open(empty).ledger() as ledger:
        held = {document.url: document for document in ledger.documents()}
    assert set(held) == {server.url(path) for path in ("/a", "/b", "/gone")}


def test_the_same_again_asks_only_the_feed(empty, invoke, server):
    collect(invoke, empty, server.url("/feed"))
    server.requests.clear()
    code, report, _ = collect(invoke, empty, server.url("/feed"))
    assert (code, report["documents"], server.asked) == (0, 0, ["/feed"])
    assert report["held_already"] >= 2


def test_a_rebuild_needs_no_network_and_gives_the_same(empty, invoke, server):
    collect(invoke, empty, server.url("/feed"))
    assert invoke("read", "--case", empty)[0] == invoke("weigh", "--case", empty)[0] == 0
    before = invoke("dump", "--case", empty)[1]
    server.requests.clear()
    assert invoke("rebuild", "--case", empty)[0] == 0
    assert invoke("dump", "--case", empty)[1] == before
    assert server.requests == []


def test_feeds_of_the_case(empty, invoke, server):
    config = empty / "case.toml"
    feed = f'\n[[feeds]]\nurl = "{server.url("/feed")}"\npublisher = "Said"\n[web]\ndelay = 0\nallow_private = true\n'
    config.write_text(config.read_text() + feed)
    code, out, _ = invoke("collect", "--feeds", "--case", empty, "--json")
    assert (code, json.loads(out)["documents"]) == (0, 2)
    with Case.open(empty).ledger() as ledger:
        assert {document.publisher for document in ledger.documents()} == {"Said"}


def test_a_feed_in_a_file_asks_nothing_unless_told_to(empty, invoke, server, tmp_path):
    payload = rss(item(server.url("/a"), text="Rome said no.")).split(b"\r\n\r\n", 1)[1]
    (tmp_path / "feed.xml").write_bytes(payload)
    _, report, _ = collect(invoke, empty, tmp_path / "feed.xml")
    assert (report["documents"], server.requests) == (1, [])
    _, report, _ = collect(invoke, empty, tmp_path / "feed.xml", "--pages")
    assert (report["documents"], server.asked) == (1, ["/a"])


def test_private_addresses_are_refused(empty, invoke, server):
    code, _, err = invoke("collect", server.url("/a"), "--case", empty)
    assert code == 8
    assert "is loopback" in err
    assert server.requests == []


def test_a_dry_run_asks_nothing(empty, invoke, server):
    _, _, err = invoke("collect", server.url("/a"), "--case", empty, "--dry-run")
    assert "the web would be asked for 1 address" in err
    assert server.requests == []


def test_feeds_that_the_case_does_not_name(empty, invoke):
    code, _, err = invoke("collect", "--feeds", "--case", empty)
    assert (code, "[[feeds]]" in err) == (3, True)


@pytest.mark.parametrize("library", ["httpx", "httpcore", "protego", "feedparser"])
def test_without_the_extra_it_says_what_to_install(library, empty, invoke, server, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)
    for name in [name for name in sys.modules if name.startswith("riscontro.collect.web.")]:
        monkeypatch.delitem(sys.modules, name)
    code, _, err = invoke("collect", server.url("/feed"), "--case", empty, "--allow-private", "--delay", "0")
    assert code == 2
    assert "pip install 'riscontro[web]'" in err


def test_what_was_purged_stays_away(empty, invoke, server):
    collect(invoke, empty, server.url("/a"))
    with Case.open(empty).ledger() as ledger:
        (document,) = ledger.documents()
    assert invoke("purge", document.id, "--reason", "asked to", "--by", "A", "--yes", "--case", empty)[0] == 0
    collect(invoke, empty, server.url("/a"))
    with Case.open(empty).ledger() as ledger:
        assert list(ledger.documents()) == []
        assert list(ledger.captures()) == []
