"""Contact persons of contracts, step 2 of 3: what was plain is sealed."""

from django.db import migrations

FIELDS = ("manager_name", "manager_phone")


def seal(apps, schema_editor):
    contracts = apps.get_model("registry", "ServiceContract").objects.using(
        schema_editor.connection.alias
    )
    for contract in contracts.order_by("id").iterator(chunk_size=500):
        for field in FIELDS:
            setattr(contract, field, getattr(contract, f"{field}_plain"))
            setattr(contract, f"{field}_plain", "")
        contract.save(update_fields=[*FIELDS, *(f"{field}_plain" for field in FIELDS)])


def open_again(apps, schema_editor):
    contracts = apps.get_model("registry", "ServiceContract").objects.using(
        schema_editor.connection.alias
    )
    for contract in contracts.order_by("id").iterator(chunk_size=500):
        for field in FIELDS:
            setattr(contract, f"{field}_plain", getattr(contract, field).open())
        contract.save(update_fields=[f"{field}_plain" for field in FIELDS])


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_contacts_beside")]

    operations = [migrations.RunPython(seal, open_again)]
