"""One stage of a run once more: the same reports, scenario and seed, with another question at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qonaq.errors import Mistake, SettingError
from qonaq.io.job import Run, plan_from_reports
from qonaq.io.run_folder import read_provenance
from qonaq.io.standards import read_standards
from qonaq.io.update import earlier_run
from qonaq.planning.compare import Comparison, compare
from qonaq.planning.needs import Needs, needs_of
from qonaq.planning.standards import entered as with_entered

Progress = Callable[[str, int, int], None]


def run_again(
    folder: Path, *, policies: Path | None = None, compared: int | None = None, progress: Progress | None = None
) -> Run:
    """The run of a folder, made again from its own inputs, decisions and seed: the same numbers.

    policies    a file that takes the place of the run's own file of further policies
    compared    courses under each policy, where not the run's own number; at most those that are fitted
    """
    earlier = earlier_run(folder)
    stood_on = read_provenance(folder).get("decisions", len(earlier.settings.decisions))
    settings = replace(earlier.settings, decisions=earlier.settings.decisions[:stood_on])
    if policies is not None:
        settings = replace(settings, policies=policies)
    if compared is not None:
        settings = replace(settings, compared=compared)
    return plan_from_reports(earlier.reports, scenario=earlier.scenario, settings=settings, progress=progress)


def compare_again(folder: Path, *, objective: str, replicates: int, progress: Progress | None = None) -> Comparison:
    """The policies of a run compared by another objective."""
    run = run_again(folder, compared=replicates, progress=progress)
    prices = with_entered(read_standards(), run.settings.entered)
    return compare(run.forecast, objective=objective, replicates=replicates, standards=prices)


def needs_again(
    folder: Path,
    *,
    risk: float,
    phase: str,
    climate: str | None,
    standards: Path | None = None,
    entered: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> Needs:
    """The needs of a run at another risk, phase or climate, or by standards of the user's own."""
    rows = with_entered(read_standards(standards), entered or {})
    run = run_again(folder, progress=progress)
    return needs_of(run.forecast, rows, risk=risk, phase=phase, climate=climate)


def numbers_entered(words: Sequence[str]) -> dict[str, float]:
    """The user's own numbers, written as name=number; all mistakes at once."""
    found: dict[str, float] = {}
    mistakes: list[Mistake] = []
    for word in words:
        name, _, number = word.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            mistakes.append(Mistake("--set", repr(word), "name=number", "Write it such as cost_latrine=450000."))
    if mistakes:
        raise SettingError(mistakes)
    return found
