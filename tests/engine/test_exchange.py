"""An ensemble goes to xarray and Arrow and comes back without loss."""

from __future__ import annotations

import numpy as np
import pytest

from engine.worlds import small
from qonaq.engine import ensemble_exchange, simulate
from qonaq.engine.ensemble_exchange import from_arrow, from_xarray, to_arrow, to_xarray
from qonaq.errors import SettingError
from qonaq.model.policies import Policy


@pytest.fixture(scope="module")
def run():
    return simulate(small(), days=20, replicates=5, seed=3)


@pytest.mark.parametrize(("there", "back"), [(to_xarray, from_xarray), (to_arrow, from_arrow)])
def test_nothing_is_lost(run, there, back):
    pytest.importorskip("pyarrow" if there is to_arrow else "xarray")
    again = back(there(run), small())
    assert np.array_equal(again.counts, run.counts)
    assert np.array_equal(again.levels, run.levels)
    assert np.array_equal(again.parameters.scores, run.parameters.scores)
    assert again.parameters.names == run.parameters.names
    assert (again.seed, again.counts.dtype, again.levels.dtype) == (run.seed, run.counts.dtype, run.levels.dtype)
    assert np.array_equal(again.figure("present"), run.figure("present"))


def test_rows_have_names(run):
    counts, levels = ensemble_exchange.row_names(run)
    assert (len(counts), len(levels)) == (run.counts.shape[1], run.levels.shape[1])
    assert counts[run.slots.entries] == "entries.0"


def test_another_scenario_is_refused(run):
    pytest.importorskip("xarray")
    with pytest.raises(SettingError, match="the scenario and the policy that the data were made from"):
        from_xarray(to_xarray(run), small(), policy=Policy("other"))


def test_a_missing_package_is_named(run, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(ensemble_exchange, "import_module", missing)
    with pytest.raises(SettingError, match=r"pip install \"qonaq\[arrow\]\""):
        to_arrow(run)
