"""Pace, robots.txt, conditions, feeds: what is asked, when, and what is kept of it."""

from __future__ import annotations

import json

import pytest

from riscontro.collect.web.entries import ENTRY_TYPE, json_to_entry, pairs_to_entry
from riscontro.collect.web.records import prior_of
from riscontro.collect.web.values import Seed
from riscontro.model.document import Declared
from tests.collect.web.server import crawl, redirect, reply, serving

PAGE = "<html><body><p>Rome will send missiles to Kyiv, the ministry said.</p></body></html>"
ALL_REFUSED = reply("User-agent: *\nDisallow: /", kind="text/plain")


def rss(*items: str, head: str = "<title>Example Post</title><language>en</language>") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return reply(f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{body}</channel></rss>', kind="text/xml")


def item(url: str, *, title: str = "A title", text: str = "") -> str:
    summary = f"<description>{text}</description>" if text else ""
    return f"<title>{title}</title><link>{url}</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>{summary}"


def holding(*captures):
    """Return what a case would say of an address: its last capture."""
    by_url = {capture.origin: prior_of(capture, lambda capture=capture: capture.payload) for capture in captures}
    return by_url.get


# Pace


def test_one_host_is_asked_at_its_pace():
    with serving({f"/{n}": reply(f"{PAGE}{n}") for n in range(3)}) as server:
        run = crawl(*(server.url(f"/{n}") for n in range(3)), delay=7.0)
    assert len(run.captures) == 3
    assert run.time.slept == [7.0, 7.0, 7.0]
    assert server.asked == ["/0", "/1", "/2"]


def test_hosts_take_turns():
    with serving({f"/{n}": reply(f"{PAGE}{n}") for n in range(2)}) as server:
        hosts = ("a.example", "b.example")
        urls = [f"http://{host}:{server.port}/{n}" for host in hosts for n in range(2)]
        run = crawl(*urls, delay=4.0, resolve=lambda *_: ["127.0.0.1"])
    order = [capture.url.split("//")[1].split(".")[0] for capture in run.captures]
    assert order == ["a", "b", "a", "b"]
    assert sum(run.time.slept) == 8.0


def test_crawl_delay_is_kept():
    robots = reply("User-agent: *\nCrawl-delay: 11\nDisallow:", kind="text/plain")
    with serving({"/robots.txt": robots, "/0": reply(PAGE), "/1": reply(f"{PAGE}1")}) as server:
        run = crawl(server.url("/0"), server.url("/1"), delay=2.0)
    assert run.time.slept == [2.0, 11.0]


def test_a_delay_longer_than_a_run_waits_leaves_the_rest():
    robots = reply("User-agent: riscontro\nCrawl-delay: 3600", kind="text/plain")
    with serving({"/robots.txt": robots} | {f"/{n}": reply(f"{PAGE}{n}") for n in range(3)}) as server:
        run = crawl(*(server.url(f"/{n}") for n in range(3)))
    assert (len(run.captures), run.codes) == (1, ["postponed"])
    assert "2 addresses are left for the next run" in run.issues[0].message


def test_the_budget_leaves_the_rest():
    with serving({f"/{n}": reply(f"{PAGE}{n}") for n in range(5)}) as server:
        run = crawl(*(server.url(f"/{n}") for n in range(5)), budget=3)
    assert (len(run.captures), run.codes) == (3, ["budget"])
    assert len(server.asked) == 3


def test_retry_after_is_kept_and_then_asked_again():
    answers = iter([reply(status="429 Too Many Requests", Retry_After="40"), reply(PAGE)])
    with serving({"/a": lambda request: next(answers)}) as server:
        run = crawl(server.url("/a"))
    assert (len(run.captures), run.issues) == (1, [])
    assert run.time.slept == [2.0, 40.0]


def test_retry_after_as_a_date():
    date = "Sun, 01 Mar 2026 12:01:02 GMT"
    answers = iter([reply(status="503 Service Unavailable", Retry_After=date), reply(PAGE)])
    with serving({"/a": lambda request: next(answers)}) as server:
        run = crawl(server.url("/a"))
    assert len(run.captures) == 1
    assert run.time.slept == [2.0, 60.0]


def test_a_retry_after_beyond_patience_leaves_the_host_alone():
    busy = reply(status="429 Too Many Requests", Retry_After="86400")
    with serving({"/a": busy, "/b": reply(PAGE)}) as server:
        run = crawl(server.url("/a"), server.url("/b"))
    assert (run.captures, run.codes, server.asked) == ([], ["postponed"], ["/a"])
    assert "86,400 seconds" in run.issues[0].message


def test_passing_faults_are_tried_again_with_longer_pauses():
    with serving({"/a": reply(status="502 Bad Gateway")}) as server:
        run = crawl(server.url("/a"))
    assert run.codes == ["status-502"]
    assert run.time.slept == [2.0, 5.0, 10.0]
    assert server.asked == ["/a"] * 3


def test_lasting_faults_are_not_tried_again():
    with serving({}) as server:
        run = crawl(server.url("/a"))
    assert (run.codes, server.asked) == (["status-404"], ["/a"])
    assert run.issues[0].subject == server.url("/a")


# robots.txt


def test_robots_is_asked_once_and_obeyed():
    robots = reply("User-agent: riscontro\nDisallow: /private/\n\nUser-agent: *\nDisallow: /", kind="text/plain")
    routes = {"/robots.txt": robots, "/a": reply(PAGE), "/private/b": reply(PAGE)}
    with serving(routes) as server:
        run = crawl(server.url("/a"), server.url("/private/b"))
    assert (len(run.captures), run.codes, server.asked) == (1, ["robots"], ["/a"])
    assert [request.path for request in server.requests].count("/robots.txt") == 1


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_an_unknown_robots_forbids_for_now(status):
    with serving({"/robots.txt": reply(status=status), "/a": reply(PAGE)}) as server:
        run = crawl(server.url("/a"))
    assert (run.captures, run.codes, server.asked) == ([], ["robots-unknown"], [])


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "401 Unauthorized"])
def test_no_robots_allows(status):
    with serving({"/robots.txt": reply(status=status), "/a": reply(PAGE)}) as server:
        assert len(crawl(server.url("/a")).captures) == 1


