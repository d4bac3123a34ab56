"""Owners as the register keeps them, one by one: told apart just as a roster tells them apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from linli.kernel.keys import keyring
from linli.kernel.search import index_person, index_text
from linli.registry import rules
from linli.registry.data import NewOwner, OwnerKind
from linli.registry.models import Owner, Unit
from linli.registry.roster.people import ID_CONTEXT, IDENTITY_CONTEXT, PHONE_CONTEXT

BETWEEN = "\x1f"


def clean_name(*, text: str) -> str:
    """A name as it is stored: half width, at most one blank between its parts."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def identity(*, unit: Unit, name: str, id_number: str, phone: str) -> str:
    """The keyed hash of what tells two owners apart: the number; name and telephone; the unit."""
    told: tuple[str, ...]
    if id_number:
        told = ("i", id_number)
    elif phone:
        told = ("p", name, phone)
    else:
        place = (unit.compound_id, unit.building.name, unit.entrance, unit.room)
        told = ("u", *map(str, place), name)
    return keyring().index(BETWEEN.join(told), IDENTITY_CONTEXT)


def hashes(*, id_number: str, phone: str) -> Mapping[str, str]:
    """The columns an owner is looked up by."""
    index = keyring().index
    return {
        "id_hash": index(id_number, ID_CONTEXT),
        "phone_hash": index(rules.first_phone(phone), PHONE_CONTEXT),
    }


def search_fields(*, name: str, kind: OwnerKind) -> dict[str, str]:
    """The columns a name is found by: a person's surname is read as surnames are."""
    text = index_person(name) if kind is OwnerKind.PERSON else index_text(name)
    return text.as_fields()


def find_or_enter(*, unit: Unit, new: NewOwner) -> Owner:
    """The owner somebody is in this register, entered if there is none.

    What the register knows of an owner stays: to buy a flat corrects neither name nor telephone.
    """
    name, phone = clean_name(text=new.name), rules.clean_phone(new.phone)
    id_number = rules.clean_number(new.id_number)
    told = identity(unit=unit, name=name, id_number=id_number, phone=phone)
    owner: Owner
    owner, _entered = Owner.objects.get_or_create(
        district=unit.district,
        identity=told,
        defaults={
            "kind": new.kind,
            "name": name,
            "id_number": id_number,
            "phone": phone,
            **hashes(id_number=id_number, phone=phone),
            **search_fields(name=name, kind=new.kind),
        },
    )
    return owner
