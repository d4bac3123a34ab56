"""From pydantic's errors to faults with file, line, key, and what is allowed there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from linli.kernel.plain_yaml import Path
from linli.policy.data.values import UNSET, OrUnset, Unset
from linli.policy.reader.yamlfile import Fault, YamlFile

_SHAPES = {
    "date": "date",
    "int": "integer",
    "decimal": "decimal",
    "greater": "limits",
    "less": "limits",
    "string_pattern": "pattern",
    "string": "text",
    "model": "mapping",
    "dict": "mapping",
    "tuple": "list",
    "too_short": "list",
    "recurrence": "recurrence",
}


def faults_of(
    error: ValidationError,
    model: type[BaseModel],
    file: YamlFile,
    at: Path,
    extra_keys: tuple[str, ...] = (),
) -> Iterator[Fault]:
    """One fault per error. ``at`` is the path of the validated mapping inside the file.

    ``extra_keys`` are keys the mapping may have besides the model's own.
    """
    details = error.errors(include_url=False)
    for detail in details:
        if not _follows_from_another(detail, details):
            yield _fault(detail, model, file, at, extra_keys)


def _follows_from_another(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """A list is called too short when its entries are wrong: the entries are what is wrong."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in details if other is not detail
    )


def _fault(
    detail: ErrorDetails, model: type[BaseModel], file: YamlFile, at: Path, extra: tuple[str, ...]
) -> Fault:
    loc = detail["loc"]
    kind, line = detail["type"], file.line((*at, *loc))
    key = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        allowed = (*_keys_at(model, loc[:-1]), *(extra if len(loc) == 1 else ()))
        return Fault("unknown_key", file.name, line, key, allowed=allowed)
    allowed, shape = _allowed(detail, model)
    if kind == "missing":
        return Fault("missing_key", file.name, line, key, allowed=allowed, shape=shape)
    return Fault(
        kind if kind in _OWN else "bad_value",
        file.name,
        line,
        _named(loc),
        value=_shown(detail["input"]),
        allowed=allowed,
        shape=shape,
        detail=detail["msg"],
    )


_OWN = frozenset(
    {
        "bands_order",
        "due_within_missing",
        "duty_timing",
        "empty_option",
        "sum_differs",
        "target_order",
        "target_share",
        "wrong_unit",
    }
)
"""Refusals of our own kinds; everything else is a value of the wrong shape."""


def _allowed(detail: ErrorDetails, model: type[BaseModel]) -> tuple[tuple[str, ...], str]:
    context = detail.get("ctx", {})
    if "allowed" in context:
        return tuple(str(context["allowed"]).split(", ")), ""
    annotation, optional = _annotation_at(model, detail["loc"])
    literals = tuple(
        str(member.value) for member in getattr(annotation, "__members__", {}).values()
    )
    if optional:
        literals = (*literals, UNSET.value)
    bounds = tuple(
        f"{name} {context[name]}" for name in ("gt", "ge", "lt", "le") if name in context
    )
    pattern = (str(context["pattern"]),) if "pattern" in context else ()
    return (*literals, *bounds, *pattern), _shape(detail["type"]) or _shape_of(annotation)


def _shape(kind: str) -> str:
    return next((shape for start, shape in _SHAPES.items() if kind.startswith(start)), "")


def _shape_of(annotation: Any) -> str:
    """The shape of a key that is missing, told from its type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "mapping"
    name = getattr(get_origin(annotation) or annotation, "__name__", "")
    return {"date": "date", "int": "integer", "Decimal": "decimal", "tuple": "list"}.get(name, "")


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    annotation, _ = _annotation_at(model, loc)
    return tuple(getattr(annotation, "model_fields", {}))


def _annotation_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[Any, bool]:
    """The type expected at a place in the model, and whether the word ``unset`` will do."""
    annotation: Any = model
    optional = False
    for step in loc:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = annotation.model_fields.get(str(step))
            if info is None:
                return None, False
            optional = any(isinstance(mark, OrUnset) for mark in info.metadata)
            annotation = _inner(info.annotation)
        else:
            annotation = _inner((*get_args(annotation), None)[1 if _is_dict(annotation) else 0])
    return annotation, optional


def _is_dict(annotation: Any) -> bool:
    return get_origin(annotation) is dict


def _inner(annotation: Any) -> Any:
    """``X`` out of ``X | None``, ``X | Unset`` and ``Annotated[X, …]``."""
    if hasattr(annotation, "__metadata__"):
        return _inner(annotation.__origin__)
    if type(annotation).__name__ in ("UnionType", "Union", "_UnionGenericAlias"):
        rest = [a for a in get_args(annotation) if a not in (type(None), Unset)]
        return _inner(rest[0])
    return annotation


def _named(loc: tuple[int | str, ...]) -> str:
    """The innermost key of a place; list positions say which item only through the line."""
    names = [str(step) for step in loc if isinstance(step, str) and not re.match(r"\[", step)]
    return names[-1] if names else ""


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else ""
