"""What ``time.toml`` and ``number.toml`` of every pack must hold: known keys, required keys, nothing empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# fmt: off
UNIT_NAMES = frozenset({
    "day", "workday", "week", "workweek", "weekend", "fortnight", "month", "quarter", "half", "year", "decade",
    "century",
})
# fmt: on
"""The units that a pack may have words for."""

WORD_LISTS = frozenset(
    [
        "last",
        "last_many",
        "next_count",
        "last2",
        "last_post",
        "last_many_post",
        "last2_post",
        "last_day",
        "next",
        "next_many",
        "next2",
        "next_post",
        "next_many_post",
        "next2_post",
        "next_day",
        "coming",
        "coming_post",
        "this",
        "this_post",
        "early",
        "mid",
        "late",
        "early_post",
        "mid_post",
        "late_post",
        "rest",
        "rest_post",
        "so_far",
        "so_far_post",
        "all",
        "ago",
        "ago_pre",
        "in",
        "in_bare",
        "hence",
        "within",
        "within_post",
        "later",
        "later_pre",
        "earlier",
        "since",
        "ever_since",
        "since_post",
        "since_the",
        "from",
        "from_post",
        "from_the",
        "for",
        "starting",
        "until",
        "until_post",
        "until_the",
        "to",
        "to_the",
        "before",
        "before_post",
        "after",
        "after_post",
        "by",
        "by_post",
        "between",
        "between_post",
        "and",
        "few",
        "few_post",
        "one",
        "half",
        "and_half",
        "more",
        "less",
        "about",
        "now",
        "to_date",
        "day_mark",
        "day_mark_post",
        "month_mark_post",
        "year_mark",
        "year_mark_post",
        "week_of",
        "week_of_post",
        "weekend_of",
        "week_number",
        "week_number_post",
        "decade",
        "decade_post",
        "century",
        "time_of_day",
        "recent",
        "recent_post",
        "same",
        "same_year",
        "following",
        "preceding",
        "following_post",
        "preceding_post",
    ]
)
"""The lists that ``[words]`` may have; the reader of times says which symbol of its grammar each is."""

ORDERS = frozenset(
    {
        "month_number",
        "day_of_month",
        "day_of_month_year",
        "one_ago",
        "ago_one",
        "this_window",
        "weekday_ordinal",
        "weekday_ordinal_of",
        "units_counted_next",
    }
)
"""Word orders that a pack may add, by the name of what they build."""

_TIME_TABLES: Mapping[str, str] = {
    "months": r"[1-9]|1[0-2]",
    "weekdays": r"[1-7]",
    "last_weekdays": r"[1-7]",
    "weekday_tails": r"[1-7]",
    "seasons": "spring|summer|autumn|winter",
    "days": r"-?\d",
    "anaphoric_days": r"-?\d",
    "durations": rf"\d+(?:\.\d)?:(?:{'|'.join(sorted(UNIT_NAMES))})",
    "periods": rf"(?:{'|'.join(sorted(UNIT_NAMES))}):-?\d",
    "parts": rf"(?:early|mid|late|rest|so-far):(?:{'|'.join(sorted(UNIT_NAMES))}):-?\d",
    "recents": r"(?:day|week|month|year):-?1",
    "quarters": r"(?:quarter|half):[1-4]",
    "decades": r"(?:1[0-9]|20)\d0",
    "eras": r"\d{3,4}",
    "holidays": r"\d\d-\d\d|easter(?:[+-]\d+)?",
    "words": "|".join(sorted(WORD_LISTS)),
}
"""Tables of ``time.toml`` to what their keys look like; the values are lists of phrases."""

_TIME_PLAIN = frozenset({"date_order", "capitals", "ordinal_point", "word_start"})
_TIME_LISTS = frozenset({"no_offset_after", "every", "overnight", "lead", "function", "stop", "prefixes"})
_GLUE = frozenset({"article", "of", "at"})
_TENSE = frozenset({"future", "past", "future_endings", "past_endings"})
_TIME_REQUIRED = ("date_order", "weekdays", "units", "days", "words")
_WORDS_REQUIRED = (("last", "last_post"), ("next", "next_post", "coming"), ("ago", "ago_pre"), ("since", "since_post"))

_NUMBER_VALUES = frozenset({"cardinals", "scales", "plurals", "ordinals", "about_words", "compound_parts"})
_NUMBER_LISTS = frozenset(
    [
        "joiners",
        "ordinal_suffixes",
        "articles",
        "vague",
        "digit_scales",
        "plural_links",
        "weak",
        "never",
        "counters",
        "halves",
        "infix",
    ]
)
_NUMBER_PLAIN = frozenset(
    {
        "decimal",
        "group",
        "compound",
        "spaceless",
        "vigesimal",
        "genitive_scales",
        "digits_add",
        "ten_and_units",
        "ranges",
    }
)
_BOUNDS = frozenset({"about", "almost", "more than", "at least", "up to", "less than"})
_NUMBER_REQUIRED = ("decimal", "cardinals", "scales", "bounds")


def time_faults(table: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a pack's ``time.toml``, a sentence each; empty where it keeps the contract."""
    return [*_time_faults(table), *_required(table, _TIME_REQUIRED)]


