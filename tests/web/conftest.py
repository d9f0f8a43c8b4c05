"""A browser without a screen: the studio over a small store, called in this process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.web.app import create_app
from qonaq.web.guard import Gate
from store_of_runs import write_store

HTML = {"accept": "text/html"}


@pytest.fixture(scope="session")
def store_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def store(store_once: Path, tmp_path: Path) -> Path:
    """A store of its own for a test that writes."""
    return Path(shutil.copytree(store_once, tmp_path / "store"))


@pytest.fixture
def studio(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(store, gate=Gate()), base_url="http://127.0.0.1", raise_server_exceptions=False) as one:
        yield one
