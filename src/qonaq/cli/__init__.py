"""The command line: one command per verb. Heavy rooms are imported inside the commands, so that help is instant."""

from __future__ import annotations

import sys
from functools import cache
from typing import Annotated

import typer
from typer.core import TyperGroup

from qonaq.cli.terminal import mistakes_as_json, say
from qonaq.errors import InputError, InternalError

app = typer.Typer(
    name="qonaq",
    cls=TyperGroup,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From the first report of a sudden arrival of people to a cited, calibrated reception plan.",
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"qonaq {version('qonaq')}")
        raise typer.Exit


@app.callback()
def _always(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """From the first report of a sudden arrival of people to a cited, calibrated reception plan."""


@cache
def _register() -> None:
    """Every command, in the order in which help lists them."""
    from qonaq.cli import commands

    for name, function in commands.COMMANDS.items():
        app.command(name)(function)
    for name, group in commands.GROUPS.items():
        app.add_typer(group, name=name)


def main() -> None:
    """Run a command; user mistakes end with 2, our own with 1, an interruption with 130."""
    _register()
    try:
        app(standalone_mode=True)
    except InputError as error:
        _tell(error)
        sys.exit(2)
    except InternalError as error:
        say(f"Qonaq made a mistake of its own and stopped rather than give a wrong number: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrupted; an earlier result is untouched.")
        sys.exit(130)


def _tell(error: InputError) -> None:
    """All mistakes at once: for a person, or as JSON where --json was asked for."""
    if "--json" in sys.argv:
        import json

        sys.stdout.write(json.dumps({"mistakes": mistakes_as_json(error)}, ensure_ascii=False) + "\n")
    count = len(error.mistakes)
    say("This cannot be used yet:" if count == 1 else f"This cannot be used yet; {count} things to put right:")
    for mistake in error.mistakes:
        say(f"  {mistake.where}")
        for what in ("found", "allowed", "do"):
            say(f"      {what:<9}{getattr(mistake, what)}")
