"""How bodies keep their duties: per body, by period, with the lists behind the figures."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.duties import selectors
from linli.duties.data import Span, Standing
from linli.duties.rules import span_of
from linli.duties.selectors import BodyCompliance
from linli.kernel import clock
from linli.kernel.web import export, route
from linli.kernel.web.route import ActorRequest
from linli.kernel.workbooks.writer import Column


@route(right="duties.view")
def compliance(request: ActorRequest) -> HttpResponse:
    """What fell due in a month, quarter or year, and how much of it was done in time."""
    actor, today = request.actor, clock.today()
    choices = selectors.spans(today)
    asked = span_of(request.GET.get("period", "")) or choices[-12]
    kinds = [(kind.key, selectors.label_of(kind)) for kind in selectors.kinds(actor, today)]
    key = request.GET.get("duty", "")
    key = key if key in dict(kinds) else ""
    rows = selectors.compliance(actor, asked, today, key=key)
    if request.GET.get("format") == "xlsx":
        return _workbook(rows, asked)
    counted = selectors.together(rows)
    given = {"period": asked.name, **({"duty": key} if key else {})}
    context = {
        "rows": [_row(row, given) for row in rows],
        "counted": counted,
        "explanation": selectors.explain_compliance(counted, asked, today),
        "escalated": sum(row.escalated for row in rows),
        "span": asked,
        "periods": [choice.name for choice in choices],
        "kinds": kinds,
        "duty": key,
        "today": today,
        "export_url": f"?{urlencode({**given, 'format': 'xlsx'})}",
        "trail": [(_("Duty calendar"), reverse("duties:calendar")), (_("Duties kept"), "")],
    }
    return render(request, "duties/compliance.html", context)


def _row(row: BodyCompliance, given: dict[str, str]) -> dict[str, object]:
    own = {**given, "counted": row.body_id}

    def behind(standing: Standing) -> str:
        return f"{reverse('duties:list')}?{urlencode({**own, 'standing': standing})}"

    return {
        "body": row,
        "url": f"{reverse('duties:list')}?{urlencode(own)}",
        "on_time_url": behind(Standing.ON_TIME),
        "late_url": behind(Standing.LATE),
        "missing_url": behind(Standing.MISSING),
    }


def _workbook(rows: list[BodyCompliance], span: Span) -> HttpResponse:
    title = f"{gettext('Duties kept')} {span.name}"
    columns = [
        Column(gettext("Body"), 28),
        Column(gettext("Fell due"), 10, "integer"),
        Column(gettext("Done on time"), 12, "integer"),
        Column(gettext("Done late"), 12, "integer"),
        Column(gettext("Not done"), 12, "integer"),
        Column(gettext("Kept, %"), 12, "decimal"),
        Column(gettext("Taken to the level above"), 20, "integer"),
    ]
    table: list[list[object]] = [
        [
            row.body_name,
            row.filing.due,
            row.filing.on_time,
            row.filing.late,
            row.filing.missing,
            row.filing.rate,
            row.escalated,
        ]
        for row in rows
    ]
    return export.table(title, columns, table)
