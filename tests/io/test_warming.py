"""Compiled kernels never outlive the sources that they were made from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qonaq.io import warming


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    room = tmp_path / "kernels"
    (room / "__pycache__").mkdir(parents=True)
    for name in ("__init__.py", "day.py"):
        (room / name).write_text("")
        os.utime(room / name, (100, 100))
    (tmp_path / "streams.py").write_text("")
    os.utime(tmp_path / "streams.py", (100, 100))
    monkeypatch.setattr(warming.kernels, "__file__", str(room / "__init__.py"))
    monkeypatch.setattr(warming.streams, "__file__", str(tmp_path / "streams.py"))
    for name in ("day.nbi", "day.1.nbc"):
        (room / "__pycache__" / name).write_text("")
        os.utime(room / "__pycache__" / name, (200, 200))
    return room


def test_fresh_code_is_kept(kernels: Path) -> None:
    assert warming.forget_stale() == []
    assert len(list((kernels / "__pycache__").iterdir())) == 2


def test_code_older_than_any_source_is_forgotten_whole(kernels: Path) -> None:
    os.utime(kernels / "day.py", (300, 300))
    assert len(warming.forget_stale()) == 2
    assert list((kernels / "__pycache__").iterdir()) == []
