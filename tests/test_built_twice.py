"""Two cases made of the same inputs, in other places and in another order, give the same bytes in every form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from riscontro.cli.common import CLOCK_VARIABLE
from riscontro.cli.export import NAMES
from riscontro.cli.main import exit_code_of

REPORTS = Path(__file__).parents[1] / "examples" / "prk-rus" / "reports"
TAKEN = ("16-", "21-", "23-", "25-", "29-", "33-", "38-", "wire")
"""A denial, an admission, relays, a cut page, a file without an outlet, and lines of an agency."""

DOSSIERS = (("en", "html"), ("en", "pdf"), ("it", "md"))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    pytest.importorskip("vl_convert")
    pytest.importorskip("typst")
    pytest.importorskip("duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CLOCK_VARIABLE, "2026-01-31T12:00:00Z")
        return _made(tmp_path_factory.mktemp("one")), _made(tmp_path_factory.mktemp("the-other"), backwards=True)


def _made(folder: Path, *, backwards: bool = False) -> Path:
    """Return a case of copies of the reports, with its dossiers and exports in ``out/``."""
    inputs, case = folder / "in", folder / "case"
    inputs.mkdir()
    for report in sorted(REPORTS.iterdir()):
        if report.name.startswith(TAKEN):
            shutil.copy(report, inputs)
    order = sorted(map(str, inputs.iterdir()), reverse=backwards)
    first, rest = order[:1], order[1:]
    _do("init", str(case), "--pair", "PRK:RUS", "--title", "twice")
    for given in (first, rest):
        _do("collect", *given, "--case", str(case))
    _do("read", "--case", str(case))
    _do("weigh", "--case", str(case))
    for lang, form in DOSSIERS:
        _do("tell", "--case", str(case), "--lang", lang, "-o", str(case / "out" / f"{lang}.{form}"))
    for name in NAMES:
        _do("export", name, "--case", str(case))
    return case


def _do(*arguments: str) -> None:
    assert exit_code_of(list(arguments)) == 0


def _files(case: Path) -> dict[str, bytes]:
    out = case / "out"
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_every_form_is_there(cases: tuple[Path, Path]) -> None:
    first, second = map(_files, cases)
    assert first.keys() == second.keys()
    assert len(first) >= len(DOSSIERS) + len(NAMES)


def test_every_form_has_the_same_bytes(cases: tuple[Path, Path]) -> None:
    first, second = map(_files, cases)
    assert [name for name, payload in first.items() if second[name] != payload] == []
