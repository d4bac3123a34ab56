import linli.kernel.ids
from django.db import migrations, models

from linli.kernel.db import append_only

# SQLite remakes the table to widen a column and forgets its triggers: lifted and set again here.
ACTS = append_only("journal_act")


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.RunPython(ACTS.reverse_code, ACTS.code),
        migrations.AlterField(
            model_name="act",
            name="digest",
            field=models.CharField(max_length=72),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["district", "id"], name="act_district_id"),
        ),
        append_only("journal_act"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.UUIDField(
                        default=linli.kernel.ids.uuid7, editable=False, unique=True
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("number", models.PositiveBigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("algorithm", models.CharField(max_length=10)),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("spans", models.TextField()),
                ("count", models.PositiveIntegerField()),
                ("total", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "last_id"], name="seal_district_last")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "number"), name="seal_number_once"
                    )
                ],
            },
        ),
        append_only("journal_seal"),
    ]
