from django.db import migrations

from linli.kernel.db import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [append_only("journal_act")]
