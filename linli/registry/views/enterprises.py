"""Enterprises and their contracts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import rules, selectors, services
from linli.registry.data import NewEnterprise
from linli.registry.forms import EnterpriseEditForm, EnterpriseForm
from linli.registry.labels import USCC_FAULTS
from linli.registry.models import Enterprise

Trail = list[tuple[object, str]]


@route(right="registry.view")
def enterprise_list(request: ActorRequest) -> HttpResponse:
    """The enterprises of the district; compounds are counted in the reader's scope."""
    actor, today = request.actor, clock.today()
    spec = _spec()
    rows = selectors.enterprises_visible_to(actor).annotate(compounds=_serving(actor, today))
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=gettext_lazy("Enterprises"))
    context = {
        "page": lists.build(request, spec, rows),
        "today": today,
        "may_edit": _may_edit(actor),
    }
    return render(request, "registry/enterprise_list.html", context)


@route(right="registry.view")
def enterprise_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """An enterprise and its contracts in the reader's scope."""
    actor, today = request.actor, clock.today()
    enterprise = selectors.enterprise(actor, public_id)
    context = {
        "enterprise": enterprise,
        "trail": _trail((enterprise.name, "")),
        "faults": [str(USCC_FAULTS[fault]) for fault in rules.uscc_faults(enterprise.uscc)],
        "files": selectors.contract_files_of(enterprise, actor=actor, on=today),
        "today": today,
        "may_edit": _may_edit(actor),
        "in_full": actor.may("registry.contacts"),
        "reaches_all": not actor.enterprise_id,
    }
    return render(request, "registry/enterprise.html", context)


@route(right="registry.edit", methods=("GET", "POST"))
def enterprise_new(request: ActorRequest) -> HttpResponse:
    """Enter an enterprise in the register."""
    form = EnterpriseForm(sent(request))
    done = submit(
        request,
        form,
        lambda: services.register_enterprise(
            actor=request.actor, at=clock.now(), enterprise=NewEnterprise(**form.cleaned_data)
        ),
    )
    if done:
        warn_of_odd_code(request, done)
        messages.success(request, _("The enterprise is in the register."))
        return redirect("registry:enterprise", done.public_id)
    title = _("Register an enterprise")
    context = {
        "title": title,
        "trail": _trail((title, "")),
        "cancel_url": reverse("registry:enterprises"),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.edit", methods=("GET", "POST"))
def enterprise_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Correct an enterprise's name or credit code."""
    enterprise = selectors.enterprise(request.actor, public_id)
    own_page = reverse("registry:enterprise", args=[public_id])
    form = EnterpriseEditForm(sent(request), entry=selectors.enterprise_entry(enterprise))
    done = submit(
        request,
        form,
        lambda: services.edit_enterprise(
            actor=request.actor, at=clock.now(), enterprise=public_id, **form.cleaned_data
        ),
    )
    if done:
        warn_of_odd_code(request, done)
        messages.success(request, _("The enterprise is saved."))
        return redirect(own_page)
    title = _("Edit the enterprise")
    context = {
        "title": title,
        "trail": _trail((enterprise.name, own_page), (title, "")),
        "cancel_url": own_page,
    }
    return form_page(request, "registry/form.html", form, context)


def warn_of_odd_code(request: ActorRequest, enterprise: Enterprise) -> None:
    """Say what is odd about a credit code that was kept all the same."""
    for fault in rules.uscc_faults(enterprise.uscc):
        messages.warning(request, str(USCC_FAULTS[fault]))


def _spec() -> lists.ListSpec[Any]:
    """Rows carry ``compounds``, how many the enterprise serves in the reader's scope."""
    return lists.ListSpec[Any](
        key="enterprises",
        columns=[
            lists.Column(
                "name",
                _("Enterprise"),
                lambda row: row.name,
                sort="search_pinyin",
                main=True,
                wide=True,
            ),
            lists.Column("uscc", _("Unified social credit code"), lambda row: row.uscc),
            lists.Column("check", _("Check of the code"), _check, kind="chip"),
            lists.Column(
                "compounds", _("Compounds served"), lambda row: row.compounds, kind="number"
            ),
        ],
        search=_matching,
        row_url=lambda row: reverse("registry:enterprise", args=[row.public_id]),
        default_sort="name",
    )


def _matching(rows: Any, text: str) -> Any:
    return rows.matching(text)


def _check(row: Enterprise) -> Chip:
    if not row.uscc:
        return Chip(_("Not given"), "quiet")
    if rules.uscc_faults(row.uscc):
        return Chip(_("To be checked"), "warn", "exclamation-triangle")
    return Chip(_("In order"), "ok")


def _serving(actor: Actor, today: date) -> Count:
    """Compounds in the actor's scope that the enterprise serves today."""
    period = "contracts__service_period"
    begun = Q(**{f"{period}__from_on__isnull": True}) | Q(**{f"{period}__from_on__lte": today})
    going = Q(**{f"{period}__to_on__isnull": True}) | Q(**{f"{period}__to_on__gt": today})
    mine = Q(contracts__compound__community__code__startswith=actor.scope)
    served = Q(**{f"{period}__isnull": False})
    return Count("contracts", filter=mine & served & begun & going, distinct=True)


def _may_edit(actor: Actor) -> bool:
    return actor.may("registry.edit")


def _trail(*ends: tuple[object, str]) -> Trail:
    return [(_("Enterprises"), reverse("registry:enterprises")), *ends]
