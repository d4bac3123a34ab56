"""Warnings on clauses, doubtful dates on documents, room for answers that are tables."""

from django.db import migrations, models

TABLES = ("policy_clause", "policy_document", "policy_districtvalue")
VERBS = ("update", "delete")


def renew(apps, schema_editor):
    """SQLite builds a changed table anew and forgets its triggers: put them back."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        for verb in VERBS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


class Migration(migrations.Migration):
    dependencies = [("policy", "0003_confidence")]

    operations = [
        migrations.AddField(
            "document",
            "date_confidence",
            models.CharField(
                choices=[("printed", "printed"), ("doubtful", "doubtful")],
                default="printed",
                max_length=12,
            ),
        ),
        migrations.AddField("clause", "warning_zh", models.TextField(blank=True, default="")),
        migrations.AddField("clause", "warning_en", models.TextField(blank=True, default="")),
        migrations.AddField(
            "clause", "warning_rule", models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.AlterField("districtvalue", "value", models.CharField(max_length=2000)),
        migrations.RunPython(renew, migrations.RunPython.noop),
    ]
