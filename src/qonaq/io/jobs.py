"""Jobs of the studio: each is one command in a child process with limits, so that it can be watched and stopped.

A report is hostile input: it is parsed in the child, never in the server.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

MOST_SECONDS = 900  # of processor time in a child
MOST_BYTES = 6 * 1024**3  # of address space in a child
PROGRESS = "QONAQ_PROGRESS"  # asks the command line for one JSON line of progress a step
MOST_AT_ONCE = 2  # jobs that run side by side


@dataclass
class Job:
    """A running or finished command; only its own thread changes it."""

    name: str
    folder: Path
    run: str  # the run that it will make
    target: Path | None  # where that run will be
    process: subprocess.Popen[str]
    steps: list[dict[str, Any]] = field(default_factory=list)
    state: str = "running"  # running | done | failed | cancelled
    mistakes: list[dict[str, str]] = field(default_factory=list)


class Jobs:
    """The jobs of one server."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def start(self, name: str, folder: Path, run: str, arguments: Sequence[str], *, target: Path | None = None) -> Job:
        """Starts `qonaq ARGUMENTS --json` in a child process."""
        process = subprocess.Popen(
            [sys.executable, "-m", "qonaq", *arguments, "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, PROGRESS: "lines"},
            start_new_session=True,
        )
        _limit(process.pid)
        job = Job(name, folder, run, target, process)
        with self._lock:
            self._jobs[name] = job
        Thread(target=_watch, args=(job,), daemon=True, name=f"watch-{name}").start()
        return job

    def busy(self) -> bool:
        """Whether as many jobs run as may run at once."""
        with self._lock:
            return sum(job.state == "running" for job in self._jobs.values()) >= MOST_AT_ONCE

    def get(self, name: str) -> Job | None:
        with self._lock:
            return self._jobs.get(name)

    def cancel(self, name: str) -> bool:
        """Stops a job; the run that it would have made is not written."""
        job = self.get(name)
        if job is None or job.state != "running":
            return False
        job.state = "cancelled"
        os.killpg(job.process.pid, signal.SIGKILL)
        return True

    def close(self) -> None:
        """Stops everything that still runs."""
        with self._lock:
            names = list(self._jobs)
        for name in names:
            self.cancel(name)


def _limit(child: int) -> None:
    """Bounds what a child may use, while it still starts up; systems other than Linux cannot."""
    if sys.platform == "linux":
        for what, most in ((resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_AS, MOST_BYTES)):
            resource.prlimit(child, what, (most, most))


def _watch(job: Job) -> None:
    """Reads the child's progress until it ends, then keeps what it ended with."""
    assert job.process.stderr is not None
    assert job.process.stdout is not None
    kept: list[str] = []
    reader = Thread(target=_drain, args=(job.process.stdout, kept), daemon=True)
    reader.start()
    for line in job.process.stderr:
        step = _step_of(line)
        if step is not None:
            job.steps.append(step)
    code = job.process.wait()
    reader.join()
    if code != 0 and job.target is not None:
        with suppress(OSError):
            job.target.rmdir()  # the name was kept by an empty folder; a folder with a run in it stays
    if job.state == "cancelled":
        return
    try:
        written = json.loads("".join(kept) or "{}")
    except ValueError:
        written = {}
    job.mistakes = list(written.get("mistakes", ()))
    job.state = "done" if code == 0 else "failed"


def _drain(stream: IO[str], kept: list[str]) -> None:
    kept.extend(stream)


def _step_of(line: str) -> dict[str, Any] | None:
    """A line of progress as {"what", "done", "all"}; anything else the child says is not shown to a browser."""
    if not line.startswith("{"):
        return None
    try:
        step: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return step if {"what", "done", "all"} <= step.keys() else None
