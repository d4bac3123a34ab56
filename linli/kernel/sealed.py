"""Model fields that hold personal data sealed: in the database, in a dump, in an error report.

Reading a row opens nothing. The value is a ``Sealed``, which shows stars wherever it is printed;
only ``open()`` gives the plain text, at the place that has a reason for it. To find rows by such a
value, store ``lookup_hash`` of it in a column of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from linli.kernel.crypto import SealBroken
from linli.kernel.keys import keyring

HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """A column that holds sealed values, and what each row's value is bound to."""

    model: type[models.Model]
    column: str
    context: Callable[[Any], str]
    whole_files: bool = False


_places: list[SealedPlace] = []


def register_place(place: SealedPlace) -> None:
    """Declare sealed values that are in no ``SealedField``, so that key rotation finds them."""
    _places.append(place)


def places() -> list[SealedPlace]:
    """Every column of the installation that holds sealed values."""
    fields = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]
    return [
        *(SealedPlace(model, field.name, _bound(field.context)) for model, field in fields),
        *_places,
    ]


def _bound(context: str) -> Callable[[Any], str]:
    return lambda _row: context


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A sealed value of one column; false when there is nothing in it."""

    text: str
    context: str

    def open(self) -> str:
        """The plain text. Raises kernel.crypto.SealBroken."""
        return keyring().open(self.text, self.context)

    def shown(self, mask: Callable[[str], str], *, in_full: bool) -> str:
        """The plain text for those who may read it in full, else what the mask leaves of it."""
        plain = self.open()
        return plain if in_full else mask(plain)

    def masked(self, mask: Callable[[str], str]) -> str:
        """What the mask leaves of the plain text."""
        return mask(self.open())

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return HIDDEN if self.text else ""

    __repr__ = __str__


class _SealedAttribute(DeferredAttribute):
    """Seals plain text as soon as it is assigned, so that no instance carries it about."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


if TYPE_CHECKING:
    _TextField = models.TextField[str | Sealed, Sealed]
else:
    _TextField = models.TextField


class SealedField(_TextField):
    """A text column whose values are sealed for exactly this column; empty stays empty.

    Plain text may be assigned, never queried: ``lookup_hash`` in a column of its own finds rows.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)

    @property
    def context(self) -> str:
        """What values are bound to; a value moved to another column cannot be opened there."""
        return f"{self.model._meta.app_label}.{self.model._meta.model_name}.{self.name}"

    def from_db_value(self, value: str | None, *_ignored: object) -> Sealed:
        """The stored text, still sealed."""
        return Sealed(value or "", self.context)

    def to_python(self, value: object) -> Sealed:
        """Plain text becomes sealed; what is sealed stays as it is."""
        if isinstance(value, Sealed):
            return value
        return Sealed(keyring().seal(str(value or ""), self.context), self.context)

    def get_prep_value(self, value: object) -> str:
        """What the database gets."""
        return self.to_python(value).text

    def get_lookup(self, lookup_name: str) -> Any:
        """Only ``isnull`` can be asked for: each sealing of a value differs."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.context} is sealed: look it up by its hash")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """What a dump gets: the sealed text."""
        sealed: Sealed = self.value_from_object(obj)
        return sealed.text


def lookup_hash(model: type[models.Model], field: str, plain: str) -> str:
    """The keyed hash by which rows with this plain value in a sealed column are found."""
    sealed = model._meta.get_field(field)
    if not isinstance(sealed, SealedField):
        raise LookupError(f"{model._meta.label}.{field} is no sealed column")
    return keyring().index(plain, sealed.context)


def seal_bytes(content: bytes, context: str) -> bytes:
    """A whole file sealed for one place, as ``version:`` and the sealed bytes."""
    keys = keyring()
    return f"{keys.current}:".encode() + keys.keys[keys.current].seal(content, context.encode())


def open_bytes(sealed: bytes, context: str) -> bytes:
    """The file again. Raises SealBroken."""
    version, _colon, body = sealed.partition(b":")
    try:
        return keyring().keys[int(version)].open(body, context.encode())
    except (KeyError, ValueError, InvalidTag):
        raise SealBroken(f"a file of {context} cannot be opened") from None
