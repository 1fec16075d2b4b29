"""Where the exams lie, and what is said where they do not."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("RISCONTRO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
EXAMS = Path(os.environ.get("RISCONTRO_EXAMS", SHARED / "exams"))


def exam_folder(name: str) -> Path | None:
    """Return an exam's folder; where it is absent say so loudly and return ``None``."""
    folder = EXAMS / name
    if folder.is_dir():
        return folder
    print(f"UNGATED: no exam {name!r} at {folder} (RISCONTRO_EXAMS names another folder); nothing was measured")
    return None
