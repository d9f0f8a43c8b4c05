"""The main job: from reports to a reception plan, stage after stage, each a public verb of its own room.

read_report → extract → reconcile → apply_facts → calibrate → forecast → compare, needs_of, plan_reception
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter

from qonaq.engine import Workers
from qonaq.errors import InputError, Mistake, ReportError, SettingError
from qonaq.evidence.apply import apply_facts
from qonaq.evidence.decisions import Decision
from qonaq.evidence.language import READ
from qonaq.evidence.reconcile import reconcile
from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import Forecast, forecast
from qonaq.inference.posterior import Posterior
from qonaq.inference.value import Worth, value_of_information
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.named_places import named_places
from qonaq.io.new_scenario import new_scenario
from qonaq.io.policy_files import read_policies
from qonaq.io.readers import reading_of
from qonaq.io.scenario import headings, match_scenario, read_scenario, scenario_folder, subject_of
from qonaq.io.standards import read_standards
from qonaq.model.claims import Evidence, Reading
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.model.scenario import Scenario, as_of
from qonaq.planning.compare import Comparison, compare
from qonaq.planning.needs import Needs, needs_of
from qonaq.planning.plan import Plan, next_figures_of, plan_reception
from qonaq.planning.standards import entered as with_entered

Progress = Callable[[str, int, int], None]
STAY_MARGIN = 30  # days after the longest permitted stay, DESIGN section 9: a stay cap bites when it ends
SHORTEST_COMPARISON = 90


@dataclass(frozen=True)
class Settings:
    """What the user may say about a plan."""

    as_of: date | None = None
    only_reports: bool = False
    days: int = 28
    replicates: int = 1000
    compared: int = 250  # paired replicates under each policy
    seed: int = 1
    risk: float = 0.9
    budget: float | None = None
    language: str = "en"
    decisions: tuple[Decision, ...] = ()  # the analyst's word on claims
    entered: Mapping[str, float] = field(default_factory=dict)  # the user's own numbers for lines "to be entered"
    policies: Path | None = None  # a file like policies.yaml: more policies to compare

    def __post_init__(self) -> None:
        """What only the last stage would find is said before the first."""
        if self.budget is not None and not 0 < self.budget < math.inf:
            raise SettingError(Mistake("budget", f"{self.budget:g}", "above 0, or none", "Correct the number."))


@dataclass(frozen=True)
class Run:
    """Everything that a run is made of and shows."""

    settings: Settings
    reports: tuple[Path, ...]
    readings: tuple[Reading, ...]
    scenario: Scenario
    evidence: Evidence
    posterior: Posterior
    forecast: Forecast
    needs: Needs
    comparison: Comparison
    plan: Plan
    worth: tuple[Worth, ...]
    named: str | Path | None = None  # the scenario that the user named, if any
    seconds: Mapping[str, float] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


class _Clock:
    """Seconds by stage, told to the progress bar as they begin."""

    STAGES = ("read", "build", "fit", "forecast", "plan")

    def __init__(self, tell: Progress) -> None:
        self._tell, self._began, self.seconds = tell, perf_counter(), dict[str, float]()

    def done(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage], self._began = now - self._began, now
        self._tell("plan", self.STAGES.index(stage) + 1, len(self.STAGES))


def plan_from_reports(
    reports: Sequence[Path],
    *,
    scenario: str | Path | None = None,
    settings: Settings | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Run:
    """Reads, fits, forecasts, compares and plans; raises InputError with every mistake of a stage at once."""
    chosen = settings or Settings()
    clock = _Clock(progress or (lambda _what, _done, _all: None))
    readings = read_all(reports)
    day = reference_date(readings, chosen)
    clock.done("read")
    built, evidence, cautions = build(readings, scenario, day, chosen)
    clock.done("build")
    posterior = calibrate(
        built, evidence, as_of=day, replicates=chosen.replicates, seed=chosen.seed, ahead=chosen.days, workers=workers
    )
    clock.done("fit")
    policies = (AS_IT_IS, *(p for p in built.policies if p.name != AS_IT_IS.name))
    outlook = forecast(
        posterior,
        days=chosen.days,
        horizon_days=max(comparison_days(built, policies), chosen.days),
        policies=policies,
        policy_replicates=min(chosen.compared, chosen.replicates),
        workers=workers,
    )
    clock.done("forecast")
    run = _planned(chosen, tuple(reports), readings, built, evidence, posterior, outlook, cautions)
    clock.done("plan")
    return replace(run, named=scenario, seconds=dict(clock.seconds))


def build(
    readings: Sequence[Reading], named: str | Path | None, day: date, settings: Settings
) -> tuple[Scenario, Evidence, tuple[str, ...]]:
    """The scenario with what the reports state as facts and options, the evidence, and cautions about the choice."""
    declared, cautions = declared_scenario(named, readings, day)
    if settings.policies is not None:
        declared = replace(declared, policies=(*declared.policies, *read_policies(settings.policies, declared)))
    known = () if settings.only_reports else declared.evidence
    evidence = reconcile(readings, known=known, decisions=settings.decisions)
    return apply_facts(declared, evidence, reference_date=day), evidence, cautions


def fitted_outlook(reports: Sequence[Path], scenario: str | Path | None, settings: Settings) -> Forecast:
    """The forecast as it is, without policies or plan: what yesterday's run believed."""
    readings = read_all(reports)
    day = reference_date(readings, settings)
    built, evidence, _ = build(readings, scenario, day, settings)
    posterior = calibrate(
        built, evidence, as_of=day, replicates=settings.replicates, seed=settings.seed, ahead=settings.days
    )
    return forecast(posterior, days=settings.days, horizon_days=settings.days, policies=())


