"""P32: guessing is slowed down, strangers shut out strangers only, nothing tells who exists."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from django.conf import LazySettings
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.accounts import rules
from linli.accounts.data import Paused, Source
from linli.accounts.models import Throttle, User
from linli.accounts.services import logins, throttling
from linli.journal.models import Act
from linli.kernel import clock
from tests.accounts.conftest import HOME, PASSWORD, STRANGER, Turn, browser, log_in, logged_in

NOBODY = "nobody-of-this-name"
WRONG = "wrong-Password-1"
SAMPLES = 60


def guess(client: Client, times: int, login: str = "shancheng") -> list[int]:
    return [log_in(client, login, WRONG) for _time in range(times)]


def test_a_fresh_installation_has_no_login(db: None) -> None:
    assert not User.objects.exists()


@pytest.mark.parametrize("login", ["shancheng", NOBODY])
def test_after_five_failures_the_right_password_waits_half_an_hour(turn: Turn, login: str) -> None:
    assert guess(browser(), 5, login) == [422] * 5
    answer = browser().post("/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 422
    assert "30" in answer.content.decode()
    turn(minutes=29)
    assert log_in(browser(), login) == 422
    turn(minutes=1)
    assert log_in(browser(), login) == (302 if login != NOBODY else 422)


def test_a_success_forgives_ones_own_failures(turn: Turn) -> None:
    for _round in range(3):
        guess(browser(), 4)
        assert log_in(browser()) == 302


def test_a_stranger_shuts_out_nobody_but_the_stranger(turn: Turn) -> None:
    usual = logged_in(address=STRANGER)  # even from the stranger's own network
    usual.post("/logout/")
    guess(browser(STRANGER), 5)
    assert log_in(browser(STRANGER)) == 422
    assert log_in(browser(HOME)) == 302
    assert log_in(usual) == 302


def test_the_usual_device_is_let_in_while_a_hundred_strangers_guess(turn: Turn) -> None:
    usual = logged_in()
    for number in range(20):
        guess(browser(f"192.0.2.{number}"), 5)
    assert log_in(browser("192.0.2.99")) == 422
    assert log_in(usual) == 302


def test_the_usual_device_gets_five_guesses_too(turn: Turn) -> None:
    usual = logged_in()
    guess(usual, 5)
    assert log_in(usual) == 422
    assert log_in(browser()) == 302


def test_a_network_that_tries_many_logins_waits(turn: Turn) -> None:
    for number in range(rules.NETWORK_LIMIT.failures):
        log_in(browser(STRANGER), f"guess-{number}", WRONG)
    assert log_in(browser(STRANGER), "dianzi") == 422
    assert log_in(browser(HOME), "dianzi") == 302


def test_guesses_sent_at_once_count_before_any_is_answered(turn: Turn) -> None:
    guards = [throttling.guard(parts=("pair", "a", "b"), limit=rules.PAIR_LIMIT)]
    for _parallel in range(5):
        throttling.take(at=clock.now(), guards=guards)
    with pytest.raises(Paused):
        throttling.take(at=clock.now(), guards=guards)


def test_no_span_of_the_limit_holds_more_than_the_limit(turn: Turn) -> None:
    """Failures at the end of one span and the beginning of the next count together."""
    client = browser()
    guess(client, 1)
    turn(minutes=29)
    guess(client, 4)
    turn(minutes=2)
    assert log_in(client) == 422


def test_a_clock_put_back_keeps_the_pause(turn: Turn) -> None:
    guess(browser(), 5)
    turn(days=-1)
    assert log_in(browser()) == 422


def test_a_cookie_somebody_made_up_is_no_usual_device(turn: Turn, settings: LazySettings) -> None:
    guess(browser(), 5)
    client = browser()
    client.cookies[settings.DEVICE_COOKIE_NAME] = (
        logged_in("dianzi").cookies[settings.DEVICE_COOKIE_NAME].value
    )
    assert log_in(client) == 422
    client.cookies[settings.DEVICE_COOKIE_NAME] = "eyJkZXZpY2UiOiJ4In0:1:forged"
    assert log_in(client) == 422


@pytest.mark.parametrize(("proxies", "status"), [(0, 422), (1, 422), (2, 302)])
def test_a_visitor_does_not_choose_their_own_address(
    turn: Turn, settings: LazySettings, proxies: int, status: int
) -> None:
    """Only entries that our own proxies wrote are believed: with two, the one before the last."""
    settings.TRUSTED_PROXIES = proxies
    for number in range(6):
        client = Client(REMOTE_ADDR=HOME, headers={"x-forwarded-for": f"10.0.0.{number}, {HOME}"})
        last = log_in(client, password=WRONG if number < 5 else PASSWORD)
    assert last == status


def test_nobody_and_somebody_get_the_same_answer_for_the_same_work(
    turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same page, same statements in the same order, one hash each."""
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    seen = []
    for login, address in (("shancheng", HOME), (NOBODY, STRANGER)):
        hashed.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = browser(address).post("/login/", {"login": login, "password": WRONG})
        page = answer.content.decode().replace(f'value="{login}"', 'value="LOGIN"')
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", page)
        seen.append((answer.status_code, page, _shapes(captured), len(hashed)))
    assert seen[0] == seen[1]
    assert seen[0][3] == 1


