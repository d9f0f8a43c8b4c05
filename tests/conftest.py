"""What all tests share: where the evaluation material is, and a loud skip where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_folder() -> Path | None:
    """The folder of evaluation material beside the checkout, or None."""
    named = os.environ.get("QONAQ_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    return folder if (folder / "FACTS.md").is_file() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("SKIPPED: the evaluation material is not beside the checkout (set QONAQ_SHARED to its folder)")
    return folder
