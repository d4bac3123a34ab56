"""A text that runs wherever it is not escaped, for every column people can write to (P14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Cast, Concat

from linli.kernel.sealed import SealedField

HOSTILE = '"><svg onload=alert(1)><script>alert(2)</script>{{7*7}}\u202e'
SHORTEST = len('"><svg onload=alert(1)>') + 8
# Columns that hold words of ours, not of people: codes, hashes, places in the tree, machine keys.
OURS = re.compile(
    r"code$|hash|digest|key|token|state|kind|role|scope|division|district|login|password|verb"
    r"|release|search_|uscc|sha256|content_type|subject$|field$|_user$|_id$|user_id|_post$|^mark$|identity|secret|offered|level|stem|url|sphere|value"
)
WRITTEN = ("registry", "campaigns", "files", "accounts", "territory")


def text_columns() -> Iterator[tuple[type[Model], str, int]]:
    """Columns of the apps people write in that hold a text of theirs, with their length."""
    for model in apps.get_models():
        if model._meta.app_label in WRITTEN:
            for field in model._meta.local_fields:
                free = isinstance(field, CharField | TextField) and not field.choices
                own = field.primary_key or isinstance(field, SealedField)
                length = getattr(field, "max_length", None) or len(HOSTILE) + 8
                if free and not own and not OURS.search(field.name) and length >= SHORTEST:
                    yield model, field.name, length


def plant() -> list[str]:
    """The hostile text in every column; names stay apart by the row's number behind it."""
    columns = []
    for model, name, length in text_columns():
        rows: Any = model._default_manager.all()
        text = Concat(Value(HOSTILE[: length - 8]), Cast(F("pk"), CharField()))
        rows.exclude(**{name: ""}).update(**{name: text})
        columns.append(f"{model._meta.label}.{name}")
    return columns
