"""Passwords by profile, and the links by which they are first set or set anew."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.accounts import rules, selectors, services
from linli.accounts.data import Role
from linli.accounts.models import Link, PasswordUse, User
from linli.accounts.services import links, passwords, tokens
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound, RuleBroken
from tests import personas as people
from tests.accounts.conftest import PASSWORD, Turn, browser, is_in, log_in, logged_in, user
from tests.api.calling import token_of

FIRST, SECOND = "Plum-garden-1", "Plum-garden-2"


def set_password(login: str, new: str) -> None:
    passwords.change(actor=people.actor(login), at=clock.now(), user=user(login), new=new)


@pytest.mark.parametrize(
    ("profile", "password", "allowed"),
    [
        ("mlps", "Plum-7x", False),  # seven characters
        ("mlps", "Plum-7xy", True),
        ("mlps", "plumgarden77", False),  # two classes
        ("mlps", "plum-garden-77", True),
        ("mlps", "PASSWORD1", False),
        ("nist", "Plum-7xy", False),
        ("nist", "plumtreesgrow", True),  # one class is enough when it is long
        ("nist", "plumtreegro", False),  # eleven
        ("mlps", "My-Shancheng-1", False),  # the login is part of it
        ("nist", "qwerty123456", False),  # on the list of common passwords
    ],
)
def test_what_a_profile_allows(
    turn: Turn, settings: LazySettings, profile: str, password: str, allowed: bool
) -> None:
    settings.PASSWORD_PROFILE = profile
    if allowed:
        set_password("shancheng", password)
        assert user("shancheng").check_password(password)
    else:
        with pytest.raises(BadInput):
            set_password("shancheng", password)
        assert user("shancheng").check_password(PASSWORD)


@given(st.text(min_size=1, max_size=40))
def test_there_are_at_most_four_classes(text: str) -> None:
    assert 1 <= rules.character_classes(text) <= 4


@pytest.mark.parametrize(("profile", "kept"), [("mlps", 5), ("nist", 1)])
def test_an_earlier_password_is_refused(
    turn: Turn, settings: LazySettings, profile: str, kept: int
) -> None:
    settings.PASSWORD_PROFILE = profile
    for number in range(7):
        turn(minutes=1)
        set_password("shancheng", f"Plum-garden-{number}")
    assert PasswordUse.objects.count() == kept
    with pytest.raises(BadInput):
        set_password("shancheng", f"Plum-garden-{7 - kept}")
    turn(minutes=1)
    set_password("shancheng", f"Plum-garden-{6 - kept}")


def test_a_password_of_ninety_days_is_changed_before_one_is_in(turn: Turn) -> None:
    set_password("shancheng", FIRST)
    turn(days=89, hours=23)
    assert is_in(logged_in_with(FIRST))
    turn(hours=1)
    client = browser()
    answer = client.post("/login/", {"login": "shancheng", "password": FIRST})
    assert answer["Location"] == "/login/password/"
    assert not is_in(client)
    assert client.post("/login/password/", {"new": FIRST, "again": FIRST}).status_code == 422
    assert client.post("/login/password/", {"new": SECOND, "again": SECOND}).status_code == 302
    assert is_in(client)


def test_nist_never_forces_a_change(turn: Turn, settings: LazySettings) -> None:
    settings.PASSWORD_PROFILE = "nist"
    set_password("shancheng", FIRST)
    turn(days=4000)
    assert is_in(logged_in_with(FIRST))


def test_the_present_password_is_asked_for_and_guesses_are_counted(turn: Turn) -> None:
    client = logged_in()
    form = {"current": "wrong", "new": FIRST, "again": FIRST}
    for _time in range(5):
        assert client.post("/account/password/", form).status_code == 422
    assert client.post("/account/password/", {**form, "current": PASSWORD}).status_code == 422
    assert user("shancheng").check_password(PASSWORD)


def test_two_different_entries_are_refused(turn: Turn) -> None:
    form = {"current": PASSWORD, "new": FIRST, "again": SECOND}
    assert logged_in().post("/account/password/", form).status_code == 422


# --- links ----------------------------------------------------------------------------------------


def issue(login: str) -> str:
    return links.issue(actor=people.actor("xitong"), at=clock.now(), user=user(login))


def join(token: str, password: str = FIRST) -> int:
    answer = browser().post(f"/join/{token}/", {"new": password, "again": password})
    return answer.status_code


def test_an_invitation_sets_the_first_password_once(turn: Turn) -> None:
    services.open_login(actor=people.actor("xitong"), at=clock.now(), login="dongjiang")
    token = issue("dongjiang")
    page = browser().get(f"/join/{token}/")
    assert "dongjiang" in page.content.decode()
    assert join(token, "short") == 422
    assert join(token) == 302
    assert user("dongjiang").check_password(FIRST)
    assert join(token, SECOND) == 404


def test_a_link_dies_after_three_days_when_replaced_and_when_disabled(turn: Turn) -> None:
    old = issue("shancheng")
    new = issue("shancheng")
    assert join(old) == 404
    turn(days=3)
    assert join(new) == 404
    turn(days=-4)
    assert join(new) == 404
    turn(days=1)
    last = issue("shancheng")
    User.objects.filter(login="shancheng").update(is_active=False)
    assert join(last) == 404
    assert join("never-issued") == 404


def test_a_reset_shuts_the_old_password_and_every_session(turn: Turn) -> None:
    client, program = logged_in(), token_of("shancheng")
    token = issue("shancheng")
    assert not is_in(client)
    found = selectors.access_token(program)
    assert found is not None
    assert not tokens.use(token=found, at=clock.now())
    assert log_in(browser()) == 422
    assert join(token) == 302
    assert is_in(logged_in_with(FIRST))


def test_a_token_is_stored_nowhere_and_long_enough(turn: Turn) -> None:
    token = issue("shancheng")
    assert len(token) * 6 >= 128
    assert token not in str([*Link.objects.values(), *Act.objects.values()])


def test_the_page_shows_the_address_once(turn: Turn) -> None:
    client = logged_in("xitong")
    page = client.post(f"/accounts/users/{user('shancheng').public_id}/link/")
    assert "/join/" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_who_may_hand_out_links(turn: Turn) -> None:
    for login in ("anquan", "shenjiyuan", "qu-zhujian"):
        with pytest.raises(Forbidden):
            links.issue(actor=people.actor(login), at=clock.now(), user=user("shancheng"))
    with pytest.raises(RuleBroken):
        issue("xitong")


# --- the first administrators ---------------------------------------------------------------------


def first(login: str, role: str = "system_admin", scope: str = "370405") -> str:
    return links.invite_first_administrator(
        at=clock.now(),
        on=clock.today(),
        login=login,
        role=Role(role),
        title="管理员",
        body_code="st-data",
        scope=scope,
    )


def test_the_first_administrator_of_a_kind_is_invited_by_the_operator(turn: Turn) -> None:
    token = first("taierzhuang")
    assert not user("taierzhuang").has_usable_password()
    assert join(token) == 302
    client = browser()
    answer = client.post("/login/", {"login": "taierzhuang", "password": FIRST})
    assert answer["Location"] == "/accounts/users/"
    with pytest.raises(Conflict):
        first("second-one")
    with pytest.raises(RuleBroken):
        first("business", role="district_officer")
    with pytest.raises(NotFound):
        links.usable(token=token, at=clock.now())


def logged_in_with(password: str) -> Client:
    client = browser()
    assert log_in(client, password=password) == 302
    return client
