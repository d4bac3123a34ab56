"""What retired acts were about, so that a history says that it is shorter, and no other does."""

from __future__ import annotations

from django.db import migrations, models

import linli.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_retirement")]

    operations = [
        migrations.CreateModel(
            name="RetiredSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.UUIDField(default=linli.kernel.ids.uuid7, editable=False, unique=True),
                ),
                ("district", models.CharField(max_length=6)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=80)),
                ("readings", models.BooleanField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "subject_kind", "subject_id", "readings"),
                        name="retired_subject_once",
                    )
                ],
            },
        ),
    ]
