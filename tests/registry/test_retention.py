"""Rosters that nobody finishes do not keep people's data for ever."""

from __future__ import annotations

from datetime import timedelta

from linli.journal.models import Act
from linli.registry import services
from linli.registry.data import RosterState
from linli.registry.models import RosterFile, RosterImport
from linli.registry.services.retention import UNTOUCHED_ROSTER_LIFE
from tests.registry import rosters
from tests.registry.conftest import AT, Register

MOMENT = timedelta(seconds=1)


def test_an_old_unfinished_roster_goes_with_its_file_and_only_once(register: Register) -> None:
    services.hand_in_roster(
        actor=register.street,
        at=AT,
        name="old.xlsx",
        content=rosters.xlsx(rosters.lines()),
    )
    assert RosterFile.objects.count() == 1
    assert services.give_up_old_rosters(at=AT + UNTOUCHED_ROSTER_LIFE) == 0
    assert RosterFile.objects.count() == 1
    late = AT + UNTOUCHED_ROSTER_LIFE + MOMENT
    assert services.give_up_old_rosters(at=late) == 1
    assert RosterFile.objects.count() == 0
    assert RosterImport.objects.get().state == RosterState.DROPPED
    acts = Act.objects.filter(verb="registry.roster.drop")
    assert acts.count() == 1
    assert services.give_up_old_rosters(at=late) == 0
    assert acts.count() == 1
