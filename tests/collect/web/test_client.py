"""Servers that are slow, endless, lying or elsewhere: one issue each, within bounds, and the run goes on."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib

import pytest
import trustme

from riscontro.collect import Limits
from riscontro.collect.web.client import Client
from riscontro.collect.web.values import Failure, Timeouts, WebOptions
from tests.collect.mutate import mutations
from tests.collect.web.server import QUICK, crawl, redirect, reply, serving

PAGE = b"<html><body><p>Rome will send missiles to Kyiv, the ministry said.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = Limits(file=100_000)


def only_issue(run):
    assert run.captures == []
    (issue,) = run.issues
    return issue


def test_a_page_is_kept_as_it_came_with_everything_it_came_with():
    with serving({"/a": reply(PAGE, ETag='"1"', Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT")}) as server:
        run = crawl(server.url("/a#part"))
    (capture,) = run.captures
    assert capture.payload == PAGE
    assert (capture.media_type, capture.origin, capture.url) == ("text/html", server.url("/a"), server.url("/a"))
    assert capture.seen_at == capture.moment == run.time.clock()
    assert capture.context[0] == ("http.status", "200")
    assert (capture.said("http.header.etag"), capture.said("http.address")) == ('"1"', "127.0.0.1")


def test_requests_say_who_asks_and_keep_nothing():
    with serving({"/a": reply(PAGE, Set_Cookie="id=1"), "/b": reply(PAGE)}) as server:
        crawl(server.url("/a"), server.url("/b"), contact="desk@example.org")
    agents = {request.headers["user-agent"] for request in server.requests}
    assert agents == {WebOptions(contact="desk@example.org").user_agent}
    assert "desk@example.org" in agents.pop()
    assert not any("cookie" in request.headers for request in server.requests)


def test_redirects_are_followed_and_kept():
    with serving({"/a": redirect("/b", "301 Moved Permanently"), "/b": redirect("c"), "/c": reply(PAGE)}) as server:
        run = crawl(server.url("/a"))
    (capture,) = run.captures
    steps = [value for name, value in capture.context if name == "http.redirect"]
    assert steps == [f"301 {server.url('/b')}", f"302 {server.url('/c')}"]
    assert (capture.origin, capture.url) == (server.url("/a"), server.url("/c"))


@pytest.mark.parametrize(
    ("routes", "words"),
    [
        ({"/a": redirect("/b"), "/b": redirect("/a")}, "in a circle"),
        ({"/a": redirect("/a")}, "in a circle"),
        ({f"/a{n or ''}": redirect(f"/a{n + 1}") for n in range(20)}, "more than 10 redirects"),
        ({"/a": reply(status="302 Found")}, "without a place"),
    ],
)
def test_redirects_that_lead_nowhere_end(routes, words):
    with serving(routes) as server:
        issue = only_issue(crawl(server.url("/a")))
    assert issue.code == "collect.web.redirect"
    assert words in issue.message
    assert len(server.asked) <= 11


NO_PAGES = ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://u:p@127.0.0.1/", "javascript:1", "//["]


@pytest.mark.parametrize("place", NO_PAGES)
def test_redirects_to_what_is_no_web_page_are_refused(place):
    with serving({"/a": redirect(place)}) as server:
        issue = only_issue(crawl(server.url("/a")))
    assert issue.code in ("collect.web.scheme", "collect.web.credentials", "collect.web.url")
    assert server.asked == ["/a"]


def test_a_server_that_drips_is_given_up():
    def drip(conn, request, stop):
        conn.sendall(HEAD + b"\r\n")
        while not stop.wait(0.02):
            conn.sendall(b"x")

    with serving({"/a": drip}) as server:
        run = crawl(server.url("/a"), timeouts=Timeouts(connect=5, read=5, total=0.3), retries=0)
    issue = only_issue(run)
    assert (issue.code, "not done within 0.3 seconds" in issue.message) == ("collect.web.timeout", True)


def test_a_head_that_drips_is_given_up():
    def drip(conn, request, stop):
        conn.sendall(HEAD)
        while not stop.wait(0.02):
            conn.sendall(b"X-A: b\r\n")

    with serving({"/a": drip}) as server:
        run = crawl(server.url("/a"), timeouts=Timeouts(connect=5, read=5, total=0.3), retries=0)
    assert only_issue(run).code == "collect.web.timeout"


def test_a_server_that_falls_silent_is_given_up():
    def silent(conn, request, stop):
        conn.sendall(HEAD + b"Content-Length: 10\r\n\r\nabc")
        stop.wait(10)

    with serving({"/a": silent}) as server:
        run = crawl(server.url("/a"), timeouts=Timeouts(connect=5, read=0.2, total=20), retries=0)
    assert "nothing came for 0.2 seconds" in only_issue(run).message


def test_a_body_without_end_is_not_kept():
    def endless(conn, request, stop):
        conn.sendall(HEAD + b"\r\n")
        while not stop.is_set():
            conn.sendall(b"x" * 65536)

    with serving({"/a": endless}) as server:
        issue = only_issue(crawl(server.url("/a"), limits=SMALL))
    assert (issue.code, "100,000 bytes" in issue.message) == ("collect.web.too-large", True)


def test_chunks_without_end_are_not_kept():
    def endless(conn, request, stop):
        conn.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while not stop.is_set():
            conn.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")

    with serving({"/a": endless}) as server:
        assert only_issue(crawl(server.url("/a"), limits=SMALL)).code == "collect.web.too-large"


def test_a_stated_length_beyond_the_bound_is_refused_unread():
    with serving({"/a": HEAD + b"Content-Length: 999999999999\r\n\r\n" + PAGE}) as server:
        issue = only_issue(crawl(server.url("/a")))
    assert (issue.code, "stated length" in issue.message) == ("collect.web.too-large", True)


def test_a_body_shorter_than_stated_is_tried_again_and_then_an_issue():
    with serving({"/a": HEAD + b"Content-Length: 5000\r\n\r\n" + PAGE}) as server:
        run = crawl(server.url("/a"))
    assert only_issue(run).code == "collect.web.incomplete"
    assert server.asked == ["/a"] * 3


def test_a_body_longer_than_stated_is_cut_there_and_told():
    surplus = HEAD + f"Content-Length: {len(PAGE)}\r\n\r\n".encode() + PAGE + b"HTTP/1.1 200 OK\r\n\r\nsmuggled"
    with serving({"/a": surplus, "/b": reply(PAGE)}) as server:
        run = crawl(server.url("/a"), server.url("/b"))
    assert [capture.payload for capture in run.captures] == [PAGE, PAGE]
    assert run.codes == ["surplus"]


def test_chunks_are_joined():
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:20], PAGE[20:])) + b"0\r\n\r\n"
    with serving({"/a": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks}) as server:
        (capture,) = crawl(server.url("/a")).captures
    assert capture.payload == PAGE


def test_packed_bodies_are_kept_packed():
    packed = gzip.compress(PAGE, mtime=0)
    with serving({"/a": reply(packed, Content_Encoding="gzip")}) as server:
        (capture,) = crawl(server.url("/a")).captures
    assert capture.payload == packed
    assert capture.said("http.header.content-encoding") == "gzip"
    assert server.requests[-1].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("body", "coding", "code"),
    [
        (gzip.compress(PAGE, mtime=0)[:-20], "gzip", "coding"),
        (gzip.compress(b"x" * 50_000_000, mtime=0), "gzip", "too-large"),
        (gzip.compress(gzip.compress(b"x" * 50_000_000, mtime=0), mtime=0), "gzip, gzip", "too-large"),
        (zlib.compress(b"x" * 50_000_000), "deflate", "too-large"),
        (PAGE, "gzip", "coding"),
        (PAGE, "br", "coding"),
        (gzip.compress(b"", mtime=0), "gzip", "empty"),
        (gzip.compress(b"a", mtime=0) * 200, "gzip", "coding"),
    ],
)
def test_packed_bodies_that_are_bad_are_one_issue(body, coding, code):
    with serving({"/a": reply(body, Content_Encoding=coding)}) as server:
        assert only_issue(crawl(server.url("/a"))).code == f"collect.web.{code}"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"x", kind="image/png"), "media-type"),
        (reply(b"\x00\x01", kind="application/octet-stream"), "media-type"),
        (reply(b""), "empty"),
        (reply(b" \n"), "empty"),
        (reply(b'<html><head><meta name="generator" content="riscontro 0.1"></head></html>'), "own-dossier"),
        (reply(b"gone", status="410 Gone"), "status-410"),
        (reply(b"x", status="206 Partial Content"), "status-206"),
        (reply(status="204 No Content"), "status-204"),
        (b"nonsense\r\n\r\n", "protocol"),
        (b"", "protocol"),
        (HEAD + b"X: " + b"y" * 300_000 + b"\r\n\r\n", "protocol"),
    ],
)
def test_answers_that_are_no_report_are_one_issue(answer, code):
    with serving({"/a": answer}) as server:
        assert only_issue(crawl(server.url("/a"), retries=0)).code == f"collect.web.{code}"


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/plain", ""])
def test_html_that_is_called_something_else_is_html(kind):
    with serving({"/a": reply(b"<!DOCTYPE html>" + PAGE, kind=kind)}) as server:
        (capture,) = crawl(server.url("/a")).captures
    assert capture.media_type == "text/html"


def test_nobody_there_is_one_issue_and_the_run_goes_on():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with serving({"/b": reply(PAGE)}) as server:
        run = crawl(f"http://127.0.0.1:{port}/a", server.url("/b"))
    assert run.codes == ["connection"]
    assert len(run.captures) == 1


def test_private_addresses_are_refused_where_the_connection_is_made():
    with serving({"/a": reply(PAGE)}) as server:
        issue = only_issue(crawl(server.url("/a"), allow_private=False))
    assert issue.code == "collect.web.address"
    assert "127.0.0.1 is loopback" in issue.message
    assert server.requests == []


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost", "127.1"])
def test_every_spelling_of_this_machine_is_refused(host):
    with serving({"/a": reply(PAGE)}) as server:
        issue = only_issue(crawl(f"http://{host}:{server.port}/a", allow_private=False))
    assert issue.code in ("collect.web.address", "collect.web.dns")
    assert server.requests == []


def test_the_next_address_is_tried_where_the_first_gives_nothing():
    with serving({"/a": reply(PAGE)}) as server:
        url = f"http://news.example:{server.port}/a"
        run = crawl(url, resolve=lambda *_: ["127.9.9.9", "127.0.0.1"])
    assert len(run.captures) == 1
    assert run.captures[0].said("http.address") == "127.0.0.1"


def test_mutated_answers_are_captures_or_issues():
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n6\r\n>Words\r\n0\r\n\r\n"
    answers = [reply(PAGE), reply(gzip.compress(PAGE, mtime=0), Content_Encoding="gzip"), chunked, redirect("/b")]
    routes = {f"/{n}": answer for n, answer in enumerate(mutations(answers, count=300, seed=3))}
    with serving(routes) as server:
        urls = [server.url(path) for path in routes]
        run = crawl(*urls, budget=1000, retries=0, timeouts=Timeouts(connect=5, read=1, total=3))
    told = {issue.subject for issue in run.issues} | {capture.origin for capture in run.captures}
    assert told == set(urls)


def test_a_name_that_leads_to_a_private_address_is_refused():
    with serving({"/a": reply(PAGE)}) as server:
        url = f"http://news.example:{server.port}/a"
        issue = only_issue(crawl(url, allow_private=False, resolve=lambda host, port: ["127.0.0.1"]))
    assert (issue.code, server.requests) == ("collect.web.address", [])


def test_a_name_is_asked_at_the_address_that_was_judged():
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    with serving({"/a": reply(PAGE)}) as server:
        run = crawl(f"http://news.example:{server.port}/a", resolve=rebinding)
    assert len(run.captures) == 1
    # One look at the name for each connection: robots.txt and the page.
    assert asked == ["news.example"] * 2
    assert server.requests[-1].headers["host"] == f"news.example:{server.port}"


def test_a_redirect_to_a_private_address_is_refused_at_that_hop():
    def resolve(host, port):
        return ["127.0.0.1"] if host == "news.example" else ["169.254.169.254"]

    with serving({"/a": redirect("http://other.example/latest/meta-data/")}) as server:
        issue = only_issue(crawl(f"http://news.example:{server.port}/a", resolve=resolve))
    assert issue.code == "collect.web.address"
    assert "169.254.169.254 is metadata service" in issue.message


def test_a_name_without_an_address_is_one_issue():
    def nowhere(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert only_issue(crawl("http://nowhere.example/", resolve=nowhere)).code == "collect.web.dns"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def tls_pair(authority, name):
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(name).configure_cert(server)
    authority.configure_trust(client)
    return server, client


def test_the_certificate_is_asked_of_the_name_and_not_of_the_address(authority):
    server_tls, client_tls = tls_pair(authority, "news.example")
    names = []
    server_tls.sni_callback = lambda socket, name, context: names.append(name)
    with serving({"/a": reply(PAGE)}, tls=server_tls) as server:
        run = crawl(f"https://news.example:{server.port}/a", resolve=lambda *_: ["127.0.0.1"], tls=client_tls)
    assert len(run.captures) == 1
    assert set(names) == {"news.example"}


def test_a_certificate_of_another_name_is_refused(authority):
    server_tls, client_tls = tls_pair(authority, "other.example")
    with serving({"/a": reply(PAGE)}, tls=server_tls) as server:
        run = crawl(f"https://news.example:{server.port}/a", resolve=lambda *_: ["127.0.0.1"], tls=client_tls)
    assert run.captures == []
    assert run.codes == ["tls"]
    assert "certificate" in run.issues[0].message


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving({"/a": reply(PAGE)}) as server:
        assert len(crawl(server.url("/a")).captures) == 1


def test_odd_ports_of_public_hosts_are_not_asked():
    with pytest.raises(Failure, match="port 22 is none of the web's"):
        Client(timeouts=QUICK, resolve=lambda *_: ["93.184.215.14"]).get(
            "http://news.example:22/", headers={}, limit=10
        )
