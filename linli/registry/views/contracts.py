"""Registering a contract, the entry of its enterprise, amending it, closing it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import rules, selectors, services
from linli.registry.data import NewEnterprise
from linli.registry.forms import AmendForm, ContractForm, EndForm, EntryForm
from linli.registry.models import Compound, Enterprise, ServiceContract
from linli.registry.selectors.words import ITEMS, MODE, NATURE
from linli.registry.views.enterprises import warn_of_odd_code
from linli.registry.views.parts import term_choices, trail

WITHIN = ("30", "90", "180", "365")
OVER, NOTICE = "over", "notice"


@route(right="registry.view")
def contracts_ending(request: ActorRequest) -> HttpResponse:
    """Contracts whose term ends, the soonest first, with the last day for notice (Art. 947)."""
    today = clock.today()
    spec = lists.ListSpec[Any](
        key="contracts_ending",
        columns=[
            lists.Column("compound", _("Compound"), lambda row: row.compound.name, main=True),
            lists.Column("community", _("Community"), lambda row: row.compound.community.name),
            lists.Column("enterprise", _("Enterprise"), lambda row: row.enterprise.name, wide=True),
            lists.Column(
                "ends", _("Contract ends"), lambda row: row.ends_on, sort="ends_on", kind="date"
            ),
            lists.Column(
                "notice",
                _("Notice at the latest"),
                lambda row: rules.notice_due(row.ends_on, row.notice_days),
                kind="date",
            ),
            lists.Column("state", _("State"), _ending_state, kind="chip"),
        ],
        filters=[
            lists.Filter(
                "within",
                _("Ends within"),
                [
                    *((days, _("%(days)s days") % {"days": days}) for days in WITHIN),
                    (NOTICE, _("within the notice period")),
                    (OVER, _("goes on without a term")),
                ],
                partial(_ends_within, today),
            )
        ],
        search=lambda rows, text: rows.filter(
            Q(compound__in=Compound.objects.matching(text))
            | Q(enterprise__in=Enterprise.objects.matching(text))
        ),
        row_url=lambda row: reverse("registry:compound", args=[row.compound.public_id]),
        default_sort="ends",
    )
    rows = selectors.contracts_ending(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=gettext_lazy("Contracts that end"))
    context = {"page": lists.build(request, spec, rows), "today": today}
    return render(request, "registry/contracts_ending.html", context)


def _ends_within(today: date, rows: Any, value: str) -> Any:
    if value == OVER:
        return rows.without_term(today)
    if value == NOTICE:
        return rows.past_notice(today)
    return rows.filter(ends_on__range=(today, today + timedelta(days=int(value))))


def _ending_state(row: Any) -> Chip:
    today = clock.today()
    if row.ends_on < today:
        return Chip(_("goes on without a term"), "bad")
    if rules.notice_due(row.ends_on, row.notice_days) < today:
        return Chip(_("within the notice period"), "warn")
    return Chip(_("runs"), "ok")


@route(right="contracts.edit", methods=("GET", "POST"))
def contract_new(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Register the enterprise that enters a compound, with its contract."""
    actor = request.actor
    compound = selectors.compound(actor, public_id)
    form = _contract_form(request, compound)
    done = submit(
        request,
        form,
        lambda: services.sign_contract(
            actor=actor,
            at=clock.now(),
            compound=public_id,
            enterprise=_chosen_enterprise(form),
            terms=form.terms(),
        ),
    )
    if done:
        warn_of_odd_code(request, done.enterprise)
        messages.success(request, _("The contract is registered."))
        return redirect("registry:compound", public_id)
    today = clock.today()
    modes = selectors.vocabulary(MODE, division=compound.community_id, on=today)
    since = selectors.covered_since([compound.pk], on=today)
    title = _("Register the entry of an enterprise")
    context = {
        "title": title,
        "compound": compound,
        "trail": trail(actor, compound, (title, "")),
        "is_baseline": since.get(compound.pk, today) is None,
        "citation": modes.citation if modes else None,
        "submit_label": _("Register"),
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/contract_form.html", form, context)


@route(right="contracts.edit", methods=("GET", "POST"))
def contract_entry(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Record the day the enterprise has entered."""
    contract = selectors.contract(request.actor, public_id)
    form = EntryForm(sent(request), initial={"entry_on": clock.today()})
    done = submit(
        request,
        form,
        lambda: services.record_entry(
            actor=request.actor, at=clock.now(), contract=public_id, **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, _("The entry is recorded."))
        return redirect("registry:compound", contract.compound.public_id)
    return _contract_page(request, contract, form, _("Record the entry"), "registry/form.html")


@route(right="contracts.edit", methods=("GET", "POST"))
def contract_amend(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change service items and contact."""
    contract = selectors.contract(request.actor, public_id)
    # Whoever amends contracts carries the right to read the contact in full.
    request.actor.require("registry.contacts")
    items = term_choices(ITEMS, division=contract.compound.community_id, on=clock.today())
    entry = selectors.contract_entry(contract, in_full=True)
    form = AmendForm(sent(request), entry=entry, items=items)
    done = submit(
        request,
        form,
        lambda: services.amend_contract(
            actor=request.actor,
            at=clock.now(),
            contract=public_id,
            **form.cleaned_data | {"service_items": tuple(form.cleaned_data["service_items"])},
        ),
    )
    if done:
        messages.success(request, _("The contract is amended."))
        return redirect("registry:compound", contract.compound.public_id)
    return _contract_page(
        request, contract, form, _("Service items and contact"), "registry/form.html"
    )


@route(right="contracts.edit", methods=("GET", "POST"))
def contract_end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Close a contract; what that changes is named first."""
    contract = selectors.contract(request.actor, public_id)
    today = clock.today()
    form = EndForm(sent(request), initial={"ended_on": today})
    done = submit(
        request,
        form,
        lambda: services.end_contract(
            actor=request.actor, at=clock.now(), contract=public_id, **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, _("The contract is closed."))
        return redirect("registry:compound", contract.compound.public_id)
    changes = selectors.what_ending_changes(contract, on=today)
    return _contract_page(
        request,
        contract,
        form,
        _("Close the contract"),
        "registry/contract_end.html",
        changes=changes,
        submit_label=_("Close the contract"),
    )


def _contract_form(request: ActorRequest, compound: Compound) -> ContractForm:
    today, division = clock.today(), compound.community_id
    known = selectors.enterprises_visible_to(request.actor).order_by("search_pinyin", "id")
    return ContractForm(
        sent(request),
        initial={"starts_on": today},
        enterprises=[(str(item.public_id), item.name) for item in known],
        natures=term_choices(NATURE, division=division, on=today),
        modes=term_choices(MODE, division=division, on=today),
        items=term_choices(ITEMS, division=division, on=today),
    )


def _chosen_enterprise(form: ContractForm) -> UUID | NewEnterprise:
    given = form.cleaned_data
    if given["enterprise"]:
        return UUID(given["enterprise"])
    return NewEnterprise(name=given["new_name"], uscc=given["new_uscc"])


def _contract_page(
    request: ActorRequest,
    contract: ServiceContract,
    form: Any,
    title: str,
    template: str,
    **extra: object,
) -> HttpResponse:
    compound = contract.compound
    context = {
        "title": title,
        "lead": f"{compound.name} · {contract.enterprise.name}",
        "contract": contract,
        "trail": trail(request.actor, compound, (title, "")),
        "cancel_url": reverse("registry:compound", args=[compound.public_id]),
        **extra,
    }
    return form_page(request, template, form, context)
