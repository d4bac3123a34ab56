"""One-time links: the first administrator's is given again until used; dead ones are forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.accounts import rules
from linli.accounts.data import LINK_LIFE, Role
from linli.accounts.models import Link, User
from linli.accounts.services import invite_first_administrator, links
from linli.kernel import clock
from linli.kernel.errors import Conflict, NotFound

AT = clock.now()


def invite(login: str = "first") -> str:
    return invite_first_administrator(
        at=AT,
        on=clock.local_date(AT),
        login=login,
        role=Role.SYSTEM_ADMIN,
        title="系统管理员",
        body_code="st-data",
        scope="37",
    )


def test_a_lost_invitation_is_given_again_until_it_was_used(district: None) -> None:
    lost, again = invite(), invite()
    with pytest.raises(NotFound):
        links.usable(token=lost, at=AT)
    assert links.usable(token=again, at=AT).user.login == "first"
    assert User.objects.filter(login="first").count() == 1
    with pytest.raises(Conflict):
        invite("second")
    user = User.objects.get(login="first")
    user.set_password("chosen by its holder 1")
    user.save(update_fields=["password"])
    with pytest.raises(Conflict):
        invite()


def test_dead_links_are_forgotten_after_a_month_and_living_ones_never(district: None) -> None:
    token = invite()
    month = AT + LINK_LIFE + rules.DEAD_LINK_LIFE
    assert links.forget_old(at=AT) == links.forget_old(at=month) == 0
    assert links.usable(token=token, at=AT).user.login == "first"
    assert links.forget_old(at=month + timedelta(seconds=1)) == 1
    assert links.forget_old(at=month + timedelta(seconds=1)) == 0
    assert Link.objects.count() == 0
