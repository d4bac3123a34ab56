"""P25, P26, P27: three administrators apart, two persons for a change, loss of a right at once."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import escape

from linli.accounts import selectors, services
from linli.accounts.data import ChangeKind, NewPost, Outcome, Role
from linli.accounts.models import Change, Post, User
from linli.accounts.rules import RIGHTS, sphere_of
from linli.accounts.services import sessions
from linli.journal.models import Act
from linli.kernel import clock, jobs
from linli.kernel.actors import system_actor
from linli.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from linli.territory import selectors as territory
from tests import personas as people
from tests.accounts.conftest import Turn, is_in, logged_in, user

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
EXCLUDING = [pair for pair in product(Role, Role) if sphere_of(pair[0]) != sphere_of(pair[1])]


def new_post(role: Role = Role.COMMUNITY_OFFICER) -> NewPost:
    body = territory.body_by_code("st-meiyuan")
    return NewPost(
        role=role,
        title="代理",
        body_id=str(body.public_id),
        scope=body.division_id,
        starts_on=clock.today(),
    )


def ask(login: str = "shancheng", *, by: str = "xitong") -> Change:
    return services.request_appointment(
        actor=people.actor(by), at=clock.now(), user=user(login), post=new_post(), reason="代班"
    )


def decide(change: Change, *, by: str = "anquan") -> Change:
    return services.approve(actor=people.actor(by), at=clock.now(), on=clock.today(), change=change)


def appoint(holder: User, role: Role) -> Post:
    return services.appoint(
        actor=system_actor("370406"),
        at=clock.now(),
        user=holder,
        role=role,
        title="岗位",
        body_code="st-data",
        scope="370406",
        starts_on=clock.today(),
    )


# --- apart ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("held", "wanted"), EXCLUDING)
def test_no_login_holds_posts_of_two_spheres(personas: None, held: Role, wanted: Role) -> None:
    """Neither by the service, nor past it, nor when the first post is long over."""
    holder = services.create_user(login="somebody", password="x")
    post = appoint(holder, held)
    Post.objects.filter(pk=post.pk).update(ends_on=post.starts_on)
    with pytest.raises(RuleBroken):
        appoint(holder, wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            user=holder,
            role=wanted,
            title="岗位",
            body=post.body,
            scope="370406",
            starts_on=post.starts_on,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(role=wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=holder.pk).update(sphere=sphere_of(wanted))


def test_a_request_across_spheres_is_refused_when_asked(personas: None) -> None:
    with pytest.raises(RuleBroken):
        services.request_appointment(
            actor=people.actor("xitong"),
            at=clock.now(),
            user=user("shancheng"),
            post=new_post(Role.SECURITY_ADMIN),
            reason="兼任",
        )


def test_the_three_hold_no_right_of_any_other_app_and_none_of_each_others_power() -> None:
    for role in ADMINISTRATORS:
        others = {right for right in RIGHTS[role] if not right.startswith("accounts.")}
        running = {"operations.view", "jobs.retry"} if role is Role.SYSTEM_ADMIN else set()
        assert others == running, "how the machine runs, and nothing else"
    business = [RIGHTS[role] for role in Role if role not in ADMINISTRATORS]
    assert not any(right.startswith("accounts.") for rights in business for right in rights)
    manage, approve, audit = (RIGHTS[role] for role in ADMINISTRATORS)
    assert "accounts.manage" not in approve | audit
    assert "accounts.approve" not in manage | audit
    assert audit == {"accounts.audit"}


def test_the_audit_administrator_sees_what_the_other_two_do_and_nothing_else(
    turn: Turn,
) -> None:
    change = ask()
    decide(change)
    client = logged_in("shenjiyuan")
    page = client.get("/accounts/acts/").content.decode()
    for title in ("系统管理员", "安全管理员", "申请变更权限", "审批权限变更"):
        assert title in page
    seen = {
        act.verb.split(".")[0] for act in Act.objects.all() if escape(act.subject_label) in page
    }
    assert seen == {"accounts"}
    assert client.get("/journal/").status_code == 403


def test_no_act_names_a_login(turn: Turn) -> None:
    decide(ask())
    logged_in("dianzi").post("/logout/")
    stored = str(list(Act.objects.values()))
    assert not [login for login in people.LOGINS if f"'{login}'" in stored]


# --- two persons ----------------------------------------------------------------------------------


def test_a_post_asked_for_counts_only_once_another_has_approved(turn: Turn) -> None:
    change = ask("dianzi")
    assert Post.objects.filter(user__login="dianzi").count() == 1
    decide(change)
    assert Post.objects.filter(user__login="dianzi").count() == 2
    with pytest.raises(Conflict):
        decide(change)
    with pytest.raises(Conflict):
        services.refuse(actor=people.actor("anquan"), at=clock.now(), change=change, note="晚了")


def test_who_asks_does_not_decide_and_nobody_decides_about_themselves(turn: Turn) -> None:
    change = ask()
    with pytest.raises(Forbidden):
        decide(change, by="xitong")
    Change.objects.filter(pk=change.pk).update(requested_by=user("anquan"))
    with pytest.raises(Forbidden):
        decide(change)
    Change.objects.filter(pk=change.pk).update(requested_by=user("xitong"), user=user("anquan"))
    with pytest.raises(Forbidden):
        decide(change)
    with pytest.raises(RuleBroken):
        ask("xitong")


def test_the_database_refuses_one_person_in_two_parts(turn: Turn) -> None:
    change = ask()
    decided = {"outcome": Outcome.APPROVED, "decided_at": clock.now()}
    row = Change.objects.filter(pk=change.pk)
    for fields in (
        {**decided, "decided_by": user("xitong")},
        {**decided, "decided_by": user("shancheng")},
        {**decided},
        {"user": user("xitong")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**fields)


def test_a_refused_change_changes_nothing(turn: Turn) -> None:
    change = ask()
    before = Post.objects.count()
    services.refuse(actor=people.actor("anquan"), at=clock.now(), change=change, note="不同意")
    assert Post.objects.count() == before
    with pytest.raises(Conflict):
        decide(change)


def test_what_was_asked_by_somebody_who_lost_the_right_is_not_approved(turn: Turn) -> None:
    change = ask()
    Post.objects.filter(user__login="xitong").update(ends_on=clock.today())
    with pytest.raises(RuleBroken):
        decide(change)


def test_the_same_change_is_not_asked_for_twice(turn: Turn) -> None:
    ask()
    with pytest.raises(Conflict):
        ask()


def test_enabling_takes_two_persons_and_disabling_one(turn: Turn) -> None:
    holder = user("shancheng")
    services.disable(actor=people.actor("anquan"), at=clock.now(), user=holder, reason="离岗")
    holder.refresh_from_db()
    assert not holder.is_active
    change = services.request_enabling(
        actor=people.actor("xitong"), at=clock.now(), user=holder, reason="回岗"
    )
    holder.refresh_from_db()
    assert not holder.is_active
    decide(change)
    holder.refresh_from_db()
    assert holder.is_active


def test_nobody_shuts_themselves_out(turn: Turn) -> None:
    for login in ("xitong", "anquan"):
        with pytest.raises(RuleBroken):
            services.disable(
                actor=people.actor(login), at=clock.now(), user=user(login), reason="误"
            )


@pytest.mark.parametrize("login", [login for login in people.LOGINS if login != "xitong"])
def test_nobody_but_the_system_administrator_asks(turn: Turn, login: str) -> None:
    with pytest.raises(Forbidden):
        ask("meiyuan", by=login)


def test_another_districts_logins_are_out_of_reach(turn: Turn) -> None:
    User.objects.filter(login="shancheng").update(division="370405")
    with pytest.raises(NotFound):
        ask()


def test_work_of_the_system_can_neither_ask_nor_decide(turn: Turn) -> None:
    actor = system_actor("370406", frozenset({"accounts.manage", "accounts.approve"}))
    with pytest.raises(Forbidden):
        services.request_enabling(
            actor=actor, at=clock.now(), user=User(is_active=False), reason="自动"
        )


def test_the_pages_carry_a_change_from_asking_to_effect(turn: Turn) -> None:
    asker, checker = logged_in("xitong"), logged_in("anquan")
    body = territory.body_by_code("st-meiyuan")
    form = {
        "role": Role.COMMUNITY_OFFICER,
        "title": "代理",
        "body": str(body.public_id),
        "starts_on": clock.today().isoformat(),
        "reason": "代班",
    }
    target = f"/accounts/users/{user('shancheng').public_id}/appoint/"
    assert asker.post(target, form).status_code == 302
    change = Change.objects.get()
    assert change.kind == ChangeKind.APPOINT
    page = f"/accounts/changes/{change.public_id}/"
    assert "代班" in checker.get(page).content.decode()
    assert asker.post(f"{page}approve/").status_code == 403
    assert checker.post(f"{page}approve/").status_code == 302
    assert Post.objects.filter(user__login="shancheng", title="代理").exists()


# --- at once --------------------------------------------------------------------------------------


def test_the_end_of_a_post_counts_with_the_next_request(turn: Turn) -> None:
    client = logged_in()
    assert client.get("/").status_code == 200
    post = Post.objects.get(user__login="shancheng")
    change = services.request_end(
        actor=people.actor("xitong"), at=clock.now(), post=post, on=clock.today(), reason="调岗"
    )
    assert client.get("/").status_code == 200
    decide(change)
    assert client.get("/").status_code == 302


def test_a_post_moved_elsewhere_reaches_elsewhere_with_the_next_request(turn: Turn) -> None:
    client = logged_in("xitong")
    page = f"/accounts/users/{user('shancheng').public_id}/"
    assert client.get(page).status_code == 200
    Post.objects.filter(user__login="xitong").update(scope="370405")
    assert client.get(page).status_code == 404


def test_a_queued_job_asks_again_when_it_runs(turn: Turn) -> None:
    post = Post.objects.get(user__login="shancheng")
    user_id, post_id = str(post.user.public_id), str(post.public_id)
    assert jobs.actor_now(user_id, post_id, clock.now()) == people.actor("shancheng")
    assert jobs.actor_now(str(user("dianzi").public_id), post_id, clock.now()) is None
    assert selectors.actor_still_may(post_id, "registry.edit", clock.today())
    assert not selectors.actor_still_may(post_id, "policy.set", clock.today())
    assert not selectors.actor_still_may("system", "registry.edit", clock.today())
    services.disable(actor=people.actor("anquan"), at=clock.now(), user=post.user, reason="离岗")
    assert not selectors.actor_still_may(post_id, "registry.edit", clock.today())
    assert jobs.actor_now(user_id, post_id, clock.now()) is None


def test_a_post_that_ends_today_carries_no_right_today(turn: Turn) -> None:
    post = Post.objects.get(user__login="shancheng")
    Post.objects.filter(pk=post.pk).update(ends_on=clock.today() + timedelta(days=1))
    assert selectors.actor_still_may(str(post.public_id), "registry.edit", clock.today())
    turn(days=1)
    assert not selectors.actor_still_may(str(post.public_id), "registry.edit", clock.today())


def test_an_administrator_logs_somebody_out_everywhere(turn: Turn) -> None:
    clients = [logged_in(), logged_in()]
    sessions.end_by_administrator(
        actor=people.actor("anquan"), at=clock.now(), user=user("shancheng")
    )
    assert not any(is_in(client) for client in clients)
