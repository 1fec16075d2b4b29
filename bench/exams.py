"""Where the exams lie, and what is said where they do not."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

SHARED = Path(os.environ.get("RISCONTRO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
EXAMS = Path(os.environ.get("RISCONTRO_EXAMS", SHARED / "exams"))


def exam_folder(name: str) -> Path | None:
    """Return an exam's folder; where it is absent say so loudly and return ``None``."""
    folder = EXAMS / name
    if folder.is_dir():
        return folder
    print(f"UNGATED: no exam {name!r} at {folder} (RISCONTRO_EXAMS names another folder); nothing was measured")
    return None


def load_scorer(folder: Path) -> ModuleType:
    """Import an exam's own ``score.py`` from its folder, which lies outside the project."""
    spec = importlib.util.spec_from_file_location(f"exam_{folder.name}_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
