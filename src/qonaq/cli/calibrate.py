"""`qonaq calibrate`: how a run's model was fitted to what was said, claim by claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, progress_bar, say, show

if TYPE_CHECKING:
    from qonaq.inference.posterior import ClaimFit, Posterior

FIRST = 12  # quantities shown, the most moved first; --json has all


def calibrate(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fit once more and show each claim beside the model, what the evidence taught, and what it did not."""
    from qonaq.io.fitting import fit_again

    with progress_bar(quiet) as tell:
        posterior = fit_again(run, progress=lambda done, total: tell("Fitting to the figures", done, total))
    if json:
        emit(as_json(posterior))
        return
    _print(posterior)
    if not quiet:
        for caution in posterior.cautions:
            say(f"Note: {caution}")


def as_json(posterior: Posterior) -> dict[str, Any]:
    """The account of a fit."""
    found = posterior.diagnostics
    return {
        "as_of": posterior.as_of.isoformat(),
        "claims": [_claim_as_json(fit) for fit in posterior.claims],
        "left_out": [{"figure": left.name, "reason": left.reason} for left in posterior.left_out],
        "moved": dict(posterior.moved),
        "source_bias": {name: _band(band) for name, band in posterior.source_bias.items()},
        "diagnostics": {name: getattr(found, name) for name in found.__dataclass_fields__},
        "cautions": list(posterior.cautions),
    }


def _claim_as_json(fit: ClaimFit) -> dict[str, Any]:
    one = fit.observation
    return {
        "measure": one.measure,
        "place": "+".join(name for name in one.places if name) or None,
        "period_start": None if one.start is None else one.start.isoformat(),
        "period_end": one.end.isoformat(),
        "source": one.source,
        "stated": fit.stated,
        "before": _band(fit.prior),
        "after": _band(fit.posterior),
        "sigmas": fit.sigmas,
        "inflation": fit.inflation,
    }


def _band(band: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("low", "median", "high"), band, strict=True))


def _print(posterior: Posterior) -> None:
    show(f"Fitted to what was known on {posterior.as_of}: {len(posterior.claims)} figures and signals")
    show(f"  {'figure':<52} {'stated':>10} {'before':>10} {'after':>10}  {'90 % after':<19} off")
    for fit in sorted(posterior.claims, key=lambda fit: -abs(fit.sigmas)):
        one = fit.observation
        place = "+".join(name for name in one.places if name) or one.country or posterior.scenario.host
        span = f"{one.measure} · {place} · {one.start or ''}{' to ' if one.start else ''}{one.end}"
        low, middle, high = fit.posterior
        stated = "–" if fit.stated is None else _short(fit.stated)
        show(
            f"  {span[:52]:<52} {stated:>10} {_short(fit.prior[1]):>10} {_short(middle):>10}  "
            f"{_short(low) + ' – ' + _short(high):<19} {fit.sigmas:+.1f} σ"
        )
    for left in posterior.left_out:
        show(f"  left out: {left.name}: {left.reason}")
    show("What the evidence taught (share of prior variance removed):")
    for name, share in sorted(posterior.moved.items(), key=lambda row: -row[1])[:FIRST]:
        show(f"  {share:5.0%}  {name}")


def _short(value: float) -> str:
    return f"{float(f'{value:.3g}'):,g}"
