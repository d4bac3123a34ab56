"""A token is dead with the right behind it (P27, P20), and strangers cannot shut programs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from linli.accounts import services
from linli.accounts.data import TokenReach
from linli.accounts.models import AccessToken, Post, User
from linli.accounts.services import factors, passwords, sessions, tokens
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.errors import Forbidden
from tests import personas
from tests.api.calling import Caller, token_of

LOGIN = "shancheng"


def _user() -> User:
    return User.objects.get(login=LOGIN)


def _disabled() -> None:
    services.disable(actor=personas.actor("xitong"), at=clock.now(), user=_user(), reason="离岗")


def _post_ended() -> None:
    Post.objects.filter(user__login=LOGIN).update(ends_on=clock.today())


def _new_password() -> None:
    passwords.change(actor=personas.actor(LOGIN), at=clock.now(), user=_user(), new="Right-horse-9")


def _sessions_ended_by_administrator() -> None:
    sessions.end_by_administrator(actor=personas.actor("xitong"), at=clock.now(), user=_user())


def _factor_reset() -> None:
    factors.offer(user=_user())
    factor = _user().factor
    factor.secret, factor.offered = factor.offered, ""
    factor.save(update_fields=["secret", "offered"])
    factors.reset(actor=personas.actor("anquan"), at=clock.now(), user=_user())


def _revoked() -> None:
    tokens.revoke(
        actor=personas.actor(LOGIN),
        at=clock.now(),
        user=_user(),
        public_id=AccessToken.objects.get().public_id,
    )


LOSSES: dict[str, Callable[[], None]] = {
    "login disabled": _disabled,
    "post ended": _post_ended,
    "password changed": _new_password,
    "sessions ended by an administrator": _sessions_ended_by_administrator,
    "second factor reset": _factor_reset,
    "token revoked": _revoked,
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_lost_right_is_lost_with_the_next_request(
    district: None, loss: Callable[[], None]
) -> None:
    caller = Caller(LOGIN)
    assert caller.get("compounds").status_code == 200
    loss()
    assert caller.get("compounds").status_code == 401
    assert caller.post("enterprises", {"name": "某公司"}).status_code == 401


def test_a_disabled_login_that_is_enabled_has_no_tokens(district: None) -> None:
    caller = Caller(LOGIN)
    _disabled()
    User.objects.filter(login=LOGIN).update(is_active=True)
    assert caller.get("whoami").status_code == 401


def test_wrong_tokens_are_counted_and_a_right_one_is_never_shut_out(district: None) -> None:
    right, wrong = Caller(LOGIN), Caller(token="linli_" + "x" * 43)
    statuses = [wrong.get("whoami").status_code for _try in range(52)]
    assert statuses[:50] == [401] * 50
    assert statuses[50:] == [429, 429]
    assert wrong.get("whoami").headers["Retry-After"] == "1800"
    assert right.get("whoami").status_code == 200
    assert Act.objects.filter(verb="accounts.login.refused", data__what="token").count() == 49
    assert Act.objects.filter(verb="accounts.login.pause", data__what="token").count() == 1


def test_making_and_revoking_are_acts_that_never_say_the_token(district: None) -> None:
    text = token_of(LOGIN)
    _revoked()
    acts = list(Act.objects.filter(verb__startswith="accounts.token.").order_by("id"))
    assert [act.verb for act in acts] == ["accounts.token.make", "accounts.token.revoke"]
    stored = AccessToken.objects.get()
    assert all(text not in str(value) for value in (vars(stored), acts[0].data, acts[1].data))


def test_an_owner_is_offered_no_token_and_given_none(district: None) -> None:
    page, address = personas.client("yezhu"), "/account/tokens/new/"
    assert address not in page.get("/account/").content.decode()
    assert address in personas.client(LOGIN).get("/account/").content.decode()
    assert page.get(address).status_code == 403
    given = {"name": "平台", "reach": "read", "days": 30}
    assert page.post(address, given).status_code == 403
    with pytest.raises(Forbidden):
        tokens.make(
            actor=personas.actor("yezhu"),
            at=clock.now(),
            user=User.objects.get(login="yezhu"),
            name="平台",
            reach=TokenReach.READ,
            days=30,
        )
    assert not AccessToken.objects.exists()


def test_a_token_lives_a_year_at_most(district: None) -> None:
    page = personas.client(LOGIN)
    given = {"name": "平台", "reach": "read", "days": 366}
    assert page.post("/account/tokens/new/", given).status_code == 422
    shown = page.post("/account/tokens/new/", given | {"days": 365})
    text = shown.content.decode().partition('class="secret">')[2].partition("<")[0]
    assert text.startswith("linli_")
    assert Caller(token=text).get("whoami").json()["reach"] == "read"
    stored = AccessToken.objects.get()
    assert stored.expires_at - stored.made_at == timedelta(days=365)
    assert text not in page.get("/account/").content.decode()


def test_another_post_of_the_same_user_is_another_reach(district: None) -> None:
    """The token stands for the post it was made for, whatever else its user holds."""
    first = personas.actor(LOGIN)
    caller = Caller(LOGIN)
    held = Post.objects.get(user__login=LOGIN)
    Post.objects.create(
        user=held.user,
        role="district_officer",
        title="区级专管员",
        body=held.body,
        scope="370406",
        starts_on=held.starts_on,
    )
    told = caller.get("whoami").json()
    assert (told["post"], told["scope"]) == (first.post_id, "370406001")
