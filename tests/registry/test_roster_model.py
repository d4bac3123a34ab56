"""Whatever valid rosters come one after the other, the register says what a small model says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.registry.data import RosterState
from linli.registry.models import Owner, Ownership, Unit
from tests.registry import rosters
from tests.registry.conftest import Register

HEADER = (*rosters.HEADER, "投票代表")
USES = {"住宅": "residential", "商铺": "commercial", "车库": "garage", "": None}
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Flat:
    """What a roster says of one unit: area in hundredths, owners by number, who votes."""

    area: int | None
    use: str
    owners: tuple[int, ...]
    voter: int | None


Roster = dict[Key, Flat]
Phones = dict[int, str]


@dataclass
class Model:
    """The register as a reader of the rosters would keep it by hand."""

    units: dict[Key, tuple[int | None, str]] = field(default_factory=dict)
    owned: dict[Key, dict[int, tuple[int, bool]]] = field(default_factory=dict)
    phones: Phones = field(default_factory=dict)

    def take_over(self, roster: Roster, phones: Phones) -> None:
        """What is said counts, what is not said stays; named owners replace those there were."""
        for key, flat in roster.items():
            area, use = self.units.get(key, (None, "residential"))
            self.units[key] = (flat.area or area, USES[flat.use] or use)
            before = self.owned.get(key, {})
            if flat.owners:
                voted = {owner: flag for owner, (_share, flag) in before.items()}
                self.owned[key] = {
                    owner: (
                        len(flat.owners),
                        voted.get(owner, False) if flat.voter is None else owner == flat.voter,
                    )
                    for owner in flat.owners
                }
            for owner in flat.owners:
                self.phones[owner] = phones.get(owner) or self.phones.get(owner, "")


@st.composite
def flats(draw: st.DrawFn) -> Flat:
    owners = tuple(draw(st.lists(st.integers(0, 5), max_size=3, unique=True)))
    voter = draw(st.sampled_from([None, *owners]))
    area = draw(st.none() | st.integers(1, 50_000))
    return Flat(area, draw(st.sampled_from(list(USES))), owners, voter)


KEYS = st.tuples(st.sampled_from("12"), st.sampled_from(["", "1", "2"]), st.sampled_from("789"))
HANDED_IN = st.tuples(
    st.dictionaries(KEYS, flats(), min_size=1, max_size=6),
    st.dictionaries(st.integers(0, 5), st.sampled_from(["19900000001", "19900000002"])),
    st.sampled_from(["册.xlsx", "册.csv"]),
)


def written(roster: Roster, phones: Phones) -> list[rosters.Line]:
    """The roster as an office writes it: a line for each owner, one for a unit without."""
    rows = []
    for (building, entrance, room), flat in roster.items():
        place = ["梅花园", f"{building}号楼", entrance, room]
        said = ["" if flat.area is None else f"{flat.area / 100:.2f}", flat.use]
        for owner in flat.owners or (None,):
            person = ["", "", "", ""] if owner is None else [
                f"王{chr(0x5B89 + owner)}", rosters.id_number(owner), phones.get(owner, ""),
                f"1/{len(flat.owners)}",
            ]  # fmt: skip
            votes = "是" if owner is not None and owner == flat.voter else ""
            rows.append([*place, *said, *person, votes])
    return rows


def stored() -> dict[str, Any]:
    """The register, in the words of the model."""
    numbers = {rosters.id_number(owner): owner for owner in range(6)}
    place = ("building__name", "entrance", "room")
    owned: dict[Key, dict[int, tuple[int, bool]]] = {}
    for one in Ownership.objects.filter(to_on__isnull=True).select_related(
        "unit__building", "owner"
    ):
        key = (one.unit.building.name, one.unit.entrance, one.unit.room)
        assert one.numerator == 1
        owner = numbers[one.owner.id_number.open()]
        owned.setdefault(key, {})[owner] = (one.denominator, one.is_voter)
    return {
        "units": {row[:3]: row[3:] for row in Unit.objects.values_list(*place, "area", "use")},
        "owned": owned,
        "phones": {numbers[one.id_number.open()]: one.phone.open() for one in Owner.objects.all()},
    }


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(handed_in=st.lists(HANDED_IN, min_size=1, max_size=3))
def test_the_register_says_what_the_rosters_said(
    register: Register, handed_in: list[tuple[Roster, Phones, str]]
) -> None:
    model = Model()
    with transaction.atomic():
        for roster, phones, name in handed_in:
            rows = written(roster, phones)
            content = (
                rosters.text(rows, "gbk", HEADER) if name.endswith("csv")
                else rosters.xlsx(rows, HEADER)
            )  # fmt: skip
            found = rosters.hand_in(register.street, content, name)
            assert found.state in (RosterState.READY, RosterState.SAME), found.findings
            if found.state == RosterState.READY:
                rosters.write(register.street, found.public_id)
            model.take_over(roster, phones)
            assert stored() == vars(model)
            again = rosters.hand_in(register.street, content, name)
            assert again.state == RosterState.SAME
        transaction.set_rollback(True)
