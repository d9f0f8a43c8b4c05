"""Qonaq: from the first report of a sudden arrival of people to a cited, calibrated reception plan.

The public names, and nothing else. A name is imported when it is first used, so that `import qonaq` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qonaq.engine import Ensemble, Parameters, Workers, draw_parameters, simulate
    from qonaq.errors import EvidenceError, InputError, InternalError, Mistake, QonaqError, ReportError, ScenarioError
    from qonaq.evidence.apply import apply_facts
    from qonaq.evidence.extract import extract
    from qonaq.evidence.reconcile import reconcile
    from qonaq.inference.backtest import backtest_series
    from qonaq.inference.calibrate import calibrate
    from qonaq.inference.forecast import Forecast, forecast
    from qonaq.inference.outlook import forecast_series
    from qonaq.inference.posterior import Posterior
    from qonaq.inference.value import value_of_information
    from qonaq.io.gazetteer import open_gazetteer
    from qonaq.io.job import packaged_reports, plan_from_reports
    from qonaq.io.new_scenario import new_scenario
    from qonaq.io.readers import read_report
    from qonaq.io.run_folder import write_run
    from qonaq.io.scenario import check_scenario, read_scenario
    from qonaq.io.standards import read_standards
    from qonaq.io.words import read_words
    from qonaq.measures import MEASURES, Figure, Period
    from qonaq.model.claims import Claim, Evidence, Reading
    from qonaq.model.policies import AS_IT_IS, LEVERS, Lever, Policy
    from qonaq.model.scenario import Scenario, as_of
    from qonaq.planning.compare import compare
    from qonaq.planning.needs import needs_of
    from qonaq.planning.plan import plan_reception
    from qonaq.views.build import view

_HOME = {
    "qonaq.engine": "Ensemble Parameters Workers draw_parameters simulate",
    "qonaq.errors": "EvidenceError InputError InternalError Mistake QonaqError ReportError ScenarioError",
    "qonaq.evidence.apply": "apply_facts",
    "qonaq.evidence.extract": "extract",
    "qonaq.evidence.reconcile": "reconcile",
    "qonaq.inference.backtest": "backtest_series",
    "qonaq.inference.calibrate": "calibrate",
    "qonaq.inference.forecast": "Forecast forecast",
    "qonaq.inference.outlook": "forecast_series",
    "qonaq.inference.posterior": "Posterior",
    "qonaq.inference.value": "value_of_information",
    "qonaq.io.gazetteer": "open_gazetteer",
    "qonaq.io.job": "packaged_reports plan_from_reports",
    "qonaq.io.new_scenario": "new_scenario",
    "qonaq.io.readers": "read_report",
    "qonaq.io.run_folder": "write_run",
    "qonaq.io.scenario": "check_scenario read_scenario",
    "qonaq.io.standards": "read_standards",
    "qonaq.io.words": "read_words",
    "qonaq.measures": "MEASURES Figure Period",
    "qonaq.model.claims": "Claim Evidence Reading",
    "qonaq.model.policies": "AS_IT_IS LEVERS Lever Policy",
    "qonaq.model.scenario": "Scenario as_of",
    "qonaq.planning.compare": "compare",
    "qonaq.planning.needs": "needs_of",
    "qonaq.planning.plan": "plan_reception",
    "qonaq.views.build": "view",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__version__ = "0.1.0"
__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"qonaq has no public name '{name}'; it has: {', '.join(__all__)}")
    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
