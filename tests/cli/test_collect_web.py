"""``riscontro collect`` over addresses, from the command line to the ledger."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from riscontro.cli.web import plan_web
from riscontro.collect.web.values import Plan, Seed, WebOptions
from riscontro.pipeline import collect_into
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


def test_a_run_takes_the_options_of_asking_the_web(invoke, server, tmp_path):
    (tmp_path / "list.txt").write_text(server.url("/a"), "utf-8")
    out = ("-o", tmp_path / "dossier.html", "--pair", "ITA:UKR")
    code, _, err = invoke("run", "--list", tmp_path / "list.txt", "--allow-private", "--delay", "0", *out)
    assert (code, server.asked) == (0, ["/a"]), err
    assert (tmp_path / "dossier.html").is_file()


def test_a_run_of_nothing_is_an_error(invoke, tmp_path):
    code, _, err = invoke("run", "-o", tmp_path / "dossier.html")
    assert (code, "nothing to collect" in err) == (2, True)


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


def test_an_issue_is_over_when_the_page_is_had(empty, invoke, server):
    collect(invoke, empty, server.url("/feed"))
    assert "collect.web.status-404" in invoke("show", "issues", "--case", empty)[1]
    server.routes["/gone"] = reply(PAGE + "<p>It is back.</p>")
    collect(invoke, empty, server.url("/gone"), "--refresh")
    assert "collect.web" not in invoke("show", "issues", "--case", empty)[1]
    with Case.open(empty).ledger() as ledger:
        versions = {document.version for document in ledger.versions(server.url("/gone"))}
    assert versions == {1, 2}


def test_other_tools_read_the_archive(empty, invoke, server):
    packed = gzip.compress(PAGE.encode())
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.routes["/packed"] = head + chunk
    collect(invoke, empty, server.url("/packed"))
    (path,) = Case.open(empty).archive.files()
    with path.open("rb") as stream:
        record = next(record for record in ArchiveIterator(stream) if record.rec_type == "response")
        assert record.content_stream().read() == PAGE.encode()
    assert record.http_headers.get_statuscode() == "200"
    assert record.rec_headers.get_header("WARC-Target-URI") == server.url("/packed")
    assert record.rec_headers.get_header("WARC-IP-Address") == "127.0.0.1"
    assert record.rec_headers.get_header("WARC-Block-Digest").startswith("sha256:")
    assert invoke("doctor", "--case", empty)[0] == 0


def test_a_case_takes_the_archive_of_another(empty, invoke, server, tmp_path):
    collect(invoke, empty, server.url("/a"))
    (path,) = Case.open(empty).archive.files()
    other = tmp_path / "other"
    invoke("init", other, "--pair", "ITA:UKR")
    assert invoke("collect", path, "--case", other)[0] == 0
    with Case.open(empty).ledger() as one, Case.open(other).ledger() as two:
        assert [document.id for document in one.documents()] == [document.id for document in two.documents()]


def test_a_run_that_is_killed_goes_on_where_it_was(empty, server, tmp_path):
    reached, hold = threading.Event(), threading.Event()

    def third(conn, request, stop):
        reached.set()
        hold.wait(20)
        conn.sendall(reply(PAGE + "<p>Third.</p>"))

    server.routes["/c"] = third
    server.routes["/feed"] = rss(*(item(f"/{name}") for name in "abc"))
    command = [sys.executable, "-m", "riscontro", "collect", server.url("/feed"), "--case", str(empty)]
    command += ["--allow-private", "--delay", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert reached.wait(60)
        process.kill()
    assert server.asked == ["/feed", "/a", "/b", "/c"]
    hold.set()
    server.requests.clear()
    subprocess.run(command, check=True, capture_output=True)
    assert server.asked == ["/feed", "/c"]
    with Case.open(empty).ledger() as ledger:
        assert len(list(ledger.documents())) == 3


BLOCKED = """
import sys
import threading
for name in ("httpx", "httpcore", "feedparser", "protego"):
    sys.modules[name] = None
from riscontro.cli.main import exit_code_of
sys.exit(exit_code_of(["rebuild", "--case", sys.argv[1]]))
"""


def test_a_rebuild_needs_no_extra(empty, invoke, server):
    collect(invoke, empty, server.url("/feed"))
    done = subprocess.run([sys.executable, "-c", BLOCKED, str(empty)], capture_output=True, text=True)
    assert (done.returncode, "httpx" in done.stderr) == (0, False), done.stderr
    with Case.open(empty).ledger() as ledger:
        assert len(list(ledger.documents())) == 2


def test_what_was_left_for_the_next_run_is_taken_by_it(empty, invoke, server):
    server.routes["/feed"] = rss(item("/a"), item("/b"))
    collect(invoke, empty, server.url("/feed"), "--budget", "2")
    assert "collect.web.budget" in invoke("show", "issues", "--case", empty)[1]
    server.requests.clear()
    _, report, _ = collect(invoke, empty, server.url("/feed"), "--budget", "2")
    assert (server.asked, report["documents"]) == (["/feed", "/b"], 1)
    assert "collect.web" not in invoke("show", "issues", "--case", empty)[1]


def test_the_command_line_wins_over_what_the_case_says_of_a_feed(empty, invoke, server):
    config = empty / "case.toml"
    feed = f'\n[[feeds]]\nurl = "{server.url("/feed")}"\npublisher = "Said"\nlang = "it"\n'
    config.write_text(config.read_text() + feed)
    collect(invoke, empty, "--feeds", "--publisher", "Mine")
    with Case.open(empty).ledger() as ledger:
        assert {(document.publisher, document.lang) for document in ledger.documents()} == {("Mine", "it")}


def test_a_list_comes_from_standard_input_too(empty, invoke, server, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{server.url('/a')}\nnonsense\n"))
    code, report, _ = collect(invoke, empty, "--list", "-")
    assert (code, report["documents"]) == (0, 1)
    assert [(issue["code"], issue["subject"]) for issue in report["issues"]] == [("collect.web.scheme", "nonsense")]


def test_progress_counts_addresses(empty, server):
    told = []
    plan = Plan(seeds=(Seed(url=server.url("/feed")),), options=WebOptions(allow_private=True, delay=0.0))

    def report(done, total=None, *, of=""):
        told.append((done, total, of))

    collect_into(Case.open(empty), (), clock=lambda: datetime(2026, 1, 31, tzinfo=UTC), report=report, web=plan)
    assert told[0] == (1, 1, "addresses")
    assert told[-1] == (3, 3, "addresses")


@pytest.mark.parametrize(("told", "given", "most"), [("", None, 4), ("together = 7", None, 7), ("together = 7", 2, 2)])
def test_how_many_hosts_are_asked_side_by_side_the_command_line_says_over_the_case(empty, told, given, most):
    toml = empty / "case.toml"
    toml.write_text(f"{toml.read_text('utf-8')}\n[web]\n{told}\n", "utf-8")
    assert plan_web(["https://a.example/1"], Case.open(empty), together=given).options.together == most
