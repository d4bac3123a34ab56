"""What the office has published, exactly as the public sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.disclosure import labels, selectors, services
from linli.disclosure.data import ItemKind, State
from linli.disclosure.forms import WithdrawForm
from linli.disclosure.labels import FACTS, KINDS, STATES, TONES
from linli.disclosure.models import Publication, PublishedItem
from linli.disclosure.rules import ALLOWED
from linli.kernel import clock
from linli.kernel.errors import BadInput
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import sent
from linli.kernel.web.route import ActorRequest


def state_chip(publication: Publication) -> Chip:
    """Where a publication stands today."""
    state = publication.state(clock.today())
    return Chip(STATES[state], TONES[state])


def _by_state(rows: QuerySet[Publication], value: str) -> QuerySet[Publication]:
    standing = selectors.in_force(clock.today()).values("pk")
    if value == "in_force":
        return rows.filter(pk__in=standing)
    return rows.exclude(pk__in=standing)


def _search(rows: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    return rows.filter(title__icontains=text)


PUBLICATIONS = lists.ListSpec[Publication](
    key="publications",
    columns=[
        lists.Column("title", _("Title"), lambda row: row.title, main=True, wide=True),
        lists.Column("place", _("Place"), lambda row: row.place),
        lists.Column("state", _("State"), state_chip, kind="chip"),
        lists.Column("from", _("From"), lambda row: row.from_on, sort="from_on", kind="date"),
        lists.Column("to", _("Until"), lambda row: row.to_on, kind="date"),
        lists.Column("publisher", _("Publisher"), lambda row: row.publisher),
        lists.Column(
            "published",
            _("Published"),
            lambda row: row.published_at,
            sort="published_at",
            kind="datetime",
        ),
    ],
    filters=[
        lists.Filter(
            "state",
            _("State"),
            [("in_force", STATES[State.IN_FORCE]), ("past", _("No longer in force"))],
            _by_state,
        )
    ],
    search=_search,
    row_url=lambda row: reverse("disclosure:publication", args=[row.public_id]),
    default_sort="-published",
)


@route(right="disclosure.publish")
def publication_list(request: ActorRequest) -> HttpResponse:
    """Publications in the reader's scope, latest first."""
    rows = selectors.publications_visible_to(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, PUBLICATIONS, rows, title=labels.PUBLICATIONS)
    page = lists.build(request, PUBLICATIONS, rows)
    return render(request, "disclosure/publication_list.html", {"page": page})


@route(right="disclosure.publish")
def publication_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One publication: everything that is public of it, and nothing else."""
    found = selectors.publication(request.actor, public_id)
    items = selectors.items_of(found)
    tables = [
        _table(kind, rows)
        for kind in ItemKind
        if (rows := [item for item in items if item.kind == kind])
    ]
    return render(request, "disclosure/publication.html", {**_frame(found), "tables": tables})


@route(right="disclosure.publish", methods=("GET", "POST"))
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a publication back, saying why."""
    found = selectors.publication(request.actor, public_id)
    form = WithdrawForm(sent(request))
    if form.is_valid() and _withdrawn(request, found, form):
        messages.success(request, gettext("Withdrawn. The public pages show the reason."))
        return redirect("disclosure:publication", found.public_id)
    changes = [
        gettext("The rows below vanish from the public pages at once."),
        gettext("The publication's page stays and shows the reason, your office and the time."),
        gettext("A withdrawal cannot be undone; you can publish anew."),
    ]
    context = {**_frame(found, (_("Withdraw"), "")), "form": form, "changes": changes}
    return render(request, "disclosure/withdraw.html", context, status=422 if form.errors else 200)


def _withdrawn(request: ActorRequest, found: Publication, form: WithdrawForm) -> bool:
    try:
        services.withdraw(
            actor=request.actor,
            at=clock.now(),
            public_id=found.public_id,
            reason=form.cleaned_data["reason"],
        )
    except BadInput as refusal:
        form.add_error("reason", str(refusal))
        return False
    return True


def _frame(found: Publication, *further: tuple[object, str]) -> dict[str, Any]:
    """What every page about a publication shows."""
    state = found.state(clock.today())
    url = reverse("disclosure:publication", args=[found.public_id])
    return {
        "publication": found,
        "kind": KINDS[found.kind],
        "state": state,
        "state_word": STATES[state],
        "tone": TONES[state],
        "trail": [
            (labels.PUBLICATIONS, reverse("disclosure:list")),
            (found.title, url if further else ""),
            *further,
        ],
    }


def _table(kind: ItemKind, rows: list[PublishedItem]) -> dict[str, Any]:
    """The rows of a kind as a table of exactly the facts that are public."""
    keys = [key for key in ALLOWED[kind] if any(key in row.data for row in rows)]
    return {
        "kind": kind,
        "headings": [FACTS["name"], *(FACTS[key] for key in keys)],
        "rows": [[row.name, *(labels.shown(row.data.get(key)) for key in keys)] for row in rows],
    }
