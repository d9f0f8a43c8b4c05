"""An ensemble as an xarray dataset or an Arrow table and back, without loss."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from qonaq.engine.ensemble import Ensemble
from qonaq.engine.program import compile_program
from qonaq.engine.program_parameters import Parameters, unknowns_of
from qonaq.errors import Mistake, SettingError
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.model.scenario import Scenario


def _needed(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        do = f'Install it: pip install "qonaq[{extra}]".'
        raise SettingError(Mistake("exchange", f"no {module}", f"an installed {module}", do)) from None


def row_names(ensemble: Ensemble) -> tuple[list[str], list[str]]:
    """A name for each row of counts and of levels: the block, and the number within it."""

    def named(slots: Any) -> list[str]:
        names, ends = slots._fields[:-1], (*slots[1:-1], slots.rows)
        pairs = zip(names, slots[:-1], ends, strict=True)
        return [f"{name}.{at - first}" for name, first, end in pairs for at in range(first, end)]

    return named(ensemble.slots), named(ensemble.level_slots)


def to_xarray(ensemble: Ensemble) -> Any:
    """A dataset of counts (replicate, count, day), levels (replicate, level, day) and scores (replicate, parameter)."""
    xarray = _needed("xarray", "xarray")
    counts, levels = row_names(ensemble)
    return xarray.Dataset(
        {
            "counts": (("replicate", "count", "day"), ensemble.counts),
            "levels": (("replicate", "level", "day"), ensemble.levels),
            "scores": (("replicate", "parameter"), ensemble.parameters.scores),
        },
        coords={
            "replicate": ensemble.parameters.numbers,
            "count": counts,
            "level": levels,
            "day": np.array(ensemble.dates, dtype="datetime64[D]"),
            "parameter": list(ensemble.parameters.names),
        },
        attrs={"scenario": ensemble.scenario.name, "policy": ensemble.policy.name, "seed": str(ensemble.seed)},
    )


def to_arrow(ensemble: Ensemble) -> Any:
    """A table with a row for each replicate: its number, its scores, and a list of days for each count and level."""
    arrow = _needed("pyarrow", "arrow")
    counts, levels = row_names(ensemble)
    columns: dict[str, Any] = {"replicate": arrow.array(ensemble.parameters.numbers)}
    for at, name in enumerate(ensemble.parameters.names):
        columns[f"score:{name}"] = arrow.array(np.ascontiguousarray(ensemble.parameters.scores[:, at]))
    for values, names in ((ensemble.counts, counts), (ensemble.levels, levels)):
        for at, name in enumerate(names):
            flat = arrow.array(np.ascontiguousarray(values[:, at]).reshape(-1))
            columns[name] = arrow.FixedSizeListArray.from_arrays(flat, ensemble.days)
    said = {"scenario": ensemble.scenario.name, "policy": ensemble.policy.name, "seed": str(ensemble.seed)}
    return arrow.table(columns).replace_schema_metadata(said)


def from_xarray(dataset: Any, scenario: Scenario, *, policy: Policy = AS_IT_IS) -> Ensemble:
    """The ensemble of a dataset made by `to_xarray` from the same scenario and policy."""
    return _rebuilt(
        scenario, policy, dict(dataset.attrs), np.asarray(dataset["replicate"].values),
        np.asarray(dataset["scores"].values),
        np.asarray(dataset["counts"].values), np.asarray(dataset["levels"].values),
    )  # fmt: skip


def from_arrow(table: Any, scenario: Scenario, *, policy: Policy = AS_IT_IS) -> Ensemble:
    """The ensemble of a table made by `to_arrow` from the same scenario and policy."""
    said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    scores: list[Any] = []
    counts: list[Any] = []
    levels: list[Any] = []
    for name in table.column_names[1:]:
        column = table.column(name).combine_chunks()
        if name.startswith("score:"):
            scores.append(column.to_numpy())
            continue
        values = column.flatten().to_numpy().reshape(table.num_rows, -1)
        (counts if values.dtype == np.int32 else levels).append(values)
    numbers = table.column("replicate").to_numpy()
    return _rebuilt(
        scenario, policy, said, numbers, np.stack(scores, axis=1), np.stack(counts, axis=1), np.stack(levels, axis=1)
    )


def _rebuilt(
    scenario: Scenario, policy: Policy, said: dict[str, str], numbers: Any, scores: Any, counts: Any, levels: Any
) -> Ensemble:
    expected = {"scenario": scenario.name, "policy": policy.name}
    found = {name: said.get(name, "") for name in expected}
    if found != expected:
        do = "Give the scenario and the policy that the data were made from."
        raise SettingError(Mistake("exchange", str(found), str(expected), do))
    days = counts.shape[2]
    parameters = Parameters(unknowns_of(scenario, days=days), np.ascontiguousarray(scores), numbers)
    program = compile_program(scenario, days=days, policy=policy)
    return Ensemble(program=program, parameters=parameters, seed=int(said["seed"]), counts=counts, levels=levels)
