"""Requests made up from the description: mostly in shape, often just beside it, sometimes wild.

A case is one request of one persona. What comes back must be declared: a status of the operation,
its content type, its shape; never a fault of ours (P29). Seeded, so that a case can be had again.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pydantic import ValidationError

from linli.api.data.shapes import Problem
from linli.api.openapi import description
from linli.api.operations import Operation
from linli.api.urls import OPERATIONS
from tests import personas
from tests.api.calling import Caller
from tests.api.samples import ROSTER, body_of, form_of, query_of, send_form

WILD: tuple[str, ...] = (
    "", " ", "0", "-1", "1e9", "3e20", "99999999999999999999", "null", "true", "NaN", "\u0000",
    "a\u0000b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "' OR 1=1--",
    "\"; DROP TABLE x;--", "1 UNION SELECT 1", "%' AND 1=0--", "{{7*7}}", "${7*7}", "<script>",
    "../../etc/passwd", "%00", "\r\nSet-Cookie: a=b", "٣", "１２", "梅" * 500, "𠮷", "\u202e",
    "2020-02-30", "0001-01-01", "9999-12-31", "2020-10-08T00:00:00", "[]", "{}", "__class__",
    "search_pinyin", "-search_pinyin", "370406", "370405", "37X", "none",
)  # fmt: skip


@dataclass
class Outcome:
    """What came of the cases."""

    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass
class Fuzzer:
    """Makes requests and looks at their answers; what they change is undone."""

    chance: random.Random
    ids: Mapping[str, list[str]]
    spec: Mapping[str, Any] = field(default_factory=description)
    callers: dict[str, Caller] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)

    def run(self, cases: int) -> Outcome:
        """So many cases, over all operations and all personas in turn."""
        names = list(OPERATIONS)
        for number in range(cases):
            login = personas.LOGINS[number // len(names) % len(personas.LOGINS)]
            self.case(OPERATIONS[names[number % len(names)]], login)
        return self.outcome

    def case(self, declared: Operation, login: str) -> None:
        """One request of a persona."""
        if login not in self.callers:
            self.callers[login] = Caller(login)
        caller = self.callers[login]
        address = self.address(declared)
        with transaction.atomic():
            answer = self.send(caller, declared, address)
            transaction.set_rollback(True)
        self.outcome.statuses[answer.status_code] += 1
        self.outcome.by_operation[declared.name] += 1
        fault = self.fault(declared, answer)
        if fault:
            self.outcome.faults.append(f"{login} {declared.method} {address}: {fault}")

    def send(self, caller: Caller, declared: Operation, address: str) -> Any:
        """The request: its query, and a body where one is sent."""
        query = self.query(declared)
        target = f"{address}?{query}" if query else address
        if declared.method == "GET":
            return caller.client.get(f"/api/{target}")
        key = self.chance.choice([uuid4().hex] * 9 + ["short", "", "ключ-ключ"])
        if declared.upload and self.chance.random() < 0.7:
            return send_form(caller, target, self.form(declared))
        return caller.post(target, self.body(declared), key=key)

    def address(self, declared: Operation) -> str:
        """The path, mostly with an id of the district."""
        found = declared.address
        for name in re.findall(r"{(\w+)}", found):
            known = self.ids.get(declared.path.split("/")[0], []) if name == "public_id" else []
            known = known or self.ids.get(name, [])
            value = str(uuid4()) if name == "public_id" else self.wild()
            if known and self.chance.random() < 0.8:
                value = self.chance.choice(known)
            found = found.replace(f"{{{name}}}", quote(value, safe="") or "-")
        return found

    def query(self, declared: Operation) -> str:
        """Some of the parameters, and sometimes one that is none."""
        given = dict(query_of(declared.name))
        found = self.spec["paths"][f"/api/{declared.address}"][declared.method.lower()]
        for parameter in found.get("parameters", []):
            if parameter["in"] == "query" and self.chance.random() < 0.4:
                given[parameter["name"]] = str(self.value(parameter["schema"]))
        if self.chance.random() < 0.05:
            given[self.wild()[:20] or "x"] = self.wild()
        return "&".join(f"{quote(name)}={quote(value)}" for name, value in given.items())

    def body(self, declared: Operation) -> Any:
        """A body in order with some fields made up anew; sometimes something else altogether."""
        if self.chance.random() < 0.05:
            return self.chance.choice([[], "x", None, 1, b"{", b"\xff", b'{"a":1,"a":2}', b"NaN"])
        sample: Any = body_of(declared.name) or {}
        schema = self.body_schema(declared)
        for name, inner in schema.get("properties", {}).items():
            if self.chance.random() < 0.25:
                sample[name] = self.value(inner)
        if sample and self.chance.random() < 0.1:
            sample.pop(self.chance.choice(list(sample)))
        if self.chance.random() < 0.05:
            sample[self.wild()[:20]] = self.wild()
        return sample

    def form(self, declared: Operation) -> dict[str, Any]:
        """A form in order, often with another file, with fields made up or left out."""
        sent = form_of(declared.name)
        for name in list(sent):
            if self.chance.random() < 0.3:
                made = self.chance.choice([ROSTER, b"", b"\0\xff", b"a", b"PK\x03\x04"])
                is_file = name in declared.files
                sent[name] = SimpleUploadedFile("x.csv", made) if is_file else self.wild()
            elif self.chance.random() < 0.1:
                del sent[name]
        if self.chance.random() < 0.05:
            sent["extra"] = self.wild()
        return sent

    def body_schema(self, declared: Operation) -> Mapping[str, Any]:
        """The schema of the JSON body; empty where there is none."""
        found = self.spec["paths"][f"/api/{declared.address}"][declared.method.lower()]
        content = found.get("requestBody", {}).get("content", {})
        return self.resolved(content.get("application/json", {}).get("schema", {}))

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        """A value of a schema, or one beside it."""
        found = self.resolved(schema)
        if self.chance.random() < 0.25 or depth > 3:
            return self.wild()
        if "anyOf" in found:
            return self.value(self.chance.choice(found["anyOf"]), depth + 1)
        if "enum" in found:
            return self.chance.choice(found["enum"])
        kind = found.get("type")
        if kind == "integer":
            return self.chance.choice([0, 1, -1, 7, 200, 201, 10**30])
        if kind == "boolean":
            return self.chance.choice([True, False, 0, "true"])
        if kind == "array":
            return [
                self.value(found["items"], depth + 1) for _item in range(self.chance.randrange(3))
            ]
        if kind == "object":
            inner = found.get("properties", {})
            return {name: self.value(item, depth + 1) for name, item in inner.items()}
        return None if kind == "null" else self.text(found)

    def text(self, found: Mapping[str, Any]) -> str:
        """A text of a format: a day, an id, or words."""
        if found.get("format") == "date":
            return self.chance.choice(["2020-10-08", "2020-02-29", "1900-01-01", "2200-12-31"])
        if found.get("format") == "uuid":
            every = [one for known in self.ids.values() for one in known]
            return self.chance.choice([*every, str(uuid4())])
        return self.chance.choice(["梅园", "cleaning", "370406001", "market", "hired", "x"])

    def wild(self) -> str:
        """Something nobody asked for."""
        return self.chance.choice(WILD)

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema behind its reference."""
        reference = schema.get("$ref", "")
        if not reference:
            return schema
        found: Mapping[str, Any] = self.spec["components"]["schemas"][reference.rpartition("/")[2]]
        return found

    def fault(self, declared: Operation, answer: Any) -> str:
        """What is not as declared; empty when everything is."""
        status = answer.status_code
        if status not in (declared.status, *declared.refusals):
            return f"status {status} is not declared: {answer.content[:300]!r}"
        shape = declared.gives if status == declared.status else Problem
        wanted = "application/json" if status == declared.status else "application/problem+json"
        if answer.headers["Content-Type"] != wanted:
            return f"content type {answer.headers['Content-Type']}"
        try:
            shape.model_validate_json(answer.content)
        except ValidationError as error:
            return f"the shape of {status} is not as declared: {error}"
        return ""


def ids_of_the_district() -> dict[str, list[str]]:
    """Ids that exist, by the first part of an address, and names that do."""
    from linli.campaigns.models import Campaign, Task
    from linli.disclosure.models import Publication
    from linli.duties.models import DutyInstance
    from linli.journal.models import Act
    from linli.policy.models import Release
    from linli.registry.models import Building, Compound, Enterprise, Owner, Unit

    def some(model: Any) -> list[str]:
        return [
            str(item)
            for item in model.objects.order_by("id").values_list("public_id", flat=True)[:8]
        ]

    return {
        "compounds": some(Compound),
        "enterprises": some(Enterprise),
        "buildings": some(Building),
        "units": some(Unit),
        "owners": some(Owner),
        "publications": some(Publication),
        "campaigns": some(Campaign),
        "tasks": some(Task),
        "journal": some(Act),
        "duties": some(DutyInstance),
        "policy": some(Release),
        "code": ["sanitation", "security"],
        "layer": ["st"],
        "kind": ["vocabulary", "duty", "target"],
        "key": ["compound.class", "progress_report", "coverage"],
    }
