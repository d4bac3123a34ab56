"""A roster line by line, as an office without an import enters it.

``screens`` is what two screens of this product do for a flat and its owner: their own forms and
the services they call, with right, lock, rules, row in the journal and commit. ``loop`` is the
least such a loop can be anywhere: one form, three rows, a commit; no journal, right or rule.
Neither counts answering requests and drawing pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Line = tuple[Any, ...]
FROM_ON = "2020-05-01"


def screens(lines: Iterable[Line], actor: Any) -> None:
    """Enter the unit, then its owner, with the product's own forms and services."""
    from linli.kernel import clock
    from linli.registry import selectors, services
    from linli.registry.forms import OwnerLines, SaleForm, UnitForm, owners_named
    from linli.registry.models import Compound

    compounds = dict(Compound.objects.values_list("name", "public_id"))
    for line in lines:
        unit_form = UnitForm({
            "building": line[2], "entrance": line[3], "floor": line[4], "room": line[5],
            "area": line[6], "area_source": "", "use": "residential", "is_sold": "on",
            "is_delivered": "on",
        })  # fmt: skip
        assert unit_form.is_valid(), unit_form.errors
        unit = services.register_unit(
            actor=actor, at=clock.now(), compound=compounds[line[1]], unit=unit_form.facts()
        )
        day_form = SaleForm({"from_on": FROM_ON}, entry=selectors.owners_entry(unit))
        owner_lines = OwnerLines(_one_owner(line), prefix="owner")
        assert day_form.is_valid(), day_form.errors
        assert owner_lines.is_valid(), owner_lines.errors
        services.change_owners(
            actor=actor, at=clock.now(), unit=unit.public_id,
            from_on=day_form.cleaned_data["from_on"], owners=owners_named(owner_lines.forms),
        )  # fmt: skip


def _one_owner(line: Line) -> dict[str, Any]:
    """What a browser sends of the lines of owners when one of them is filled in."""
    return {
        "owner-TOTAL_FORMS": "1", "owner-INITIAL_FORMS": "0", "owner-0-name": line[8],
        "owner-0-kind": "person", "owner-0-id_number": line[9], "owner-0-phone": line[10],
        "owner-0-share": line[11],
    }  # fmt: skip


def loop(lines: Iterable[Line]) -> None:
    """What any office program does line by line: a form checks, three rows are saved."""
    from django import forms
    from django.db import transaction

    from linli.kernel.sealed import lookup_hash
    from linli.kernel.search import index_person
    from linli.registry.models import Building, Compound, Owner, Ownership, Unit

    class LineForm(forms.Form):
        compound = forms.ModelChoiceField(Compound.objects.all(), to_field_name="name")
        building = forms.CharField(max_length=40)
        entrance = forms.CharField(max_length=20, required=False)
        room = forms.CharField(max_length=40)
        area = forms.DecimalField(min_value=0, decimal_places=2)
        name = forms.CharField(max_length=100)
        id_number = forms.CharField(max_length=30)
        phone = forms.CharField(max_length=60)

    for line in lines:
        fields = (line[1], line[2], line[3], line[5], line[6], line[8], line[9], line[10])
        form = LineForm(dict(zip(LineForm.base_fields, fields, strict=True)))
        assert form.is_valid(), form.errors
        said = form.cleaned_data
        with transaction.atomic():
            house, _new = Building.objects.get_or_create(
                district="370406", compound=said["compound"], name=said["building"]
            )
            unit = Unit.objects.create(
                district="370406", compound=said["compound"], building=house,
                entrance=said["entrance"], room=said["room"], area=int(said["area"] * 100),
            )  # fmt: skip
            owner, _new = Owner.objects.get_or_create(
                district="370406",
                identity=lookup_hash(Owner, "id_number", said["id_number"]),
                defaults={
                    "kind": "person", "name": said["name"], "id_number": said["id_number"],
                    "phone": said["phone"], **index_person(said["name"]).as_fields(),
                },
            )  # fmt: skip
            Ownership.objects.create(district="370406", unit=unit, owner=owner)
