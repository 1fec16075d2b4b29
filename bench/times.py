"""Measures the reader of times on the exam: span and value F1 per language, and its speed.

    python -m bench.times [--lang it,en] [--show N] [--speed] [--fuzz N]

Cases come from ``../shared/exams/time`` beside the checkout, or from the folder that RISCONTRO_EXAMS names.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.exams import exam_folder, load_scorer
from riscontro.lang.loader import pack_codes
from riscontro.model.time import Published
from riscontro.read.times import find_times

WHOLE = ("it", "en", "fr", "es", "de", "ru", "uk", "ko")
"""The languages whose packs are whole; the floors of the exam are on these together."""

SIZES = (800, 3_200, 12_800)
"""Words of the texts that the speed is measured on."""


def answer(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Read one case and return its spans in the scorer's form."""
    published = Published(value=case["reference"], found_by="contract")
    spans = []
    for mention in find_times(case["text"], lang=case["lang"], published=published):
        earliest, latest = mention.interval.earliest, mention.interval.latest
        spans.append(
            {
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "timex": mention.timex,
                "earliest": earliest.isoformat() if earliest else None,
                "latest": latest.isoformat() if latest else None,
            }
        )
    return spans


def tally(scorer: ModuleType, cases: list[dict[str, Any]], answers: dict[str, Any]) -> dict[str, Any]:
    """Return the scorer's row for all cases together."""
    rows: dict[str, dict[str, Any]] = scorer.score(answers, cases)
    return rows["ALL"]


def show_errors(scorer: ModuleType, cases: list[dict[str, Any]], answers: dict[str, Any], limit: int) -> None:
    """Print the cases that are not wholly right."""
    shown = 0
    for case in cases:
        spans = answers[case["id"]]
        pairs, stray = scorer.pair(case["gold"], spans)
        stray = [s for s in stray if not any(min(b, s["end"]) > max(a, s["start"]) for a, b in case["ignore"])]
        right = [scorer.same(p, g["accept"] + g["also"]) for g, p in pairs]
        if all(right) and len(pairs) == len(case["gold"]) and not stray:
            continue
        shown += 1
        if shown > limit:
            return
        wanted = "; ".join(
            f"[{g['text']}] " + " | ".join("/".join(str(e or "..") for e in a) for a in g["accept"])
            for g in case["gold"]
        )
        got = "; ".join(f"[{s['text']}] {s['earliest'] or '..'}/{s['latest'] or '..'}" for s in spans)
        print(f"{case['lang']} {case['reference']} {case['text'][:160]!r}\n    gold {wanted}\n    got  {got}")


def run_exam(folder: Path, langs: list[str], show: int) -> None:
    """Print one line of scores: per language, and the whole ones pooled."""
    scorer = load_scorer(folder)
    parts, pooled, answers = [], [], {}
    false_alarms = negatives = 0
    for lang in langs:
        cases = list(scorer.load(folder / "dev", [lang]))
        answers.update({case["id"]: answer(case) for case in cases})
        row = tally(scorer, cases, answers)
        parts.append(f"{lang} {100 * row['F']:.1f}/{100 * row['valF']:.1f}")
        pooled += cases if lang in WHOLE else []
        empty = [case for case in cases if not case["gold"]]
        negatives += len(empty)
        false_alarms += sum(1 for case in empty if answers[case["id"]])
        if show:
            show_errors(scorer, cases, answers, show)
    if pooled:
        row = tally(scorer, pooled, answers)
        parts.append(f"whole {100 * row['F']:.1f}/{100 * row['valF']:.1f}")
    share = 100 * false_alarms / negatives if negatives else 0.0
    print("times span/value F1: " + ", ".join(parts) + f"; false alarms {false_alarms}/{negatives} ({share:.1f} %)")


_SENTENCES = (
    "The ministers met in Pyongyang on 12 October and agreed to send more aid before the end of the year.",
    "Officials said that trains had crossed the border twice since March, carrying about 3,000 containers.",
    "The delegation, which includes engineers and doctors, will return next week.",
    "Nobody at the ministry answered questions about the cargo or about the people on board.",
    "Two years ago the port was closed; satellite pictures of the past months show cranes at work.",
    "Analysts doubt that the shells, made in the 1970s, are of much use at the front.",
)


def make_text(words: int) -> str:
    """Return a news-like English text of about so many words."""
    pieces: list[str] = []
    count = 0
    while count < words:
        sentence = _SENTENCES[len(pieces) % len(_SENTENCES)]
        pieces.append(sentence)
        count += len(sentence.split())
    return " ".join(pieces)


def seconds_of(text: str, repeats: int) -> float:
    """Return the best of a few readings, in seconds."""
    published = Published(value="2024-10-09", found_by="contract")
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        find_times(text, lang="en", published=published)
        best = min(best, time.process_time() - start)
    return best


def run_speed() -> None:
    """Print the time per word at three sizes, and the ratio to dateparser where it is installed."""
    spent = {size: seconds_of(make_text(size), 5) for size in SIZES}
    print("times speed: " + ", ".join(f"{size} words {1000 * s:.1f} ms" for size, s in spent.items()))
    small, large = SIZES[0], SIZES[-1]
    print(f"times growth: {spent[large] / spent[small]:.1f} times the time for {large // small} times the text")
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("UNGATED: dateparser is not installed, so the ratio to it is not measured")
        return
    text = make_text(SIZES[0])
    start = time.process_time()
    search_dates(text, languages=["en"])
    theirs = time.process_time() - start
    print(f"times against dateparser: {theirs / spent[SIZES[0]]:.0f} times as fast ({1000 * theirs:.0f} ms)")


def run_fuzz(count: int, *, seed: int = 11) -> None:
    """Read random and hostile strings; any exception ends the run."""
    generator = random.Random(seed)
    words = [
        w
        for lang in pack_codes()
        for w in ("2024", "12", "of", "di", "am", "10월", "月", "日", "-", "/", ".", "in", "last")
    ]
    words += [
        "monday",
        "ottobre",
        "mars",
        "Januar",
        "неделя",
        "지난",
        "去年",
        "أكتوبر",
        "١٢",
        "\u202e",
        "'",
        "a" * 40,
        "\ud800",
        "İ",
    ]
    published = Published(value="2024-10", found_by="contract")
    slowest = 0.0
    for number in range(count):
        if number % 2:
            text = "".join(
                chr(generator.choice((generator.randrange(32, 0x3000), generator.randrange(0x1F000))))
                for _ in range(40)
            )
        else:
            text = generator.choice(("", " ", "\n")).join(
                generator.choice(words) for _ in range(generator.randrange(60))
            )
        lang = generator.choice(pack_codes())
        start = time.process_time()
        end = 0
        for mention in find_times(text, lang=lang, published=published):
            assert end <= mention.span.start < mention.span.end <= len(text), (lang, text)
            end = mention.span.end
        slowest = max(slowest, time.process_time() - start)
    print(f"times fuzz: {count} strings read, slowest {1000 * slowest:.0f} ms")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", default=",".join(WHOLE))
    parser.add_argument("--show", type=int, default=0, metavar="N")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if options.speed:
        run_speed()
    if options.fuzz:
        run_fuzz(options.fuzz)
    if options.speed or options.fuzz:
        return
    folder = exam_folder("time")
    if folder is None:
        return
    known = [lang for lang in options.lang.split(",") if lang in pack_codes()]
    run_exam(folder, known, options.show)


if __name__ == "__main__":
    main()
