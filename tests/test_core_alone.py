"""The core works with none of the extras: what needs one says so, and everything else goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

EXTRAS = (
    "httpx",
    "httpcore",
    "feedparser",
    "protego",
    "pypdfium2",
    "spacy",
    "polars",
    "numba",
    "duckdb",
    "ruptures",
    "vl_convert",
    "typst",
    "fontTools",
    "keyring",
)

HIDDEN = f"""
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
"""


def run(code, *arguments, cwd):
    """Run code in a process that, like those it starts, has the core's dependencies alone."""
    hiding = cwd / "hiding"
    hiding.mkdir(exist_ok=True)
    (hiding / "sitecustomize.py").write_text(HIDDEN, "utf-8")
    paths = os.pathsep.join([str(hiding), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


MAIN = "import sys; from riscontro.cli.main import exit_code_of; sys.exit(exit_code_of(sys.argv[1:]))"


def test_a_report_becomes_a_dossier(tmp_path):
    (tmp_path / "a.txt").write_text("France delivered twelve howitzers to Ukraine on 3 March 2024.", "utf-8")
    done = run(MAIN, "run", "a.txt", "--published", "2024-03-05", "-o", "x.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.html").exists()


def test_what_needs_an_extra_names_it(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert run(MAIN, "init", "case", cwd=tmp_path).returncode == 0
    pdf = run(MAIN, "collect", "a.pdf", "--case", "case", cwd=tmp_path)
    assert "riscontro[pdf]" in pdf.stderr
    web = run(MAIN, "collect", "https://example.org/", "--case", "case", cwd=tmp_path)
    assert "riscontro[web]" in web.stderr
    assert web.returncode != 0
    (tmp_path / "claims.parquet").write_bytes(b"PAR1")
    bulk = run(MAIN, "weigh", "claims.parquet", cwd=tmp_path)
    assert "riscontro[bulk]" in bulk.stderr
    assert bulk.returncode != 0


def test_a_model_as_the_reader_needs_its_extra(tmp_path, monkeypatch):
    monkeypatch.setenv("RISCONTRO_READER", "model")
    monkeypatch.setenv("RISCONTRO_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RISCONTRO_MODEL", "any")
    line = {"id": "a", "text": "France delivered twelve howitzers to Ukraine.", "lang": "en"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), "utf-8")
    done = run(MAIN, "read", "a.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "riscontro[model]" in done.stderr


def test_every_module_but_those_of_the_extras_can_be_imported(tmp_path):
    code = """
        import importlib, json, pkgutil, riscontro
        from riscontro.errors import UsageError
        needs = {}
        for module in pkgutil.walk_packages(riscontro.__path__, "riscontro."):
            if module.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(module.name)
            except (ModuleNotFoundError, UsageError) as error:
                needs[module.name] = str(error)
        print(json.dumps(needs))
    """
    done = run(code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    needs = json.loads(done.stdout)
    assert all("riscontro[" in reason for reason in needs.values()), needs
