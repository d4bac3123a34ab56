"""Model bases and migration operations every app shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, migrations, models
from django.utils.translation import gettext as _

from linli.kernel.ids import uuid7


class Record(models.Model):
    """A row with a public id; the integer key never leaves the database."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class DistrictRecord(Record):
    """A row that grows with households, time or acts: it carries its district, for good.

    Subclasses index ``district`` first, with what their lists sort by.
    """

    district = models.CharField(max_length=6)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Guard:
    """A table whose rows the database itself keeps: it refuses UPDATE, TRUNCATE and DELETE.

    ``deletable`` is the one exception for DELETE: a condition over ``OLD`` for each vendor.
    """

    table: str
    deletable: Mapping[str, str] = field(default_factory=dict)

    def triggers(self, vendor: str) -> Iterator[Trigger]:
        """The triggers that keep the rows."""
        yield self._trigger("update", vendor, "")
        yield self._trigger("delete", vendor, self.deletable.get(vendor, ""))
        if vendor == "postgresql":
            yield self._trigger("truncate", vendor, "")

    def _trigger(self, verb: str, vendor: str, unless: str) -> Trigger:
        name, refusal = f"{self.table}_no_{verb}", f"'{self.table} is append-only'"
        begin = f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {self.table}"
        if vendor == "sqlite":
            when = f" WHEN NOT ({unless})" if unless else ""
            return Trigger(name, f"{begin}{when} BEGIN SELECT RAISE(ABORT, {refusal}); END")
        refuse = f"RAISE EXCEPTION {refusal} USING ERRCODE = 'restrict_violation'; "
        let_through = f"IF {unless} THEN RETURN OLD; END IF; " if unless else ""
        function = f"{self.table}_{'keep' if unless else 'refuse'}"
        each = "STATEMENT" if verb == "truncate" else "ROW"
        return Trigger(
            name,
            f"{begin} FOR EACH {each} EXECUTE FUNCTION {function}()",
            function,
            f" BEGIN {let_through}{refuse}END ",
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it is made; on PostgreSQL with the function it calls."""

    name: str
    statement: str
    function: str = ""
    body: str = ""


def append_only(guard: str | Guard) -> migrations.RunPython:
    """Migration operation: from here on the database keeps the rows of the table."""
    wanted = Guard(guard) if isinstance(guard, str) else guard

    def create(apps: Any, schema_editor: Any) -> None:
        triggers = list(wanted.triggers(schema_editor.connection.vendor))
        for function, body in {item.function: item.body for item in triggers}.items():
            if function:
                schema_editor.execute(
                    f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
                )
        for item in triggers:
            schema_editor.execute(item.statement)

    def drop(apps: Any, schema_editor: Any) -> None:
        triggers = list(wanted.triggers(schema_editor.connection.vendor))
        if schema_editor.connection.vendor == "sqlite":
            for item in triggers:
                schema_editor.execute(f"DROP TRIGGER {item.name}")
        for function in sorted({item.function for item in triggers} - {""}):
            schema_editor.execute(f"DROP FUNCTION {function} CASCADE")

    return migrations.RunPython(create, drop)


def present_triggers() -> dict[str, tuple[str, str]]:
    """The triggers in force: name to statement and, on PostgreSQL, body of the function."""
    sql = {
        "sqlite": "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc FROM pg_trigger AS t "
            "JOIN pg_proc AS p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        return {name: (statement, body) for name, statement, body in cursor.fetchall()}


def guard_faults(guards: Iterable[Guard]) -> Iterator[tuple[str, str]]:
    """Table and fault of each guard that is gone, or that is not the one that was made."""
    present = present_triggers()
    for guard in guards:
        for wanted in guard.triggers(connection.vendor):
            found = present.get(wanted.name)
            if found is None:
                yield guard.table, _("trigger %(name)s is missing") % {"name": wanted.name}
            elif found != (wanted.statement, wanted.body):
                yield (
                    guard.table,
                    _("trigger %(name)s is not the one that was made") % {"name": wanted.name},
                )
