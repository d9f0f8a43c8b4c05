"""`qonaq bench --json` keeps its contract; it says how fast things are, a test never does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from qonaq.cli import bench as module

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "contracts" / "bench.schema.json"


@pytest.mark.slow
def test_bench_keeps_its_contract(monkeypatch, capsys):
    monkeypatch.setattr(module, "CROWDS", (10_000, 1_000_000))
    monkeypatch.setattr(module, "DAYS", 12)
    monkeypatch.setattr(module, "DRAWS", 1000)
    module.bench(replicates=2, repeats=1, flee=None, json=True, quiet=True)
    value = json.loads(capsys.readouterr().out)
    jsonschema.validate(value, json.loads(CONTRACT.read_text(encoding="utf-8")))
    assert value["cases"]["kazakhstan-2022"]["replicates"] == 2
    for people in (10_000, 1_000_000):
        asked = value["cases"][f"{people:,} people at risk"]["people"]
        assert abs(asked - people) < 200  # rounding by origin and group
    assert value["machine"]["draws_per_second"] > 0
