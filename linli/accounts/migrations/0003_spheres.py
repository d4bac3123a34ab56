"""A login belongs to one sphere for good: known for those who hold posts, then held by triggers."""

from typing import Any

from django.db import migrations

ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"
SPHERE_OF_ROLE = (
    f"CASE WHEN NEW.role IN {ADMINISTRATORS} THEN NEW.role ELSE 'business' END"
)
WRONG_SPHERE = (
    f"(SELECT sphere FROM accounts_user WHERE id = NEW.user_id) <> {SPHERE_OF_ROLE}"
)
CHANGED_SPHERE = "OLD.sphere <> '' AND NEW.sphere <> OLD.sphere"
# Trigger name, table, when it fires, what it refuses and what it then says.
TRIGGERS = (
    ("accounts_post_sphere_insert", "accounts_post", "INSERT", WRONG_SPHERE),
    ("accounts_post_sphere_update", "accounts_post", "UPDATE", WRONG_SPHERE),
    ("accounts_user_sphere_fixed", "accounts_user", "UPDATE", CHANGED_SPHERE),
)
REFUSAL = "the sphere of a login excludes this"


def know_spheres(apps: Any, schema_editor: Any) -> None:
    """Every post so far is of business; its holder is looked after where the post reaches."""
    Post = apps.get_model("accounts", "Post")
    for post in Post.objects.select_related("user").order_by("-starts_on", "-id"):
        post.user.sphere = "business"
        post.user.division = post.scope
        post.user.save(update_fields=["sphere", "division"])


def create(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, event, condition in TRIGGERS:
        if postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF ({condition}) THEN RAISE EXCEPTION '{REFUSAL}' "
                "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def drop(apps: Any, schema_editor: Any) -> None:
    for name, table, _event, _condition in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_logins")]

    operations = [
        migrations.RunPython(know_spheres, migrations.RunPython.noop),
        migrations.RunPython(create, drop),
    ]
