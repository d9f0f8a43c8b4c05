"""Where replicates run: threads of this process, processes of this machine, or a Dask cluster. The numbers are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[int, int], bool | None]  # replicates done, replicates asked for; False cancels

THREADS = 2


@dataclass(frozen=True)
class Workers:
    """Where to run and how many at once."""

    kind: str = "threads"
    count: int = THREADS
    address: str | None = None  # of a Dask scheduler; None starts a cluster on this machine
    chunk: int = 50  # replicates a task


def run_tasks(
    verb: Callable[[Task], Result], tasks: Sequence[Task], *, workers: Workers
) -> Iterator[tuple[int, Result]]:
    """Results as they come, each with the number of its task."""
    if workers.count <= 1 or len(tasks) <= 1:
        for at, task in enumerate(tasks):
            yield at, verb(task)
        return
    with ThreadPoolExecutor(workers.count) as pool:
        waiting: dict[Future[Result], int] = {pool.submit(verb, task): at for at, task in enumerate(tasks)}
        try:
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        finally:
            for future in waiting:
                future.cancel()
