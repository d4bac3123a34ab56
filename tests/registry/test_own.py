"""Owners' own logins: the one-time link, the own page, and that the loss of it is at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.accounts.models import User
from linli.accounts.services import links
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.errors import Conflict, Forbidden, NotFound
from linli.registry import services
from linli.registry.data import OwnerInvitation, PersonalField
from linli.registry.models import Owner
from tests import personas
from tests.registry import rosters
from tests.registry.conftest import AT, Register

NUMBER, PHONE = rosters.id_number(3), "19900000003"
NEIGHBOUR_PHONE = "19900000004"
PASSWORD = "Right-horse-9"


@pytest.fixture
def owner(register: Register) -> Owner:
    """An owner in 梅花园; somebody else owns the next flat."""
    rosters.take_over(register.street, rosters.xlsx([rosters.line(3), rosters.line(4)]))
    found: Owner = Owner.objects.get(phone_hash=_hash(PHONE))
    return found


def _hash(phone: str) -> str:
    from linli.registry.services import people

    return people.hashes(id_number="", phone=phone)["phone_hash"]


def invite(owner: Owner, login: str = "meiyuan") -> OwnerInvitation:
    return services.invite_owner(actor=personas.actor(login), at=AT, owner=owner.public_id)


def joined(owner: Owner) -> tuple[Client, User]:
    """The owner in a browser, after using the link."""
    invitation = invite(owner)
    user = links.use(token=invitation.token, at=AT, password=PASSWORD)
    return personas.client(invitation.login), user


def own_page(browser: Client) -> str:
    return browser.get(reverse("registry:own")).content.decode()


def read(
    owner: Owner, field: PersonalField = PersonalField.PHONE, reason: str = "漏水通知"
) -> None:
    services.read_personal(
        actor=personas.actor("shancheng"), at=AT, owner=owner.public_id, field=field, reason=reason
    )


def test_the_owner_sees_who_looked_and_nobody_elses_data(register: Register, owner: Owner) -> None:
    browser, _user = joined(owner)
    read(owner)
    neighbour = Owner.objects.exclude(pk=owner.pk).get()
    read(neighbour, reason="与本人无关")
    shown = own_page(browser)
    street = personas.actor("shancheng")
    for text in (street.body_name, street.title, "联系电话", "漏水通知", "199****0003", "梅花园"):
        assert text in shown
    for text in (PHONE, NUMBER, NEIGHBOUR_PHONE, neighbour.name, "与本人无关"):
        assert text not in shown


def test_looking_at_oneself_in_full_is_one_act_too(register: Register, owner: Owner) -> None:
    browser, user = joined(owner)
    before = Act.objects.count()
    browser.cookies["django_language"] = "en"
    shown = browser.post(reverse("registry:own_read"))
    page = own_page(browser)
    assert "looked up by the owner" in page
    assert "ID number, Telephone" in page
    browser.cookies["django_language"] = "zh-hans"
    assert "本人查阅" in own_page(browser), "the record speaks the reader's language"
    assert PHONE in shown.content.decode()
    assert NUMBER in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert Act.objects.count() == before + 1
    act = Act.objects.latest("id")
    assert (act.actor_user, act.data["fields"]) == (str(user.public_id), ["id_number", "phone"])
    assert PHONE not in own_page(browser)


def test_the_link_serves_once_in_time_and_for_the_latest(register: Register, owner: Owner) -> None:
    first = invite(owner)
    with pytest.raises(NotFound):
        links.usable(token=first.token, at=first.expires_at)
    second = invite(owner, "shancheng")
    assert second.login == first.login
    with pytest.raises(NotFound):
        links.usable(token=first.token, at=AT)
    links.use(token=second.token, at=AT, password=PASSWORD)
    with pytest.raises(NotFound):
        links.use(token=second.token, at=AT, password=PASSWORD)


def test_a_new_link_ends_password_and_sessions(register: Register, owner: Owner) -> None:
    browser, user = joined(owner)
    assert browser.get(reverse("registry:own")).status_code == 200
    invite(owner)
    assert browser.get(reverse("registry:own")).status_code == 302
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_the_end_of_a_login_is_the_end_at_the_next_request(
    register: Register, owner: Owner
) -> None:
    browser, user = joined(owner)
    other = invite(owner)
    browser.force_login(user)
    services.end_owner_login(
        actor=personas.actor("meiyuan"), at=AT, owner=owner.public_id, reason="房屋已转让"
    )
    assert browser.get(reverse("registry:own")).status_code == 302
    with pytest.raises(NotFound):
        links.usable(token=other.token, at=AT + timedelta(seconds=1))
    with pytest.raises(Conflict):
        services.end_owner_login(
            actor=personas.actor("meiyuan"), at=AT, owner=owner.public_id, reason="房屋已转让"
        )
    assert invite(owner).login != other.login


@pytest.mark.parametrize(
    ("login", "refusal"),
    [
        ("dianzi", NotFound),
        ("wuye", NotFound),
        ("qu-zhujian", Forbidden),
        ("qu-lingdao", Forbidden),
    ],
)
def test_who_may_not_give_a_login(
    register: Register, owner: Owner, login: str, refusal: type[Exception]
) -> None:
    before = User.objects.count()
    with pytest.raises(refusal):
        invite(owner, login)
    assert User.objects.count() == before


def test_the_page_shows_the_link_once(register: Register, owner: Owner) -> None:
    browser = personas.client("meiyuan")
    answer = browser.post(reverse("registry:owner_invite", args=[owner.public_id]))
    found = re.search(r"/join/([\w-]+)/", answer.content.decode())
    assert found is not None
    assert links.usable(token=found[1], at=clock.now()).user_id
    assert answer.headers["Cache-Control"] == "no-store"
    assert found[1] not in str([act.data for act in Act.objects.all()])
    page = browser.get(reverse("registry:owner", args=[owner.public_id])).content.decode()
    assert found[1] not in page


def test_an_owner_gets_nowhere_else(register: Register, owner: Owner) -> None:
    browser, _user = joined(owner)
    for name, args in (
        ("compounds", ()), ("compound", (register.served.public_id,)),
        ("owner", (owner.public_id,)), ("owner_accesses", (owner.public_id,)), ("exports", ()),
    ):  # fmt: skip
        assert browser.get(reverse(f"registry:{name}", args=args)).status_code == 403
    assert browser.get("/").headers["location"] == reverse("registry:own")
