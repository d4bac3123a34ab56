"""The place a page covers: never beyond the reader's reach."""

from __future__ import annotations

from django.utils.translation import gettext

from linli.cockpit.data import Step
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.territory import selectors as territory
from linli.territory.data import Level

BELOW = {Level.DISTRICT: Level.STREET, Level.STREET: Level.COMMUNITY}


def scope_of(actor: Actor, asked: str) -> str:
    """The division asked for, or the reader's own. Raises NotFound for one out of reach."""
    code = asked or actor.scope
    if not actor.scope or not code.isalnum() or not code.startswith(actor.scope):
        raise NotFound(gettext("This place is not in your reach."))
    return code


def path_to(actor: Actor, code: str) -> list[Step]:
    """From the city down to the place. One query. Raises NotFound where there is none such."""
    line = territory.ancestors(code)
    if not line or line[-1].code != code:
        raise NotFound(gettext("This place is not in your reach."))
    reach = len(actor.scope)
    return [
        Step(division.name, division.code if len(division.code) >= reach else "")
        for division in line
        if division.level != Level.PROVINCE
    ]


def places_below(code: str) -> list[Step]:
    """The places one can go down to. One query."""
    return [Step(division.name, division.code) for division in territory.children(code)]
