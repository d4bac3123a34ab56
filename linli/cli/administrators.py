"""``linli admin invite``: the first administrators of an empty installation."""

from __future__ import annotations

from argparse import Namespace

from django.conf import settings
from django.urls import reverse

from linli.accounts import services as accounts
from linli.accounts.data import Role
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.territory import selectors as territory
from linli.territory import services as territory_services
from linli.territory.data import BodyKind

ROLES = {
    "system": (Role.SYSTEM_ADMIN, "系统管理员"),
    "security": (Role.SECURITY_ADMIN, "安全管理员"),
    "audit": (Role.AUDIT_ADMIN, "安全审计员"),
}


def invite(options: Namespace) -> int:
    """Open a login for a post that nobody holds yet, and print its one-time link.

    Divisions are loaded and the body recorded when they are not there: an empty database will do.
    """
    if not territory.names({options.division}):
        territory_services.load_divisions()
    division = territory.division(options.division)
    role, title = ROLES[options.role]
    if not territory.bodies_coded({options.body}):
        territory_services.record_body(
            code=options.body,
            name=options.body_name or division.name,
            kind=BodyKind.LINE_DEPARTMENT,
            division=division,
        )
    at = clock.now()
    token = accounts.invite_first_administrator(
        at=at,
        on=clock.local_date(at),
        login=options.login,
        role=role,
        title=title,
        body_code=options.body,
        scope=division.code,
    )
    link = settings.BASE_URL.rstrip("/") + reverse("accounts:join", args=[token])
    if options.json:
        answer({"ok": True, "login": options.login, "role": role, "link": link})
        return 0
    say(f"{title}, login {options.login}. For this person only, once, within three days:")
    say(link)
    return 0