def test_robots_behind_redirects_is_read():
    routes = {"/robots.txt": redirect("/r1"), "/r1": redirect("/r2"), "/r2": ALL_REFUSED, "/a": reply(PAGE)}
    with serving(routes) as server:
        assert crawl(server.url("/a")).codes == ["robots"]


def test_robots_that_redirects_for_ever_counts_as_none():
    with serving({"/robots.txt": redirect("/robots.txt"), "/a": reply(PAGE)}) as server:
        assert len(crawl(server.url("/a")).captures) == 1


def test_of_a_long_robots_the_beginning_counts():
    long = reply("User-agent: *\nDisallow: /a\n" + "# filler\n" * 200_000, kind="text/plain")
    with serving({"/robots.txt": long, "/a": reply(PAGE), "/b": reply(PAGE)}) as server:
        run = crawl(server.url("/a"), server.url("/b"))
    assert (len(run.captures), run.codes) == (1, ["robots"])


def test_a_robots_built_to_multiply_forbids():
    agents = "".join(f"User-agent: a{n}\n" for n in range(5000))
    robots = reply(agents + "Disallow: /x\n" * 5000, kind="text/plain")
    with serving({"/robots.txt": robots, "/a": reply(PAGE)}) as server:
        assert crawl(server.url("/a")).codes == ["robots-unknown"]


def test_robots_of_each_hop_counts():
    with serving({"/robots.txt": ALL_REFUSED}) as other, serving() as server:
        server.routes["/a"] = redirect(other.url("/b"))
        run = crawl(server.url("/a"))
    assert (run.codes, other.asked) == (["robots"], [])


def test_a_dead_host_is_tried_thrice_for_all_of_its_pages():
    tries = []

    def nowhere(host, port):
        tries.append(host)
        raise OSError(-3, "Temporary failure in name resolution")

    run = crawl(*(f"http://dead.example/{n}" for n in range(10)), resolve=nowhere)
    assert run.codes == ["dns"] * 10
    assert len(tries) <= 3


# What is held


def test_what_is_held_is_not_asked_for_again():
    with serving({"/a": reply(PAGE)}) as server:
        first = crawl(server.url("/a"))
        again = crawl(server.url("/a"), held=holding(*first.captures))
    assert (again.captures, again.unchanged, server.asked) == ([], [server.url("/a")], ["/a"])


def test_asked_again_it_is_asked_whether_it_changed():
    def page(request):
        fresh = request.headers.get("if-none-match") != '"v1"'
        return reply(PAGE, ETag='"v1"') if fresh else reply(status="304 Not Modified")

    with serving({"/a": page}) as server:
        first = crawl(server.url("/a"))
        again = crawl(server.url("/a"), held=holding(*first.captures), refresh=True)
    assert (again.captures, again.unchanged, again.issues) == ([], [server.url("/a")], [])


def test_last_modified_serves_as_well():
    moment = "Sun, 01 Mar 2026 10:00:00 GMT"

    def page(request):
        fresh = request.headers.get("if-modified-since") != moment
        return reply(PAGE, Last_Modified=moment) if fresh else reply(status="304 Not Modified")

    with serving({"/a": page}) as server:
        first = crawl(server.url("/a"))
        again = crawl(server.url("/a"), held=holding(*first.captures), refresh=True)
    assert again.unchanged == [server.url("/a")]


