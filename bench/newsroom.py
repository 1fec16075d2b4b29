"""Weigh a simulated newsroom through the product: ``python -m bench.newsroom WORLD OUT``.

Reads only the public files of a world (claims, roots, outlets, events, probes) and writes ``OUT/answers.jsonl`` and
``OUT/probes.jsonl`` as the exam's scorer wants them. Without folders a small world is made by the exam's own simulator,
weighed and scored, and one line is printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.exams import exam_folder
from riscontro.model.claim import Basis
from riscontro.weigh.kernel.columns import HOPS, KINDS, UNKNOWN, Claims, Side, Sources
from riscontro.weigh.kernel.epochs import Answers, answer, epoch_of, learn_epochs, open_desk
from riscontro.weigh.kernel.views import NEVER

KIND = {
    "ministry": Basis.OFFICIAL,
    "intelligence": Basis.INTELLIGENCE,
    "satellite": Basis.SATELLITE,
    "documents": Basis.CAPTURED,
    "eyewitness": Basis.WITNESS,
    "monitor": Basis.ANALYSIS,
}
SIDE = {"confirm": Side.FOR, "deny": Side.AGAINST, "retract": Side.RETRACTS}
QUICK = ("--claims", "20000", "--outlets", "300", "--seed", "41")


class Codebook:
    """Names of sources, states, languages and events to codes, in the order in which they are met."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        return self._codes.setdefault(name, len(self._codes))

    def __len__(self) -> int:
        return len(self._codes)

    def add(self, name: str) -> None:
        """Give a name a code, where it has none."""
        self._codes.setdefault(name, len(self._codes))

    def known(self, name: str) -> int:
        """Return the code of a name that was met, else ``UNKNOWN``."""
        return self._codes.get(name, UNKNOWN)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class World:
    """The public files of a world, as columns."""

    def __init__(self, folder: Path) -> None:
        self.events, self.codes, self.states = Codebook(), Codebook(), Codebook()
        self._kinds: list[tuple[Basis, int, bool, bool]] = []
        for row in read_rows(folder / "roots.jsonl"):
            self._add(row["root"], KIND[row["kind"]], row["state"], named=True, outlet=False)
        for row in read_rows(folder / "outlets.jsonl"):
            self._add(row["outlet"], Basis.MEDIA, None, named=True, outlet=True)
        roles = {row["event"]: row for row in read_rows(folder / "events.jsonl")}
        for name in roles:  # other keys are the linker's for claims that it could place nowhere
            self.events.add(name)
        self.claims = self._read_claims(read_rows(folder / "claims.jsonl"), roles)
        self.sources = self._make_sources()
        probes = read_rows(folder / "probes.jsonl")
        self.probes = [(row["event"], row["at"]) for row in probes]
        self.asked = list(roles)

    def _add(self, name: str, kind: Basis, state: str | None, *, named: bool, outlet: bool) -> int:
        code = self.codes[name]
        if code == len(self._kinds):
            self._kinds.append((kind, UNKNOWN if state is None else self.states[state], named, outlet))
        return code

    def _cited(self, name: str) -> int:
        if not name.startswith("anon"):
            return self.codes[name]
        _, _, state = name.partition(":")
        return self._add(name, Basis.ANONYMOUS, state or None, named=False, outlet=False)

    def _read_claims(self, rows: list[dict[str, Any]], roles: dict[str, dict[str, str]]) -> Claims:
        langs = Codebook()
        size = len(rows)
        chain = np.full((size, HOPS), UNKNOWN, dtype=np.int32)
        also = np.full(size, UNKNOWN, dtype=np.int32)
        for place, row in enumerate(rows):
            first, _, second = (row["cites"] or "").partition(";")
            hops = [self._cited(name) for name in first.split(">") if name][:HOPS]
            chain[place, : len(hops)] = hops
            if second:
                also[place] = self._cited(second.split(">")[-1])

        def states(side: str) -> npt.NDArray[np.int32]:
            told = [roles.get(row["event"]) for row in rows]
            return np.array([self.states[role[side]] if role else UNKNOWN for role in told], dtype=np.int32)

        return Claims(
            at=np.array([row["published"] for row in rows], dtype="datetime64[m]").astype(np.int64),
            outlet=np.array([self.codes[row["outlet"]] for row in rows], dtype=np.int32),
            lang=np.array([langs[row["lang"]] for row in rows], dtype=np.int32),
            side=np.array([SIDE[row["stance"]] for row in rows], dtype=np.int8),
            chain=chain,
            also=also,
            event=np.array([self.events.known(row["event"]) for row in rows], dtype=np.int32),
            text=np.array([int(row["fp"], 16) for row in rows], dtype=np.uint64),
            figure=np.array([np.nan if row["detail"] is None else row["detail"] for row in rows], dtype=np.float64),
            gains=states("benefits"),
            loses=states("harms"),
        )

    def _make_sources(self) -> Sources:
        state = np.array([state for _, state, _, _ in self._kinds], dtype=np.int32)
        alone = len(self.states) + np.arange(len(self._kinds))
        return Sources(
            kind=np.array([KINDS.index(kind) for kind, _, _, _ in self._kinds], dtype=np.int8),
            state=state,
            group=np.where(state != UNKNOWN, state, alone).astype(np.int32),
            named=np.array([named for _, _, named, _ in self._kinds]),
            outlet=np.array([outlet for _, _, _, outlet in self._kinds]),
        )


