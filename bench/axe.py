"""Checks pages for accessibility: axe-core in headless Chromium, no network.

``python -m bench.axe FILE.html...`` prints one line of counts by impact for each page, and each finding; it ends with 1
where one is serious or critical. axe-core is looked for under ``--axe``, then ``$RISCONTRO_AXE``, then
``build/axe/node_modules/axe-core/axe.min.js`` (``npm install --prefix build/axe axe-core`` puts it there). Where
Chromium or axe-core is absent it says ``UNGATED`` and ends with 0: nothing was checked.
"""

from __future__ import annotations

import argparse
import base64
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

IMPACTS = ("critical", "serious", "moderate", "minor")
FAILING = frozenset({"critical", "serious"})
SECONDS = 120
DEFAULT_AXE = Path("build/axe/node_modules/axe-core/axe.min.js")
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ANSWER = re.compile(r'<pre id="axe-answer">(.*?)</pre>', re.DOTALL)

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Flags under which the browser shows a file and does nothing else."""


def find_chromium() -> str | None:
    """Return the path of a Chromium, ``None`` where there is none."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def find_axe(given: str | None = None) -> Path | None:
    """Return the path of ``axe.min.js``, ``None`` where there is none."""
    candidates = [Path(path) for path in (given, os.environ.get("RISCONTRO_AXE")) if path]
    return next((path for path in [*candidates, DEFAULT_AXE] if path.is_file()), None)


def page_with_axe(page: str, axe: str) -> str:
    """Return a page that runs axe-core on itself and writes the findings into its own text.

    The page's policy against scripts is left out of this copy, since it would stop axe too.
    """
    run = (
        "axe.run(document, {resultTypes: ['violations']}).then(function (found) {"
        "var box = document.createElement('pre'); box.id = 'axe-answer';"
        "box.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(found.violations))));"
        "document.body.appendChild(box); });"
    )
    opened = _CSP.sub("", page, count=1)
    script = axe.replace("</script", "<\\/script")
    head, _, tail = opened.rpartition("</body>")
    return f"{head}<script>{script}</script><script>{run}</script></body>{tail}"


def find_violations(
    page: str, *, axe: Path, chromium: str, width: int = 1440, dark: bool = False
) -> list[dict[str, Any]]:
    """Return axe-core's violations of a page; raise :class:`RuntimeError` where the browser gives no answer."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(page_with_axe(page, axe.read_text("utf-8")), "utf-8")
        flags = [*QUIET, f"--user-data-dir={folder}/profile", f"--window-size={width},2000"]
        flags += ["--blink-settings=preferredColorScheme=0"] if dark else []
        command = [chromium, *flags, "--virtual-time-budget=30000", "--dump-dom", copy.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    answer = _ANSWER.search(done.stdout)
    if answer is None:
        raise RuntimeError(f"no answer from axe-core in Chromium (exit {done.returncode}): {done.stderr[-500:]}")
    violations: list[dict[str, Any]] = json.loads(base64.b64decode(html.unescape(answer[1])))
    return violations


def main(arguments: Sequence[str] | None = None) -> int:
    """Check each page named; return what the process ends with."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--axe", help="path of axe.min.js")
    parser.add_argument("--width", type=int, default=1440, help="width of the window in pixels")
    parser.add_argument("--dark", action="store_true", help="ask for the dark scheme")
    options = parser.parse_args(arguments)
    axe, chromium = find_axe(options.axe), find_chromium()
    if axe is None or chromium is None:
        missing = "axe-core" if axe is None else "Chromium"
        print(f"UNGATED: {missing} is absent; accessibility was not checked")
        return 0
    failing = 0
    for path in options.pages:
        violations = find_violations(
            path.read_text("utf-8"), axe=axe, chromium=chromium, width=options.width, dark=options.dark
        )
        failing += report(path, violations)
    return 1 if failing else 0


def report(path: Path, violations: list[dict[str, Any]]) -> int:
    """Print a page's counts and findings; return how many kinds of finding are serious or critical."""
    counts = Counter(str(violation["impact"]) for violation in violations)
    print(f"{path}: " + ", ".join(f"{impact} {counts[impact]}" for impact in IMPACTS))
    for violation in violations:
        nodes = violation["nodes"]
        print(f"  {violation['impact']} {violation['id']} ({len(nodes)}): {violation['help']}")
        print(f"    {nodes[0]['html'][:200]}")
    return sum(counts[impact] for impact in FAILING)


if __name__ == "__main__":
    sys.exit(main())