def test_refusals_are_recorded_without_what_was_typed(turn: Turn) -> None:
    guess(browser(), 1)
    guess(browser(), 1, NOBODY)
    known, unknown = Act.objects.filter(verb="accounts.login.refused").order_by("id")
    assert (known.district, known.subject_id) == (
        "370406",
        str(User.objects.get(login="shancheng").public_id),
    )
    assert (unknown.district, unknown.division, unknown.subject_id) == ("", "", "")
    stored = str(list(Act.objects.filter(verb__startswith="accounts.login").values()))
    for secret in ("'shancheng'", NOBODY, WRONG, HOME):
        assert secret not in stored


def test_a_flood_fills_no_journal(turn: Turn) -> None:
    guess(browser(), 30)
    verbs = list(Act.objects.order_by("id").values_list("verb", flat=True))
    assert verbs.count("accounts.login.refused") == 4
    assert verbs.count("accounts.login.pause") == 1


def test_counts_hold_no_login_and_no_address_and_are_forgotten(turn: Turn) -> None:
    guess(browser(), 2)
    stored = str(list(Throttle.objects.values()))
    assert "shancheng" not in stored
    assert HOME not in stored
    turn(days=3)
    throttling.forget_old(at=clock.now())
    assert not Throttle.objects.exists()


def test_a_disabled_login_is_refused_like_one_nobody_has(turn: Turn) -> None:
    User.objects.filter(login="shancheng").update(is_active=False)
    texts = []
    for login in ("shancheng", NOBODY):
        with pytest.raises(logins.WrongProof) as refused:
            logins.check_login(
                at=clock.now(), login=login, password=PASSWORD, source=Source(network=login)
            )
        texts.append(str(refused.value))
    assert texts[0] == texts[1]


def _shapes(captured: CaptureQueriesContext) -> list[str]:
    """The statements without their values."""
    return [
        re.sub(r"'[^']*'|\b\d+\b|\bNULL\b|_x\d+", "?", query["sql"])
        for query in captured.captured_queries
    ]


class SlowerHasher(hashers.Argon2PasswordHasher):
    """The product's hashing with a tenth of its memory, in one thread: some 30 ms a password."""

    memory_cost = 16 * 1024
    parallelism = 1


def test_nobody_and_somebody_wait_for_their_answer_equally_long(
    turn: Turn, settings: LazySettings
) -> None:
    """The medians of alternating tries differ by less than 10 ms.

    Measured is the time this thread computes, so that what else the machine does is left out.
    """
    settings.PASSWORD_HASHERS = [f"{__name__}.{SlowerHasher.__qualname__}"]
    User.objects.filter(login="shancheng").update(password=hashers.make_password(PASSWORD))
    taken: dict[str, list[float]] = {"shancheng": [], NOBODY: []}
    for number in range(SAMPLES):
        for place, (login, spans) in enumerate(taken.items()):
            client = browser(f"10.{number}.{place}.1")
            before = time.thread_time()
            assert log_in(client, login, WRONG) == 422
            spans.append(time.thread_time() - before)
    known, unknown = (statistics.median(spans) for spans in taken.values())
    assert known > 0.010, "a hash so cheap that leaving it out would not show"
    assert abs(known - unknown) < 0.010, f"{known:.4f} s and {unknown:.4f} s"