def told_status(found: Answers, world: World) -> list[str]:
    """Return where each view stands, by the table of ``docs/weighing.md``."""
    groups, signs = found.groups, found.signs
    admitted = np.zeros(len(found.views), dtype=bool)
    loses = world.claims.loses[groups.claim]
    admits = found.counted & (loses != UNKNOWN) & (world.sources.state[groups.source] == loses)
    admitted[groups.view[admits]] = True
    number = found.independent
    rows = [
        (signs.retracted & (number <= 1), "retracted"),
        ((signs.contradicted | signs.gainsaid) & (number >= 1), "disputed"),
        ((number >= 3) | ((number >= 2) & admitted), "confirmed"),
        (number >= 2, "corroborated"),
        (signs.denied, "denied"),
        (number == 1, "reported"),
    ]
    return [str(name) for name in np.select([row for row, _ in rows], [name for _, name in rows], "rumoured")]


def answers_of(world: World, found: Answers) -> Iterator[dict[str, Any]]:
    """Yield one answer for each view."""
    alone = (found.independent == 0) & found.signs.told & ~found.signs.unsourced
    roots = found.independent + alone
    moments = np.where(found.corroborated == NEVER, 0, found.corroborated).astype("datetime64[m]").astype(str)
    status = told_status(found, world)
    for place in range(len(found.views)):
        dated = found.corroborated[place] != NEVER
        yield {
            "p": round(float(found.probability[place]), 4),
            "n_roots": int(roots[place]),
            "corroborated_at": str(moments[place]) if dated else None,
            "corroborated": bool(dated),
            "status": status[place],
        }


def weigh_world(folder: Path, out: Path) -> None:
    """Write the answers to a world."""
    world = World(folder)
    desk = open_desk(world.claims, world.sources)
    epochs = learn_epochs(desk)
    last = int(world.claims.at[-1])
    event = np.array([world.events[name] for name in world.asked], dtype=np.int32)
    found = answer(desk, epochs[-1], event, np.full(len(event), last, dtype=np.int64))
    out.mkdir(parents=True, exist_ok=True)
    with (out / "answers.jsonl").open("w", encoding="utf-8") as lines:
        for name, row in zip(world.asked, answers_of(world, found), strict=True):
            lines.write(json.dumps({"event": name, **row}) + "\n")
    at = np.array([at for _, at in world.probes], dtype="datetime64[m]").astype(np.int64)
    event = np.array([world.events[name] for name, _ in world.probes], dtype=np.int32)
    epoch = epoch_of(epochs, at)
    with (out / "probes.jsonl").open("w", encoding="utf-8") as lines:
        for place, learnt in enumerate(epochs):
            rows = np.flatnonzero(epoch == place)
            found = answer(desk, learnt, event[rows], at[rows])
            for probe, told in zip(rows.tolist(), answers_of(world, found), strict=True):
                name, moment = world.probes[probe]
                lines.write(json.dumps({"event": name, "at": moment, **told}) + "\n")


def score_quick() -> None:
    """Make a small world with the exam's simulator, weigh it, score it and print one line."""
    folder = exam_folder("weigh")
    if folder is None:
        return
    with tempfile.TemporaryDirectory() as kept:
        world, out = Path(kept) / "world", Path(kept) / "out"
        command = [sys.executable, str(folder / "simulate.py"), *QUICK, "--out", str(world)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            print(f"UNGATED: the simulator needs polars beside numpy: {made.stderr.strip().splitlines()[-1]}")
            return
        weigh_world(world, out)
        command = [sys.executable, str(folder / "score_sim.py"), str(world), str(out / "answers.jsonl")]
        done = subprocess.run(
            [*command, "--probes", str(out / "probes.jsonl")], capture_output=True, text=True, check=True
        )
    told = json.loads(done.stdout)
    print(
        f"newsroom: brier={told['brier']} auc={told['auc']} ece={told['ece']} roots_mae={told['roots_mae']} "
        f"by_date_f1={told['by_date_f1']} loud_false={told['loud_false']['called_corroborated']}"
    )


if __name__ == "__main__":
    if len(sys.argv) not in (1, 3):
        sys.exit(__doc__)
    if len(sys.argv) == 3:
        weigh_world(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        score_quick()
