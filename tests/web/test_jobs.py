"""Jobs are child processes with limits: watched to their end, stopped at once, and nothing of them stays behind."""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.io.jobs import MOST_BYTES, MOST_SECONDS, Job, Jobs
from qonaq.io.store import Store

HTML = {"accept": "text/html"}


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    one = Jobs()
    yield one
    one.close()


def started(jobs: Jobs, store: Store, *arguments: str) -> tuple[Job, Path]:
    name, folder = store.new_job()
    run = store.new_run_name("wished")
    return jobs.start(name, folder, run, arguments, target=store.folder / run), store.folder / run


def ended(job: Job) -> str:
    """The state in which a job ends: told by its watcher, not by waiting a while."""
    for thread in threading.enumerate():
        if thread.name == f"watch-{job.name}":
            thread.join(120)
    return job.state


def test_a_command_that_ends_well_is_done_and_one_that_does_not_tells_its_mistakes(jobs: Jobs, tmp_path: Path) -> None:
    store = Store(tmp_path)
    good, _ = started(jobs, store, "check", "armenia-2023")
    bad, kept = started(jobs, store, "plan", "nothing.txt")
    assert ended(good) == "done"
    assert ended(bad) == "failed"
    assert "no such file" in json.dumps(bad.mistakes)
    assert not kept.exists()  # the name is free again


def test_a_stopped_job_ends_at_once_and_frees_its_name(jobs: Jobs, tmp_path: Path) -> None:
    store = Store(tmp_path)
    job, kept = started(jobs, store, "plan", "--scenario", "kazakhstan-2022", "--replicates", "20000")
    assert kept.is_dir()
    assert jobs.cancel(job.name)
    assert ended(job) == "cancelled"
    assert job.process.poll() is not None
    assert not kept.exists()
    assert not jobs.cancel(job.name)


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED: only Linux bounds a child from outside")
def test_a_child_is_bounded_in_time_and_memory(jobs: Jobs, tmp_path: Path) -> None:
    job, _ = started(jobs, Store(tmp_path), "plan", "--scenario", "kazakhstan-2022", "--replicates", "20000")
    assert resource.prlimit(job.process.pid, resource.RLIMIT_CPU)[0] == MOST_SECONDS
    assert resource.prlimit(job.process.pid, resource.RLIMIT_AS)[0] == MOST_BYTES


def test_no_more_than_two_run_at_once(jobs: Jobs, tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(2):
        assert not jobs.busy()
        started(jobs, store, "plan", "--scenario", "kazakhstan-2022", "--replicates", "20000")
    assert jobs.busy()


def test_the_page_of_a_job_follows_it_to_its_end(studio: TestClient) -> None:
    key = studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]
    form = {"form_key": key, "text": "Nothing is said here of anybody at all."}
    where = studio.post("/plans", data=form, follow_redirects=False).headers["location"]
    assert "The plan is being made" in studio.get(where, headers=HTML).text
    events = studio.get(f"{where}/events").text  # until the job ends
    assert events.rstrip().splitlines()[-2] == "event: end"
    end = json.loads(events.rstrip().splitlines()[-1].removeprefix("data: "))
    assert end["state"] == "failed"
    assert end["mistakes"][0]["where"]
    assert studio.post(f"{where}/cancel", data={"form_key": key}, follow_redirects=False).status_code == 303
