"""The same numbers wherever they run: threads, processes, a Dask cluster with a worker killed in the middle."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from engine.worlds import day_of, small
from qonaq.engine import Workers, simulate
from qonaq.engine.workers import run_tasks
from qonaq.errors import InternalError, SettingError
from qonaq.model.policies import Lever, Policy

DAYS, REPLICATES = 25, 24


@pytest.fixture(scope="module")
def alone():
    return simulate(small(), days=DAYS, replicates=REPLICATES, seed=11, workers=Workers(count=1, chunk=REPLICATES))


@pytest.mark.parametrize("workers", [Workers(count=1, chunk=5), Workers(count=2, chunk=7), Workers(count=3, chunk=1)])
def test_threads_and_the_split_change_nothing(alone, workers):
    run = simulate(small(), days=DAYS, replicates=REPLICATES, seed=11, workers=workers)
    assert np.array_equal(run.counts, alone.counts)
    assert np.array_equal(run.levels, alone.levels)


@pytest.mark.slow
def test_processes_change_nothing(alone):
    run = simulate(small(), days=DAYS, replicates=REPLICATES, seed=11, workers=Workers(kind="processes", chunk=12))
    assert np.array_equal(run.counts, alone.counts)


@pytest.mark.slow
def test_a_killed_dask_worker_costs_its_tasks_only(alone):
    """A real scheduler and two worker processes on loopback; one is killed after the first result."""
    dask = pytest.importorskip("distributed")
    with (
        dask.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        dask.Client(cluster) as client,
    ):
        victims = list(client.run(os.getpid).values())
        killed = []

        def kill_one(done, total):
            if not killed:
                killed.append(victims[0])
                os.kill(victims[0], signal.SIGKILL)

        run = simulate(
            small(), days=DAYS, replicates=REPLICATES, seed=11, progress=kill_one,
            workers=Workers(cluster=cluster.scheduler_address, chunk=2),
        )  # fmt: skip
    assert killed
    assert np.array_equal(run.counts, alone.counts)


def test_a_run_can_be_cancelled_and_resumed(alone):
    part = simulate(
        small(), days=DAYS, replicates=REPLICATES, seed=11, progress=lambda done, total: done < 10,
        workers=Workers(count=1, chunk=5),
    )  # fmt: skip
    assert part.replicates == 10
    told = []
    whole = simulate(
        small(), days=DAYS, replicates=REPLICATES, seed=11, begun=part, workers=Workers(count=1, chunk=5),
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert np.array_equal(whole.counts, alone.counts)
    assert told == [(15, 24), (20, 24), (24, 24)]


def test_another_run_cannot_be_resumed(alone):
    with pytest.raises(SettingError, match="begun: found an ensemble of another run"):
        simulate(small(), days=DAYS, replicates=REPLICATES, seed=12, begun=alone)


def test_a_policy_leaves_the_days_before_it_alone(alone):
    policy = Policy("later", (Lever("close", day_of(15), "Gate A"), Lever("cap_stay", day_of(15), amount=3.0)))
    run = simulate(small(), days=DAYS, replicates=REPLICATES, seed=11, policy=policy)
    assert np.array_equal(run.counts[:, :, :15], alone.counts[:, :, :15])
    assert np.array_equal(run.levels[:, :, :15], alone.levels[:, :, :15])
    assert not np.array_equal(run.counts, alone.counts)


def test_a_shorter_run_is_the_beginning_of_a_longer_one(alone):
    short = simulate(small(), days=9, replicates=REPLICATES, seed=11)
    assert np.array_equal(short.counts, alone.counts[:, :, :9])


def test_a_null_policy_changes_nothing(alone):
    nothing = Policy("nothing", (Lever("add_lanes", day_of(0), "Gate A", 0.0), Lever("open", day_of(3))))
    run = simulate(small(), days=DAYS, replicates=REPLICATES, seed=11, policy=nothing)
    assert np.array_equal(run.counts, alone.counts)


def test_another_seed_meets_other_luck(alone):
    assert not np.array_equal(simulate(small(), days=DAYS, replicates=REPLICATES, seed=12).counts, alone.counts)


def test_workers_with_mistakes():
    with pytest.raises(SettingError) as caught:
        Workers(kind="treads", count=0, chunk=0)
    assert [m.where for m in caught.value.mistakes] == ["workers, kind", "workers, count", "workers, chunk"]
    assert "Did you mean 'threads'?" in str(caught.value)


def test_without_dask_the_error_says_what_to_install(monkeypatch):
    import qonaq.engine.workers as module

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(SettingError, match=r"pip install \"qonaq\[cluster\]\""):
        list(run_tasks(abs, [1, 2], workers=Workers(cluster="local")))


def die(task):
    os._exit(3)


@pytest.mark.slow
def test_processes_that_keep_dying_are_our_error():
    with pytest.raises(InternalError, match="worker processes died 3 times; 2 tasks were not done"):
        list(run_tasks(die, [1, 2], workers=replace(Workers(), kind="processes", count=1)))
