"""`qonaq import`: counts that others publish, as the evidence of a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, say, show


def import_counts(
    file: Annotated[Path, typer.Argument(help="A CSV file of HDX HAPI, UNHCR Refugee Data Finder or IOM DTM.")],
    published: Annotated[str, typer.Option(help="The day on which the table came out.")],
    source: Annotated[str | None, typer.Option(help="Its address; the file's name if left out.")] = None,
    out: Annotated[Path, typer.Option(help="The evidence file to write.")] = Path("evidence.csv"),
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read counts in the form of HDX HAPI, UNHCR or IOM DTM, and write them as an evidence.csv."""
    from qonaq.cli.given import day_of
    from qonaq.errors import Mistake, SettingError
    from qonaq.io.importing.counts import evidence_of, read_counts
    from qonaq.io.reading_json import claim_as_json

    day = day_of(published, "--published")
    assert day is not None
    if out.exists():
        raise SettingError(Mistake("--out", f"a file at {out}", "a new file", "Choose another name; nothing is lost."))
    found = read_counts(file, published=day, source=source)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(evidence_of(found.claims))
    if json:
        claims = [claim_as_json(claim) for claim in found.claims]
        emit({"file": str(file), "form": found.form, "claims": claims, "cautions": found.cautions, "written": str(out)})
        return
    for caution in found.cautions:
        say(caution)
    if not quiet:
        show(f"{len(found.claims)} figures of {found.title} in {out}")
