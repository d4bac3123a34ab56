"""An anonymous walk over every public page: nothing unpublished or personal, no way inside."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from linli.cli.personas import PERSONAS
from linli.disclosure.data import Item, ItemKind
from linli.kernel.errors import BadInput
from tests import personas
from tests.disclosure.samples import FUYUAN, JINXIU, SERVED, compound, coverage, publish, withdraw

pytestmark = pytest.mark.usefixtures("offices")

LINK = re.compile(r'(?:href|action)="([^"]+)"')
OUTSIDE = {"/login/", "/language/", "/large-type/"}
REPLACED, TAKEN_BACK, REFUSED = "换下花园", "撤回花园", "拒绝花园"
PERSONAL = ("13812341234", "0632-8811234", "37040619800101123X", "owner@example.org", "张三丰")


@pytest.fixture
def published() -> None:
    """Rows replaced, withdrawn and refused beside those in force."""
    publish(items=[coverage(), compound(REPLACED, uuid.uuid4())])
    # In a series of its own, so that nothing but the withdrawal hides it.
    withdraw(publish(division="370406001", items=[compound(TAKEN_BACK, uuid.uuid4())]))
    for canary in PERSONAL:
        with pytest.raises(BadInput):
            publish(items=[compound(REFUSED, FUYUAN, manager_name=canary)])
    publish(items=[coverage(), compound(**SERVED), compound("锦绣花园", JINXIU, covered=False)])


def walk(browser: Client) -> Iterator[tuple[str, str]]:
    """Every page reachable from the home page and every search result, with its text."""
    start = reverse("portal:district", args=["370406"])
    pending = [reverse("portal:home"), *(f"{start}?q={text}" for text in ("花园", "hy", "张", "1"))]
    seen = set(pending)
    while pending:
        url = pending.pop()
        response = browser.get(url)
        assert response.status_code == 200, url
        yield url, response.text
        for link in LINK.findall(response.text):
            path = urldefrag(link).url
            if path.startswith("/public/") and path not in seen:
                seen.add(path)
                pending.append(path)


def test_nothing_that_is_not_in_force_and_nothing_personal(published: None) -> None:
    canaries = (
        REPLACED,
        TAKEN_BACK,
        REFUSED,
        *PERSONAL,
        *(persona.login for persona in PERSONAS),
        *(persona.title for persona in PERSONAS),
    )
    pages = dict(walk(personas.client()))
    assert len(pages) >= 8
    assert any("福源公寓" in text for text in pages.values())
    found = [(url, word) for url, text in pages.items() for word in canaries if word in text]
    assert found == []


def test_the_public_pages_lead_nowhere_inside(published: None) -> None:
    for url, text in walk(personas.client()):
        for link in LINK.findall(text):
            path = urlsplit(link).path
            ours = path.startswith(("/public/", "/static/")) or path in OUTSIDE or not path
            assert ours, f"{url} leads to {link}"


def test_logging_in_shows_no_more(published: None) -> None:
    """The public pages do not ask who is there."""
    url = reverse("portal:district", args=["370406"])
    for text in (REPLACED, TAKEN_BACK):
        page = personas.client("qu-zhujian").get(url, {"q": text})
        assert page.context["found"] == []


def test_stored_text_never_runs() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    item = Item(
        ItemKind.COMPOUND,
        str(FUYUAN),
        hostile,
        "370406001018",
        {
            "community": hostile,
            "covered": True,
            "enterprise": hostile,
            "service_items": [hostile],
        },
    )
    publish(title=hostile, lead=hostile, items=[coverage(hostile), item])
    for url, text in walk(personas.client()):
        assert "<img" not in text, url


def test_there_is_a_walk_to_speak_of(published: None) -> None:
    """A walk that finds no links would make the tests above empty."""
    urls = {url for url, _text in walk(personas.client())}
    assert reverse("portal:compound", args=[FUYUAN]) in urls
    assert reverse("portal:community", args=["370406", "370406001018"]) in urls
