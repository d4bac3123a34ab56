"""P14: stored text never runs, wherever it was stored and wherever it is shown.

A hostile text goes into every text column people can write to, then every page is read as a parser
reads it: no script, no handler, no address that runs. A browser reads them in
``tests/journeys/test_stored_text.py``; the content policy is the second wall.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from linli.kernel import clock
from linli.registry.models import Compound
from linli.registry.services import edit_compound
from tests import personas
from tests.architecture.project import assert_none
from tests.harness.hostile import HOSTILE, plant, text_columns
from tests.permissions.table import ANONYMOUS
from tests.territories.walking import walk

pytestmark = pytest.mark.one_database("looks at what templates escape")

READERS = ("jn-qu-zhujian", "shancheng")


@pytest.fixture
def planted(districts: None) -> list[str]:
    """The hostile text in every column; names stay apart by the row's number behind it."""
    columns = plant()
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
