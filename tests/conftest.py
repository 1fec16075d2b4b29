"""What tests share: where the demo and the exam data lie, and a case made from a few files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws examples slowly and that is no fault of the code: speed is measured in bench/ alone.
settings.register_profile("riscontro", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("riscontro")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def demo_reports() -> Path:
    """Return the folder of the demo's reports."""
    return ROOT / "examples" / "prk-rus" / "reports"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the exam data and the seed, or skip where it is absent."""
    folder = Path(os.environ.get("RISCONTRO_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no exam data at {folder}; RISCONTRO_SHARED names another folder")
    return folder


@pytest.fixture
def invoke(capsys, monkeypatch):
    """Return a caller of the command line: ``invoke("show", "--case", x)`` gives (exit code, output, errors)."""
    from riscontro.cli.main import exit_code_of

    monkeypatch.setenv("RISCONTRO_CLOCK", "2026-01-31T12:00:00Z")
    monkeypatch.delenv("RISCONTRO_CASE", raising=False)
    # Drawing takes seconds; what is drawn is asserted in tests/tell/figures.
    monkeypatch.setenv("RISCONTRO_FIGURES", "0")

    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code_of([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call
