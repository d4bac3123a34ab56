"""P20: sessions end by rest and by age, at the right moments, and nothing revives them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import Factor, Session
from linli.accounts.services import factors, sessions
from linli.accounts.sessions import SessionStore
from linli.accounts.tasks import sweep
from linli.journal.models import Act
from linli.kernel import clock
from tests import personas as people
from tests.accounts.conftest import PASSWORD, Turn, browser, is_in, log_in, logged_in, user

COOKIE = settings.SESSION_COOKIE_NAME
NEW_PASSWORD = "Another-horse-2021"


def test_a_session_known_before_login_is_not_the_one_after(turn: Turn) -> None:
    client = browser()
    store = SessionStore()
    store["planted"] = True
    store.save()
    planted = store.session_key
    assert planted is not None
    client.cookies[COOKIE] = planted
    log_in(client)
    assert client.cookies[COOKIE].value != planted
    thief = browser()
    thief.cookies[COOKIE] = planted
    assert not is_in(thief)


def test_a_cookie_kept_from_before_logging_out_opens_nothing(turn: Turn) -> None:
    client = logged_in()
    thief = browser()
    thief.cookies[COOKIE] = client.cookies[COOKIE].value
    assert is_in(thief)
    client.post("/logout/")
    assert not is_in(thief)


def test_half_an_hour_without_a_request_ends_a_session(turn: Turn) -> None:
    client = logged_in()
    turn(minutes=29)
    assert is_in(client)
    turn(minutes=29)
    assert is_in(client)
    turn(minutes=30)
    assert not is_in(client)
    assert not Session.objects.exists()


def test_twelve_hours_end_a_session_however_busy(turn: Turn) -> None:
    client = logged_in()
    for _quarter in range(47):
        turn(minutes=15)
        assert is_in(client)
    turn(minutes=15)
    assert not is_in(client)


@pytest.mark.parametrize("hours", [1, 13, 15 * 24])
def test_a_clock_put_back_does_not_revive_what_was_over(turn: Turn, hours: int) -> None:
    client = logged_in()
    turn(hours=hours)
    assert not is_in(client)
    turn(hours=-hours)
    assert not is_in(client)


@pytest.mark.parametrize("seen_by", ["a login", "a request", "the worker"])
def test_what_anybody_saw_to_be_over_stays_over(turn: Turn, seen_by: str) -> None:
    forgotten, other = logged_in(), logged_in("dianzi")
    turn(minutes=20)
    assert is_in(other)
    turn(minutes=20)
    if seen_by == "a login":
        logged_in("meiyuan")
    elif seen_by == "a request":
        assert is_in(other)
    else:
        sweep(clock.now())
    turn(minutes=-40)
    assert not is_in(forgotten)


def test_a_clock_behind_what_the_session_has_seen_ends_it(turn: Turn) -> None:
    client = logged_in()
    turn(minutes=20)
    assert is_in(client)
    turn(minutes=-10)
    assert not is_in(client)


def test_a_request_within_the_minute_writes_nothing(turn: Turn) -> None:
    client = logged_in()
    turn(seconds=59)
    with CaptureQueriesContext(connection) as captured:
        assert is_in(client)
    assert [sql for sql in _statements(captured) if not sql.startswith("SELECT")] == []
    turn(seconds=1)
    with CaptureQueriesContext(connection) as captured:
        assert is_in(client)
    written = [sql for sql in _statements(captured) if not sql.startswith("SELECT")]
    assert written
    assert not any("accounts_user" in sql.split("SET")[0] for sql in written)


def test_the_database_does_not_hold_the_key(turn: Turn) -> None:
    key = logged_in().cookies[COOKIE].value
    assert key not in str(Session.objects.values().get())


def test_a_session_ended_during_a_request_is_not_brought_back(turn: Turn) -> None:
    key = logged_in().cookies[COOKIE].value
    store = SessionStore(key)
    store["half"] = "done"
    sessions.end_all(user=user("shancheng"))
    with pytest.raises(Exception, match=r"^$"):
        store.save()
    assert not Session.objects.exists()


def test_a_new_password_ends_every_other_session(turn: Turn) -> None:
    here, there = logged_in(), logged_in()
    answer = here.post(
        "/account/password/", {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert Session.objects.count() == 1  # ended, not only useless
    assert not is_in(there)
    assert log_in(browser(), password=PASSWORD) == 422
    assert log_in(browser(), password=NEW_PASSWORD) == 302


def test_disabling_a_login_ends_its_sessions_with_the_next_request(turn: Turn) -> None:
    client, administrator = logged_in(), logged_in("anquan")
    target = f"/accounts/users/{user('shancheng').public_id}/disable/"
    assert administrator.post(target, {"reason": "离岗"}).status_code == 302
    assert not is_in(client)
    assert log_in(browser()) == 422


def test_a_reset_of_the_second_factor_ends_the_sessions(turn: Turn) -> None:
    client, holder = logged_in(), user("shancheng")
    factors.offer(user=holder)
    _put_in_force("shancheng")
    factors.reset(actor=people.actor("anquan"), at=clock.now(), user=holder)
    assert not is_in(client)


def test_one_ends_ones_other_sessions_singly_or_all(turn: Turn) -> None:
    here, there, elsewhere = logged_in(), logged_in(), logged_in()
    (row,) = Session.objects.filter(key_digest=_row_of(there).key_digest)
    assert here.post(f"/account/sessions/{row.public_id}/end/").status_code == 302
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    here.post("/account/sessions/end/")
    assert [is_in(client) for client in (here, elsewhere)] == [True, False]
    ended = Act.objects.filter(verb="accounts.session.end").order_by("id")
    assert [act.data for act in ended] == [{"count": 1}, {"count": 1}]


def test_the_list_of_sessions_tells_devices_apart(turn: Turn) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Mozilla (Windows NT) Firefox/140")
    log_in(client)
    assert "Firefox, Windows" in client.get("/account/").content.decode()


def _row_of(client: Client) -> Session:
    store = SessionStore(client.cookies[COOKIE].value)
    assert store.row is not None
    return store.row


def _put_in_force(login: str) -> None:
    factor = Factor.objects.get(user__login=login)
    Factor.objects.filter(pk=factor.pk).update(secret=factor.offered, offered="")


def _statements(captured: CaptureQueriesContext) -> list[str]:
    skipped = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(skipped)
    ]
