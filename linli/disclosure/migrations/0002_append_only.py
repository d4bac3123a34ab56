from django.db import migrations

from linli.kernel.db import append_only


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [
        append_only("disclosure_publication"),
        append_only("disclosure_publisheditem"),
        append_only("disclosure_withdrawal"),
    ]
