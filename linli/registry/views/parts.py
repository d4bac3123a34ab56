"""What several pages share: where a compound lies, words as choices."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from linli.kernel.actors import Actor
from linli.registry import selectors
from linli.registry.models import Compound
from linli.registry.selectors.words import in_language
from linli.territory import selectors as territory

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
