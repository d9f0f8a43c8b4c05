"""The pages made from the code's own facts are those that the code makes now, and a matrix cites only real tests."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_model_card", ROOT / "scripts" / "make_model_card.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["model-card.md", "standards.md", "ethics.md"])
def test_the_page_is_what_the_code_makes(name: str) -> None:
    made = script().PAGES[name]() + "\n"
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, "run scripts/make_model_card.py"


def test_the_evaluation_matrix_names_every_part_that_is_evaluated() -> None:
    """Its record is renewed with `make evaluate`; its list of parts must be whole at any time."""
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    for path in (ROOT / "verification").glob("evaluate_*.py"):
        assert f"| {path.stem.removeprefix('evaluate_')} |" in page, "run scripts/make_model_card.py"


def test_a_matrix_that_cites_a_test_which_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = script()
    row = ("principle", "whom", "risk", "what", "tests/planning/test_needs.py", "test_that_is_not_there")
    monkeypatch.setattr(module, "ETHICS", (row,))
    with pytest.raises(SystemExit, match="test_that_is_not_there"):
        module.ethics_page()


def test_the_intended_use_names_what_it_is_not_for() -> None:
    text = re.sub(r"\s+", " ", (ROOT / "INTENDED_USE.md").read_text(encoding="utf-8"))
    for words in ("keeping people out", "decisions about individuals", "without its interval", "right to seek asylum"):
        assert words in text
