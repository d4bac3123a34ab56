"""Relations between models. String foreign keys pass every import contract: they are held here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CASCADE, Model

from tests.architecture.project import assert_none, layer_rank, models


def _relations() -> Iterator[tuple[type[Model], Any, type[Model]]]:
    for model in models():
        for field in model._meta.get_fields():
            related = field.related_model
            if field.auto_created or not isinstance(related, type):
                continue
            if related.__module__.startswith("linli."):
                yield model, field, related


def _app(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_there_are_relations_to_look_at() -> None:
    """A reading that finds nothing would make the tests below empty."""
    assert any(_app(model) != _app(related) for model, _, related in _relations())


def test_relations_point_down() -> None:
    rank = layer_rank()
    upward = [
        f"{model._meta.label}.{field.name} -> {related._meta.label}"
        for model, field, related in _relations()
        if _app(model) != _app(related) and rank[_app(related)] <= rank[_app(model)]
    ]
    assert_none(upward, "a lower app may not know a higher one: turn the relation round")


def test_no_cascade_across_apps() -> None:
    cascading = [
        f"{model._meta.label}.{field.name} -> {related._meta.label}"
        for model, field, related in _relations()
        if _app(model) != _app(related)
        and getattr(field.remote_field, "on_delete", None) is CASCADE
    ]
    assert_none(cascading, "use on_delete=PROTECT: no app deletes another app's rows")


def test_saving_does_nothing_but_save() -> None:
    overriding = [
        f"{model._meta.label}.{name}"
        for model in models()
        for name in ("save", "delete", "clean")
        if name in vars(model)
    ]
    assert_none(overriding, "what a save does belongs into a service, what must hold into SQL")


def test_no_implicit_ordering() -> None:
    ordered = [model._meta.label for model in models() if model._meta.ordering]
    assert_none(ordered, "no Meta.ordering: every selector orders explicitly, ending in id")
