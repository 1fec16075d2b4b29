from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from bench.axe import FAILING, QUIET, find_axe, find_chromium, find_violations
from riscontro.tell import dossier_to_html
from tests.tell.samples import rich_dossier

CHROMIUM, AXE = find_chromium(), find_axe()
WIDTH_PROBE = """<iframe id="f" style="width:{width}px;height:3000px;border:0" src="{page}"></iframe>
<script>onload = function () {{
  var root = f.contentDocument.documentElement;
  document.title = root.scrollWidth <= root.clientWidth ? "fits" : "too wide: " + root.scrollWidth;
}};</script>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="UNGATED: no Chromium; the page was not opened in a browser"),
]


@pytest.mark.skipif(AXE is None, reason="UNGATED: no axe-core; npm install --prefix build/axe axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_serious_finding_of_axe(dark: bool) -> None:
    assert CHROMIUM is not None
    assert AXE is not None
    found = find_violations(dossier_to_html(rich_dossier()), axe=AXE, chromium=CHROMIUM, dark=dark)
    assert [violation["id"] for violation in found if violation["impact"] in FAILING] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_never_scrolls_sideways(width: int) -> None:
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as folder:
        page, probe = Path(folder) / "page.html", Path(folder) / "probe.html"
        page.write_text(dossier_to_html(rich_dossier()), "utf-8")
        probe.write_text(WIDTH_PROBE.format(width=width, page=page.as_uri()), "utf-8")
        flags = [
            *QUIET,
            "--allow-file-access-from-files",
            f"--user-data-dir={folder}/profile",
            "--window-size=1600,3000",
        ]
        command = [CHROMIUM, *flags, "--virtual-time-budget=5000", "--dump-dom", probe.as_uri()]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "<title>fits</title>" in shown
