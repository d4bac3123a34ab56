"""The years whose working days are known, and loading another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.duties import selectors, services
from linli.duties.data import YearTable
from linli.duties.forms import WorkdaysForm
from linli.kernel import clock
from linli.kernel.errors import BadInput, Finding
from linli.kernel.web import route
from linli.kernel.web.forms import findings_beside, form_page, refusal
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing


@route(right="duties.view")
def workdays(request: ActorRequest) -> HttpResponse:
    """Every year with its table and source; the days of the year asked for."""
    today = clock.today()
    years = selectors.known_years()
    known = {found.year for found in years}
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isdigit() and int(asked) in known
        else max(known & {today.year} or known)
    )
    context = {
        "years": years,
        "year": year,
        "days": selectors.days_of(year),
        "missing": [number for number in (today.year, today.year + 1) if number not in known],
        "may_load": request.actor.may("duties.workdays"),
        "trail": [(_("Duty calendar"), reverse("duties:calendar")), (_("Working days"), "")],
    }
    return render(request, "duties/workdays.html", context)


@route(right="duties.workdays", methods=("GET", "POST"))
def load(request: ActorRequest) -> HttpResponse:
    """Hand in a year's table, look at what it says, take it over."""
    form = WorkdaysForm()
    if request.method == "POST":
        form = WorkdaysForm(request.POST, request.FILES)
    table: YearTable | None = None
    findings: tuple[Finding, ...] = ()
    content = ""
    if request.method == "POST" and form.is_valid():
        given = form.content()
        try:
            said = form.cleaned_data
            table = services.read_workdays(content=given, year=said["year"], source=said["source"])
            content = given.decode("utf-8-sig")
            if "adopt" in request.POST:
                services.load_workdays(actor=request.actor, at=clock.now(), table=table)
                messages.success(
                    request,
                    gettext("The working days of %(year)s are known now.") % {"year": table.year},
                )
                return redirect(f"{reverse('duties:workdays')}?year={table.year}")
        except BadInput as refused:
            standing(request).refusal_code = refused.code
            form.add_error(None, refusal(refused))
            findings = findings_beside(refused)
    context = {
        "table": table,
        "content": content,
        "findings": findings,
        "submit_label": _("Check the table"),
        "cancel_url": reverse("duties:workdays"),
        "trail": [
            (_("Duty calendar"), reverse("duties:calendar")),
            (_("Working days"), reverse("duties:workdays")),
            (_("Load a year"), ""),
        ],
    }
    return form_page(request, "duties/workdays_load.html", form, context)
