"""P31: before a sensitive act one shows again who one is; what was sent is not lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from linli.accounts.models import User
from linli.accounts.services import factors
from tests.accounts.conftest import PASSWORD, Turn, browser, is_in, log_in, logged_in, user
from tests.accounts.test_factors import code_of, enrol, enter

# Acts that give, take or hand over the power to log in or to do something. Reading needs none,
# and ending sessions must never wait.
SENSITIVE = {
    "appoint",
    "change_approve",
    "change_refuse",
    "enable",
    "end_post",
    "own_codes",
    "own_factor",
    "own_factor_begin",
    "own_factor_remove",
    "own_token",
    "user_disable",
    "user_invite",
    "user_new",
    "user_reset_factor",
}
NEW_LOGIN = "/accounts/users/new/"


def _views() -> Iterator[URLPattern]:
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "accounts":
            yield from (view for view in entry.url_patterns if isinstance(view, URLPattern))


def test_exactly_the_sensitive_acts_ask() -> None:
    asking = {view.name for view in _views() if getattr(view.callback, "step_up", False)}
    assert asking == SENSITIVE


def test_just_logged_in_counts_and_an_old_proof_does_not(turn: Turn) -> None:
    client = logged_in("xitong")
    assert client.get(NEW_LOGIN).status_code == 200
    turn(minutes=15)
    answer = client.get(NEW_LOGIN)
    assert answer["Location"] == "/proof/?next=%2Faccounts%2Fusers%2Fnew%2F"


def test_after_the_proof_one_is_where_one_was(turn: Turn) -> None:
    client = logged_in("xitong")
    turn(minutes=16)
    page = client.get(NEW_LOGIN, follow=True)
    assert page.status_code == 200
    wrong = client.post("/proof/", {"proof": "wrong", "next": NEW_LOGIN})
    assert wrong.status_code == 422
    right = client.post("/proof/", {"proof": PASSWORD, "next": NEW_LOGIN})
    assert right["Location"] == NEW_LOGIN
    assert client.get(NEW_LOGIN).status_code == 200


def test_what_was_sent_too_late_is_not_done_and_the_page_says_so(turn: Turn) -> None:
    client = logged_in("xitong")
    turn(minutes=16)
    sent = client.post(
        NEW_LOGIN, {"login": "new.login"}, headers={"referer": f"http://testserver{NEW_LOGIN}"}
    )
    assert sent.status_code == 303
    assert not User.objects.filter(login="new.login").exists()
    page = client.get(sent["Location"]).content.decode()
    assert "未办理" in page
    back = client.post("/proof/", {"proof": PASSWORD, "next": NEW_LOGIN, "again": "1"}, follow=True)
    assert back.redirect_chain == [(NEW_LOGIN, 302)]
    assert "重新填写并提交" in back.content.decode()


def test_a_proof_leads_to_no_other_site(turn: Turn) -> None:
    client = logged_in("xitong")
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"):
        answer = client.post("/proof/", {"proof": PASSWORD, "next": target})
        assert answer["Location"] == "/"


def test_who_has_a_second_factor_proves_by_it(turn: Turn) -> None:
    secret, _codes = enrol("xitong")
    turn(minutes=1)
    client = browser()
    log_in(client, "xitong")
    assert enter(client, code_of(secret)) == 302
    turn(minutes=16)
    assert client.post("/proof/", {"proof": PASSWORD, "next": NEW_LOGIN}).status_code == 422
    answer = client.post("/proof/", {"proof": code_of(secret), "next": NEW_LOGIN})
    assert answer["Location"] == NEW_LOGIN


def test_five_wrong_proofs_then_a_pause(turn: Turn) -> None:
    client = logged_in("xitong")
    for _time in range(5):
        client.post("/proof/", {"proof": "wrong"})
    assert client.post("/proof/", {"proof": PASSWORD}).status_code == 422
    assert is_in(logged_in("xitong"))  # the count is this session's: nobody is shut out by it


def test_a_proof_in_one_session_is_none_in_another(turn: Turn) -> None:
    here, there = logged_in("xitong"), logged_in("xitong")
    turn(minutes=16)
    here.post("/proof/", {"proof": PASSWORD, "next": "/"})
    assert here.get(NEW_LOGIN).status_code == 200
    assert there.get(NEW_LOGIN).status_code == 302


def test_an_unconfirmed_secret_is_no_second_factor_yet(turn: Turn) -> None:
    factors.offer(user=user("xitong"))
    client = logged_in("xitong")
    answer = client.post("/proof/", {"proof": PASSWORD, "next": NEW_LOGIN})
    assert answer["Location"] == NEW_LOGIN
