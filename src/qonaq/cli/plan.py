"""`qonaq plan`: the main job, from reports to a reception plan in one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, SeedOption, emit, progress_bar, say, show


def plan(
    reports: Annotated[list[Path] | None, typer.Argument(help="Text, HTML, PDF or tables.", show_default=False)] = None,
    scenario: Annotated[
        str | None, typer.Option(help="A packaged name or a folder; matched by itself if left out.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Nothing published after this date enters.")] = None,
    only_reports: Annotated[
        bool, typer.Option("--only-reports", help="Leave out the scenario's own evidence.")
    ] = False,
    days: Annotated[int, typer.Option(min=1, max=90, help="Days of the forecast that are shown.")] = 28,
    out: Annotated[Path | None, typer.Option(help="Folder of the run.", show_default=False)] = None,
    lang: Annotated[str, typer.Option(help="Language of the page and the printed plan.")] = "en",
    update: Annotated[Path | None, typer.Option(help="Yesterday's run: say what changed and why.")] = None,
    same: Annotated[
        Path | None, typer.Option(help="A run to make once more: the same reports, decisions, settings and seed.")
    ] = None,
    policies: Annotated[Path | None, typer.Option(help="A file like policies.yaml: more policies to compare.")] = None,
    replicates: Annotated[int, typer.Option(min=50, max=20000, help="Fitted courses of events.")] = 1000,
    risk: Annotated[float, typer.Option(min=0.5, max=0.99, help="Plan for this quantile.")] = 0.9,
    budget: Annotated[float | None, typer.Option(min=0.0, help="Ceiling, in the scenario's currency.")] = None,
    seed: SeedOption = 1,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read reports, fit, forecast, compare policies, and write a cited reception plan."""
    from qonaq.cli.given import day_of, default_run
    from qonaq.io.again import run_again
    from qonaq.io.folders import refuse_foreign
    from qonaq.io.job import Settings, packaged_reports, plan_from_reports
    from qonaq.io.run_folder import MARK, write_run
    from qonaq.io.update import changes_since, earlier_run
    from qonaq.io.words import read_words

    words = read_words(lang)
    if out is not None:
        refuse_foreign(out, mark=MARK)
    earlier = earlier_run(update) if update is not None else None
    settings = Settings(
        as_of=day_of(as_of, "--as-of"), only_reports=only_reports, days=days, replicates=replicates, seed=seed,
        risk=risk, budget=budget, language=lang, decisions=earlier.settings.decisions if earlier else (),
        policies=policies or (earlier.settings.policies if earlier else None),
    )  # fmt: skip
    files = [*(earlier.reports if earlier else ()), *(reports or ())]
    chosen = scenario or (earlier.scenario if earlier else None)
    with progress_bar(quiet) as tell:
        if same is not None:
            run = run_again(same, policies=policies, progress=tell)
        else:
            given = files or packaged_reports(chosen)
            run = plan_from_reports(given, scenario=chosen, settings=settings, progress=tell)
        changed = changes_since(earlier, run, words) if earlier else None
        target = out or default_run(run.scenario.name, run.forecast.reference_date, beside=update or same)
        written = write_run(run, target, changed=changed)
    if json:
        emit(written)
    else:
        _print(run, written, target)
    if not quiet:
        say(f"The page: {target / 'page.html'}   ·   to print: {target / 'plan.pdf'}")


def _print(run: Any, written: dict[str, Any], target: Path) -> None:
    """The answer, what is to be opened first, and where the rest is."""
    show()
    for sentence in written["answer"]:
        show(f"  {sentence}")
    show()
    for line in written.get("changed", {}).get("sentences", ()):
        show(f"  changed: {line}")
    claims = len(written["claims"])
    read = f"{claims} claim{'' if claims == 1 else 's'} read"
    show(f"  {read} · {run.posterior.replicates:,} fitted courses of events")
    show(f"  policies compared: {', '.join(written['policies'])}")
    show(f"  {written['seconds']:.1f} s · run in {target}")
