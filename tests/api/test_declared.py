"""The description is whole: every operation declares right, statuses, key and shapes."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client
from django.utils.html import escape

from linli.accounts.rules import RIGHTS
from linli.api import labels
from linli.api.labels import TAGS
from linli.api.operations import api
from linli.api.urls import OPERATIONS
from linli.kernel.web import PUBLIC, SIGNED_IN
from tests.architecture.project import assert_none

REFERENCE = re.compile(r'"\$ref": "#/components/schemas/([^"]+)"')


def _described() -> dict[str, Any]:
    told: dict[str, Any] = Client().get("/api/openapi.json").json()
    return told


def test_no_operation_goes_round_the_declaration() -> None:
    """What django-ninja serves is what was declared with a right, and nothing else."""
    served = {str(getattr(pattern, "name", "")) for pattern in api.urls[0]}
    assert served - {"api-root"} == set(OPERATIONS)
    carried = {PUBLIC, SIGNED_IN}.union(*RIGHTS.values())
    assert_none(
        (one.name for one in OPERATIONS.values() if one.right not in carried),
        "no role carries the right of these operations",
    )


def test_every_right_of_an_operation_has_its_words() -> None:
    page = Client().get("/api/").content.decode()
    rights = {one.right for one in OPERATIONS.values()}
    assert labels.RIGHTS.keys() == rights
    said = [right for right in rights if escape(str(labels.RIGHTS[right])) not in page]
    assert_none(said, "the page says of each operation what its right is for")


def test_every_operation_is_described_with_its_statuses() -> None:
    told = _described()
    found = {
        one["operationId"]: one for methods in told["paths"].values() for one in methods.values()
    }
    assert found.keys() == OPERATIONS.keys()
    for name, declared in OPERATIONS.items():
        statuses = {int(status) for status in found[name]["responses"]}
        assert statuses == {declared.status, *declared.refusals}, name
        headers = {one["name"] for one in found[name]["parameters"] if one["in"] == "header"}
        assert headers == ({"Idempotency-Key"} if declared.writes else set()), name
        assert found[name]["x-right"] == declared.right
        assert bool(found[name].get("security")) == (declared.right != PUBLIC), name
        assert set(found[name]["tags"]) <= {tag.value for tag in TAGS}


def test_every_reference_leads_somewhere_and_every_limit_is_said() -> None:
    told = _described()
    known = set(told["components"]["schemas"])
    assert set(REFERENCE.findall(json.dumps(told))) <= known
    sizes = [
        one["schema"]
        for methods in told["paths"].values()
        for method in methods.values()
        for one in method["parameters"]
        if one["name"] == "size"
    ]
    assert sizes
    assert all({"minimum", "maximum"} <= size.keys() for size in sizes), sizes


def test_the_description_speaks_both_languages() -> None:
    chinese = _described()
    english = Client(headers={"accept-language": "en"}).get("/api/openapi.json").json()
    assert chinese["paths"].keys() == english["paths"].keys()
    pairs = [
        (chinese["paths"][path][method]["summary"], english["paths"][path][method]["summary"])
        for path, methods in english["paths"].items()
        for method in methods
    ]
    assert_none((pair for pair in pairs if pair[0] == pair[1]), "summaries without a translation")
