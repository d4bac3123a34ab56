"""What several pages share: where a compound lies, words as choices, forms that may be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, DomainError, RuleBroken
from linli.kernel.templatetags.linli import cite
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors
from linli.registry.models import Compound
from linli.registry.selectors.words import in_language
from linli.territory import selectors as territory

T = TypeVar("T")
Trail = list[tuple[object, ...]]


def place_url(code: str) -> str:
    """The list of compounds, narrowed to a street or community."""
    return f"{reverse('registry:compounds')}?{urlencode({'place': code})}"


def trail(actor: Actor, compound: Compound, *ends: tuple[object, str]) -> Trail:
    """From the actor's own place down to the compound; the community opens its neighbours.

    Two queries. ``ends`` come after the compound; without them it is the page itself.
    """
    steps: Trail = []
    for place in territory.ancestors(compound.community_id):
        if place.code == actor.scope:
            steps.append((place.name, reverse("registry:compounds")))
        elif place.code.startswith(actor.scope):
            steps.append((place.name, place_url(place.code)))
    neighbours = selectors.communities_visible_to(actor)
    if len(neighbours) > 1 and steps:
        choices = [(name, place_url(code)) for code, name in neighbours]
        steps[-1] = (*steps[-1], choices)
    own = reverse("registry:compound", args=[compound.public_id]) if ends else ""
    return [*steps, (compound.name, own), *ends]


def term_choices(key: str, *, division: str, on: date) -> list[tuple[str, str]]:
    """The words of a vocabulary as choices; none where the policy has none."""
    found = selectors.vocabulary(key, division=division, on=on)
    terms = found.body.terms if found else ()
    return [(term.code, in_language(term.label)) for term in terms]


def submit(request: ActorRequest, form: Form, act: Callable[[], T]) -> T | None:
    """Do the act if the form was sent and is in shape; a refusal is said in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except (BadInput, Conflict, RuleBroken) as refused:
        form.add_error(None, refusal(refused))
        return None


def refusal(error: DomainError) -> SafeString:
    """What is the matter, under which clause, and what to do next."""
    clause = cite(error.clause) if error.clause else ""
    return format_html("{} {} {}", str(error), clause, str(error.remedy))


def form_page(
    request: ActorRequest, template: str, form: Form, context: dict[str, Any]
) -> HttpResponse:
    """A form's page; 422 when what was sent cannot be taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