def packaged_reports(scenario: str | None) -> tuple[Path, ...]:
    """The reports that come with a packaged scenario: what `qonaq plan` reads where none is given."""
    if scenario is None:
        raise SettingError(
            Mistake(
                "REPORT",
                "no report",
                "at least one file, or --scenario with a packaged name",
                "Name a report: qonaq plan report.txt",
            )
        )
    folder = scenario_folder(scenario) / "reports"
    found = tuple(sorted(path for path in folder.glob("*.txt"))) if folder.is_dir() else ()
    if not found:
        raise SettingError(
            Mistake(
                "REPORT",
                f"no report, and none in {scenario}",
                "at least one file",
                "Name a report: qonaq plan report.txt",
            )
        )
    return found


def _planned(
    settings: Settings, reports: tuple[Path, ...], readings: tuple[Reading, ...], scenario: Scenario,
    evidence: Evidence, posterior: Posterior, outlook: Forecast, cautions: tuple[str, ...],
) -> Run:  # fmt: skip
    standards = with_entered(read_standards(), settings.entered)
    needs = needs_of(outlook, standards, risk=settings.risk)
    comparison = compare(outlook, replicates=settings.compared, standards=standards)
    worth = value_of_information(outlook)
    plan = plan_reception(
        needs, outlook, comparison, standards=standards, budget=settings.budget, next_figures=next_figures_of(worth)
    )
    found = (posterior, outlook, needs, comparison, plan, worth)
    return Run(settings, reports, readings, scenario, evidence, *found, cautions=cautions)


def read_all(reports: Sequence[Path]) -> tuple[Reading, ...]:
    """Every report read; a ReportError with all that cannot be read at once."""
    gazetteer = open_gazetteer()
    readings: list[Reading] = []
    mistakes: list[Mistake] = []
    for name, path in kept_names(reports).items():
        try:
            readings.append(replace(reading_of(path, gazetteer), file=name))
        except InputError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ReportError(mistakes)
    return tuple(readings)


def kept_names(reports: Sequence[Path]) -> dict[str, Path]:
    """The names under which a run keeps its reports: their own, numbered where two are alike."""
    names: dict[str, Path] = {}
    for path in reports:
        name, count = path.name, 2
        while name in names:
            name, count = f"{path.stem}-{count}{path.suffix}", count + 1
        names[name] = path
    return names


def reference_date(readings: Sequence[Reading], settings: Settings) -> date:
    """The day on which the plan stands: --as-of, or the date of the newest report."""
    if settings.as_of is not None:
        return settings.as_of
    days = [reading.published for reading in readings if reading.published is not None]
    if not days:
        names = ", ".join(reading.file for reading in readings) or "no report"
        undated = Mistake(
            "reference date",
            f"no date of publication in {names}",
            "a day, such as 2022-09-28",
            "Give the day on which the plan shall stand with --as-of.",
        )
        raise SettingError([undated, *_too_little(readings)])
    return max(days)


def _too_little(readings: Sequence[Reading]) -> list[Mistake]:
    """Why reports from which little was taken say so little: their language, no figure, countries that nobody knows."""
    found: list[Mistake] = []
    for reading in readings:
        if reading.language not in READ:
            language, do = reading.language or "none that is known", "Translate it; nothing was taken from it."
            found.append(Mistake(reading.file, f"language: {language}", "English (en) or Russian (ru)", do))
        elif not reading.claims:
            do = "Give a report that says how many people came, or where beds or desks are short."
            found.append(Mistake(reading.file, "no figure of arrivals or reception", "a figure with its place", do))
        elif all(claim.country is None and claim.origin is None for claim in reading.claims):
            do = "Check how the countries are written, or name a scenario with --scenario."
            found.append(Mistake(reading.file, "figures of no country that is known", "a country or a city", do))
    return found


def declared_scenario(
    named: str | Path | None, readings: Sequence[Reading], day: date
) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario that was named, the packaged one that the reports match, or a new one from the gazetteer."""
    name = named or match_scenario(readings, headings())
    if name is not None:
        return as_of(read_scenario(name), day), ()
    subject = subject_of(readings)
    missing = [
        what
        for what, value in (("the people's country", subject.origin), ("the host country", subject.host))
        if not value
    ]
    if missing:
        unsaid = Mistake(
            "--scenario",
            f"reports that do not say {' and '.join(missing)}",
            "a packaged scenario or a folder",
            "Name a scenario, or make one with: qonaq new --from CC --to CC --trigger DATE",
        )
        raise SettingError([unsaid, *_too_little(readings)])
    assert subject.origin is not None
    assert subject.host is not None
    gazetteer = open_gazetteer()
    spots = named_places(readings, subject.origin, subject.host, gazetteer)
    made = new_scenario(subject.origin, subject.host, subject.trigger or day, gazetteer, spots)
    return made, (
        f"No packaged scenario matches: one was made for {subject.origin} to {subject.host} from the gazetteer.",
    )


def comparison_days(scenario: Scenario, policies: Sequence[Policy]) -> int:
    """The longer of 90 days and the longest permitted stay, in force or proposed, plus 30."""
    stays = [rule.stay_days for rule in scenario.rules if rule.stay_days and rule.country == scenario.host]
    levers = [lever for policy in policies for lever in policy.levers if lever.lever in ("cap_stay", "extend_stay")]
    stays += [int(lever.amount) for lever in levers if lever.amount]
    return max([SHORTEST_COMPARISON, *(stay + STAY_MARGIN for stay in stays)])
