"""The page on reading says of itself what the record says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", ["quantity and measure, F1", "country", "place", "period end"])
def test_figures_of_the_page_are_those_of_the_record(name) -> None:
    figures = json.loads((DOCS / "record.json").read_text(encoding="utf-8"))["parts"]["reading"]["figures"]
    page = (DOCS / "reading.md").read_text(encoding="utf-8")
    assert f"| {name} | {figures[name]['value']:.3f} |" in page


def test_goals_of_the_record_are_those_of_the_work() -> None:
    figures = json.loads((DOCS / "record.json").read_text(encoding="utf-8"))["parts"]["reading"]["figures"]
    goals = {name: figure["goal"] for name, figure in figures.items() if figure["goal"] is not None}
    assert goals == {
        "quantity and measure, F1": 0.88,
        "country": 0.95,
        "period end": 0.85,
        "claims of people in reports without any": 0.0,
        "offsets that are wrong": 0.0,
    }
