"""The studio's store: a folder of run folders, and the jobs that make them. Nothing from a request becomes a path."""

from __future__ import annotations

import fcntl
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qonaq.errors import Mistake, SettingError
from qonaq.io.run_folder import MARK, read_plan
from qonaq.io.scenario import packaged_names
from qonaq.io.translated import view_file, view_in
from qonaq.views.view import View

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
JOBS, SCENARIOS, LOCK = ".jobs", "scenarios", ".lock"
DOWNLOADS = {
    "page.html": "text/html; charset=utf-8",
    "plan.pdf": "application/pdf",
    "plan.json": "application/json",
    "plan.csv": "text/csv; charset=utf-8",
    "forecast.csv": "text/csv; charset=utf-8",
    "evidence.csv": "text/csv; charset=utf-8",
    "provenance.json": "application/json",
}


@dataclass(frozen=True)
class RunCard:
    """A run as the list shows it."""

    name: str
    title: str
    reference_date: str
    answer: tuple[str, ...]
    policies: tuple[str, ...]


class Store:
    """Runs and jobs under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        (self.folder / JOBS).mkdir(parents=True, exist_ok=True)

    def run_names(self) -> tuple[str, ...]:
        """The finished runs, the newest first."""
        found = [
            path
            for path in self.folder.iterdir()
            if path.name != SCENARIOS and NAME.fullmatch(path.name) and _is_run(path)
        ]
        return tuple(path.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime, path.name)))

    def run(self, name: str) -> Path:
        """The folder of a finished run, looked up in the list: a name that is not in it is refused."""
        if name not in self.run_names():
            raise SettingError(Mistake("run", f"'{name[:80]}'", "a run of the list", "Choose a run from the list."))
        return self.folder / name

    def cards(self, language: str | None = None) -> tuple[RunCard, ...]:
        """Every finished run with its answer, in a language where the run kept it."""
        return tuple(self._card(name, language) for name in self.run_names())

    def _card(self, name: str, language: str | None) -> RunCard:
        plan, told = read_plan(self.folder / name), json.loads(view_file(self.folder / name, language).read_bytes())
        return RunCard(name, told["title"], str(plan["reference_date"]), tuple(told["answer"]), tuple(plan["policies"]))

    def view(self, name: str, language: str | None = None) -> View:
        """What a run shows, in a language where the run kept it."""
        return view_in(self.run(name), language)

    def plan(self, name: str) -> dict[str, Any]:
        """plan.json of a run."""
        return read_plan(self.run(name))

    def origin(self, name: str) -> str | None:
        """The country that the people of a run come from, as most of its claims say."""
        plan = self.plan(name)
        said = Counter(claim["origin"] for claim in plan["claims"] if claim.get("origin"))
        return said.most_common(1)[0][0] if said else None

    def scenario_names(self) -> tuple[str, ...]:
        """The scenarios that can be chosen: the studio's own folders and the packaged ones."""
        kept = self.folder / SCENARIOS
        own = [path.name for path in kept.iterdir() if NAME.fullmatch(path.name)] if kept.is_dir() else []
        return tuple(sorted({*own, *packaged_names()}))

    def scenario(self, name: str) -> Path:
        """A scenario of the list, as the command line takes it: the studio's own folder before the packaged name."""
        if name not in self.scenario_names():
            do = "Choose a scenario from the list."
            raise SettingError(Mistake("page", f"'{name[:80]}'", ", ".join(self.scenario_names()), do))
        own = self.folder / SCENARIOS / name
        return own if own.is_dir() else Path(name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One at a time changes what is kept here, over threads and over studios that share the store."""
        with (self.folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def new_job(self) -> tuple[str, Path]:
        """A fresh job: its name and its folder."""
        name = secrets.token_hex(8)
        folder = self.folder / JOBS / name
        folder.mkdir()
        return name, folder

    def new_run_name(self, wish: str) -> str:
        """A name for a run that no run has yet, kept for it by an empty folder: two browsers never get the same."""
        base = re.sub(r"[^A-Za-z0-9._-]+", "-", wish).strip("-.")[:60] or "run"
        name, count = base, 2
        while True:
            try:
                (self.folder / name).mkdir()
            except FileExistsError:
                name, count = f"{base}-{count}", count + 1
            else:
                return name


def _is_run(path: Path) -> bool:
    """Whether a folder is a finished run that can be shown."""
    return (path / MARK).is_file() and (path / "view.json").is_file()
