"""Ten thousand requests within and beside the published schema of the studio: none may end in our own mistake.

    python verification/fuzz_studio.py [--cases 10000]

Uses a small store of its own and starts no plan. Prints how many cases ended with which status; exit code 1 with the
first case that ended in 5xx.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from qonaq.io.jobs import Jobs
from qonaq.web.actions import own_form
from qonaq.web.app import create_app
from store_of_runs import RUN, write_store

ROUND = 50  # cases of an operation in one round


class NoJobs(Jobs):
    """Accepts every job and starts none."""

    def start(self, *_given: Any, **_more: Any) -> Any:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    wanted = parser.parse_args().cases
    answers: Counter[int] = Counter()
    with TemporaryDirectory() as folder:
        app = create_app(write_store(Path(folder) / "store"))
        app.dependency_overrides[own_form] = lambda: None  # so that cases come past the key of the form
        app.state.jobs = NoJobs()
        schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"host": "127.0.0.1"})
        operations = [found.ok() for found in schema.get_all_operations()]
        number = 0
        while answers.total() < wanted:
            for operation in operations:
                broken = _round(operation, number, answers)
                if broken is not None:
                    print(broken)
                    return 1
            number += 1
    print(f"{answers.total():,} cases over {len(operations)} operations: {dict(sorted(answers.items()))}")
    return 0


def _round(operation: Any, number: int, answers: Counter[int]) -> str | None:
    """One round of cases of an operation; the first that ended in our own mistake, or None."""
    broken: list[str] = []

    @seed(number)
    @given(case=operation.as_strategy())
    @settings(
        max_examples=ROUND, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        for name in ("run", "other"):
            if answers.total() % 2 and name in case.path_parameters:
                case.path_parameters[name] = RUN  # half of the cases find a run
        answer = case.call(headers={"host": "127.0.0.1"})
        answers[answer.status_code] += 1
        if answer.status_code >= 500:
            broken.append(f"{case.method} {case.formatted_path}: {answer.status_code} {answer.text[:300]}")

    ask()
    return broken[0] if broken else None


if __name__ == "__main__":
    sys.exit(main())
