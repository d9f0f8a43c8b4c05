"""The public names are there, and importing the package or the command line loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

import qonaq

HEAVY = ("numpy", "numba", "scipy", "trafilatura", "fastapi", "duckdb", "typst")


@pytest.mark.parametrize("name", qonaq.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(qonaq, name) is not None


def test_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match=r"no public name 'simulat'; it has: AS_IT_IS"):
        _ = qonaq.simulat


@pytest.mark.parametrize("module", ["qonaq", "qonaq.cli"])
def test_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
