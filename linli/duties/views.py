"""Pages of duties: one, the list, the month."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.duties import labels, selectors
from linli.duties.data import DutyItem, Standing
from linli.duties.forms import MonthForm
from linli.duties.models import DutyInstance
from linli.duties.querysets import DutyInstanceQuerySet
from linli.kernel import clock
from linli.kernel.web import export, lists, panels, route
from linli.kernel.web.route import ActorRequest


@route(right="duties.view")
def duty(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One period of one duty: the day that counts and why, how it stands, what proves it."""
    found = selectors.item_by_id(request.actor, public_id, clock.today())
    context = {
        "item": found,
        "label": selectors.label_of(found),
        "receiver": found.receiver.in_language(get_language() or "zh"),
        "explanation": selectors.explain_item(found),
        "set_url": _set_url(request, found),
        "chip": selectors.chip_of(found),
        "siblings": _strip_cells(request, found),
        "panels": panels.collect("duty", request, found),
        "trail": [
            (_("Duty calendar"), reverse("duties:calendar")),
            (selectors.label_of(found), ""),
        ],
    }
    return render(request, "duties/duty_detail.html", context)


@route(right="duties.view")
def duty_list(request: ActorRequest) -> HttpResponse:
    """Every duty in the reader's reach, to filter, sort and export."""
    today = clock.today()
    spec = _spec(request, today)
    rows = selectors.instances_visible_to(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=_("Duties"))
    context = {
        "page": lists.build(request, spec, rows),
        "today": today,
        "trail": [(_("Duty calendar"), reverse("duties:calendar")), (_("All duties"), "")],
    }
    return render(request, "duties/duty_list.html", context)


@route(right="duties.view")
def calendar(request: ActorRequest) -> HttpResponse:
    """One month: what is due on which day, and which days are off."""
    today = clock.today()
    first = MonthForm.first_day(request.GET.get("month", ""), today)
    shown = selectors.month(request.actor, first, today)
    context = {
        "month": shown,
        "rows": [_row(found) for found in shown.items],
        "today": today,
        "is_now": first == today.replace(day=1),
        "trail": [(_("Duty calendar"), "")],
    }
    return render(request, "duties/calendar.html", context)


def _row(found: DutyItem) -> dict[str, object]:
    return {
        "item": found,
        "label": selectors.label_of(found),
        "weekday": labels.WEEKDAYS[found.due_on.weekday()],
        "chip": selectors.chip_of(found),
    }


def _set_url(request: ActorRequest, found: DutyItem) -> str:
    """Where the district answers what happens on a day off; only for posts that may."""
    if not request.actor.may("policy.set"):
        return ""
    return reverse("policy:set", args=["duty", found.key, "holiday_shift"])


def _strip_cells(request: ActorRequest, found: DutyItem) -> list[dict[str, object]]:
    items = selectors.items_visible_to(request.actor, found.key, found.as_of, body_id=found.body_id)
    return [
        {
            "state": str(other.standing),
            "label": other.printed_on.isoformat(),
            "url": reverse("duties:duty", args=[other.public_id]),
        }
        for other in items
    ]


def _spec(request: ActorRequest, today: date) -> lists.ListSpec[DutyInstance]:
    """The list of duties; how a row stands depends on the day, so the spec does."""
    items: dict[int, DutyItem] = {}

    def item(row: DutyInstance) -> DutyItem:
        if row.pk not in items:
            items[row.pk] = selectors.as_items([row], today)[0]
        return items[row.pk]

    kinds = selectors.kinds(request.actor, today)
    return lists.ListSpec(
        key="duties",
        columns=[
            lists.Column(
                "printed_on",
                _("Printed day"),
                lambda row: row.printed_on,
                sort="printed_on",
                kind="date",
            ),
            lists.Column(
                "due_on", _("Day that counts"), lambda row: row.due_on, sort="due_on", kind="date"
            ),
            lists.Column("duty", _("Duty"), lambda row: selectors.label_of(item(row)), main=True),
            lists.Column("body", _("Body"), lambda row: row.body.name, sort="body__name"),
            lists.Column("filed", _("Filed on"), lambda row: row.fulfilled_on, kind="date"),
            lists.Column(
                "standing", _("Standing"), lambda row: selectors.chip_of(item(row)), kind="chip"
            ),
        ],
        filters=[
            lists.Filter(
                "duty",
                _("Duty"),
                [(kind.key, selectors.label_of(kind)) for kind in kinds],
                lambda rows, key: rows.filter(key=key),
            ),
            lists.Filter(
                "standing",
                _("Standing"),
                [(str(value), words) for value, words in labels.STANDINGS.items()],
                partial(_standing_filter, today),
            ),
        ],
        row_url=lambda row: reverse("duties:duty", args=[row.public_id]),
        default_sort="-printed_on",
    )


def _standing_filter(today: date, rows: DutyInstanceQuerySet, value: str) -> DutyInstanceQuerySet:
    return rows.standing_on(Standing(value), today)
