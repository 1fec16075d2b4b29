from __future__ import annotations

from pathlib import Path

import pytest

from bench import axe

VIOLATION = {"impact": "serious", "id": "link-name", "help": "Links must have text", "nodes": [{"html": "<a></a>"}]}


@pytest.mark.parametrize(("absent", "named"), [("find_axe", "axe-core"), ("find_chromium", "Chromium")])
def test_an_absent_tool_is_said_aloud(
    absent: str, named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(axe, "find_axe", lambda given=None: Path("axe.min.js"))
    monkeypatch.setattr(axe, "find_chromium", lambda: "chromium")
    monkeypatch.setattr(axe, absent, lambda *given: None)
    assert axe.main(["page.html"]) == 0
    assert capsys.readouterr().out == f"UNGATED: {named} is absent; accessibility was not checked\n"


def test_a_serious_finding_is_counted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert axe.report(Path("page.html"), [VIOLATION, {**VIOLATION, "impact": "minor"}]) == 1
    assert capsys.readouterr().out.startswith(
        "page.html: critical 0, serious 1, moderate 0, minor 1\n  serious link-name"
    )


def test_the_checked_copy_runs_axe_and_lifts_the_policy() -> None:
    page = '<head><meta http-equiv="Content-Security-Policy" content="x"></head><body>text</body>'
    copy = axe.page_with_axe(page, "var s = '</script>';")
    assert "Content-Security-Policy" not in copy
    assert "<\\/script>" in copy
    assert copy.index("text") < copy.index("axe.run") < copy.index("</body>")


def test_axe_is_looked_for_where_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "axe.min.js"
    named.write_text("")
    monkeypatch.setenv("RISCONTRO_AXE", str(named))
    assert axe.find_axe() == named
    assert axe.find_axe(str(tmp_path / "absent.js")) == named
