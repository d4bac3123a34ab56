"""Personal data of the register is sealed in the database, in dumps and wherever it is printed."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection

from linli.kernel.crypto import SealBroken
from linli.kernel.sealed import Sealed, lookup_hash
from linli.registry.models import Owner, ServiceContract
from tests.registry.acts import sign
from tests.registry.conftest import Register

NAME, PHONE = "王大明", "13812341234"


def stored(contract: ServiceContract) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT manager_name, manager_phone FROM registry_servicecontract WHERE id = %s",
            [contract.pk],
        )
        row: tuple[str, str] = cursor.fetchone()
    return row


def test_the_database_holds_no_plain_contact(register: Register) -> None:
    contract = sign(register, register.unserved)
    assert not {NAME, PHONE} & set("".join(stored(contract)).split(":"))
    assert all(value.startswith("1:") for value in stored(contract))
    again = ServiceContract.objects.get(pk=contract.pk)
    assert (again.manager_name.open(), again.manager_phone.open()) == (NAME, PHONE)


def test_a_dump_and_a_printed_row_hold_no_plain_contact(register: Register) -> None:
    contract = sign(register, register.unserved)
    dump = io.StringIO()
    call_command("dumpdata", "registry.servicecontract", stdout=dump)
    printed = f"{contract.__dict__} {contract.manager_phone} {contract.manager_phone!r}"
    for text in (dump.getvalue(), printed):
        assert NAME not in text
        assert PHONE not in text
    assert str(contract.public_id) in dump.getvalue()


def test_an_empty_value_stays_empty(register: Register) -> None:
    contract = sign(register, register.unserved, manager_name="", manager_phone="")
    assert stored(contract) == ("", "")
    assert not contract.manager_name
    assert str(contract.manager_name) == ""


def test_a_value_moved_to_another_column_cannot_be_opened(register: Register) -> None:
    contract = sign(register, register.unserved)
    moved = Sealed(contract.manager_phone.text, contract.manager_name.context)
    with pytest.raises(SealBroken):
        moved.open()


def test_hashes_differ_by_column_and_only_sealed_columns_have_them(
    policy_in_force: None, db: None
) -> None:
    by_phone = lookup_hash(Owner, "phone", PHONE)
    assert by_phone == lookup_hash(Owner, "phone", PHONE)
    assert by_phone != lookup_hash(Owner, "id_number", PHONE)
    with pytest.raises(LookupError):
        lookup_hash(Owner, "name", NAME)


def test_saving_again_seals_what_is_there_once(register: Register) -> None:
    contract = ServiceContract.objects.get(pk=sign(register, register.unserved).pk)
    before = stored(contract)
    contract.save(update_fields=["manager_phone"])
    assert stored(contract) == before


def test_plain_text_is_never_searched_for(register: Register) -> None:
    sign(register, register.unserved)
    # Given by name, because the type checker's plugin would run the refused look-up itself.
    for condition in ({"manager_phone__contains": "1381"}, {"manager_phone": PHONE}):
        with pytest.raises(FieldError):
            ServiceContract.objects.filter(**condition).exists()
    assert ServiceContract.objects.filter(manager_phone__isnull=False).exists()
