"""P10: whatever is sent, rosters are read right or refused, soon, small, and all or nothing."""

from __future__ import annotations

import resource
import time
from typing import Any

import pytest

from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput
from linli.kernel.tables import reader
from linli.registry.data import RosterState
from linli.registry.models import Building, Owner, Ownership, RosterFile, RosterImport, Unit
from tests.registry import corpus, rosters
from tests.registry.conftest import Register

pytestmark = pytest.mark.one_database("looks at what the readers of files accept")

SECONDS = 5.0
MEGABYTES = 300


@pytest.fixture(autouse=True)
def peaks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The largest memory of each child that opened a file; one that gave none has died."""
    found: list[int] = []

    def ask(*arguments: Any) -> Any:
        answer, columns = ask_child(*arguments)
        found.append(answer.get("peak", -1))
        return answer, columns

    ask_child = reader._ask_child
    monkeypatch.setattr(reader, "_ask_child", ask)
    return found


def hand_in(actor: Actor, file: corpus.File) -> RosterImport:
    """Handed in and checked, for no more processor time than a bad file may cost."""
    begun = spent()
    found = rosters.hand_in(actor, file[1], file[0])
    assert spent() - begun < SECONDS
    return found


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + time.process_time()


def register_now() -> tuple[object, ...]:
    return tuple(
        tuple(model.objects.order_by("pk").values_list())
        for model in (Building, Unit, Owner, Ownership)
    )


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(corpus.READ) + len(corpus.REFUSED) >= 116


def test_every_writing_of_a_roster_says_the_same(register: Register, peaks: list[int]) -> None:
    rosters.take_over(register.street, corpus.PLAIN)
    before = register_now()
    odd = {}
    for case, file in corpus.READ.items():
        found = hand_in(register.street, file)
        if found.state != RosterState.SAME:
            odd[case] = (found.state, found.counts, found.findings[:3])
    assert odd == {}
    assert 0 < min(peaks) <= max(peaks) < MEGABYTES * 2**20
    assert register_now() == before
    assert not RosterFile.objects.exists()


def test_nothing_of_a_bad_file_is_stored(register: Register, peaks: list[int]) -> None:
    rosters.take_over(register.street, corpus.PLAIN)
    before = register_now()
    odd: dict[str, object] = {}
    at_the_desk = 0
    for case, file in corpus.REFUSED.items():
        try:
            found = hand_in(register.street, file)
        except BadInput as refused:
            at_the_desk += bool(refused.findings)
            continue
        if found.state not in (RosterState.REFUSED, RosterState.FAULTY) or not found.findings:
            odd[case] = (found.state, found.counts, found.findings[:3])
    assert odd == {}
    assert at_the_desk == len(corpus.REFUSED) + 1 - len(peaks)  # the plain one was opened too
    assert 0 < min(peaks) <= max(peaks) < MEGABYTES * 2**20
    assert register_now() == before
    assert set(RosterImport.objects.values_list("state", flat=True)) == {
        RosterState.REFUSED, RosterState.FAULTY, RosterState.WRITTEN,
    }  # fmt: skip


def test_one_bad_line_of_a_thousand_is_named_and_keeps_all_out(register: Register) -> None:
    found = hand_in(register.street, corpus.REFUSED["file row 778 of 1,000"])
    assert found.state == RosterState.FAULTY
    assert ("area_negative", 778, "E") in rosters.codes(found)
    assert not Unit.objects.exists()
