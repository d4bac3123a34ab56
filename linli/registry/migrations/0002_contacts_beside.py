"""Contact persons of contracts, step 1 of 3: sealed columns beside the plain ones."""

from django.db import migrations

import linli.kernel.sealed


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RenameField("servicecontract", "manager_name", "manager_name_plain"),
        migrations.RenameField("servicecontract", "manager_phone", "manager_phone_plain"),
        migrations.AddField(
            "servicecontract", "manager_name", linli.kernel.sealed.SealedField(blank=True, default="")
        ),
        migrations.AddField(
            "servicecontract",
            "manager_phone",
            linli.kernel.sealed.SealedField(blank=True, default=""),
        ),
    ]
