"""The demonstration: 山亭区 in autumn 2020, and three more districts for whoever asks for them."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from linli.accounts import selectors as accounts
from linli.accounts.data import Role
from linli.campaigns import selectors as campaigns
from linli.cli.output import answer, say
from linli.cli.personas import DISTRICT, PEOPLE, seed_personas
from linli.cli.sample import owner, shanting
from linli.cli.sample.data import People
from linli.cli.sample.described import objects_of, sample_facts
from linli.cli.sample.settling import SAMPLES, adopted, settle
from linli.cli.sample.shanting import ADOPTED, OPENING, TASK_LISTS
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import NotFound
from linli.policy import selectors as policy_selectors
from linli.policy import services as policy
from linli.territory import selectors as territory_selectors
from linli.territory import services as territory

__all__ = ["OPENING", "TASK_LISTS", "keep_its_date", "prepare", "set_clock", "show"]

PASSWORD = "linli-demo-2020"  # noqa: S105 - printed on purpose; demo mode only, on loopback
PROFILES = Path(__file__).parent.parent / "profiles"
HOME = "ST"
DISTRICTS = (HOME, *SAMPLES)
ALL = "all"


def prepare(
    *, today: date | None = None, with_lists: bool = True, districts: Sequence[str] = ()
) -> None:
    """Bring the demonstration to its opening state, or leave it where its users have taken it.

    ``districts`` are added to those that are there; a fresh demonstration is that of 山亭 unless
    others are asked for. Every step finds out for itself whether it is done, so a first start that
    was cut off is completed by the next. Without the task lists 山亭 has no campaign yet and
    nothing published.
    """
    territory.load_divisions()
    set_clock()
    asked = DISTRICTS if ALL in districts else districts
    for key in dict.fromkeys([*present(), *asked]) or (HOME,):
        if key == HOME:
            _prepare_home(with_lists=with_lists)
        else:
            _prepare_sample(key)
    set_clock(today)


def present() -> list[str]:
    """The districts this demonstration has, by their key."""
    return [
        key
        for key in DISTRICTS
        if accounts.actor_by_login(_officer(key), people_of(key).since) is not None
    ]


def people_of(key: str) -> People:
    """The bodies and posts of a district of the demonstration."""
    return PEOPLE if key == HOME else SAMPLES[key].people


def set_clock(today: date | None = None) -> None:
    """Let the demonstration's clock stand at a day: the one asked for, else its opening day.

    With several districts it opens on the last of their days, when the policies of all are in
    force. It never goes back behind the latest act: the record of acts runs forward.
    """
    here = present()
    opening = max((_opens_on(key) for key in here), default=OPENING)
    latest = [journal.latest_day(people_of(key).district) for key in here]
    day = max(filter(None, (today or opening, *latest)))
    clock.set_offset(0)
    clock.set_offset((day - clock.today()).days)


def keep_its_date() -> None:
    """Let a command work on the demonstration's date; a district in earnest has today's."""
    if settings.DEMO:
        set_clock()


def _opens_on(key: str) -> date:
    return OPENING if key == HOME else SAMPLES[key].opens_on


def _prepare_home(*, with_lists: bool) -> None:
    seed_personas(at=ADOPTED, password=PASSWORD)
    _adopt_policy(shanting.LAYERS, at=ADOPTED)
    shanting.register_enterprise(_persona("shancheng", ADOPTED))
    if with_lists:
        shanting.open_campaign(_persona("qu-zhujian", ADOPTED))
        owner.settle(actor=_persona("meiyuan", ADOPTED), at=ADOPTED, password=PASSWORD)


def _prepare_sample(key: str) -> None:
    sample = SAMPLES[key]
    at = adopted(sample)
    seed_personas(at=at, password=PASSWORD, people=sample.people)
    _adopt_policy(sample.layers, at=at)
    logins = {persona.role: persona.login for persona in sample.people.personas}
    settle(
        sample,
        officer=_persona(_officer(key), at),
        community=_persona(logins[Role.COMMUNITY_OFFICER], at),
        password=PASSWORD,
    )


def _adopt_policy(layers: Sequence[tuple[str, date]], *, at: datetime) -> None:
    """Put the layers in force, each once; one that has been rewritten since, from today on.

    What was adopted is remembered by the bytes of its files: reading them takes seconds.
    """
    actor = system_actor("", frozenset({"policy.activate"}))
    adopted_before = _remembered(_adopted_file())
    for layer, day in layers:
        before = policy_selectors.active_release(Path(layer).name)
        digest = _digest_of(PROFILES / layer)
        if before and adopted_before.get(layer) == digest:
            continue
        moment, since = (clock.now(), clock.today()) if before else (at, day)
        release = policy.load_layer(folder=PROFILES / layer, actor=actor, at=moment)
        if not release.activated_at:
            policy.activate_release(actor=actor, at=moment, release=release, on=since)
        adopted_before[layer] = digest
        _adopted_file().write_text(json.dumps(adopted_before), encoding="utf-8")


def _digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _adopted_file() -> Path:
    return Path(settings.VAR_DIR) / "adopted.json"


def _remembered(file: Path) -> dict[str, str]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _officer(key: str) -> str:
    """The login of the district's housing officer, the first of its people."""
    return people_of(key).personas[0].login


