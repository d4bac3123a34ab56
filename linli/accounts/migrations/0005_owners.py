"""Owners have logins: a role and a sphere of their own, held by the same triggers.

SQLite copies a table to change its constraints and loses the triggers on it, so they are dropped
first and made anew, here and on PostgreSQL alike.
"""

from typing import Any

from django.db import migrations, models

ROLES = [
    "district_officer", "district_leader", "street_officer", "community_officer",
    "enterprise_manager", "auditor", "system_admin", "security_admin", "audit_admin", "owner",
]  # fmt: skip
SPHERES = ["", "business", "system_admin", "security_admin", "audit_admin", "owner"]
APART = ("system_admin", "security_admin", "audit_admin", "owner")
BEFORE = APART[:3]
REFUSAL = "the sphere of a login excludes this"
CHANGED_SPHERE = "OLD.sphere <> '' AND NEW.sphere <> OLD.sphere"
# Trigger name, table, when it fires.
TRIGGERS = (
    ("accounts_post_sphere_insert", "accounts_post", "INSERT"),
    ("accounts_post_sphere_update", "accounts_post", "UPDATE"),
    ("accounts_user_sphere_fixed", "accounts_user", "UPDATE"),
)


def condition(table: str, apart: tuple[str, ...]) -> str:
    if table == "accounts_user":
        return CHANGED_SPHERE
    sphere = f"CASE WHEN NEW.role IN {apart} THEN NEW.role ELSE 'business' END"
    return f"(SELECT sphere FROM accounts_user WHERE id = NEW.user_id) <> {sphere}"


def create(schema_editor: Any, apart: tuple[str, ...]) -> None:
    for name, table, event in TRIGGERS:
        refused = condition(table, apart)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF ({refused}) THEN RAISE EXCEPTION '{REFUSAL}' "
                "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def drop(apps: Any, schema_editor: Any) -> None:
    for name, table, _event in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


def create_now(apps: Any, schema_editor: Any) -> None:
    create(schema_editor, APART)


def create_before(apps: Any, schema_editor: Any) -> None:
    create(schema_editor, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_access_tokens"), ("territory", "0001_initial")]

    operations = [
        migrations.RunPython(drop, create_before),
        migrations.RemoveConstraint(model_name="post", name="post_role_known"),
        migrations.RemoveConstraint(model_name="user", name="user_sphere_known"),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(choices=[(role, role) for role in ROLES], max_length=30),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=ROLES), name="post_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(sphere__in=SPHERES), name="user_sphere_known"
            ),
        ),
        migrations.RunPython(create_now, drop),
    ]
