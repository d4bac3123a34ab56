"""Who owes a duty of the policy, and for what: whole sets, a handful of queries per district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from linli.duties.data import ABOVE, LEVELS, SEATS, Owed
from linli.duties.rules import level_of
from linli.kernel.errors import NotFound
from linli.policy.data import PARENT, Duty, Each
from linli.registry import selectors as registry
from linli.registry.data import CompoundSpell, ContractSpell
from linli.territory import selectors as territory
from linli.territory.data import DISTRICT_DIGITS, BodyKind, Level

PLACES = {
    Each.STREET: Level.STREET,
    Each.COMMUNITY: Level.COMMUNITY,
}
Traits = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class Ground:
    """Bodies, places, compounds and contracts of a district, each read once when first needed.

    With ``compounds`` (database keys) only what is owed for these is looked at, with ``place``
    (a division code) only what is owed there.
    """

    district: str
    compounds: Collection[int] | None = None
    place: str = ""
    _spells: dict[tuple[Traits, Traits], list[CompoundSpell]] = field(default_factory=dict)

    def owed(self, duty: Duty) -> list[Owed]:
        """Everybody who owes the duty; empty where the office has nobody in Linli, or nothing
        of the kind it is owed for is in the register.
        """
        found = self._owed(duty)
        return [row for row in found if row.division == self.place] if self.place else found

    def _owed(self, duty: Duty) -> list[Owed]:
        kind = SEATS.get(duty.by)
        if kind is None or duty.having:
            return []
        if duty.each is Each.COMPOUND:
            return list(self._for_compounds(duty, kind))
        if duty.each is Each.PROJECT:
            return list(self._for_projects(duty, kind))
        if self.compounds is not None:
            return []
        if level_of(duty.each):
            return list(self._for_places(duty.each, kind))
        return list(self._for_bodies(duty.each, kind))

    def _for_compounds(self, duty: Duty, kind: BodyKind) -> Iterator[Owed]:
        if kind is BodyKind.PROPERTY_ENTERPRISE:
            yield from self._for_projects(duty, kind)
            return
        for spell in self._compound_spells(duty):
            body = self._seat(kind, spell.community)
            if body is not None:
                yield Owed(
                    body=body,
                    division=spell.community,
                    occasion=f"compound {spell.compound}",
                    subject=spell.name,
                    compound=spell.compound,
                    from_on=spell.from_on,
                    to_on=spell.to_on,
                )

    def _for_projects(self, duty: Duty, kind: BodyKind) -> Iterator[Owed]:
        """A contract is a project: the days of service on which the compound fits the duty."""
        spells: dict[int, list[CompoundSpell]] = defaultdict(list)
        for spell in self._compound_spells(duty):
            spells[spell.compound].append(spell)
        for contract in self._contracts:
            is_own = kind is BodyKind.PROPERTY_ENTERPRISE
            body = contract.body if is_own else self._seat(kind, contract.community)
            if body is None:
                continue
            for spell in spells[contract.compound]:
                from_on = max(contract.from_on, spell.from_on or contract.from_on)
                ends = [day for day in (contract.to_on, spell.to_on) if day]
                yield Owed(
                    body=body,
                    division=contract.community,
                    occasion=f"project {contract.contract}",
                    subject=contract.name,
                    compound=contract.compound,
                    from_on=from_on,
                    to_on=min(ends, default=None),
                )

    def _for_places(self, each: Each, kind: BodyKind) -> Iterator[Owed]:
        if each is Each.DISTRICT:
            body = self._seat(kind, self.district)
            if body is not None:
                yield Owed(body, self.district)
            return
        for code, name in self._places(each):
            body = self._seat(kind, code)
            if body is None:
                continue
            own = (kind, code) in self._seats
            yield Owed(body, code, "" if own else f"place {code}", "" if own else name)

    def _for_bodies(self, each: Each, kind: BodyKind) -> Iterator[Owed]:
        """Every body of the kind owes it for itself."""
        fitting = {
            Each.ENTERPRISE: kind is BodyKind.PROPERTY_ENTERPRISE,
            Each.DEPARTMENT: kind is BodyKind.LINE_DEPARTMENT,
            Each.BODY: True,
        }
        if fitting.get(each):
            for division, body in self._bodies[kind]:
                yield Owed(body, division)

    def _seat(self, kind: BodyKind, code: str) -> int | None:
        """The body of a kind that a place belongs to."""
        digits = LEVELS.get(kind)
        return self._seats.get((kind, code[:digits] if digits else self.district))

    def _compound_spells(self, duty: Duty) -> list[CompoundSpell]:
        asked = (_frozen(duty.only), _frozen(duty.not_for))
        if asked not in self._spells:
            self._spells[asked] = registry.compound_spells(
                self.district, only=duty.only, not_for=duty.not_for, compounds=self.compounds
            )
        return self._spells[asked]

    @cached_property
    def _contracts(self) -> list[ContractSpell]:
        return registry.contract_spells(self.district, compounds=self.compounds)

    @cached_property
    def _bodies(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for body in territory.bodies_within(self.district):
            found[body.kind].append((body.division_id, body.pk))
        return found

    @cached_property
    def _seats(self) -> dict[tuple[str, str], int]:
        """The first body of each kind at each place."""
        seats: dict[tuple[str, str], int] = {}
        for kind, bodies in self._bodies.items():
            for division, body in sorted(bodies, key=lambda found: found[1]):
                seats.setdefault((kind, division), body)
        return seats

    def _places(self, each: Each) -> list[tuple[str, str]]:
        found = territory.children(self.district, PLACES[each])
        return [(place.code, place.name) for place in found]


@dataclass(frozen=True, slots=True)
class Superior:
    """The body an overdue duty is taken to."""

    pk: int
    public_id: str


def superior(kind: BodyKind, body: int, *, place: str, office: str) -> Superior | None:
    """The body above one that owes something in a place, or the body of an office there.

    None where the district has none, or it would be the body itself. At most three queries.
    """
    kinds = ABOVE.get(kind, ()) if office == PARENT else tuple(filter(None, (SEATS.get(office),)))
    for wanted in kinds:
        code = place[: LEVELS.get(wanted, DISTRICT_DIGITS)]
        try:
            found = territory.body_of(wanted, code)
        except NotFound:
            continue
        if found.pk != body:
            return Superior(found.pk, str(found.public_id))
    return None


def _frozen(traits: object) -> Traits:
    given = dict(traits) if isinstance(traits, dict) else {}
    return tuple(sorted((key, tuple(values)) for key, values in given.items()))
