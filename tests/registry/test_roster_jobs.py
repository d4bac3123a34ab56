"""Rosters in the background: what was shown is written, once, whoever was overtaken."""

from __future__ import annotations

import polars as pl
import pytest

from linli.journal.models import Act
from linli.kernel.crypto import Keyring
from linli.registry import services
from linli.registry.data import RosterState
from linli.registry.models import (
    Building,
    Compound,
    Owner,
    Ownership,
    RosterFile,
    RosterImport,
    Unit,
)
from linli.registry.roster import reading, writing
from linli.territory.models import Division
from tests.registry import rosters
from tests.registry.conftest import AT, Register


def figures() -> tuple[int, int, int, int]:
    return (
        Building.objects.count(),
        Unit.objects.count(),
        Owner.objects.count(),
        Ownership.objects.count(),
    )


def test_a_register_that_has_moved_on_is_compared_anew(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    services.confirm_roster(actor=register.street, at=AT, roster=roster.public_id)
    rosters.take_over(register.street, rosters.xlsx(rosters.lines(2)))
    again = services.write_roster(
        actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore
    )
    assert again.state == RosterState.READY
    assert again.counts["units_new"] == 2
    assert Unit.objects.count() == 2
    assert rosters.write(register.street, roster.public_id).state == RosterState.WRITTEN


def test_what_was_checked_is_taken_over_without_reading_it_again(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    assert rosters.id_number(1).encode() not in b"".join(
        bytes(content) for content in RosterFile.objects.values_list("content", flat=True)
    )
    monkeypatch.setattr(reading, "read", lambda *_args, **_options: pytest.fail("read again"))
    assert rosters.write(register.street, roster.public_id).state == RosterState.WRITTEN
    assert figures() == (1, 4, 4, 4)


def test_a_worker_that_dies_in_the_middle_leaves_nothing(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_anything: object) -> None:
        raise OSError("killed")

    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    with monkeypatch.context() as broken:
        broken.setattr(writing, "_ownerships", die)  # the last of the tables
        with pytest.raises(OSError, match="killed"):
            rosters.write(register.street, roster.public_id)
    assert figures() == (0, 0, 0, 0)
    roster.refresh_from_db()
    assert roster.state == RosterState.CONFIRMED
    services.write_roster(
        actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore
    )
    assert figures() == (1, 4, 4, 4)


def test_compounds_that_left_the_scope_are_not_written(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    services.confirm_roster(actor=register.street, at=AT, roster=roster.public_id)
    elsewhere = Division.objects.filter(parent__name="店子镇").first()
    Compound.objects.filter(pk=register.served.pk).update(community=elsewhere)
    again = services.write_roster(
        actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore
    )
    assert again.state == RosterState.FAULTY
    assert again.findings[0]["code"] == "compound_unknown"
    assert figures() == (0, 0, 0, 0)


def test_a_worker_that_was_frozen_and_overtaken_changes_nothing(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    services.confirm_roster(actor=register.street, at=AT, roster=roster.public_id)
    done: list[RosterImport] = []

    def overtaken(step: int, _total: int = 0, _message: str = "") -> None:
        if step == 2 and not done:  # read and checked, about to write
            done.append(
                services.write_roster(
                    actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore
                )
            )

    late = services.write_roster(
        actor=register.street, at=AT, roster=roster.public_id, progress=overtaken
    )
    assert (done[0].state, late.state) == (RosterState.WRITTEN, RosterState.WRITTEN)
    assert figures() == (1, 4, 4, 4)
    assert Act.objects.filter(verb="registry.roster.take_over").count() == 1


def test_a_second_run_of_a_job_does_nothing(register: Register) -> None:
    roster = rosters.take_over(register.street, rosters.xlsx(rosters.lines(3)))
    before = figures(), Act.objects.count()
    for work in (services.check_roster, services.write_roster):
        work(actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore)
    assert (figures(), Act.objects.count()) == before


def test_owners_sealed_before_the_lock_are_entered_only_if_they_are_new_behind_it(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is known by then stays out, who was forgotten by then is added: each owner once."""
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(4)))
    services.confirm_roster(actor=register.street, at=AT, roster=roster.public_id)
    seal = writing.owner_rows
    sealed: list[int] = []

    def stale(new: pl.DataFrame, keyring: Keyring) -> pl.DataFrame:
        sealed.append(new.height)
        rows = seal(new, keyring)
        known = rows.head(1).with_columns(pl.lit("known by then").alias("identity"))
        return pl.concat([rows.head(2), known]) if len(sealed) == 1 else rows

    monkeypatch.setattr(writing, "owner_rows", stale)
    services.write_roster(
        actor=register.street, at=AT, roster=roster.public_id, progress=rosters.ignore
    )
    assert (sealed, figures()) == ([4, 2], (1, 4, 4, 4))
    assert not Owner.objects.filter(identity="known by then").exists()
