"""Does any damaged input make collecting raise? ``python -m bench.fuzz_pages [COUNT] [--seed N]``.

Damages pages, feeds, JSON lines, mails and WARC files of our own wording (:mod:`tests.collect.mutate`), puts each
through gathering, sieving and extraction as collecting does, and prints one line. An input that raises is saved to the
folder of temporary files, its cause printed, and the run ends with 1 after all were tried.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from bench.pages import page_capture
from bench.share_pages import make_pages
from riscontro.collect import extract, gather
from riscontro.collect.sieve import Sieve, make_sieve
from riscontro.model.document import Capture
from riscontro.store.warc import capture_to_records
from tests.collect.mutate import mutations

COUNT = 50_000
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASES = 26
"""Pages among the inputs that are damaged."""

_ITEM = (
    "<item><title>Talks on grain</title><link>https://post.example/{n}</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT"
    "</pubDate><description>&lt;p&gt;A delegation of {n} officials reached the capital.&lt;/p&gt;</description>"
    "<source url='https://wire.example/'>Wire</source></item>"
)
_ENTRY = (
    "<entry><title>Talks</title><id>urn:{n}</id><link href='https://post.example/{n}'/><updated>2026-03-02T08:00:00Z"
    "</updated><summary>A delegation of {n} officials.</summary></entry>"
)


def originals(seed: int) -> dict[str, list[bytes]]:
    """Return whole inputs by the suffix of their file."""
    pages = [page.markup.encode() for page in make_pages(seed)][:BASES]
    items = "".join(_ITEM.format(n=number) for number in range(5))
    entries = "".join(_ENTRY.format(n=number) for number in range(5))
    rss = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"
    atom = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>{entries}</feed>"
    item = '{"id": "1", "url": "https://post.example/1", "content_html": "<p>A delegation reached the capital."}'
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{item}]}}'
    lines = "\n".join(f'{{"id": {n}, "text": "A delegation reached the capital.", "lang": "en"}}' for n in range(5))
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Talks", "desk@post.example", "Mon, 02 Mar 2026 08:00:00 +0000"
    mail.set_content("A delegation reached the capital.")
    mail.add_alternative(pages[0].decode(), subtype="html")
    mail.set_boundary("=-part-=")  # else it is another one at every run
    warc = b"".join(capture_to_records(page_capture(page.decode())) for page in pages[:4])
    return {
        ".html": pages,
        ".xml": [rss.encode(), atom.encode()],
        ".json": [feed.encode()],
        ".jsonl": [lines.encode()],
        ".eml": [mail.as_bytes()],
        ".warc": [warc],
        ".warc.gz": [warc if warc[:2] == b"\x1f\x8b" else gzip.compress(warc)],
    }


def damaged(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield suffix and damaged payload, the same for the same seed: half of them pages."""
    kinds = originals(seed)
    streams = {suffix: mutations(bases, count=count, seed=seed) for suffix, bases in kinds.items()}
    others = [suffix for suffix in streams if suffix != ".html"]
    for number in range(count):
        suffix = ".html" if number % 2 == 0 else others[number // 2 % len(others)]
        yield suffix, next(streams[suffix])


def put_through(path: Path, sieve: Sieve) -> tuple[int, int]:
    """Collect one file as collecting does; return its documents and issues."""
    documents = issues = 0
    for item in gather([path], clock=lambda: MOMENT):
        if isinstance(item, Capture):
            sieve.reason(item)
            found = extract(item)
            documents, issues = documents + len(found.documents), issues + len(found.issues)
        else:
            issues += 1
    return documents, issues


def main(arguments: Sequence[str]) -> int:
    """Run and print one line."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz_pages")
    parser.add_argument("count", nargs="?", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    sieve = make_sieve([("PRK", "RUS")])
    crashes = documents = issues = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, (suffix, payload) in enumerate(damaged(options.count, options.seed)):
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(payload)
            started = time.process_time()
            try:
                found = put_through(path, sieve)
            except Exception:  # noqa: BLE001 (a crash is what is looked for: kept, told, and the run goes on)
                crashes += 1
                kept = Path(tempfile.gettempdir()) / f"fuzz-{options.seed}-{number}{suffix}"
                kept.write_bytes(payload)
                print(f"{kept}: {traceback.format_exc(limit=-3)}", file=sys.stderr)
            else:
                documents, issues = documents + found[0], issues + found[1]
            slowest = max(slowest, time.process_time() - started)
    print(
        f"fuzz_pages: inputs={options.count} crashes={crashes} documents={documents} issues={issues}"
        f" slowest_seconds={slowest:.2f}"
    )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
