"""Runs the quick benches and holds each figure against its floor or ceiling in ``floors.toml``.

    python -m bench.gate             run all, fail where a figure misses its bound
    python -m bench.gate NAME ...    run these
    python -m bench.gate --raise     afterwards, tighten each bound to what was reached, less its slack
    python -m bench.gate --list      say what there is
    python -m bench.gate --help      say this

A bench is a module that prints one line with ``figure=number`` words (or in words that a bound's ``pattern`` finds).
One whose exam data is absent prints a line that begins with ``UNGATED``; it is repeated loudly at the end and never
counts as passed. A bound is only ever tightened here; to loosen one, edit ``floors.toml`` and say why in the commit.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
TIME_LIMIT_SECONDS = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A bench's figure must be at least ``floor`` or at most ``ceiling``; ``slack`` is what noise may cost."""

    figure: str
    floor: float | None
    ceiling: float | None
    slack: float
    pattern: str | None

    def value_in(self, line: str) -> float | None:
        """Return the figure that a bench's line tells: by ``pattern`` where there is one, else after ``figure=``."""
        found = re.search(self.pattern or rf"\b{re.escape(self.figure)}=(-?[0-9]+(?:\.[0-9]+)?)", line)
        return float(found[1]) if found else None

    def holds(self, value: float) -> bool:
        """Tell whether a figure keeps the bound."""
        return (self.floor is None or value >= self.floor) and (self.ceiling is None or value <= self.ceiling)

    def __str__(self) -> str:
        return f"at least {self.floor}" if self.floor is not None else f"at most {self.ceiling}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A bench: its name, the words after ``python -m``, and its bounds."""

    name: str
    command: tuple[str, ...]
    bounds: tuple[Bound, ...]


def load_benches(text: str) -> tuple[Bench, ...]:
    """Return the benches of a floors file, in its order."""
    return tuple(
        Bench(
            name=name,
            command=tuple(table["command"]),
            bounds=tuple(
                Bound(
                    figure=key,
                    floor=row.get("floor"),
                    ceiling=row.get("ceiling"),
                    slack=row.get("slack", 0.0),
                    pattern=row.get("pattern"),
                )
                for key, row in table.get("figures", {}).items()
            ),
        )
        for name, table in tomllib.loads(text).items()
    )


def run_bench(bench: Bench) -> str:
    """Run a bench and return its last line; raise :class:`RuntimeError` with its errors where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *bench.command], capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{bench.name} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    lines = done.stdout.strip().splitlines()
    return lines[-1] if lines else ""


def judge(bench: Bench, line: str) -> Iterator[str]:
    """Yield a sentence for each bound that a bench's line misses, or does not tell."""
    for bound in bench.bounds:
        value = bound.value_in(line)
        if value is None:
            yield f"{bench.name}: no figure {bound.figure!r} in {line!r}"
        elif not bound.holds(value):
            yield f"{bench.name}: {bound.figure} is {value}, must be {bound}"


def tighten(text: str, reached: dict[tuple[str, str], float | None], benches: tuple[Bench, ...]) -> str:
    """Return the floors file with every bound that was outdone moved to the figure reached, less its slack."""
    for bench in benches:
        for bound in bench.bounds:
            value = reached.get((bench.name, bound.figure))
            if value is None:
                continue
            if bound.floor is not None and value - bound.slack > bound.floor:
                text = _replace_bound(text, bench.name, bound.figure, "floor", bound.floor, value - bound.slack)
            if bound.ceiling is not None and value + bound.slack < bound.ceiling:
                text = _replace_bound(text, bench.name, bound.figure, "ceiling", bound.ceiling, value + bound.slack)
    return text


def _replace_bound(text: str, bench: str, figure: str, kind: str, old: float, new: float) -> str:
    head, mark, tail = text.partition(f"[{bench}.figures]")
    pattern = re.compile(rf"^({re.escape(figure)} = \{{[^\n]*\b{kind} = ){re.escape(f'{old:g}')}\b", re.M)
    return head + mark + pattern.sub(rf"\g<1>{new:.4g}", tail, count=1)


def main(arguments: list[str]) -> int:
    """Run the gate; return 1 where a bound is missed or a bench fails."""
    text = FLOORS.read_text("utf-8")
    benches = load_benches(text)
    parser = argparse.ArgumentParser(
        prog="python -m bench.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="benches to run; all where none is named")
    parser.add_argument("--raise", dest="tighten", action="store_true", help="tighten the bounds that were outdone")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - {bench.name for bench in benches})
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)} (--list tells which there are)")
    if options.list:
        print("\n".join(f"{bench.name}: python -m {' '.join(bench.command)}" for bench in benches))
        return 0
    wanted = options.names
    misses: list[str] = []
    ungated: list[str] = []
    reached: dict[tuple[str, str], float | None] = {}
    for bench in benches:
        if wanted and bench.name not in wanted:
            continue
        try:
            line = run_bench(bench)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            misses.append(f"{bench.name}: {error}")
            continue
        print(f"{bench.name}: {line}", flush=True)
        if line.startswith("UNGATED"):
            ungated.append(f"{bench.name}: {line}")
            continue
        misses.extend(judge(bench, line))
        reached |= {(bench.name, bound.figure): bound.value_in(line) for bound in bench.bounds}
    if options.tighten and not misses:
        FLOORS.write_text(tighten(text, reached, benches), "utf-8")
    for row in ungated:
        print(f"!!! NOT MEASURED, so not passed: {row}")
    for row in misses:
        print(f"MISSED {row}")
    print(f"benches: {len(misses)} missed, {len(ungated)} ungated")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
