"""Policies in a file of their own, in the form of policies.yaml: read against a scenario, written from a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from qonaq.errors import Mistake, ScenarioError
from qonaq.io.scenario import policy_rows
from qonaq.io.scenario_check import check_draft
from qonaq.io.scenario_draft import draft_of
from qonaq.io.scenario_rows import LEVER_COLUMNS, Rows
from qonaq.model.policies import Policy
from qonaq.model.scenario import Scenario

POLICIES = "policies.yaml"


def read_policies(path: Path, scenario: Scenario) -> tuple[Policy, ...]:
    """The policies of a file, for a scenario; a ScenarioError with every mistake at once.

    A policy must not have the name of one that the scenario has already.
    """
    if not path.is_file():
        raise ScenarioError(Mistake("--policies", f"no file at {path}", "a file like policies.yaml", "Check the path."))
    rows, mistakes = policy_rows(path)
    draft = draft_of(scenario)
    together = Rows((*draft.policies.good, *rows.good), rows.broken, rows.mistakes)
    found = (*mistakes, *check_draft(replace(draft, policies=together)))
    if found:
        raise ScenarioError(found)
    return tuple(row.value for row in rows.good)


def merged(kept: Path | None, policy: Policy) -> str:
    """The text of a file with the policies of another one, if any, and one more."""
    earlier = [row.value for row in policy_rows(kept)[0].good] if kept is not None else []
    return policies_as_yaml((*earlier, policy))


def policies_as_yaml(policies: Sequence[Policy]) -> str:
    """The text of such a file."""
    from ruamel.yaml import YAML

    listed = []
    for policy in policies:
        levers = [_lever(lever) for lever in policy.levers]
        listed.append({"name": policy.name, "title": policy.title, "source": policy.source, "levers": levers})
    text = StringIO()
    YAML(typ="safe", pure=True).dump({"policies": listed}, text)
    return text.getvalue()


def _lever(lever: Any) -> dict[str, Any]:
    """What is said of a lever; what is left open is left out."""
    values = {column.name: getattr(lever, column.name) for column in LEVER_COLUMNS}
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }
