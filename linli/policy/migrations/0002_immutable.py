from django.db import migrations

from linli.kernel.db import append_only

# A release's content never changes and no release is ever deleted; only its state moves on.
CONTENT = "layer_id, number, digest, name_zh, name_en, parent, loaded_at, loaded_by, public_id"
TRIGGERS = {
    "policy_release_no_delete": "BEFORE DELETE ON policy_release",
    "policy_release_content": f"BEFORE UPDATE OF {CONTENT} ON policy_release",
}
REFUSAL = "a policy release never changes"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, when in TRIGGERS.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION policy_release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for name, when in TRIGGERS.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} {when} "
            "FOR EACH ROW EXECUTE FUNCTION policy_release_refuse()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    schema_editor.execute("DROP FUNCTION policy_release_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [
        append_only("policy_layer"),
        append_only("policy_document"),
        append_only("policy_clause"),
        append_only("policy_provision"),
        append_only("policy_districtvalue"),
        migrations.RunPython(create, drop),
    ]
