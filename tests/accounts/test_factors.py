"""P31: the second factor. A code counts once, guesses are few, secrets are sealed."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import LazySettings
from django.test import Client

from linli.accounts import selectors
from linli.accounts.data import Source
from linli.accounts.models import Factor, RecoveryCode
from linli.accounts.services import factors, logins, tokens
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.errors import BadInput
from tests import personas as people
from tests.accounts.conftest import Turn, browser, is_in, log_in, logged_in, user
from tests.api.calling import token_of

Enrolled = tuple[str, list[str]]  # the secret and the recovery codes


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an authenticator app shows, now or some steps from now: computed independently."""
    totp = TOTP(b32decode(secret), 6, SHA1(), 30)  # noqa: S303 - RFC 6238, as apps have it
    return totp.generate(int(clock.now().timestamp()) + 30 * steps).decode()


@pytest.fixture
def enrolled(turn: Turn) -> Enrolled:
    """shancheng has a second factor: its secret and recovery codes. The code shown is used up."""
    return enrol("shancheng")


def enrol(login: str) -> Enrolled:
    holder = user(login)
    factors.offer(user=holder)
    secret = factors.offered_secret(user=holder)
    codes = factors.confirm(
        actor=people.actor(login), at=clock.now(), user=holder, code=code_of(secret)
    )
    return secret, codes


def enter(client: Client, code: str) -> int:
    return client.post("/login/code/", {"code": code}).status_code


def test_setting_up_shows_a_drawing_and_a_secret_and_takes_a_code(turn: Turn) -> None:
    client = logged_in()
    assert client.post("/account/factor/begin/").status_code == 302
    page = client.get("/account/factor/").content.decode()
    secret = factors.offered_secret(user=user("shancheng"))
    assert "<svg" in page
    assert "style=" not in page
    assert secret in page.replace(" ", "")
    assert client.post("/account/factor/", {"code": "000000"}).status_code == 422
    shown = client.post("/account/factor/", {"code": code_of(secret)})
    assert len(re.findall(r"<code>[\w-]+</code>", shown.content.decode())) == 10
    assert shown["Cache-Control"] == "no-store"


def test_the_password_alone_does_not_get_in(enrolled: Enrolled, turn: Turn) -> None:
    client = browser()
    answer = client.post("/login/", {"login": "shancheng", "password": "correct horse 2020"})
    assert answer["Location"] == "/login/code/"
    assert not is_in(client)
    turn(minutes=1)
    assert enter(client, code_of(enrolled[0])) == 302
    assert is_in(client)


def test_a_code_counts_once(enrolled: Enrolled, turn: Turn) -> None:
    turn(minutes=1)
    code = code_of(enrolled[0])
    first, second = browser(), browser()
    assert [log_in(first), enter(first, code)] == [302, 302]
    assert [log_in(second), enter(second, code)] == [302, 422]
    assert enter(second, code_of(enrolled[0], steps=-1)) == 422  # nor one older than it


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_telephones_clock_may_be_off_by_half_a_minute(
    enrolled: Enrolled, turn: Turn, steps: int, right: bool
) -> None:
    turn(minutes=5)
    shown = code_of(enrolled[0], steps=steps)
    assert factors.accept(at=clock.now(), user=user("shancheng"), code=shown) is right


def test_ten_wrong_codes_then_a_pause(enrolled: Enrolled, turn: Turn) -> None:
    turn(minutes=1)
    client = browser()
    log_in(client)
    wrong = "000000" if code_of(enrolled[0]) != "000000" else "111111"
    assert [enter(client, wrong) for _time in range(10)] == [422] * 10
    assert enter(client, code_of(enrolled[0])) == 422
    again = browser()  # a new beginning does not begin the count anew
    log_in(again)
    assert enter(again, code_of(enrolled[0])) == 422
    assert enter(again, enrolled[1][0]) == 422  # nor are recovery codes a way round
    turn(minutes=15)
    log_in(again)
    assert enter(again, code_of(enrolled[0])) == 302


def test_a_recovery_code_counts_once(enrolled: Enrolled) -> None:
    first, second = browser(), browser()
    assert [log_in(first), enter(first, enrolled[1][0].upper())] == [302, 302]
    assert [log_in(second), enter(second, enrolled[1][0])] == [302, 422]
    assert enter(second, enrolled[1][1]) == 302


