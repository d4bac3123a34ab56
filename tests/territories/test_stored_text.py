"""P14: stored text never runs, wherever it was stored and wherever it is shown.

A hostile text goes into every text column people can write to, then every page is read as a parser
reads it: no script, no handler, no address that runs. The content policy is the second wall
(``tests/accounts/test_headers.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Cast, Concat

from linli.kernel import clock
from linli.kernel.sealed import SealedField
from linli.registry.models import Compound
from linli.registry.services import edit_compound
from tests import personas
from tests.architecture.project import assert_none
from tests.permissions.table import ANONYMOUS
from tests.territories.walking import walk

pytestmark = pytest.mark.one_database("looks at what templates escape")

HOSTILE = '"><svg onload=alert(1)><script>alert(2)</script>{{7*7}}\u202e'
SHORTEST = len('"><svg onload=alert(1)>') + 8
# Columns that hold words of ours, not of people: codes, hashes, places in the tree, machine keys.
OURS = re.compile(
    r"code$|hash|digest|key|token|state|kind|role|scope|division|district|login|password|verb"
    r"|release|search_|uscc|sha256|content_type|subject$|field$|_user$|_id$|user_id|_post$|^mark$|identity|secret|offered|level|stem|url|sphere|value"
)
WRITTEN = ("registry", "campaigns", "files", "accounts", "territory")
READERS = ("jn-qu-zhujian", "shancheng")


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


@pytest.fixture
def planted(districts: None) -> list[str]:
    """The hostile text in every column; names stay apart by the row's number behind it."""
    columns = []
    for model, name, length in text_columns():
        rows: Any = model._default_manager.all()
        text = Concat(Value(HOSTILE[: length - 8]), Cast(F("pk"), CharField()))
        rows.exclude(**{name: ""}).update(**{name: text})
        columns.append(f"{model._meta.label}.{name}")
    officer = personas.actor("jn-qu-zhujian")
    first = Compound.objects.visible_to(officer).earliest("id")
    edit_compound(
        actor=officer,
        at=clock.now(),
        compound=first.public_id,
        name=f"{HOSTILE} journal",
        buildings=1,
        households=1,
        built_year=2000,
        area=100,
    )
    return columns


class Running(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and not named.get("src"):
            self.found.append("<script>")
        for name, value in attrs:
            address = name in {"href", "src", "action", "formaction", "xlink:href"}
            if name.startswith("on") or name == "style":
                self.found.append(f"<{tag} {name}>")
            elif address and re.match(r"\s*(?:javascript|vbscript|data:text)", value or "", re.I):
                self.found.append(f"<{tag} {name}={value}>")


def test_there_are_columns_to_plant_in() -> None:
    labels = {f"{model._meta.label}.{name}" for model, name, _length in text_columns()}
    assert {
        "registry.Compound.name",
        "registry.Enterprise.name",
        "registry.Owner.name",
        "registry.RosterImport.name",
        "registry.ServiceContract.remark",
        "files.StoredFile.name",
        "territory.Body.name",
        "accounts.Post.title",
    } <= labels


def test_no_page_runs_what_was_stored(planted: list[str]) -> None:
    running, shown = [], 0
    for login in (*READERS, ANONYMOUS):
        for path, text in walk(login):
            if not text.lstrip().lower().startswith("<!doctype html"):
                continue
            parser = Running()
            parser.feed(text)
            running += [f"{login} {path}: {what}" for what in parser.found]
            shown += "&lt;svg onload=alert(1)" in text
    assert_none(running, "let the template escape it; never mark stored text as safe")
    assert shown > 20, "the hostile text is hardly shown anywhere: the test looks past it"
