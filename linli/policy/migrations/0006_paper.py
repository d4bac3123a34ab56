import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.ids


def take_parents_over(apps, schema_editor):
    """Drafts that are there start from a release, which knows its parent."""
    for draft in apps.get_model("policy", "Draft").objects.select_related("base"):
        draft.parent = draft.base.parent
        draft.save(update_fields=["parent"])


class Migration(migrations.Migration):
    dependencies = [("policy", "0005_draft"), ("files", "0001_initial")]

    operations = [
        migrations.AddField("draft", "parent", models.CharField(blank=True, max_length=40, default=""), preserve_default=False),
        migrations.AddField("draft", "version", models.PositiveIntegerField(default=1)),
        migrations.AlterField(
            "draft",
            "base",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts_from",
                to="policy.release",
            ),
        ),
        migrations.RunPython(take_parents_over, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.UUIDField(default=linli.kernel.ids.uuid7, editable=False, unique=True),
                ),
                ("district", models.CharField(max_length=6)),
                ("title", models.CharField(max_length=200)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued", models.DateField(null=True)),
                ("clauses", models.JSONField()),
                ("headings", models.JSONField()),
                ("rest", models.JSONField()),
                ("notes", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=100)),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="policy.draft",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "-received_at", "id"], name="paper_latest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("draft__isnull", True)),
                        fields=("district", "file"),
                        name="paper_open_once",
                    )
                ],
            },
        ),
    ]