def test_a_304_for_what_is_not_held_is_an_issue():
    with serving({"/a": reply(status="304 Not Modified")}) as server:
        assert crawl(server.url("/a")).codes == ["status-304"]


def test_one_address_named_twice_is_asked_once():
    with serving({"/a": reply(PAGE)}) as server:
        run = crawl(server.url("/a"), server.url("/a#x"))
    assert (len(run.captures), server.asked) == (1, ["/a"])


# Feeds


def test_a_feed_gives_its_pages_with_its_own_words_beside_them():
    with serving({"/a": reply(PAGE)}) as server:
        server.routes["/feed"] = rss(
            item("/a", title="Missiles", text="Rome sends missiles.")
            + "<source url='http://o.example/f'>Other Wire</source>"
        )
        run = crawl(server.url("/feed"))
    feed, page = run.captures
    assert (feed.media_type, feed.origin) == ("application/rss+xml", server.url("/feed"))
    entry = pairs_to_entry(page.context)
    assert (entry.title, entry.summary, entry.source) == ("Missiles", "Rome sends missiles.", "Other Wire")
    assert (entry.publisher, entry.published) == ("Example Post", "Mon, 02 Mar 2026 09:00:00 GMT")
    assert page.said("feed.url") == server.url("/feed")


def test_links_in_pages_lead_nowhere():
    linked = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
    linked += '<body><p>Text.</p><a href="/b">more</a><img src="/i.png">'
    linked += '<meta http-equiv="refresh" content="0;/c"></body></html>'
    with serving({"/a": reply(linked)}) as server:
        crawl(server.url("/a"))
        assert server.asked == ["/a"]


def test_an_entry_whose_page_is_not_to_be_had_is_kept_by_itself():
    with serving({}) as server:
        server.routes["/feed"] = rss(item("/gone", text="Rome sends missiles."))
        run = crawl(server.url("/feed"))
    _, entry = run.captures
    assert (entry.media_type, entry.origin) == (ENTRY_TYPE, server.url("/gone"))
    assert json_to_entry(entry.payload.decode()).summary == "Rome sends missiles."
    assert entry.said("feed.unfetched") == "status-404 status 404 Not Found"
    assert run.codes == ["status-404"]


def test_a_page_that_is_gone_is_not_tried_again_and_one_that_failed_is():
    with serving({"/busy": reply(status="500 Oops")}) as server:
        server.routes["/feed"] = rss(item("/gone", text="One."), item("/busy", text="Two."))
        first = crawl(server.url("/feed"), retries=0)
        server.requests.clear()
        second = crawl(server.url("/feed"), held=holding(*first.captures), retries=0)
    assert server.asked == ["/feed", "/busy"]
    again = [capture.id for capture in second.captures if capture.media_type == ENTRY_TYPE]
    assert again == [
        capture.id for capture in first.captures if capture.said("feed.unfetched") and capture.origin.endswith("busy")
    ]


def test_a_run_that_was_killed_goes_on_where_it_was():
    def feed(request):
        fresh = request.headers.get("if-none-match") != '"f"'
        whole = rss(*(item(f"/{n}") for n in range(3)))
        return whole.replace(b"\r\n\r\n", b'\r\nETag: "f"\r\n\r\n', 1) if fresh else reply(status="304 Not Modified")

    with serving({"/feed": feed} | {f"/{n}": reply(f"{PAGE}{n}") for n in range(3)}) as server:
        whole = crawl(server.url("/feed"))
        server.requests.clear()
        rest = crawl(server.url("/feed"), held=holding(*whole.captures[:2]))
    assert server.asked == ["/feed", "/1", "/2"]
    assert [capture.origin for capture in rest.captures] == [server.url("/1"), server.url("/2")]


def test_without_pages_the_feed_speaks_alone():
    with serving({"/a": reply(PAGE)}) as server:
        server.routes["/feed"] = rss(item("/a", text="Rome sends missiles."))
        run = crawl(Seed(url=server.url("/feed"), pages=False))
    assert [capture.media_type for capture in run.captures] == ["application/rss+xml", ENTRY_TYPE]
    assert (server.asked, run.captures[1].said("feed.unfetched")) == (["/feed"], "not-asked")


def test_what_is_named_as_a_feed_must_be_one():
    with serving({"/a": reply(PAGE)}) as server:
        run = crawl(Seed(url=server.url("/a"), feed=True))
    assert (run.captures, run.codes) == ([], ["feed"])


def test_entries_without_a_usable_page():
    with serving({}) as server:
        server.routes["/feed"] = rss(
            item("javascript:alert(1)", text="One."),
            "<title>T</title><description>Two.</description>",
            item("mailto:x"),
        )
        run = crawl(server.url("/feed"))
    assert sorted(run.codes) == ["scheme", "scheme", "url"]
    assert [json_to_entry(capture.payload.decode()).summary for capture in run.captures[1:]] == ["One.", "Two."]
    assert server.asked == ["/feed"]


