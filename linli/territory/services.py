"""Loading divisions, opening local ones, recording bodies."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict
from linli.territory import rules
from linli.territory.data import BodyKind, Level, Origin, district_of
from linli.territory.models import Body, Division

NATIONAL_TABLE = Path(__file__).parent / "data" / "divisions.csv"


@transaction.atomic
def load_divisions(*, path: Path = NATIONAL_TABLE) -> int:
    """Load or refresh divisions from ``code,name,level,parent``; returns how many rows are new.

    Reference data: rows are updated by code and never removed.
    """
    known = set(Division.objects.values_list("code", flat=True))
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (len(row["code"]), row["code"]))
    named = {row["code"]: row["name"] for row in rows}
    Division.objects.bulk_create(
        [
            Division(
                code=row["code"],
                name=rules.common_name(row["name"], above=named.get(row["parent"], "")),
                official_name=row["name"],
                level=row["level"],
                parent_id=row["parent"] or None,
                district=district_of(row["code"]),
                stem=rules.stem(row["name"]),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "official_name", "level", "parent", "district", "stem"],
        batch_size=500,
    )
    return len({row["code"] for row in rows} - known)


@transaction.atomic
def open_local_division(
    *, actor: Actor, at: datetime, parent: Division, name: str, level: Level
) -> Division:
    """Open a place that has no national code (a grid, a new community) under a street.

    The caller holds the right for the act this belongs to. Raises Conflict when a place of the
    same name exists there.
    """
    siblings = Division.objects.select_for_update().filter(parent=parent)
    if siblings.filter(stem=rules.stem(name)).exists():
        raise Conflict(_("%(place)s already has a place of this name.") % {"place": parent.name})
    number = siblings.filter(origin=Origin.LOCAL).count() + 1
    division = Division.objects.create(
        code=rules.local_code(parent.code, number),
        name=name,
        official_name=name,
        level=level,
        parent=parent,
        district=parent.district,
        stem=rules.stem(name),
        origin=Origin.LOCAL,
        valid_from=at.date(),
    )
    journal.record(
        actor=actor,
        at=at,
        verb="territory.division.open",
        subject=Subject("division", division.code, division.name),
        division=division.code,
        district=division.district,
        data={"parent": parent.code, "level": level},
    )
    return division


@transaction.atomic
def record_body(*, code: str, name: str, kind: BodyKind, division: Division) -> Body:
    """Record a body, or rename the one that has this code. Operator's reference data."""
    body, _created = Body.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": kind,
            "division": division,
            "district": division.district,
        },
    )
    return body
