"""Pages of duties: one, the list, the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from linli.duties import labels, selectors, services
from linli.duties.data import DutyItem, DutyKind, Standing
from linli.duties.forms import DayForm, MonthForm, RecordForm
from linli.duties.models import DutyInstance
from linli.duties.querysets import DutyInstanceQuerySet
from linli.duties.rules import around, span_of
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import export, lists, panels, route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors as registry

MOST_ON_COMPOUND = 6
# A daily duty has hundreds of periods; a strip shows so many before and after the one looked at.
AROUND = 15


@route(right="duties.view")
def duty(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One period of one duty: the day that counts and why, how it stands, what proves it."""
    found = selectors.item_by_id(request.actor, public_id, clock.today())
    siblings = selectors.siblings(request.actor, found)
    shown = _around(siblings, found)
    context = {
        "item": found,
        "label": selectors.label_of(found),
        "receiver": found.receiver.in_language(get_language() or "zh"),
        "explanation": selectors.explain_item(found),
        "set_url": _set_url(request, found),
        "can_record": request.actor.may("duties.record")
        and found.is_open
        and selectors.is_to_record(request.actor, found),
        "chip": selectors.chip_of(found),
        "siblings": _strip_cells(shown),
        "hidden": len(siblings) - len(shown),
        "list_url": _periods_url(found),
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
        return export.respond(request, spec, rows, title=_("Duties owed"))
    context = {
        "page": lists.build(request, spec, rows),
        "today": today,
        "trail": [(_("Duty calendar"), reverse("duties:calendar")), (_("All duties"), "")],
    }
    return render(request, "duties/duty_list.html", context)


@route(right="duties.view")
def calendar(request: ActorRequest) -> HttpResponse:
    """One month: what is due on which day, and which days are off; of one body or duty if asked."""
    actor, today = request.actor, clock.today()
    first = MonthForm.first_day(request.GET.get("month", ""), today)
    bodies = selectors.bodies(actor)
    kinds = [(kind.key, selectors.label_of(kind)) for kind in selectors.kinds(actor, today)]
    body = _known(request.GET.get("body", ""), bodies)
    key = _known(request.GET.get("duty", ""), kinds)
    shown = selectors.month(actor, first, today, body_id=body, key=key)
    asked = {name: value for name, value in (("body", body), ("duty", key)) if value}
    context = {
        "month": shown,
        "rows": [_row(entry, asked) for entry in shown.entries],
        "today": today,
        "is_now": first == today.replace(day=1),
        "bodies": bodies,
        "kinds": kinds,
        "body": body,
        "duty": key,
        "asked": f"&{urlencode(asked)}" if asked else "",
        "trail": [(_("Duty calendar"), "")],
    }
    return render(request, "duties/calendar.html", context)


@route(right="duties.record", methods=("GET", "POST"))
def record(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Note by hand that a duty is done, where no page of Linli writes the act that proves it."""
    found = selectors.item_by_id(request.actor, public_id, clock.today())
    form = RecordForm(sent(request))
    done = submit(
        request,
        form,
        lambda: services.record_done(
            actor=request.actor,
            at=clock.now(),
            public_id=public_id,
            note=form.cleaned_data["note"],
        ),
    )
    page = reverse("duties:duty", args=[public_id])
    if done:
        messages.success(request, gettext("Recorded as done."))
        return redirect(page)
    context = {
        "item": found,
        "label": selectors.label_of(found),
        "submit_label": _("Record as done"),
        "cancel_url": page,
        "trail": [
            (_("Duty calendar"), reverse("duties:calendar")),
            (selectors.label_of(found), page),
            (_("Record as done"), ""),
        ],
    }
    return form_page(request, "duties/record.html", form, context)


def compound_panel(request: ActorRequest, subject: Any) -> panels.Panel | None:
    """What is owed for a compound, on its page, for readers of duties."""
    if not request.actor.may("duties.view"):
        return None
    today = clock.today()
    items = selectors.compound_items(request.actor, subject.pk, today)
    if not items:
        return None
    rows = [
        {"item": found, "label": selectors.label_of(found), "chip": selectors.chip_of(found)}
        for found in items[:MOST_ON_COMPOUND]
    ]
    every = f"{reverse('duties:list')}?{urlencode({'compound': subject.public_id})}"
    context = {"rows": rows, "count": len(items), "url": every}
    return panels.Panel("duties/compound_panel.html", context, column="aside")


def _known(asked: str, choices: list[tuple[str, str]]) -> str:
    return asked if asked in {value for value, _label in choices} else ""


def _row(entry: selectors.MonthEntry, asked: dict[str, str]) -> dict[str, object]:
    found = entry.item
    url = reverse("duties:duty", args=[found.public_id])
    if entry.count > 1:
        only = {**asked, "duty": found.key, "due": found.due_on.isoformat()}
        url = f"{reverse('duties:list')}?{urlencode(only)}"
    return {
        "entry": entry,
        "item": found,
        "url": url,
        "label": selectors.label_of(found),
        "weekday": labels.WEEKDAYS[found.due_on.weekday()],
        "chip": selectors.chip_of(found),
    }


def _set_url(request: ActorRequest, found: DutyItem) -> str:
    """Where the district answers what happens on a day off; only for posts that may."""
    if not request.actor.may("policy.set"):
        return ""
    return reverse("policy:set", args=["duty", found.key, "holiday_shift"])


def _around(items: list[DutyItem], found: DutyItem) -> list[DutyItem]:
    """The periods next to the one looked at, as many before it as after it."""
    at = next(place for place, item in enumerate(items) if item.public_id == found.public_id)
    return items[around(at, of=len(items), each_side=AROUND)]


def _periods_url(found: DutyItem) -> str:
    query = {"duty": found.key, "body": found.body_id}
    return f"{reverse('duties:list')}?{urlencode(query)}"


def _strip_cells(items: list[DutyItem]) -> list[dict[str, object]]:
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
        columns=_columns(item),
        filters=_filters(request, kinds, today),
        row_url=lambda row: reverse("duties:duty", args=[row.public_id]),
        default_sort="-printed_on",
    )


def _columns(item: Callable[[DutyInstance], DutyItem]) -> list[lists.Column[DutyInstance]]:
    return [
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
        lists.Column("subject", _("For"), lambda row: row.subject, sort="subject"),
        lists.Column("filed", _("Done on"), lambda row: row.fulfilled_on, kind="date"),
        lists.Column(
            "standing", _("How it stands"), lambda row: selectors.chip_of(item(row)), kind="chip"
        ),
    ]


def _filters(
    request: ActorRequest, kinds: list[DutyKind], today: date
) -> list[lists.Filter[DutyInstance]]:
    """What the list may be narrowed to; a day and a compound only when a link asked for one."""
    filters: list[lists.Filter[DutyInstance]] = [
        lists.Filter(
            "duty",
            _("Duty"),
            [(kind.key, selectors.label_of(kind)) for kind in kinds],
            lambda rows, key: rows.filter(key=key),
        ),
        lists.Filter(
            "standing",
            _("How it stands"),
            [(str(value), words) for value, words in labels.STANDINGS_OF_BOTH.items()],
            partial(_standing_filter, today),
        ),
        lists.Filter(
            "body",
            _("Body"),
            selectors.bodies(request.actor),
            lambda rows, body: rows.filter(body__public_id=body),
        ),
        lists.Filter(
            "period",
            _("Due in"),
            [(span.name, span.name) for span in selectors.spans(today)],
            _period_filter,
        ),
    ]
    day = DayForm.day_of(request.GET.get("due", ""))
    if day:
        due = lists.Filter[DutyInstance](
            "due", _("Day due"), [(day.isoformat(), day.isoformat())], _due_filter
        )
        filters.append(due)
    filters += _counted_filter(request)
    compound = _compound_choice(request)
    if compound:
        filters.append(
            lists.Filter(
                "compound",
                _("Compound"),
                [compound],
                lambda rows, asked: rows.filter(compound__public_id=asked),
            )
        )
    return filters


def _counted_filter(request: ActorRequest) -> list[lists.Filter[DutyInstance]]:
    """For whom the rows count, where a figure asked for it: a body that has ended among them."""
    name = selectors.counted_name(request.actor, request.GET.get("counted", ""))
    if not name:
        return []
    choice = (request.GET["counted"], name)
    return [lists.Filter("counted", _("Counted for"), [choice], _counted_rows)]


def _counted_rows(rows: Any, body: str) -> Any:
    return rows.counted_for(body)


def _compound_choice(request: ActorRequest) -> tuple[str, str] | None:
    try:
        found = registry.compound(request.actor, UUID(request.GET.get("compound", "")))
    except (ValueError, NotFound):
        return None
    return str(found.public_id), found.name


def _due_filter(rows: QuerySet[DutyInstance], value: str) -> QuerySet[DutyInstance]:
    return rows.filter(due_on=value)


def _period_filter(rows: QuerySet[DutyInstance], value: str) -> QuerySet[DutyInstance]:
    span = span_of(value)
    return rows.filter(due_on__gte=span.first, due_on__lt=span.end) if span else rows


def _standing_filter(today: date, rows: DutyInstanceQuerySet, value: str) -> DutyInstanceQuerySet:
    return rows.standing_on(Standing(value), today)
