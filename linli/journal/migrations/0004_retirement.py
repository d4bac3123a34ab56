import linli.kernel.ids
from django.db import migrations, models

from linli.journal.guards import ACTS, RETIREMENTS
from linli.kernel.db import append_only

KEPT_FOR_EVER = append_only("journal_act")


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_seals")]

    operations = [
        migrations.CreateModel(
            name="Retirement",
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
                ("at", models.DateTimeField()),
                ("first_seal", models.PositiveBigIntegerField()),
                ("last_seal", models.PositiveBigIntegerField()),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("count", models.PositiveBigIntegerField()),
                ("archive", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("algorithm", models.CharField(max_length=10)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "number"), name="retirement_number_once"
                    )
                ],
            },
        ),
        append_only(RETIREMENTS),
        migrations.RunPython(KEPT_FOR_EVER.reverse_code, KEPT_FOR_EVER.code),
        append_only(ACTS),
    ]