def _time_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key in _TIME_TABLES:
            yield from _table_faults(key, value)
        elif key == "units":
            yield from _units_faults(value)
        elif key == "weak":
            yield from _weak_faults(value)
        elif key in ("glue", "tense", "orders"):
            known = {"glue": _GLUE, "tense": _TENSE, "orders": ORDERS}[key]
            yield from _section_faults(key, value, known)
        elif key in _TIME_LISTS:
            yield from _list_faults(key, value)
        elif key not in _TIME_PLAIN:
            yield f"unknown key {key}"
    if table.get("date_order") not in ("dmy", "mdy", "ymd"):
        yield "date_order must be dmy, mdy or ymd"
    for choices in _WORDS_REQUIRED:
        if not any(choice in table.get("words", {}) for choice in choices):
            yield f"[words] needs one of {', '.join(choices)}"


def _table_faults(name: str, table: Any) -> Iterator[str]:
    if not isinstance(table, Mapping) or not table:
        yield f"[{name}] is empty"
        return
    for key, phrases in table.items():
        if not re.fullmatch(_TIME_TABLES[name], key):
            yield f"[{name}] has the unknown key {key}"
        yield from _list_faults(f"{name}.{key}", phrases)


def _units_faults(table: Any) -> Iterator[str]:
    for number, units in table.items():
        if number not in ("one", "many"):
            yield f"[units] has the unknown key {number}"
            continue
        yield from _section_faults(f"units.{number}", units, UNIT_NAMES)


def _weak_faults(table: Any) -> Iterator[str]:
    for key, value in table.items():
        if key == "units":
            yield from _units_faults(value)
        elif key in _TIME_TABLES:
            yield from _table_faults(key, value)
        else:
            yield f"[weak] has the unknown key {key}"


def _section_faults(name: str, table: Any, known: frozenset[str]) -> Iterator[str]:
    if not isinstance(table, Mapping) or not table:
        yield f"[{name}] is empty"
        return
    for key, phrases in table.items():
        if key not in known:
            yield f"[{name}] has the unknown key {key}"
        may_be_empty = name == "glue"
        if not (may_be_empty and phrases == []):
            yield from _list_faults(f"{name}.{key}", phrases)


def _list_faults(name: str, phrases: Any) -> Iterator[str]:
    if not isinstance(phrases, list):
        yield f"{name} must be a list"
        return
    if not phrases and name not in _MAY_BE_EMPTY:
        yield f"{name} is empty"
    for phrase in phrases:
        if not isinstance(phrase, str) or not phrase.strip():
            yield f"{name} has an empty phrase"
        elif not _balanced(phrase):
            yield f"{name} has the broken pattern {phrase!r}"


_MAY_BE_EMPTY = frozenset({"joiners", "function", "articles", "lead", "ordinal_suffixes", "digit_scales", "halves"})


def _balanced(pattern: str) -> bool:
    """Tell whether every brace is closed and none stands inside another."""
    depth = 0
    for char in pattern:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth not in (0, 1):
            return False
    return depth == 0


def number_faults(table: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a pack's ``number.toml``, a sentence each; empty where it keeps the contract."""
    return [*_number_faults(table), *_required(table, _NUMBER_REQUIRED)]


def _number_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key in _NUMBER_VALUES:
            yield from _value_faults(key, value)
        elif key in _NUMBER_LISTS:
            yield from _list_faults(key, value)
        elif key in ("bounds", "post_bounds"):
            yield from _section_faults(key, value, _BOUNDS)
        elif key not in _NUMBER_PLAIN:
            yield f"unknown key {key}"
    for pair in table.get("ranges", ()):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) and part for part in pair)):
            yield f"ranges must hold pairs of words, not {pair!r}"


def _value_faults(name: str, table: Any) -> Iterator[str]:
    if not isinstance(table, Mapping) or not table:
        yield f"[{name}] is empty"
        return
    for phrase, value in table.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            yield f"[{name}] {phrase!r} needs a number"
        if not phrase.strip() or not _balanced(phrase):
            yield f"[{name}] has the broken pattern {phrase!r}"


def _required(table: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        if not table.get(key):
            yield f"{key} is missing"
