"""The fit and the forecast of a run once more, from the run's own inputs: the same numbers, looked at closely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import Forecast, forecast
from qonaq.inference.posterior import Posterior
from qonaq.io.job import build, read_all, reference_date
from qonaq.io.update import earlier_run


def fit_again(folder: Path, *, progress: Callable[[int, int], None] | None = None) -> Posterior:
    """The posterior of a run."""
    earlier = earlier_run(folder)
    readings = read_all(earlier.reports)
    day = reference_date(readings, earlier.settings)
    scenario, evidence, _ = build(readings, earlier.scenario, day, earlier.settings)
    posterior = calibrate(
        scenario,
        evidence,
        as_of=day,
        replicates=earlier.settings.replicates,
        seed=earlier.settings.seed,
        progress=progress,
    )
    return replace(posterior, cautions=(*evidence.cautions, *posterior.cautions))


def forecast_again(
    folder: Path, *, days: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Forecast:
    """The forecast of a run, as things are, for its own days or others."""
    shown = days or earlier_run(folder).settings.days
    return forecast(fit_again(folder, progress=progress), days=shown, horizon_days=shown, policies=())
