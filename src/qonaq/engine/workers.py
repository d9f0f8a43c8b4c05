"""Where replicates run: threads of this process, processes of this machine, or a Dask cluster; same numbers.

Nothing here knows what a task does: a task is a value, the verb turns it into a result, results come back as they
are ready, each with the number of its task. Chance has addresses, so the split into tasks changes no number.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from qonaq.errors import InternalError, Mistake, SettingError, unknown_name

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[int, int], object]  # replicates done, replicates asked for; an answer of False cancels

CORES = 2  # threads or processes unless told otherwise
REPLICATES_A_TASK = 25
LOCAL = "local"
ATTEMPTS = 3  # how often a task is given out again after its worker died


@dataclass(frozen=True)
class Workers:
    """Where to run and how many tasks at once.

    >>> Workers(cluster="tcp://10.0.0.7:8786")
    Workers(kind='threads', count=2, cluster='tcp://10.0.0.7:8786', chunk=25)
    """

    kind: str = "threads"  # a word of KINDS, without a cluster
    count: int = CORES
    cluster: str | None = None  # address of a Dask scheduler, or "local" for one on this machine
    chunk: int = REPLICATES_A_TASK  # replicates a task

    def __post_init__(self) -> None:
        mistakes = []
        if self.kind not in KINDS:
            mistakes.append(unknown_name("workers, kind", self.kind, tuple(KINDS)))
        if self.count < 1:
            mistakes.append(Mistake("workers, count", str(self.count), "1 or more", "Ask for at least one."))
        if self.chunk < 1:
            mistakes.append(Mistake("workers, chunk", str(self.chunk), "1 or more", "Ask for at least one."))
        if mistakes:
            raise SettingError(mistakes)


def run_tasks(
    verb: Callable[[Task], Result], tasks: Sequence[Task], *, workers: Workers
) -> Generator[tuple[int, Result], None, None]:
    """Results as they come, each with the number of its task. Closing the iterator cancels what has not begun."""
    if workers.kind == "threads" and workers.cluster is None and (workers.count == 1 or len(tasks) == 1):
        for at, task in enumerate(tasks):
            yield at, verb(task)
        return
    run = KINDS[workers.kind] if workers.cluster is None else _dask
    yield from run(verb, tasks, workers)


def _threads(verb: Callable[[Any], Any], tasks: Sequence[Any], workers: Workers) -> Iterator[tuple[int, Any]]:
    with ThreadPoolExecutor(workers.count) as pool:
        yield from _as_ready(pool, verb, tasks)


def _processes(verb: Callable[[Any], Any], tasks: Sequence[Any], workers: Workers) -> Iterator[tuple[int, Any]]:
    """Spawned processes; the tasks of one that dies are given out again."""
    left = dict(enumerate(tasks))
    for _ in range(ATTEMPTS):
        with ProcessPoolExecutor(workers.count, mp_context=multiprocessing.get_context("spawn")) as pool:
            numbers = list(left)
            try:
                for at, result in _as_ready(pool, verb, [left[number] for number in numbers]):
                    del left[numbers[at]]
                    yield numbers[at], result
            except BrokenProcessPool:
                continue
            return
    raise InternalError(f"worker processes died {ATTEMPTS} times; {len(left)} tasks were not done")


def _as_ready(pool: Executor, verb: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    waiting: dict[Future[Any], int] = {pool.submit(verb, task): at for at, task in enumerate(tasks)}
    try:
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    finally:
        for future in waiting:
            future.cancel()


def _dask(verb: Callable[[Any], Any], tasks: Sequence[Any], workers: Workers) -> Iterator[tuple[int, Any]]:
    """A Dask cluster: at an address, or started here for this run. A killed worker's tasks go to the others."""
    try:
        dask: Any = import_module("distributed")  # an optional dependency
    except ImportError:
        do = 'Install it: pip install "qonaq[cluster]".'
        raise SettingError(
            Mistake("workers, cluster", f"'{workers.cluster}'", "an installed dask.distributed", do)
        ) from None
    cluster = None
    if workers.cluster == LOCAL:
        cluster = dask.LocalCluster(
            n_workers=workers.count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        )
    client = dask.Client(cluster or workers.cluster, set_as_default=False)
    futures: dict[Any, int] = {}
    try:
        for at, task in enumerate(tasks):
            futures[client.submit(verb, task, pure=False, retries=ATTEMPTS)] = at
        for future, result in dask.as_completed(futures, with_results=True):
            yield futures.pop(future), result
            future.release()
    finally:
        client.cancel(list(futures))
        client.close()
        if cluster is not None:
            cluster.close()


KINDS: dict[str, Callable[[Callable[[Any], Any], Sequence[Any], Workers], Iterator[tuple[int, Any]]]] = {
    "threads": _threads,
    "processes": _processes,
}
