"""The description of the interface: OpenAPI 3.1, in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.api.labels import TAGS
from linli.api.operations import KEY_HEADER, OPERATIONS, Operation, api
from linli.api.problems import PROBLEM
from linli.kernel.web import PUBLIC

FIRST_REFUSAL = 400
SCHEME = "token"


def description() -> Mapping[str, Any]:
    """The whole description as plain JSON values, in the language in force. Worked out once."""
    return _in_language(get_language() or "")


@cache
def _in_language(language: str) -> Mapping[str, Any]:
    """``language`` is the one in force; what is declared does not change while the product runs."""
    schema: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/"), cls=DjangoJSONEncoder)
    )
    schema["info"] = {"title": _("Linli: interface for programs"), "version": api.version}
    schema["servers"] = [{"url": "/"}]
    schema["tags"] = [{"name": tag.value, "description": str(text)} for tag, text in TAGS.items()]
    schema["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
    for methods in schema["paths"].values():
        for found in methods.values():
            _complete(found, OPERATIONS[found["operationId"]])
    return schema


def _complete(found: dict[str, Any], declared: Operation) -> None:
    """What django-ninja does not know of an operation."""
    found["summary"] = str(declared.says)
    found["description"] = declared.says_more
    found["x-right"] = declared.right
    if declared.right != PUBLIC:
        found["security"] = [{SCHEME: []}]
        found["x-reach"] = declared.reach.value
    if declared.writes:
        found["parameters"] = [*found.get("parameters", []), _key()]
    for status, answer in found["responses"].items():
        if int(status) >= FIRST_REFUSAL:
            answer["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _key() -> dict[str, Any]:
    return {
        "name": KEY_HEADER,
        "in": "header",
        "required": True,
        "description": _("Names the request: sent again with the same body, it counts once."),
        "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{8,64}$"},
    }
