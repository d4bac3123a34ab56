import linli.policy.data.values
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0002_immutable"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clause",
            name="confidence",
            field=models.CharField(
                choices=[
                    (
                        linli.policy.data.values.Confidence["PRINTED"],
                        linli.policy.data.values.Confidence["PRINTED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["DERIVED"],
                        linli.policy.data.values.Confidence["DERIVED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["INTERPRETED"],
                        linli.policy.data.values.Confidence["INTERPRETED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["MIRROR"],
                        linli.policy.data.values.Confidence["MIRROR"],
                    ),
                    (
                        linli.policy.data.values.Confidence["SECONDARY"],
                        linli.policy.data.values.Confidence["SECONDARY"],
                    ),
                    (
                        linli.policy.data.values.Confidence["UNVERIFIED"],
                        linli.policy.data.values.Confidence["UNVERIFIED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["REWORDED"],
                        linli.policy.data.values.Confidence["REWORDED"],
                    ),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="confidence",
            field=models.CharField(
                choices=[
                    (
                        linli.policy.data.values.Confidence["PRINTED"],
                        linli.policy.data.values.Confidence["PRINTED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["DERIVED"],
                        linli.policy.data.values.Confidence["DERIVED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["INTERPRETED"],
                        linli.policy.data.values.Confidence["INTERPRETED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["MIRROR"],
                        linli.policy.data.values.Confidence["MIRROR"],
                    ),
                    (
                        linli.policy.data.values.Confidence["SECONDARY"],
                        linli.policy.data.values.Confidence["SECONDARY"],
                    ),
                    (
                        linli.policy.data.values.Confidence["UNVERIFIED"],
                        linli.policy.data.values.Confidence["UNVERIFIED"],
                    ),
                    (
                        linli.policy.data.values.Confidence["REWORDED"],
                        linli.policy.data.values.Confidence["REWORDED"],
                    ),
                ],
                max_length=12,
            ),
        ),
    ]
