"""The demonstration district: 山亭区 in autumn 2020, with the real task lists and made-up posts."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

from linli.accounts import selectors as accounts
from linli.campaigns import selectors as campaigns
from linli.campaigns import services as campaign_services
from linli.cli.output import answer, say
from linli.cli.personas import DISTRICT, PERSONAS, seed_personas
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import NotFound
from linli.policy import services as policy
from linli.registry import selectors as registry_selectors
from linli.registry import services as registry
from linli.registry.data import NewEnterprise
from linli.territory import services as territory

PASSWORD = "linli-demo-2020"  # noqa: S105 - printed on purpose; demo mode only, on loopback
OPENING = date(2020, 10, 10)
ADOPTED = datetime.combine(date(2020, 9, 11), time(9, 0), clock.ZONE)
ENTERPRISE = "演示物业服务有限公司"
PROFILES = Path(__file__).parent.parent / "profiles"
LAYERS = (("cn", date(2020, 9, 1)), ("sd", date(2020, 9, 1)), ("st", date(2020, 9, 10)))
TASK_LISTS = tuple(
    Path(__file__).parent / "seed" / name
    for name in ("shanting-annex3.xlsx", "shanting-annex4.xlsx")
)


def prepare(*, today: date | None = None, with_lists: bool = True) -> None:
    """Bring the demonstration to its opening state, or leave it where its users have taken it.

    Every step finds out for itself whether it is done, so a first start that was cut off is
    completed by the next. Without the task lists there is no campaign yet and nothing published.
    """
    territory.load_divisions()
    seed_personas(at=ADOPTED, password=PASSWORD)
    _adopt_policy()
    _register_enterprise()
    if with_lists:
        _open_campaign(_persona("qu-zhujian"))
    set_clock(today)


def set_clock(today: date | None = None) -> None:
    """Let the demonstration's clock stand at a day: the one asked for, else its opening day.

    It never goes back behind the latest act: the record of acts runs forward.
    """
    latest = journal.latest_day(DISTRICT)
    day = max(filter(None, (today or OPENING, latest)))
    clock.set_offset(0)
    clock.set_offset((day - clock.today()).days)


def keep_its_date() -> None:
    """Let a command work on the demonstration's date; a district in earnest has today's."""
    if settings.DEMO:
        set_clock()


def _adopt_policy() -> None:
    actor = system_actor("", frozenset({"policy.activate"}))
    for layer, day in LAYERS:
        release = policy.load_layer(folder=PROFILES / layer, actor=actor, at=ADOPTED)
        if not release.activated_at:
            policy.activate_release(actor=actor, at=ADOPTED, release=release, on=day)


def _register_enterprise() -> None:
    """The made-up enterprise whose manager is one of the personas; registered once."""
    officer = _persona("shancheng")
    if not registry_selectors.enterprises_visible_to(officer).filter(name=ENTERPRISE).exists():
        registry.register_enterprise(
            actor=officer,
            at=ADOPTED,
            enterprise=NewEnterprise(ENTERPRISE, body="st-demo-enterprise"),
        )


def _open_campaign(officer: Actor) -> None:
    """Import the two task lists and publish where the district stands, each once."""
    for path in TASK_LISTS:
        content = path.read_bytes()
        if not campaigns.is_imported(DISTRICT, content):
            campaign_services.import_task_list(
                actor=officer, at=ADOPTED, name=path.name, content=content, division=DISTRICT
            )
    if not campaigns.is_published(DISTRICT):
        campaign_services.publish_coverage(actor=officer, at=ADOPTED)


def _persona(login: str) -> Actor:
    actor = accounts.actor_by_login(login, clock.local_date(ADOPTED))
    if actor is None:
        raise NotFound(f"The demonstration has no post for {login}.")
    return actor


def remember_address(base_url: str) -> None:
    """Keep the address for `linli demo`, which runs in a process of its own."""
    _address_file().write_text(json.dumps({"base_url": base_url}), encoding="utf-8")


def _address_file() -> Path:
    return Path(settings.VAR_DIR) / "address.json"


def _base_url() -> str:
    try:
        return str(json.loads(_address_file().read_text(encoding="utf-8"))["base_url"])
    except (OSError, ValueError, KeyError):
        return str(settings.BASE_URL)


def announce(base_url: str) -> None:
    """Print where the demonstration is and how to log in."""
    say()
    say(f"邻里 Linli   {base_url}   (public pages: {base_url}/public/)")
    say(
        f"The demonstration's date is {clock.today():%Y-%m-%d}. Password of every login: {PASSWORD}"
    )
    for persona in PERSONAS:
        say(f"  {persona.login:<12} {persona.title}")
    say("Ctrl-C stops everything.")


def show(options: Namespace) -> int:
    """Addresses, logins and seeded objects."""
    set_clock()
    base_url = _base_url()
    if not options.json:
        announce(base_url)
        return 0
    answer(
        {
            "base_url": base_url,
            "today": clock.today().isoformat(),
            "personas": [_login_of(persona.login) for persona in PERSONAS],
            "objects": objects(),
        }
    )
    return 0


def _login_of(login: str) -> dict[str, Any]:
    actor = _persona(login)
    return {
        "login": login,
        "password": PASSWORD,
        "role": actor.role,
        "post": actor.title,
        "body": actor.body_name,
        "scope": actor.scope,
        "rights": sorted(actor.rights),
    }


def objects() -> dict[str, Any]:
    """The seeded objects a checker can start from, by kind, with their addresses."""
    return {"district": DISTRICT, **campaigns.seeded_objects(_persona("qu-zhujian"))}
