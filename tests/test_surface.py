"""The surface: public names, import directions, docs that follow the program."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import riscontro
from riscontro.cli.main import EXIT_CODES, VERBS
from riscontro.cli.reference import reference
from riscontro.errors import RiscontroError
from riscontro.model.claim import EventType
from riscontro.vocab.events import event_kinds

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "riscontro").rglob("*.py"))


def test_every_public_name_loads():
    for name in riscontro.__all__:
        assert getattr(riscontro, name) is not None
    assert set(dir(riscontro)) == set(riscontro.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        riscontro.nothing  # noqa: B018


def test_import_directions_hold():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_importing_the_package_loads_no_room():
    code = "import riscontro, sys; print([m for m in sys.modules if m.startswith('riscontro.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['riscontro.version']"


HEAVY = {"trafilatura": "collect", "py3langid": None, "warcio": "store", "pydantic": None, "htmldate": "collect"}


@pytest.mark.parametrize("verb", ["--version", "show"])
def test_quick_verbs_load_nothing_heavy(verb, tmp_path):
    code = (
        "import sys\n"
        "from riscontro.cli.main import exit_code_of\n"
        f"exit_code_of([{verb!r}])\n"
        f"print([m for m in {sorted(HEAVY)!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_the_command_line_reference_is_current():
    assert (ROOT / "docs" / "cli-reference.md").read_text("utf-8") == reference(), "run: make docs"


def test_every_error_has_a_documented_exit_code():
    def tree(kind):
        yield kind
        for child in kind.__subclasses__():
            yield from tree(child)

    assert {kind.exit_code for kind in tree(RiscontroError)} <= set(EXIT_CODES)


def test_docs_name_only_verbs_that_exist():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for verb in re.findall(r"^\$ riscontro ([a-z]+)", page.read_text("utf-8"), re.M):
            assert verb in VERBS, f"{page.name} names riscontro {verb}"


def test_links_in_the_docs_lead_to_files():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(((?!https?:|#)[^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_event_list_covers_every_type():
    assert {kind.type for kind in event_kinds()} == set(EventType)
    assert len({(kind.type, kind.mode) for kind in event_kinds()}) == len(event_kinds())


def test_no_module_grows_past_800_lines():
    long = {path.name: n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())) > 800}
    assert long == {}


def test_few_functions_are_longer_than_fifty_lines():
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(length > 50 for length in lengths) <= 0.03 * len(lengths)


def test_core_dependencies_stay_few():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(project["dependencies"]) <= 12
