"""A small chart parser over typed items: finds every way the rules can build from a run of tokens.

Rules are sequences of symbols (active chart parsing: Kay 1980, "Algorithm schemata and data structures in syntactic
processing"). Between two symbols glue (articles, "of", commas, dashes) may stand, as far as the rule allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

# What may stand between two parts of an expression.
ARTICLE, OF, AT, COMMA, DASH, SLASH, DOT, PAREN = (1 << bit for bit in range(8))
SOFT = ARTICLE | OF | AT | DOT
GAPS = {
    "": SOFT,
    ",": SOFT | COMMA | PAREN,
    "-": SOFT | COMMA | DASH | SLASH | PAREN,
    "!": 0,
    ".": DOT,
    "~": ARTICLE | DOT,
    "+": SOFT | DASH | SLASH,
    "=": SOFT | DASH | SLASH,
    "%": SOFT,
}
"""Marks before a symbol in a rule: nothing, comma too, dash and slash too, nothing at all, a point, an article,
dash and slash without comma, a dash or slash that must be there, an "of" that must be there."""

NEEDED = {"=": DASH | SLASH, "%": OF}
"""Marks that ask for some of what they allow."""

MAX_EDGES = 1200
"""Most items that one run may give; what hostile text would add beyond is dropped, so that time stays linear."""


MAX_STEPS = 10_000
"""Most steps of rules that one run may take, for the same reason."""


class Edge(NamedTuple):
    """A symbol found over tokens ``start`` to ``end``; ``weak`` ones need more than themselves to be a mention."""

    symbol: str
    start: int
    end: int
    value: Any
    weak: int
    score: float


class Rule(NamedTuple):
    """Symbols with the gap allowed before each, and what makes the value; ``None`` from it rejects the match."""

    symbols: tuple[tuple[str, ...], ...]
    gaps: tuple[tuple[int, int], ...]
    build: Callable[..., Any]
    result: str | None
    score: float


def compile_rule(
    pattern: str,
    build: Callable[..., Any],
    *,
    classes: Mapping[str, str],
    result: str | None = None,
    score: float = 0.0,
) -> Rule:
    """Return the rule of a pattern such as ``"LAST N U"``; ``classes`` names sets of symbols."""
    symbols, gaps = [], []
    for word in pattern.split():
        mark = word[0] if word[0] in GAPS else ""
        name = word[len(mark) :]
        gaps.append((GAPS[mark], NEEDED.get(mark, 0)))
        parts = [part for key in name.split("|") for part in classes.get(key, key).split()]
        symbols.append(tuple(dict.fromkeys(parts)))
    return Rule(tuple(symbols), tuple(gaps), build, result, score)


class RuleIndex:
    """Rules of one symbol by it, longer ones by their first and then their second."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.unary: dict[str, list[Rule]] = defaultdict(list)
        self.longer: dict[str, dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
        for rule in rules:
            for first in rule.symbols[0]:
                if len(rule.symbols) == 1:
                    self.unary[first].append(rule)
                    continue
                for second in rule.symbols[1]:
                    self.longer[first][second].append(rule)


def parse(
    items: Sequence[Edge],
    *,
    rules: RuleIndex,
    reach: Callable[[int], Sequence[tuple[int, int]]],
    symbol_of: Callable[[Any], str],
) -> list[Edge]:
    """Return all edges over ``items``, the items included. ``reach(i)`` lists the token positions that glue leads to
    from ``i``, with the glue passed.
    """
    return _Parser(rules, reach, symbol_of).run(items)


class _Parser:
    """Works from right to left: what an edge can be followed by is complete when the edge is made."""

    def __init__(
        self,
        rules: RuleIndex,
        reach: Callable[[int], Sequence[tuple[int, int]]],
        symbol_of: Callable[[Any], str],
    ) -> None:
        self.rules, self.reach, self.symbol_of = rules, reach, symbol_of
        self.at: dict[int, list[Edge]] = defaultdict(list)
        self.follows: dict[int, dict[str, list[tuple[int, Edge]]]] = {}
        self.seen: dict[tuple[str, int, int, Any], float] = {}
        self.agenda: list[Edge] = []
        self.found: list[Edge] = []
        self.steps = 0

    def run(self, items: Sequence[Edge]) -> list[Edge]:
        for item in sorted(items, key=lambda edge: -edge.start):
            self.push(item)
            while self.agenda and len(self.found) < MAX_EDGES:
                self.advance(self.agenda.pop())
        return self.found

    def push(self, edge: Edge) -> None:
        key = edge[:4]
        known = self.seen.get(key)
        if known is None or edge.score > known:
            self.seen[key] = edge.score
            self.agenda.append(edge)

    def advance(self, edge: Edge) -> None:
        """Take in a finished edge and apply every rule that begins with it."""
        self.found.append(edge)
        self.at[edge.start].append(edge)
        for rule in self.rules.unary.get(edge.symbol, ()):
            self.finish(rule, (edge,))
        longer = self.rules.longer.get(edge.symbol)
        if not longer:
            return
        for symbol, nexts in self.follow(edge.end).items():
            for rule in longer.get(symbol, ()):
                self.extend(rule, (edge,), nexts)

    def follow(self, end: int) -> dict[str, list[tuple[int, Edge]]]:
        """Return by symbol the edges that may follow at token ``end``, each with the glue before it."""
        known = self.follows.get(end)
        if known is None:
            known = self.follows[end] = {}
            for position, gap in self.reach(end):
                for edge in self.at.get(position, ()):
                    known.setdefault(edge.symbol, []).append((gap, edge))
        return known

    def extend(self, rule: Rule, edges: tuple[Edge, ...], nexts: Sequence[tuple[int, Edge]]) -> None:
        """Carry a rule on with each of the edges that may come next."""
        done = len(edges)
        allowed, needed = rule.gaps[done]
        for gap, edge in nexts:
            if gap & ~allowed or (needed and not gap & needed):
                continue
            self.steps += 1
            if self.steps > MAX_STEPS:
                return
            longer = (*edges, edge)
            if done + 1 == len(rule.symbols):
                self.finish(rule, longer)
                continue
            follow = self.follow(edge.end)
            for symbol in rule.symbols[done + 1]:
                if symbol in follow:
                    self.extend(rule, longer, follow[symbol])

    def finish(self, rule: Rule, edges: tuple[Edge, ...]) -> None:
        value = rule.build(*[edge.value for edge in edges])
        if value is None:
            return
        result = rule.result or self.symbol_of(value)
        score = rule.score + sum(edge.score for edge in edges)
        weak = edges[0].weak if len(edges) == 1 else 0
        self.push(Edge(result, edges[0].start, edges[-1].end, value, weak, score))
