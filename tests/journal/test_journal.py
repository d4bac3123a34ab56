"""The journal: written with the act or not at all, never changed, and checkable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from linli.journal import selectors
from linli.journal.data import declared_verbs
from linli.journal.models import Act
from linli.kernel.actors import system_actor
from linli.kernel.integrity import Problem
from tests.journal.acts import record


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_a_fault_of_the_program() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record()
    assert not Act.objects.exists()


def test_an_undeclared_verb_is_a_fault_of_the_program(db: None) -> None:
    with pytest.raises(LookupError, match="not declared"):
        record(verb="accounts.post.conjure")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_act SET actor_title = 'x'",
        "UPDATE journal_act SET digest = digest",
        "DELETE FROM journal_act",
    ],
)
def test_the_database_refuses_to_change_or_remove_acts(db: None, statement: str) -> None:
    record()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Act.objects.count() == 1


def test_verify_passes_untouched_rows_and_names_an_altered_one(db: None) -> None:
    act = record()
    assert list(selectors.check_chain()) == [1]
    assert not [item for item in selectors.check_triggers() if isinstance(item, Problem)]
    _alter_past_the_trigger(act)
    problems = [item for item in selectors.check_chain() if isinstance(item, Problem)]
    assert [problem.where for problem in problems] == [f"journal_act {act.pk}"]


def test_verify_misses_no_dropped_trigger(db: None) -> None:
    _drop_trigger("journal_act_no_delete")
    with translation.override("en"):
        problems = [item for item in selectors.check_triggers() if isinstance(item, Problem)]
    assert [problem.what for problem in problems] == ["trigger journal_act_no_delete is missing"]


def test_acts_are_seen_within_the_readers_scope_only(db: None) -> None:
    record()
    record(division="370406101")
    record(division="120112001", district="120112")
    seen = selectors.acts_visible_to(system_actor("370406"))
    assert sorted(seen.values_list("division", flat=True)) == ["370406001", "370406101"]
    street = replace(system_actor("370406"), scope="370406001")
    within = selectors.acts_visible_to(street).values_list("division", flat=True)
    assert list(within) == ["370406001"]
    assert not selectors.acts_visible_to(system_actor("")).exists()


def test_every_declared_verb_has_a_text() -> None:
    assert declared_verbs()
    assert all(str(text).strip() for text in declared_verbs().values())


def _drop_trigger(name: str) -> None:
    on_table = "" if connection.vendor == "sqlite" else " ON journal_act"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")


def _alter_past_the_trigger(act: Act) -> None:
    _drop_trigger("journal_act_no_update")
    Act.objects.filter(pk=act.pk).update(actor_title="别人")