def test_fresh_recovery_codes_void_the_old(enrolled: Enrolled) -> None:
    holder = user("shancheng")
    fresh = factors.renew_codes(actor=people.actor("shancheng"), at=clock.now(), user=holder)
    assert not set(fresh) & set(enrolled[1])
    assert not factors.accept(at=clock.now(), user=holder, code=enrolled[1][0])
    assert factors.accept(at=clock.now(), user=holder, code=fresh[0])


def test_neither_secret_nor_codes_lie_open(enrolled: Enrolled) -> None:
    secret, codes = enrolled
    stored = str([*Factor.objects.values(), *RecoveryCode.objects.values(), *Act.objects.values()])
    assert secret not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_a_new_secret_counts_only_once_confirmed(enrolled: Enrolled, turn: Turn) -> None:
    holder = user("shancheng")
    factors.offer(user=holder)
    turn(minutes=1)
    new = factors.offered_secret(user=holder)
    assert new != enrolled[0]
    assert not factors.accept(at=clock.now(), user=holder, code=code_of(new))
    assert factors.accept(at=clock.now(), user=holder, code=code_of(enrolled[0]))
    with pytest.raises(BadInput):
        factors.confirm(actor=people.actor("shancheng"), at=clock.now(), user=holder, code="abcdef")


def test_where_it_is_required_staff_set_it_up_before_they_are_in(
    turn: Turn, settings: LazySettings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = browser()
    answer = client.post("/login/", {"login": "shancheng", "password": "correct horse 2020"})
    assert answer["Location"] == "/login/enrol/"
    assert "<svg" in client.get("/login/enrol/").content.decode()
    assert not is_in(client)
    code = code_of(factors.offered_secret(user=user("shancheng")))
    assert "<code>" in client.post("/login/enrol/", {"code": code}).content.decode()
    assert is_in(client)
    assert client.post("/account/factor/remove/").status_code == 409
    assert is_in(logged_in("wuye"))  # enterprises may do without


def test_the_way_in_is_not_left_open(enrolled: Enrolled, turn: Turn) -> None:
    """Who has shown the password has ten minutes for the code, and only while it is theirs."""
    slow, late = browser(), browser()
    log_in(slow)
    turn(minutes=10)
    assert enter(slow, code_of(enrolled[0])) == 302
    assert not is_in(slow)
    log_in(late)
    holder = user("shancheng")
    holder.set_password("Taken-over-2026")
    holder.save(update_fields=["password"])
    enter(late, code_of(enrolled[0]))
    assert not is_in(late)


def test_the_demonstrations_date_does_not_matter_to_a_telephone(turn: Turn) -> None:
    holder = user("shancheng")
    clock.set_offset(-1969)
    factors.offer(user=holder)
    secret = factors.offered_secret(user=holder)
    now = int(clock.real(clock.now()).timestamp())
    code = TOTP(b32decode(secret), 6, SHA1(), 30).generate(now)  # noqa: S303 - RFC 6238
    factors.confirm(
        actor=people.actor("shancheng"), at=clock.now(), user=holder, code=code.decode()
    )


def test_a_code_of_another_persons_telephone_is_wrong(enrolled: Enrolled, turn: Turn) -> None:
    secret, codes = enrol("dianzi")
    turn(minutes=1)
    holder = user("shancheng")
    for code in (code_of(secret), codes[0], "", "12345", "١٢٣٤٥٦"):
        with pytest.raises(logins.WrongProof):
            logins.check_code(at=clock.now(), user=holder, code=code, source=Source("somewhere"))


def test_a_changed_factor_ends_whatever_was_begun_without_it(turn: Turn) -> None:
    """P20: a factor set up and one taken off end the other sessions and every token."""
    holder, here, elsewhere = user("shancheng"), logged_in(), logged_in()
    program = token_of("shancheng")
    assert here.post("/account/factor/begin/").status_code == 302
    secret = factors.offered_secret(user=holder)
    assert here.post("/account/factor/", {"code": code_of(secret)}).status_code == 200
    assert (is_in(here), is_in(elsewhere), _holds(program)) == (True, False, False)
    turn(minutes=1)
    log_in(elsewhere)
    assert enter(elsewhere, code_of(secret)) == 302
    program = token_of("shancheng")
    assert is_in(elsewhere)
    assert here.post("/account/factor/remove/").status_code == 302
    assert (is_in(here), is_in(elsewhere), _holds(program)) == (True, False, False)


def _holds(program: str) -> bool:
    token = selectors.access_token(program)
    return token is not None and tokens.use(token=token, at=clock.now())
