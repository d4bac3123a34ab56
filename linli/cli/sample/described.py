"""What `linli demo --json` tells of a district: where a checker can start, and what to look for."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from linli.cli.sample.canaries import described
from linli.cli.sample.data import Sample
from linli.cli.sample.generate import Register, register_of
from linli.cli.sample.settling import roster
from linli.kernel.actors import Actor
from linli.registry import selectors as registry
from linli.registry.data import TraitKind

PAGES = {
    "compounds": "registry:compound",
    "enterprises": "registry:enterprise",
    "contracts": "registry:contract_end",
    "buildings": "registry:building",
    "units": "registry:unit",
    "owners": "registry:owner",
    "rosters": "registry:roster",
}


def objects_of(officer: Actor) -> dict[str, list[dict[str, str]]]:
    """Some objects of each kind in the district's register, with the addresses of their pages."""
    return {
        kind: [
            {"id": public_id, "name": name, "url": reverse(PAGES[kind], args=[public_id])}
            for public_id, name in found
        ]
        for kind, found in registry.some_objects(officer).items()
    }


def sample_facts(sample: Sample) -> dict[str, Any]:
    """Totals and canaries of a made-up district; they follow from the seed, not the database."""
    register = register_of(sample)
    made_up = roster(sample, register)
    contacts = {
        (entry.contract.manager_name, entry.contract.manager_phone)
        for entry in register.entries
        if entry.contract
    }
    return {
        "totals": totals(register),
        "roster": {
            "compounds": made_up.compounds,
            "units": made_up.units,
            "owners": made_up.owners,
        },
        "canaries": [asdict(kind) for kind in described(sample, made_up.owners, contacts)],
        "sha256": register.digest(),
    }


def totals(register: Register) -> dict[str, Any]:
    """Counts and areas (whole m²) of the made-up register, by trait."""
    counts: dict[str, Counter[str]] = {kind.value: Counter() for kind in TraitKind}
    areas: dict[str, Counter[str]] = {kind.value: Counter() for kind in TraitKind}
    for entry in register.entries:
        for trait, value in entry.traits.items():
            counts[trait][value] += 1
            areas[trait][value] += (entry.compound.area or 0) // 100
    return {
        "compounds": len(register.entries),
        "communities": len({entry.compound.community for entry in register.entries}),
        "enterprises": len(register.enterprises),
        "contracts": sum(entry.contract is not None for entry in register.entries),
        "area_m2": sum((entry.compound.area or 0) // 100 for entry in register.entries),
        "compounds_by_trait": {kind: dict(sorted(found.items())) for kind, found in counts.items()},
        "area_m2_by_trait": {kind: dict(sorted(found.items())) for kind, found in areas.items()},
    }
