"""Loading divisions, opening local ones, recording bodies."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Finding
from linli.territory import rules
from linli.territory.data import BodyKind, Level, Origin, PlaceChange, district_of
from linli.territory.models import Body, Division, Succession

_DIVISION_COLUMNS = ("code", "name", "level", "parent")
NATIONAL_TABLE = Path(__file__).parent / "data" / "divisions.csv"


@transaction.atomic
def load_divisions(*, path: Path = NATIONAL_TABLE) -> int:
    """Load or refresh divisions from ``code,name,level,parent``; returns how many rows are new.

    Reference data: rows are updated by code and never removed.
    """
    return _write_divisions(_table(path, _DIVISION_COLUMNS))


def _write_divisions(given: Iterable[Mapping[str, str]]) -> int:
    known = set(Division.objects.values_list("code", flat=True))
    rows = sorted(given, key=lambda row: (len(row["code"]), row["code"]))
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
def load_places(*, actor: Actor, at: datetime, path: Path) -> int:
    """Load divisions from an operator's own table, all or nothing; how many are new.

    Raises BadInput naming every row that does not fit (see ``rules.division_faults``).
    """
    rows = _table(path, _DIVISION_COLUMNS)
    known = set(Division.objects.values_list("code", flat=True))
    faults = tuple(rules.division_faults(rows, known))
    if faults:
        raise BadInput(
            _("The table of divisions has errors; nothing was loaded."),
            findings=tuple(_fault(path, *fault) for fault in faults),
        )
    new = _write_divisions(rows)
    _record_table(actor, at, "territory.divisions.load", path, len(rows))
    return new


@transaction.atomic
def load_bodies(*, actor: Actor, at: datetime, path: Path) -> int:
    """Record bodies from a table ``code,name,kind,division``, all or nothing; how many rows.

    Raises BadInput naming every row with an unknown kind or division, or without code or name.
    """
    rows = _table(path, ("code", "name", "kind", "division"))
    places = Division.objects.in_bulk([row["division"] for row in rows])
    faults = [
        (number, column, row[column])
        for number, row in enumerate(rows, start=1)
        for column, fits in (
            ("code", bool(row["code"].strip())),
            ("name", bool(row["name"].strip())),
            ("kind", row["kind"] in set(BodyKind)),
            ("division", row["division"] in places),
        )
        if not fits
    ]
    if faults:
        raise BadInput(
            _("The table of bodies has errors; nothing was loaded."),
            findings=tuple(_fault(path, *fault) for fault in faults),
        )
    for row in rows:
        record_body(
            code=row["code"].strip(),
            name=row["name"].strip(),
            kind=BodyKind(row["kind"]),
            division=places[row["division"]],
        )
    _record_table(actor, at, "territory.bodies.load", path, len(rows))
    return len(rows)


def _table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of an operator's table. Raises BadInput where it is none, or where a value would
    have to be guessed: columns named twice, rows longer than the first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            found = list(reader)
            given = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            _("%(file)s cannot be read as a table.") % {"file": path.name},
            remedy=_("Save it as CSV in UTF-8."),
        ) from error
    if missing := [name for name in columns if name not in given]:
        raise BadInput(
            _("The table lacks the columns %(names)s.") % {"names": ", ".join(missing)},
            remedy=_("Its first line must be: %(line)s") % {"line": ",".join(columns)},
        )
    if twice := sorted({name for name in given if name and given.count(name) > 1}):
        raise BadInput(
            _("The table names the columns %(names)s more than once.")
            % {"names": ", ".join(twice)},
            remedy=_("Its first line must be: %(line)s") % {"line": ",".join(columns)},
        )
    longer = [number for number, row in enumerate(found, start=2) if any(row.get(None) or ())]
    if longer:
        raise BadInput(
            _("Row %(row)s of the table has more cells than its first line.") % {"row": longer[0]},
            remedy=_("Put a name with a comma in quotes, or remove the cells without a column."),
        )
    return [{name: row[name] or "" for name in columns} for row in found]


_ALLOWED: dict[str, object] = {
    "code": gettext_lazy("digits, each code once"),
    "level": ", ".join(f"{level} ({digits})" for level, digits in rules.DIGITS.items()),
    "parent": gettext_lazy("a place above it, by whose code its own begins"),
    "kind": ", ".join(BodyKind),
    "division": gettext_lazy("the code of a division that is loaded"),
    "name": gettext_lazy("not empty"),
}


def _fault(path: Path, row: int, column: str, value: str) -> Finding:
    return Finding(
        level="error",
        code="territory.row",
        message=_("This value does not fit."),
        sheet=path.name,
        row=row + 1,
        column=column,
        value=value,
        allowed=str(_ALLOWED[column]),
        remedy=_("Correct the row and load the table again."),
    )


def _record_table(actor: Actor, at: datetime, verb: str, path: Path, rows: int) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("table", path.name, path.name),
        division="",
        district="",
        data={"rows": rows},
    )


@transaction.atomic
def open_local_division(
    *, actor: Actor, at: datetime, parent: Division, name: str, level: Level, on: date | None = None
) -> Division:
    """Open a place that has no national code (a grid, a new community) under a street.

    ``on``: the day it began, today unless said otherwise. The caller holds the right for the act
    this belongs to. Raises Conflict when a place of the same name exists there.
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
        valid_from=on or clock.local_date(at),
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
def record_succession(
    *,
    actor: Actor,
    at: datetime,
    kind: PlaceChange,
    before: str,
    after: str,
    on: date,
    ends: bool,
) -> None:
    """Record that a division's things lie in another from a day on; ``ends``: it is no more.

    Its own office ends with it; whatever else had its seat there has it in the other one.

    ``before`` and ``after`` are codes. The caller holds the right for the act this belongs to, and
    moves the things. Raises Conflict for a division that has ended, or began later than the day.
    """
    locked = Division.objects.select_for_update().order_by("code")
    places = {place.code: place for place in locked.filter(pk__in=[before, after])}
    for place in places.values():
        if place.valid_to is not None:
            raise Conflict(
                _("%(place)s ended on %(day)s.") % {"place": place.name, "day": place.valid_to}
            )
        if place.valid_from is not None and place.valid_from > on:
            raise Conflict(
                _("%(place)s began on %(day)s.") % {"place": place.name, "day": place.valid_from}
            )
    Succession.objects.create(
        district=places[before].district,
        kind=kind,
        before=places[before],
        after=places[after],
        on_day=on,
    )
    if not ends:
        return
    Division.objects.filter(pk=before).update(valid_to=on)
    guests = Body.objects.filter(division=before).exclude(kind=BodyKind.COMMUNITY)
    guests.update(division=after, district=places[after].district)
    journal.record(
        actor=actor,
        at=at,
        verb="territory.division.end",
        subject=Subject("division", before, places[before].name),
        division=before,
        district=places[before].district,
        data={"kind": kind, "after": after, "on": on},
    )


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
