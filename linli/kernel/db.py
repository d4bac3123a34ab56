"""Model bases and migration operations every app shares."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

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


def append_only(table: str) -> migrations.RunPython:
    """Migration operation: from here on the database refuses UPDATE and DELETE on the table."""

    def create(apps: Any, schema_editor: Any) -> None:
        for statement in _create_triggers(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def drop(apps: Any, schema_editor: Any) -> None:
        for statement in _drop_triggers(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    return migrations.RunPython(create, drop)


def trigger_names(table: str) -> set[str]:
    """Names of the triggers ``append_only`` creates, for ``linli verify``."""
    return {f"{table}_no_update", f"{table}_no_delete"}


def _create_triggers(table: str, vendor: str) -> list[str]:
    verbs = ("update", "delete")
    if vendor == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {refusal}"
            for verb in verbs
        ]
    function = (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; "
        "END $$"
    )
    call = f"EXECUTE FUNCTION {table}_refuse()"
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH ROW {call}"
            for verb in verbs
        ),
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    ]


def _drop_triggers(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete"]
    return [f"DROP FUNCTION {table}_refuse() CASCADE"]
