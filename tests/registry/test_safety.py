"""Personal data over all pages of the register: masked, unfindable by strangers, gone with a post.

Properties P11, P17, P23 and P27.
"""

from __future__ import annotations

import re
import statistics
import time
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse

from linli.accounts.models import Post
from linli.journal.models import Act
from linli.kernel.errors import NotFound
from linli.registry import services
from linli.registry.data import ExportState, PersonalField
from linli.registry.models import Owner, PersonalExport, Unit
from tests import personas
from tests.harness.unpacked import text_of
from tests.registry import rosters
from tests.registry.acts import sign
from tests.registry.conftest import AT, TODAY, Register

pytestmark = pytest.mark.one_database("crawls pages that the tests of each app read on both")

OWNED = (3, 4)
SECRETS = [secret for n in OWNED for secret in (rosters.id_number(n), f"1990000{n:04}")]
MANAGER_PHONE = "13812341234"
STARTS = ("compounds", "owners", "exports", "enterprises", "contracts_ending", "rosters")
LINK = re.compile(r'href="(/registry/[^"]+)"')
PAIRS = 200
SLOWEST_DIFFERENCE_MS = 10


@pytest.fixture
def owner(register: Register) -> Owner:
    """Two owned flats, a contract with a contact person, a request for owners' data."""
    rosters.take_over(register.street, rosters.xlsx([rosters.line(n) for n in OWNED]))
    sign(register, register.served)
    ask(register)
    found: Owner = Owner.objects.earliest("id")
    return found


def ask(register: Register) -> PersonalExport:
    return services.ask_for_export(
        actor=register.street, at=AT, compound=register.served.public_id, reason="业主大会通知",
        row_limit=10,
    )  # fmt: skip


def walk(browser: Client) -> dict[str, str]:
    """Every page and export of the register a persona reaches by links, with what it says."""
    pending = [reverse(f"registry:{name}") for name in STARTS]
    pending += [f"{path}?format=xlsx" for path in pending]
    said: dict[str, str] = {}
    while pending:
        path = pending.pop()
        response = browser.get(path)
        said[path] = text_of(response.content) if response.status_code == 200 else ""
        if path == reverse("registry:owners") and response.status_code == 200:
            found = browser.post(path, {"text": "王"}).content.decode()
            said[f"{path}#found"] = found
            pending += [link for link in LINK.findall(found) if link not in said]
        for link in LINK.findall(said[path]):
            plain = urldefrag(link).url.replace("&amp;", "&")
            if plain not in said and plain not in pending and "sort=" not in plain:
                pending.append(plain)
    return said


@pytest.mark.parametrize("login", personas.LOGINS)
def test_no_page_and_no_export_shows_a_number_in_full(
    register: Register, owner: Owner, login: str
) -> None:
    before = Act.objects.filter(verb="journal.read").count()
    said = walk(personas.client(login))
    shown = [(path, secret) for path, text in said.items() for secret in SECRETS if secret in text]
    assert shown == []
    if not personas.actor(login).may("registry.contacts"):
        assert [path for path, text in said.items() if MANAGER_PHONE in text] == []
    if personas.actor(login).may("registry.owners") and login != "dianzi":
        assert any("****0003" in text for text in said.values())
    assert Act.objects.filter(verb="journal.read").count() == before


def test_each_reading_in_full_is_one_row(register: Register, owner: Owner) -> None:
    browser = personas.client("shancheng")
    address = reverse("registry:owner_read", args=[owner.public_id])
    for number, field in enumerate((PersonalField.PHONE, PersonalField.ID_NUMBER), 1):
        before = Act.objects.count()
        page = browser.post(address, {"field": field, "reason": f"核对信息{number}"})
        assert any(secret in page.content.decode() for secret in SECRETS)
        assert Act.objects.count() == before + 1
    before = Act.objects.count()
    refused = browser.post(address, {"field": PersonalField.PHONE, "reason": ""})
    assert refused.status_code == 422
    assert not any(secret in refused.content.decode() for secret in SECRETS)


# --- foreign is missing (P11) ---------------------------------------------------------------------


def plain(response: Any) -> str:
    """A page without what differs from one request to the next."""
    text = re.sub(r'(value="|Token": ")[\w-]{30,}"', "", response.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


def test_foreign_looks_like_missing_and_takes_as_long(register: Register, owner: Owner) -> None:
    browser = personas.client("dianzi")
    unit = Unit.objects.earliest("id")
    foreign = {
        "compound": register.served, "building": unit.building, "unit": unit, "owner": owner,
        "owner_accesses": owner, "export": PersonalExport.objects.get(), "unit_owners": unit,
    }  # fmt: skip
    for name, thing in foreign.items():
        answers = [
            browser.get(reverse(f"registry:{name}", args=[public_id]))
            for public_id in (thing.public_id, uuid.uuid4())
        ]
        assert [answer.status_code for answer in answers] == [404, 404], name
        assert plain(answers[0]) == plain(answers[1]), name
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * PAIRS):
        is_foreign = number % 2 == 0
        public_id = owner.public_id if is_foreign else uuid.uuid4()
        address = reverse("registry:owner", args=[public_id])
        began = time.perf_counter()
        browser.get(address)
        took[is_foreign].append(time.perf_counter() - began)
    difference = abs(statistics.median(took[True]) - statistics.median(took[False]))
    assert difference * 1000 < SLOWEST_DIFFERENCE_MS


# --- files (P17) and the loss of a post (P27) -----------------------------------------------------


def approved(register: Register) -> PersonalExport:
    asked = ask(register)
    return services.decide_on_export(
        actor=register.district, at=AT, export=asked.public_id, approve=True
    )


def end_post(login: str) -> None:
    """As two administrators would: the post is held no more today."""
    Post.objects.filter(user__login=login).update(ends_on=TODAY)


def test_a_copied_link_opens_nothing(register: Register, owner: Owner) -> None:
    file = approved(register)
    address = reverse("registry:export_file", args=[file.public_id])
    assert personas.client(None).post(address).status_code == 302
    for login in personas.LOGINS:
        if login != "shancheng":
            assert personas.client(login).post(address).status_code in (403, 404), login
    assert personas.client("qu-zhujian").post(address).status_code == 404
    file.refresh_from_db()
    assert file.state == ExportState.APPROVED
    assert personas.client("shancheng").post(address).content[:2] == b"PK"


def test_a_file_waiting_dies_with_the_post(register: Register, owner: Owner) -> None:
    file = approved(register)
    browser = personas.client("shancheng")
    page = reverse("registry:export", args=[file.public_id])
    assert browser.get(page).status_code == 200
    end_post("shancheng")
    for path in (page, reverse("registry:owner", args=[owner.public_id])):
        assert browser.get(path).status_code == 302
    address = reverse("registry:export_file", args=[file.public_id])
    assert browser.post(address).status_code == 302
    file.refresh_from_db()
    assert (file.state, file.handed_out_at) == (ExportState.APPROVED, None)


def test_a_file_of_a_compound_that_moved_away_is_not_handed_out(
    register: Register, owner: Owner
) -> None:
    """The right is that of the moment of handing out: the scope has changed since."""
    file = approved(register)
    Post.objects.filter(user__login="shancheng").update(scope="370406101")
    with pytest.raises(NotFound):
        services.hand_out_export(
            actor=personas.actor("shancheng"), at=AT + timedelta(minutes=1), export=file.public_id
        )
