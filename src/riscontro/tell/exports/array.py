"""JSON arrays written as their items come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import indent


def listed(items: Iterable[object], *, depth: int = 0, end: str = "\n") -> Iterator[str]:
    """Yield an array as ``json.dumps`` with an indent of one writes it at a depth, then ``end``.

    >>> "".join(listed([{"a": 1}, 2], end="")) == json.dumps([{"a": 1}, 2], indent=1)
    True
    """
    margin, some = " " * (depth + 1), False
    for item in items:
        text = indent(json.dumps(item, ensure_ascii=False, indent=1), margin, lambda _: True)
        yield f",\n{text}" if some else f"[\n{text}"
        some = True
    yield f"\n{' ' * depth}]{end}" if some else f"[]{end}"