def _persona(login: str, at: datetime) -> Actor:
    actor = accounts.actor_by_login(login, clock.local_date(at))
    if actor is None:
        raise NotFound(f"The demonstration has no post for {login}.")
    return actor


def remember_address(base_url: str) -> None:
    """Keep the address for `linli demo`, which runs in a process of its own."""
    _address_file().write_text(json.dumps({"base_url": base_url}), encoding="utf-8")


def _address_file() -> Path:
    return Path(settings.VAR_DIR) / "address.json"


def _base_url() -> str:
    return _remembered(_address_file()).get("base_url", str(settings.BASE_URL))


def announce(base_url: str) -> None:
    """Print where the demonstration is and how to log in."""
    say()
    say(f"邻里 Linli   {base_url}   (public pages: {base_url}/public/)")
    say(
        f"The demonstration's date is {clock.today():%Y-%m-%d}. Password of every login: {PASSWORD}"
    )
    for key in present():
        people = people_of(key)
        say(f"{key}  {_place_name(people.district)}")
        for persona in people.personas:
            say(f"  {persona.login:<18} {persona.title}")
    others = [key for key in DISTRICTS if key not in present()]
    if others:
        say(f"More districts: linli up --district {'|'.join([*others, ALL])}")
    say("Ctrl-C stops everything.")


def show(options: Namespace) -> int:
    """Addresses, logins, seeded objects and canaries."""
    set_clock()
    base_url = _base_url()
    if not options.json:
        announce(base_url)
        return 0
    here = present()
    answer(
        {
            "base_url": base_url,
            "today": clock.today().isoformat(),
            "personas": [
                _login_of(persona.login, key) for key in here for persona in people_of(key).personas
            ],
            "objects": objects() if HOME in here else {},
            "districts": [_district(key) for key in here],
        }
    )
    return 0


def _login_of(login: str, key: str) -> dict[str, Any]:
    actor = _persona(login, clock.now())
    return {
        "login": login,
        "password": PASSWORD,
        "district": key,
        "role": actor.role,
        "post": actor.title,
        "body": actor.body_name,
        "scope": actor.scope,
        "rights": sorted(actor.rights),
    }


def _district(key: str) -> dict[str, Any]:
    people = people_of(key)
    officer = _persona(_officer(key), clock.now())
    return {
        "key": key,
        "code": people.district,
        "name": _place_name(people.district),
        "logins": [persona.login for persona in people.personas],
        "objects": objects_of(officer),
        **({} if key == HOME else sample_facts(SAMPLES[key])),
    }


def _place_name(code: str) -> str:
    return "".join(dict.fromkeys(place.name for place in territory_selectors.ancestors(code)))


def objects() -> dict[str, Any]:
    """The seeded objects of 山亭 a checker can start from, by kind, with their addresses."""
    officer = _persona(_officer(HOME), clock.now())
    return {"district": DISTRICT, **campaigns.seeded_objects(officer)}
