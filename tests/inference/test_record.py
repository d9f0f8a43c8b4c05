"""The record: its page says what its data says, its digests are those of the files, and worse figures are noticed."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "record.json"


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", ROOT / "verification" / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def record() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return loaded


def test_the_page_says_what_the_data_says(evaluate: ModuleType, record: dict[str, Any]) -> None:
    assert (ROOT / "docs" / "record.md").read_text(encoding="utf-8") == evaluate.page(record)


def test_goals_are_marked_as_they_are_met(evaluate: ModuleType, record: dict[str, Any]) -> None:
    for part in record["parts"].values():
        for name, figure in part["figures"].items():
            assert figure["met"] == evaluate.is_met(figure), name


def test_digests_are_those_of_the_files(shared: Path, record: dict[str, Any]) -> None:
    for part in record["parts"].values():
        for name, digest in part["read"].items():
            assert hashlib.sha256((shared / name).read_bytes()).hexdigest() == digest, name


def test_every_part_of_the_record_has_its_script(record: dict[str, Any]) -> None:
    assert [name for name in record["parts"] if not (ROOT / f"verification/evaluate_{name}.py").is_file()] == []


@pytest.mark.parametrize(
    ("better", "goal", "old", "new", "worse"),
    [
        ("lower", 0.9, 0.8, 0.82, True),
        ("lower", 0.9, 0.8, 0.803, False),
        ("lower", 0.9, 0.8, 0.7, False),
        ("higher", None, 0.8, 0.78, True),
        ("higher", None, 0.8, 0.9, False),
        ("inside", [0.85, 0.95], 0.9, 0.86, False),
        ("inside", [0.85, 0.95], 0.96, 0.97, True),
        ("inside", [0.85, 0.95], 0.80, 0.84, False),
        ("lower", 0.9, 0.8, None, True),
        ("lower", 0.9, None, 0.8, False),
    ],
)
def test_a_worse_figure_is_noticed(
    evaluate: ModuleType, better: str, goal: Any, old: float | None, new: float | None, worse: bool
) -> None:
    before = {"value": old, "better": better, "goal": goal}
    assert evaluate.worse_than({"value": new, "better": better, "goal": goal}, before) is worse


def test_what_became_worse_or_went_missing_is_said(evaluate: ModuleType) -> None:
    figures = {
        "a": {"value": 0.5, "better": "lower", "goal": None},
        "b": {"value": 1.0, "better": "higher", "goal": None},
    }
    before = {"parts": {"series": {"figures": figures}, "other": {"figures": figures}}}
    now = copy.deepcopy({"parts": {"series": {"figures": {"a": {**figures["a"], "value": 0.6}}}}})
    assert evaluate.fallen(now, before) == ["series: 'a' was 0.5, is 0.6", "series: 'b' is no longer scored"]
    assert evaluate.fallen(before, before) == []


def test_a_missed_goal_is_shown_as_missed(evaluate: ModuleType) -> None:
    figure = {"value": 0.97, "better": "inside", "goal": [0.85, 0.95]}
    content = {"about": "x", "figures": {"coverage": {**figure, "met": evaluate.is_met(figure)}}}
    assert "| coverage | 0.97 | 0.85 to 0.95 | **missed** |" in evaluate.page({"parts": {"series": content}})
