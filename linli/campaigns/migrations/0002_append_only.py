from django.db import migrations

from linli.kernel.db import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [append_only("campaigns_reportfiling")]
