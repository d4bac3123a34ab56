"""When the coverage was published last, and how often it has to be, if anybody says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from linli.cockpit import labels
from linli.cockpit.data import Figure
from linli.disclosure import selectors as disclosure
from linli.disclosure.data import PublicationKind
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.explain import Explanation, Input
from linli.policy import selectors as policy
from linli.policy.data import Disclosure, Interval, Resolved

COVERAGE = "coverage"


def publication_figures(actor: Actor, today: date) -> Iterable[Figure]:
    """Days since the coverage was published; nothing where no policy asks for it. One query."""
    said = policy.find(Disclosure, COVERAGE, division=actor.district, on=today)
    if said is None:
        return
    found = disclosure.latest(PublicationKind.COVERAGE, actor.district, today)
    day = local_date(found.published_at) if found else None
    notes = [*([day.isoformat()] if day else []), _interval(said), *_question(actor, said)]
    yield Figure(
        label=gettext("Coverage published"),
        value=(today - day).days if day else None,
        unit=gettext("days ago"),
        note=format_html_join(" · ", "{}", ((note,) for note in notes)),
        explanation=_explain(said, day, today),
    )


def _interval(said: Resolved[Disclosure]) -> str:
    interval = said.body.interval
    if isinstance(interval, Interval):
        return str(labels.INTERVALS[interval])
    return gettext("The policy sets no interval")


def _question(actor: Actor, said: Resolved[Disclosure]) -> Iterable[str]:
    """The way to the answer, for posts that may give it."""
    if "interval" in said.unset and actor.may("policy.set"):
        url = reverse("policy:set", args=[Disclosure.kind, COVERAGE, "interval"])
        yield format_html('<a href="{}">{}</a>', url, gettext("decide it"))


def _explain(said: Resolved[Disclosure], day: date | None, today: date) -> Explanation:
    days = (today - day).days if day else None
    return Explanation(
        title=gettext("Coverage published"),
        value=days,
        unit=gettext("days ago"),
        inputs=(
            Input(gettext("Published on"), day.isoformat() if day else None),
            Input(gettext("Interval"), _interval(said), citation=said.citation),
        ),
        steps=(f"{today} − {day} = {days}",) if day else (),
        citations=said.citations,
        release=said.release,
    )
