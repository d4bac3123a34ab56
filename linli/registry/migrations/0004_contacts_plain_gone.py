"""Contact persons of contracts, step 3 of 3: the plain columns go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_contacts_sealed")]

    operations = [
        migrations.AlterField(
            "servicecontract",
            "manager_name_plain",
            models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AlterField(
            "servicecontract",
            "manager_phone_plain",
            models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.RemoveField("servicecontract", "manager_name_plain"),
        migrations.RemoveField("servicecontract", "manager_phone_plain"),
    ]