def test_a_feed_of_private_addresses_opens_nothing():
    def resolve(host, port):
        return ["127.0.0.1"] if host == "feeds.example" else ["10.0.0.1"]

    with serving({}) as server:
        server.routes["/feed"] = rss(item("http://intranet.example/secret"))
        run = crawl(f"http://feeds.example:{server.port}/feed", resolve=resolve, allow_private=False)
    assert run.codes == ["address"]


def test_json_feeds():
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Example Post", "language": "it"}
    feed["items"] = [
        {"id": "1", "url": "/a", "title": "T", "content_html": "<p>Testo</p>", "date_published": "2026-03-02T09:00:00Z"}
    ]
    with serving({"/feed": reply(json.dumps(feed), kind="application/json"), "/a": reply(PAGE)}) as server:
        run = crawl(server.url("/feed"))
    assert [capture.media_type for capture in run.captures] == ["application/feed+json", "text/html"]
    assert pairs_to_entry(run.captures[1].context).content == "<p>Testo</p>"


NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{0}</loc><news:news><news:publication>
<news:name>Example Post</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-02</news:publication_date><news:title>Missiles</news:title></news:news></url></urlset>"""
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{0}</sitemapindex>'


def test_a_sitemap_index_leads_to_news_sitemaps_and_these_to_pages():
    with serving({"/a": reply(PAGE)}) as server:
        children = "".join(
            f"<sitemap><loc>{place}</loc></sitemap>"
            for place in (server.url("/news.xml"), "http://elsewhere.example/x.xml")
        )
        server.routes["/index.xml"] = reply(INDEX.format(children), kind="application/xml")
        server.routes["/news.xml"] = reply(NEWS.format(server.url("/a")), kind="application/xml")
        run = crawl(server.url("/index.xml"))
    assert [capture.origin for capture in run.captures] == [server.url(p) for p in ("/index.xml", "/news.xml", "/a")]
    entry = pairs_to_entry(run.captures[2].context)
    assert (entry.title, entry.published, entry.publisher, entry.lang) == (
        "Missiles",
        "2026-03-02",
        "Example Post",
        "en",
    )
    assert run.codes == ["feed"]


def test_sitemap_indexes_in_each_other_end():
    with serving({}) as server:
        for n in range(6):
            child = f"<sitemap><loc>{server.url(f'/{n + 1}')}</loc></sitemap>"
            server.routes[f"/{n}"] = reply(INDEX.format(child), kind="application/xml")
        run = crawl(server.url("/0"))
    assert (run.codes, server.asked) == (["feed"], ["/0", "/1", "/2"])


def test_a_bomb_in_a_feed_is_one_issue_and_the_run_goes_on():
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}">' for n in range(1, 9)
    )
    bomb += "]><rss><channel><item><title>&a8;</title></item></channel></rss>"
    with serving({"/feed": reply(bomb, kind="text/xml"), "/b": reply(PAGE)}) as server:
        run = crawl(server.url("/feed"), server.url("/b"))
    assert (run.codes, len(run.captures)) == (["feed"], 2)


def test_feeds_in_files_need_no_network_and_give_their_own_words():
    payload = rss(item("http://news.example/a", text="Rome sends missiles.")).split(b"\r\n\r\n", 1)[1]
    run = crawl(Seed(url="feeds/post.xml", payload=payload, pages=False), resolve=lambda *_: pytest.fail("no network"))
    assert [capture.media_type for capture in run.captures] == ["application/rss+xml", ENTRY_TYPE]


def test_the_users_word_is_on_every_capture():
    declared = Declared(publisher="Said")
    with serving({"/a": reply(PAGE)}) as server:
        server.routes["/feed"] = rss(item("/a"))
        run = crawl(Seed(url=server.url("/feed"), declared=declared))
    assert {capture.declared for capture in run.captures} == {declared}


def test_a_fault_at_one_address_does_not_stop_the_others():
    def held(url):
        if url.endswith("/a"):
            raise RuntimeError("odd")

    with serving({"/a": reply(PAGE), "/b": reply(PAGE)}) as server:
        run = crawl(server.url("/a"), server.url("/b"), held=held, refresh=True)
    assert (run.codes, len(run.captures)) == (["failed"], 1)
    assert "RuntimeError: odd" in run.issues[0].message


def test_a_file_that_is_no_feed_is_one_issue():
    run = crawl(Seed(url="feeds/post.xml", payload=b"<note/>"))
    assert (run.captures, run.codes) == ([], ["feed"])


def test_robots_that_lead_to_no_address_forbid():
    with serving({"/robots.txt": redirect("//["), "/a": reply(PAGE)}) as server:
        run = crawl(server.url("/a"))
    assert (run.codes, server.asked) == (["url"], [])
