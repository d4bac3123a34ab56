"""A compound's file (一小区一档), and the forms that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.explain import Citation
from linli.kernel.web import panels, route
from linli.kernel.web.formats import area, dash, number
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.policy.data import Resolved, Rule
from linli.registry import selectors, services
from linli.registry.data import COMPOUND, TraitKind
from linli.registry.forms import BasicsForm, ClassForm
from linli.registry.models import Compound, CompoundTrait
from linli.registry.selectors.words import CLASS, KIND, MODE, in_language
from linli.registry.views.parts import term_choices, trail

RECENT_ACTS = 6


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class a compound has had, in words."""

    label: str
    criteria: str
    citation: Citation | None
    trait: CompoundTrait


@dataclass(frozen=True, slots=True)
class ClassOption:
    """A class one may choose, or the rule why not."""

    code: str
    label: str
    criteria: str
    rule: Resolved[Rule] | None

    @property
    def why_not(self) -> str:
        """Why the class cannot be chosen, and what to do first."""
        if self.rule is None:
            return ""
        return f"{in_language(self.rule.body.message)} · {in_language(self.rule.body.remedy)}"


@route(right="registry.view")
def compound_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Everything about one compound on one page."""
    actor, now = request.actor, clock.now()
    today = clock.local_date(now)
    compound = selectors.compound(actor, public_id)
    contracts = selectors.contract_files(compound, actor=actor, on=today)
    current = next((file for file in contracts if file.is_open), None)
    traits = selectors.traits_of(compound)
    acts = selectors.history(compound, actor=actor, on=today)
    classes = _class_rows(compound, traits, today)
    is_covered = bool(selectors.covered_ids([compound.pk], on=today))
    offered = panels.collect("compound", request, compound)
    context = {
        "compound": compound,
        "trail": trail(actor, compound),
        "today": today,
        "is_covered": is_covered,
        "explanation": selectors.coverage_explanation(compound, on=today, as_of=now),
        "current": current,
        "earlier": [file for file in contracts if file is not current],
        "facts": _facts(
            compound,
            current,
            kind=_trait_label(KIND, TraitKind.KIND, compound, traits, today),
            mode=_trait_label(MODE, TraitKind.MODE, compound, traits, today),
        ),
        "has_classes": bool(
            classes or term_choices(CLASS, division=compound.community_id, on=today)
        ),
        "class_now": next((row for row in classes if row.trait.valid_to is None), None),
        "classes": classes,
        "class_misfit": _misfit(compound, classes, is_covered, today),
        "places": selectors.places_lain_in(compound),
        "recent": acts[:RECENT_ACTS],
        "older": acts[RECENT_ACTS:],
        "archived": journal.acts_archived_until(
            compound.district, COMPOUND, str(compound.public_id)
        ),
        "main_panels": _rendered(request, offered, "main"),
        "aside_panels": _rendered(request, offered, "aside"),
        "may_edit": actor.may("registry.edit"),
        "may_contract": actor.may("contracts.edit"),
        "in_full": actor.may("registry.contacts"),
    }
    return render(request, "registry/compound.html", context)


@route(right="registry.edit", methods=("GET", "POST"))
def compound_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Correct a compound's basics."""
    compound = selectors.compound(request.actor, public_id)
    form = BasicsForm(sent(request), entry=selectors.basics_entry(compound))
    done = submit(
        request,
        form,
        lambda: services.edit_compound(
            actor=request.actor,
            at=clock.now(),
            compound=public_id,
            **form.cleaned_data,
        ),
    )
    if done:
        messages.success(request, _("The basics are saved."))
        return redirect("registry:compound", public_id)
    title = _("Edit basics")
    context = {
        "title": title,
        "trail": trail(request.actor, compound, (title, "")),
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.edit", methods=("GET", "POST"))
def compound_class(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Set the class, with the policy's criteria beside each (``ST-A5.2``)."""
    actor, today = request.actor, clock.today()
    compound = selectors.compound(actor, public_id)
    choices = term_choices(CLASS, division=compound.community_id, on=today)
    form = ClassForm(
        sent(request),
        entry=selectors.traits_entry(compound),
        initial={"from_on": today},
        classes=choices,
    )
    done = submit(
        request,
        form,
        lambda: services.set_trait(
            actor=actor,
            at=clock.now(),
            compound=public_id,
            trait=TraitKind.CLASS,
            **form.cleaned_data,
        ),
    )
    if done:
        messages.success(request, _("The class is set."))
        return redirect("registry:compound", public_id)
    title = _("Set the class")
    vocabulary = selectors.vocabulary(CLASS, division=compound.community_id, on=today)
    context = {
        "title": title,
        "compound": compound,
        "trail": trail(actor, compound, (title, "")),
        "options": _class_options(compound, today),
        "citation": vocabulary.citation if vocabulary else None,
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/class_form.html", form, context)


def _facts(
    compound: Compound, current: selectors.ContractFile | None, *, kind: str, mode: str
) -> list[tuple[str, object]]:
    size = f"{dash(number(compound.buildings))} / {dash(number(compound.households))}"
    return [
        (_("Community"), compound.community.name),
        *([(_("Kind of compound"), kind)] if kind else []),
        (_("Building area"), area(compound.area)),
        (_("Buildings / households"), size),
        (_("Year built"), compound.built_year),
        (_("Management mode"), (current.mode if current else mode) or _("not decided")),
        (_("In the register from"), compound.source),
    ]


def _trait_label(
    key: str, trait: TraitKind, compound: Compound, traits: list[CompoundTrait], today: date
) -> str:
    """What a compound is said to be now, in the policy's words; of the mode: before a contract."""
    value = next((t.value for t in traits if t.trait == trait and not t.valid_to), "")
    return selectors.term_label(key, value, division=compound.community_id, on=today)


def _class_rows(compound: Compound, traits: list[CompoundTrait], today: date) -> list[ClassRow]:
    found = selectors.vocabulary(CLASS, division=compound.community_id, on=today)
    rows = []
    for trait in traits:
        if trait.trait == TraitKind.CLASS:
            term = found.body.term(trait.value) if found else None
            rows.append(
                ClassRow(
                    label=in_language(term.label) if term else trait.value,
                    criteria=in_language(term.criteria) if term and term.criteria else "",
                    citation=found.citation_of(term.clause) if found and term else None,
                    trait=trait,
                )
            )
    return rows


def _misfit(
    compound: Compound, classes: list[ClassRow], is_covered: bool, today: date
) -> Resolved[Rule] | None:
    """The rule that the present class no longer meets, because the service has ended."""
    blocked = selectors.blocked_classes(
        division=compound.community_id, on=today, is_covered=is_covered
    )
    present = next((row.trait.value for row in classes if row.trait.valid_to is None), "")
    return blocked.get(present)


def _class_options(compound: Compound, today: date) -> list[ClassOption]:
    found = selectors.vocabulary(CLASS, division=compound.community_id, on=today)
    blocked = selectors.blocked_classes(
        division=compound.community_id,
        on=today,
        is_covered=bool(selectors.covered_ids([compound.pk], on=today)),
    )
    return [
        ClassOption(
            code=term.code,
            label=in_language(term.label),
            criteria=in_language(term.criteria) if term.criteria else "",
            rule=blocked.get(term.code),
        )
        for term in (found.body.terms if found else ())
    ]


def _rendered(request: ActorRequest, offered: list[panels.Panel], column: str) -> list[Any]:
    return [
        render_to_string(panel.template, dict(panel.context), request)
        for panel in offered
        if panel.column == column
    ]
