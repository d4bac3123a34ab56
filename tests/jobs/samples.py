"""Jobs for the tests: each leaves a trace in a table of the product, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from linli.jobs.models import Job
from linli.kernel import jobs as kernel_jobs
from linli.kernel.jobs import Run


@contextmanager
def declared(name: str, run: Run, *, tries: int = 3, whole: bool = True) -> Iterator[None]:
    """A job that exists for the length of a test."""
    known = dict(kernel_jobs._jobs)
    kernel_jobs.job(name, tries=tries, whole=whole)(run)
    try:
        yield
    finally:
        kernel_jobs._jobs.clear()
        kernel_jobs._jobs.update(known)


@contextmanager
def only_periodic(**periodic: tuple[kernel_jobs.Periodic, kernel_jobs.Schedule]) -> Iterator[None]:
    """Nothing comes due but this."""
    known_jobs, known = dict(kernel_jobs._jobs), dict(kernel_jobs._periodic)
    kernel_jobs._periodic.clear()
    for name, (work, schedule) in periodic.items():
        kernel_jobs.register(f"tests.{name}", work, schedule)
    try:
        yield
    finally:
        kernel_jobs._jobs.clear()
        kernel_jobs._jobs.update(known_jobs)
        kernel_jobs._periodic.clear()
        kernel_jobs._periodic.update(known)


def effect(work: kernel_jobs.Work) -> Mapping[str, Any]:
    """One row that only this attempt writes."""
    Job.objects.create(
        district="370406",
        name="effect",
        key=f"{work.payload['number']}-{work.attempt}",
        state="done",
        run_after=work.at,
        enqueued_at=work.at,
    )
    return {"number": work.payload["number"]}


def effects() -> list[str]:
    """The traces left, in order."""
    return list(Job.objects.filter(name="effect").order_by("id").values_list("key", flat=True))
