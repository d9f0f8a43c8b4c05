"""Whatever is sent to a published address, the studio answers without a mistake of its own (schemathesis)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from qonaq.io.jobs import Jobs
from qonaq.web.actions import own_form
from qonaq.web.app import create_app
from store_of_runs import RUN

CASES = 25  # an operation; verification/fuzz_studio.py runs ten thousand in all


class NoJobs(Jobs):
    """Accepts every job and starts none."""

    def start(self, name: str, folder: Path, run: str, arguments: Sequence[str], *, target: Path | None = None) -> None:  # type: ignore[override]
        assert arguments[0] == "plan"


def test_no_request_within_or_beside_the_schema_ends_in_our_own_mistake(store: Path) -> None:
    app = create_app(store)
    app.dependency_overrides[own_form] = lambda: None  # so that cases come past the key of the form
    app.state.jobs = NoJobs()
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"host": "127.0.0.1"})
    answers: Counter[int] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=CASES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: schemathesis.Case) -> None:
            if answers.total() % 2 and "run" in case.path_parameters:
                case.path_parameters["run"] = RUN  # half of the cases find a run
            answer = case.call(headers={"host": "127.0.0.1"})
            answers[answer.status_code] += 1
            if answer.status_code >= 500:
                pytest.fail(f"{case.method} {case.path}: {answer.status_code} {answer.text[:300]}")

        ask()
    assert answers.total() >= 5 * CASES
    assert answers[421] == answers[401] == 0, "the cases never came in"
    assert answers[200] >= CASES
