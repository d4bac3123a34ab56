"""Posts decide: from when to when, where, and what they may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.accounts import selectors, services
from linli.accounts.data import Role
from linli.accounts.models import Post, User
from linli.accounts.rules import RIGHTS, rights_of
from linli.cli.personas import DISTRICT, IN_OFFICE_FROM, PERSONAS, seed_personas
from linli.cli.sample.data import Persona
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import Forbidden
from tests.accounts.conftest import PASSWORD

TODAY = date(2020, 10, 10)


def test_seeding_twice_changes_nothing(personas: None) -> None:
    before = list(Post.objects.values_list("public_id", flat=True).order_by("id"))
    seed_personas(at=clock.now(), password="another one")
    assert list(Post.objects.values_list("public_id", flat=True).order_by("id")) == before
    assert User.objects.get(login="shancheng").check_password(PASSWORD)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.login)
def test_a_persona_acts_from_its_post(personas: None, persona: Persona) -> None:
    actor = selectors.actor_by_login(persona.login, TODAY)
    assert actor is not None
    assert actor.scope == persona.scope
    assert actor.district == DISTRICT
    assert actor.rights == rights_of(Role(actor.role))


def test_a_post_counts_from_its_first_day_to_the_day_before_its_end(personas: None) -> None:
    user = User.objects.get(login="shancheng")
    Post.objects.filter(user=user).update(ends_on=TODAY)
    assert selectors.actor_for(user, TODAY) is None
    assert selectors.actor_for(user, TODAY - timedelta(days=1)) is not None
    assert selectors.actor_for(user, IN_OFFICE_FROM - timedelta(days=1)) is None


def test_a_user_with_two_posts_acts_from_the_chosen_one(personas: None) -> None:
    user = User.objects.get(login="meiyuan")
    second = services.appoint(
        actor=system_actor(DISTRICT),
        at=clock.now(),
        user=user,
        role=Role.STREET_OFFICER,
        title="代理专管员",
        body_code="st-shancheng",
        scope="370406001",
        starts_on=TODAY,
    )
    first = selectors.actor_for(user, TODAY)
    chosen = selectors.actor_for(user, TODAY, str(second.public_id))
    assert first is not None
    assert chosen is not None
    assert (first.role, chosen.role) == (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER)


@given(st.sampled_from(list(Role)), st.sampled_from(sorted(frozenset().union(*RIGHTS.values()))))
def test_a_right_not_listed_for_the_role_is_refused(role: Role, right: str) -> None:
    actor = system_actor(DISTRICT, rights_of(role))
    assert actor.may(right) is (right in RIGHTS[role])
    if not actor.may(right):
        with pytest.raises(Forbidden):
            actor.require(right)


def test_nobody_who_checks_may_change_anything() -> None:
    changing = {"registry.edit", "contracts.edit", "campaigns.import", "campaigns.work"}
    assert not changing & (rights_of(Role.AUDITOR) | rights_of(Role.DISTRICT_LEADER))


def test_logging_in_with_a_wrong_password_says_so_and_nothing_more(
    personas: None, client: Client
) -> None:
    answers = [
        client.post("/login/", {"login": login, "password": "wrong"})
        for login in ("shancheng", "nobody-of-this-name")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    refusals = [answer.context["form"].errors.get_json_data() for answer in answers]
    assert refusals[0] == refusals[1] != {}


def test_login_never_leads_to_another_site(personas: None, client: Client) -> None:
    answer = client.post(
        "/login/",
        {"login": "shancheng", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_a_login_without_a_post_does_not_get_in(personas: None, client: Client) -> None:
    Post.objects.filter(user__login="shancheng").update(ends_on=clock.today())
    answer = client.post("/login/", {"login": "shancheng", "password": PASSWORD})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
