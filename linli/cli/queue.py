"""``linli jobs``: background work that was set aside, and trying it again."""

from __future__ import annotations

from argparse import Namespace
from uuid import UUID

from linli.cli import demo
from linli.cli.output import answer, say
from linli.jobs import selectors, services
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput, NotFound

# Whoever has a login on the machine looks after the work of every district.
OPERATOR = system_actor("", frozenset({services.RETRY}))


def show(options: Namespace) -> int:
    """What was set aside: its id, what it is, after how many tries and where it failed."""
    jobs = selectors.parked(OPERATOR)
    if options.json:
        answer(
            {
                "jobs": [
                    {
                        "id": job.public_id,
                        "name": job.name,
                        "tries": job.tries,
                        "error": job.error,
                        "set_aside_at": job.finished_at and job.finished_at.isoformat(),
                    }
                    for job in jobs
                ]
            }
        )
        return 0
    for job in jobs:
        say(f"{job.public_id} {job.name} after {job.tries} tries: {job.error}")
    if not jobs:
        say("Nothing was set aside.")
    return 0


def retry(options: Namespace) -> int:
    """Let work be tried again from the start, after its cause was mended."""
    demo.keep_its_date()
    parked = {job.public_id for job in selectors.parked(OPERATOR)}
    wanted = parked if options.all else {options.job or ""}
    if not options.all and not _known(options.job, parked):
        raise NotFound(
            "No work of this id was set aside.", remedy="`linli jobs list` shows what was."
        )
    for public_id in sorted(wanted):
        services.retry(
            actor=OPERATOR, at=clock.now(), public_id=UUID(public_id), reason=options.reason
        )
    say(f"{len(wanted)} will be tried again.")
    return 0


def _known(job: str | None, parked: set[str]) -> bool:
    if not job:
        raise BadInput("Which work?", remedy="Give its id, or --all.")
    return job in parked
