"""A few objects of every kind, for a checker of an installation to start from."""

from __future__ import annotations

from typing import Any

from linli.kernel.actors import Actor
from linli.registry.models import (
    Building,
    Compound,
    Enterprise,
    Owner,
    RosterImport,
    ServiceContract,
    Unit,
)

_SOME = 12


def some_objects(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Public id and name of the first objects in the actor's reach, by kind. One query a kind.

    Owners come with their public id only.
    """
    named: dict[str, tuple[Any, str]] = {
        "compounds": (Compound, "name"),
        "enterprises": (Enterprise, "name"),
        "contracts": (ServiceContract, "compound__name"),
        "buildings": (Building, "name"),
        "units": (Unit, "room"),
        "rosters": (RosterImport, "name"),
    }
    found = {
        kind: [
            (str(public_id), name)
            for public_id, name in model.objects.visible_to(actor)
            .order_by("id")
            .values_list("public_id", field)[:_SOME]
        ]
        for kind, (model, field) in named.items()
    }
    owners = Owner.objects.visible_to(actor).order_by("id").values_list("public_id", flat=True)
    return {**found, "owners": [(str(public_id), "") for public_id in owners[:_SOME]]}
