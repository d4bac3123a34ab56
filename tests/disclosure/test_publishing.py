"""What goes out stays as it went out; taking it back leaves a note."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.disclosure import selectors, services
from linli.disclosure.data import Place, PublicationKind, State
from linli.disclosure.events import Published, Withdrawn
from linli.disclosure.models import Publication, PublishedItem, Withdrawal
from linli.journal.models import Act
from linli.kernel import clock, events, integrity
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from tests import personas

from .samples import BASIS, DISTRICT, FUYUAN, JINXIU, compound, coverage, publish, withdraw

pytestmark = pytest.mark.usefixtures("offices")


def test_publishing_keeps_everything_as_plain_values() -> None:
    found = publish()
    assert (found.place, found.publisher, found.publisher_post) == (
        "山亭区",
        "区住建局",
        "物业科科员",
    )
    assert (found.clause, found.number, found.from_on) == ("ST-6.2", 1, clock.today())
    assert [item.name for item in selectors.items_of(found)] == ["梅园社区", "福源公寓", "锦绣花园"]
    act = Act.objects.get(verb="disclosure.publication.publish")
    assert (act.data["items"], act.data["digest"]) == (3, found.digest)


def test_publishing_anew_replaces_the_former() -> None:
    first = publish()
    second = publish(items=[coverage(covered=2, percent="100.00")])
    assert (second.number, second.supersedes) == (2, first)
    assert selectors.published(first.public_id).state(clock.today()) == State.SUPERSEDED
    assert selectors.current(DISTRICT, clock.today()) == [second]
    assert selectors.latest(PublicationKind.COVERAGE, DISTRICT, clock.today()) == second
    assert selectors.find_compounds(DISTRICT, "福源", clock.today(), limit=5) == []


def test_a_street_publishes_beside_its_district_only_in_its_scope() -> None:
    with pytest.raises(Forbidden):
        publish("shancheng")
    with pytest.raises(NotFound):
        publish(division="370407")
    with pytest.raises(NotFound):
        publish(division="370406999")
    assert not Publication.objects.exists()


def test_what_may_not_be_public_is_refused_as_a_whole_and_named() -> None:
    with pytest.raises(BadInput) as refused:
        publish(items=[coverage(), compound(manager_phone="13812341234")])
    assert {finding.code for finding in refused.value.findings} == {"not_public", "personal"}
    assert "福源公寓" in refused.value.findings[0].message
    assert not PublishedItem.objects.exists()
    assert not Act.objects.filter(verb__startswith="disclosure").exists()


def test_a_publication_needs_a_clause_and_a_period() -> None:
    with pytest.raises(BadInput) as refused:
        publish(basis=BASIS.__class__("", "", ""), to_on=clock.today())
    assert {finding.code for finding in refused.value.findings} == {"no_basis", "period"}


def test_withdrawing_leaves_a_note_and_no_rows() -> None:
    found = publish()
    after = withdraw(found, " 数据有误 ")
    assert after.state(clock.today()) == State.WITHDRAWN
    assert (after.withdrawal.reason, after.withdrawal.by_body) == ("数据有误", "区住建局")
    assert selectors.public_items(after, clock.today()) == []
    assert len(selectors.items_of(after)) == 3
    assert selectors.current(DISTRICT, clock.today()) == []
    assert selectors.districts() == [Place(DISTRICT, "山亭区")]
    with pytest.raises(NotFound):
        selectors.compound(FUYUAN, clock.today())
    assert Act.objects.filter(verb="disclosure.publication.withdraw").count() == 1


def test_withdrawing_the_latest_does_not_revive_the_former() -> None:
    publish()
    withdraw(publish())
    assert selectors.current(DISTRICT, clock.today()) == []
    assert publish().number == 3
    assert len(selectors.current(DISTRICT, clock.today())) == 1


def test_only_what_is_in_force_can_be_withdrawn() -> None:
    first, _second = publish(), publish()
    with pytest.raises(Conflict) as refused:
        withdraw(first)
    assert refused.value.code == "publication_superseded"
    withdrawn = publish()
    withdraw(withdrawn)
    with pytest.raises(Conflict):
        withdraw(withdrawn)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501, "请联系 13812341234"])
def test_the_reason_is_public_too(reason: str) -> None:
    found = publish()
    with pytest.raises(BadInput):
        withdraw(found, reason)
    assert not Withdrawal.objects.exists()


def test_a_stranger_cannot_withdraw() -> None:
    found = publish()
    for login, refusal in (("shancheng", NotFound), ("shenji", Forbidden)):
        with pytest.raises(refusal):
            services.withdraw(
                actor=personas.actor(login), at=clock.now(), public_id=found.public_id, reason="x"
            )


def test_a_publication_ends_with_its_period() -> None:
    found = publish(to_on=clock.today() + timedelta(days=7))
    last, over = clock.today() + timedelta(days=6), clock.today() + timedelta(days=7)
    assert len(selectors.public_items(found, last)) == 3
    assert selectors.public_items(found, over) == []
    assert selectors.current(DISTRICT, last) == [found]
    assert selectors.current(DISTRICT, over) == []


@pytest.mark.parametrize("text", ["福源", "fuyuan", "FYGY", "福 源", "ｆｙ"])
def test_compounds_are_found_by_characters_pinyin_and_initials(text: str) -> None:
    publish()
    found = selectors.find_compounds(DISTRICT, text, clock.today(), limit=5)
    assert [item.key for item in found] == [str(FUYUAN)]


def test_a_search_for_nothing_finds_nothing() -> None:
    publish()
    assert selectors.find_compounds(DISTRICT, "（%_）", clock.today(), limit=5) == []
    assert selectors.find_compounds("370407", "福源", clock.today(), limit=5) == []


def test_the_compound_says_where_it_comes_from() -> None:
    found = publish()
    [row] = selectors.compound(JINXIU, clock.today())
    assert (row.publication, row.data["covered"]) == (found, False)


def test_events_are_announced(django_capture_on_commit_callbacks: object) -> None:
    heard: list[object] = []
    events.subscribe(Published, heard.append)
    events.subscribe(Withdrawn, heard.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # untyped fixture
        found = publish()
        withdraw(found)
    key = (DISTRICT, DISTRICT, "coverage", str(found.public_id))
    assert heard == [Published(*key), Withdrawn(*key)]


@pytest.mark.parametrize("table", ["publication", "publisheditem", "withdrawal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET district = '000000'", "DELETE FROM {}"])
def test_the_database_refuses_changes(table: str, change: str) -> None:
    withdraw(publish())
    refused = pytest.raises(DatabaseError, match="append-only")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(change.format(f"disclosure_{table}"))


def test_a_changed_row_is_found_by_the_check() -> None:
    found = publish()
    publish(kind=PublicationKind.COVERAGE, division="370406001", items=[coverage()])
    assert _problems() == []
    with connection.cursor() as cursor:
        _lift(cursor, "disclosure_publisheditem")
        cursor.execute("UPDATE disclosure_publisheditem SET name = 'x' WHERE position = 2")
    assert _problems() == [f"publication {found.public_id}"]


def _lift(cursor: object, table: str) -> None:
    """Take the trigger away as somebody with the database's password could."""
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER {table}_no_update{where}")  # type: ignore[attr-defined]  # cursor


def _problems() -> list[str]:
    results = {result.name: result for result in integrity.run_all()}
    assert results["disclosure.publications"].examined == 2
    return [problem.where for problem in results["disclosure.publications"].problems]
