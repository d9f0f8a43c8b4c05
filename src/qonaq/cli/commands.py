"""The table of commands: one per verb, in the order in which help lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from qonaq.cli.backtest import backtest
from qonaq.cli.bench import bench
from qonaq.cli.calibrate import calibrate
from qonaq.cli.check import check
from qonaq.cli.compare import compare
from qonaq.cli.evidence import app as evidence
from qonaq.cli.explain import explain
from qonaq.cli.export import export
from qonaq.cli.flee import flee
from qonaq.cli.forecast import forecast
from qonaq.cli.import_ import import_counts
from qonaq.cli.needs import needs
from qonaq.cli.new import new
from qonaq.cli.plan import plan
from qonaq.cli.read import read
from qonaq.cli.serve import serve
from qonaq.cli.simulate import simulate
from qonaq.cli.warm import warm

COMMANDS: dict[str, Callable[..., Any]] = {
    "plan": plan,
    "read": read,
    "new": new,
    "check": check,
    "explain": explain,
    "simulate": simulate,
    "calibrate": calibrate,
    "forecast": forecast,
    "compare": compare,
    "needs": needs,
    "backtest": backtest,
    "flee": flee,
    "bench": bench,
    "export": export,
    "import": import_counts,
    "serve": serve,
    "warm": warm,
}
GROUPS: dict[str, typer.Typer] = {"evidence": evidence}
