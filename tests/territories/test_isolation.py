"""P3: whoever works in one district sees nothing of another: no page, object, figure or file."""

from __future__ import annotations

import re
import uuid
from functools import cache
from itertools import product

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from linli.cli import demo
from linli.cli.sample.settling import SAMPLES
from linli.kernel.web import PUBLIC
from linli.registry.models import Compound, Enterprise, Ownership
from tests import personas
from tests.api.calling import Caller
from tests.api.samples import body_of
from tests.architecture.project import assert_none
from tests.architecture.routes import Route, routes
from tests.permissions.table import ANONYMOUS
from tests.territories.belongings import belonging_to, fill_all
from tests.territories.walking import walk

pytestmark = pytest.mark.one_database("crawls pages that the tests of each app read on both")

# Which kind of object an address is about, by what stands before its id; an address that is not
# here is tried with an object of every kind.
KINDS = {
    "accounts/users/": "accounts.User",
    "accounts/posts/": "accounts.Post",
    "accounts/changes/": "accounts.Change",
    "account/sessions/": "accounts.Session",
    "account/tokens/": "accounts.AccessToken",
    "policy/releases/": "policy.Release",
    "policy/drafts/": "policy.Draft",
    "registry/compounds/": "registry.Compound",
    "registry/contracts/": "registry.ServiceContract",
    "registry/buildings/": "registry.Building",
    "registry/units/": "registry.Unit",
    "registry/owners/": "registry.Owner",
    "registry/exports/": "registry.PersonalExport",
    "registry/rosters/": "registry.RosterImport",
    "registry/enterprises/": "registry.Enterprise",
    "policy/papers/": "policy.Paper",
    "files/": "files.StoredFile",
    "notices/": "notices.Notice",
    "duties/": "duties.DutyInstance",
    "disclosure/": "disclosure.Publication",
    "campaigns/": "campaigns.Campaign",
    "campaigns/tasks/": "campaigns.Task",
    "campaigns/reports/": "campaigns.ProgressReport",
    "journal/": "journal.Act",
    "jobs/": "jobs.Job",
    "api/compounds/": "registry.Compound",
    "api/contracts/": "registry.ServiceContract",
    "api/enterprises/": "registry.Enterprise",
    "api/buildings/": "registry.Building",
    "api/units/": "registry.Unit",
    "api/owners/": "registry.Owner",
    "api/rosters/": "registry.RosterImport",
    "api/campaigns/": "campaigns.Campaign",
    "api/tasks/": "campaigns.Task",
    "api/reports/": "campaigns.ProgressReport",
    "api/publications/": "disclosure.Publication",
    "api/journal/": "journal.Act",
    "api/jobs/": "jobs.Job",
}
# What else an address may ask for.
OTHER_PARTS = {"kind": "upgrade", "code": "sanitation", "suffix": "xlsx"}
OF_OBJECT = tuple(
    route for route in routes() if "public_id>" in route.pattern and route.right != PUBLIC
)
# Who tries, and whose objects: three territories from each side, posts of every kind.
TRIED_BY = {
    ("JN", "DH"): ("qu-zhujian", "shuanglin", "wuye", "xitong"),
    ("JN", "ST"): ("qu-zhujian", "xitong"),
    ("DH", "JN"): ("qu-zhujian", "dongzhan"),
    ("HM", "JN"): ("qu-zhujian",),
}


@pytest.fixture(scope="package")
def filled(settled: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Besides the seed, one object of every kind in every district."""
    with django_db_blocker.unblock():
        fill_all()


def kind_of(route: Route) -> str:
    """The kind of object the address names; empty where it is not known."""
    return KINDS.get(re.split(r"<uuid(?:str)?:public_id>", route.pattern)[0], "")


def address(route: Route, public_id: uuid.UUID) -> str:
    """The route with the object's id and something in every other place."""
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", route.pattern)
    others: dict[str, object] = {
        name: 1 if converter == "int" else OTHER_PARTS.get(name, "x")
        for converter, name in parts
        if name != "public_id"
    }
    return reverse(route.name, kwargs={"public_id": public_id, **others})


def objects_for(route: Route, district: str) -> list[uuid.UUID]:
    """The district's object this route is about, or one of every kind."""
    found = belongings(district)
    kind = kind_of(route)
    return [found[kind]] if kind in found else ([] if kind else list(found.values()))


@cache
def belongings(district: str) -> dict[str, uuid.UUID]:
    """Asked once: the tests of this module change nothing."""
    return belonging_to(district)


# --- objects --------------------------------------------------------------------------------------


def test_there_is_something_of_nearly_every_kind(filled: None, districts: None) -> None:
    """A walk over districts without objects would prove nothing."""
    everywhere = {kind for key in demo.DISTRICTS for kind in belongings(_code(key))}
    untried = {kind_of(route) for route in OF_OBJECT} - everywhere - {""}
    # Reports and papers are made by hand, tokens by their holders: the permission matrix tries.
    assert untried <= {
        "campaigns.ProgressReport",
        "accounts.AccessToken",
        "policy.Paper",
    }
    for key in ("JN", "DH", "HM"):
        assert {"registry.Owner", "registry.Unit", "journal.Act", "policy.Draft"} <= set(
            belongings(_code(key))
        )


@pytest.mark.parametrize(("home", "elsewhere"), TRIED_BY)
def test_an_object_of_another_district_is_not_there(
    filled: None, districts: None, home: str, elsewhere: str
) -> None:
    """Every route of an object, every method: 404, or 403 where the post lacks the right anyway."""
    seen = []
    logins = [f"{home.lower()}-{post}" for post in TRIED_BY[home, elsewhere]]
    people = {login: (personas.client(login), Caller(login)) for login in logins}
    for route in OF_OBJECT:
        of_program = route.name.startswith("api:")
        body = body_of(route.name) if of_program else None
        requests = list(product(addresses(route, elsewhere), route.methods))
        for (login, (browser, caller)), (path, method) in product(people.items(), requests):
            if of_program and method == "POST":
                answered = caller.post(path.removeprefix("/api/"), body)
            else:
                client = caller.client if of_program else browser
                answered = getattr(client, method.lower())(path)
            if answered.status_code not in (403, 404):
                seen.append(f"{login}: {method} {path}: {answered.status_code}")
    assert_none(seen, "let visible_to(actor) decide; an object of another district answers 404")


def addresses(route: Route, key: str) -> list[str]:
    """The route's addresses for the objects of a district."""
    return [address(route, public_id) for public_id in objects_for(route, _code(key))]


def test_a_foreign_object_looks_like_one_that_never_was(filled: None, districts: None) -> None:
    """P11: the same status and the same page, to the letter."""
    browser = personas.client("jn-qu-zhujian")
    different = []
    for route in OF_OBJECT:
        if "GET" not in route.methods or route.name.startswith("api:"):
            continue
        missing = _page(browser.get(address(route, uuid.uuid4())))
        different += [
            path for path in addresses(route, "DH") if _page(browser.get(path)) != missing
        ]
    assert_none(different, "answer a foreign object exactly like a missing one")


def _page(answered: object) -> tuple[int, str]:
    """Status and text without what differs from answer to answer."""
    text = re.sub(r"\b\w{64}\b", "token", answered.text)  # type: ignore[attr-defined]  # a response
    text = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", text)
    return answered.status_code, text  # type: ignore[attr-defined]  # a response


# --- pages ----------------------------------------------------------------------------------------


@cache
def pages_of(login: str) -> dict[str, str]:
    """Walked once: the tests of this module change nothing."""
    return dict(walk(login))


def foreign_words(home: str) -> re.Pattern[str]:
    """Names and canaries that another district has and this one has not."""
    code = _code(home)
    own: set[str] = set()
    others: set[str] = set()
    for model in (Compound, Enterprise):
        own |= set(model.objects.filter(district=code).values_list("name", flat=True))
        others |= set(model.objects.exclude(district=code).values_list("name", flat=True))
    canaries = [
        rf"金丝雀(?:经理)?{sample.letter}|100{sample.number}\d{{6}}|9999{sample.number}\d{{12}}"
        for key, sample in SAMPLES.items()
        if key != home
    ]
    # A short name may be part of one's own, as 桂花园 is of 丹桂花园: it tells nothing then.
    names = sorted(name for name in others if not any(name in mine for mine in own))
    return re.compile("|".join([*canaries, *map(re.escape, names)]))


@pytest.mark.parametrize(
    ("home", "login"),
    [
        ("JN", "jn-qu-zhujian"),
        ("JN", "jn-shuanglin"),
        ("JN", "jn-wuye"),
        ("JN", "jn-shenji"),
        ("DH", "dh-qu-zhujian"),
        ("DH", "dh-dongzhan"),
        ("ST", "qu-zhujian"),
    ],
)
def test_no_page_says_anything_of_another_district(
    filled: None, districts: None, home: str, login: str
) -> None:
    foreign = foreign_words(home)
    pages = {
        path: text
        for path, text in pages_of(login).items()
        if not path.startswith(("/public/", "/login"))
    }
    assert len(pages) > 15, sorted(pages)
    found = [
        f"{path}: {match[0]}" for path, text in pages.items() if (match := foreign.search(text))
    ]
    assert_none(found, "rows come only through visible_to(actor)")


@pytest.mark.parametrize("login", ["jn-xitong", "jn-anquan", "jn-shenjiyuan"])
def test_administrators_see_no_business_data(filled: None, districts: None, login: str) -> None:
    """P26: none of the three reads a compound's name, an enterprise's or an owner's."""
    business = re.compile(r"金丝雀|100\d{8}\D|9999\d{13}|【演示】(?!第一物业服务有限公司)")
    pages = pages_of(login)
    assert len(pages) > 2
    found = [
        f"{path}: {match[0]}" for path, text in pages.items() if (match := business.search(text))
    ]
    assert_none(found, "administrators hold no right of another app")


@pytest.mark.parametrize(
    "login", ["jn-qu-zhujian", "jn-qu-lingdao", "jn-shuanglin", "jn-fuxi", "jn-wuye", "jn-shenji"]
)
def test_telephones_and_numbers_of_owners_are_masked_for_everybody(
    filled: None, districts: None, login: str
) -> None:
    """P23: in full only as an act with a reason; contact persons only by ``registry.contacts``."""
    sealed = [r"100120\d{5}", r"999912\d{11}[\dX]"]
    if not personas.actor(login).may("registry.contacts"):
        sealed += [r"100129\d{5}", r"金丝雀经理"]
    wanted = re.compile("|".join(sealed))
    found = [
        f"{path}: {match[0]}"
        for path, text in {**pages_of(login), **a_home_of(login)}.items()
        if (match := wanted.search(text))
    ]
    assert_none(found, "mask it on the server, by role")


def a_home_of(login: str) -> dict[str, str]:
    """The pages of an owner with a telephone and of what they own: no walk comes by for certain."""
    row = (
        Ownership.objects.visible_to(personas.actor(login))
        .filter(to_on=None)
        .exclude(owner__phone_hash="")
        .select_related("unit", "owner")
        .order_by("id")
        .last()
    )
    if row is None:
        assert login == "jn-wuye", "only its compounds have no owners in the demonstration"
        return {}
    unit = reverse("registry:unit", args=[row.unit.public_id])
    owner = reverse("registry:owner", args=[row.owner.public_id])
    answers = {path: personas.client(login).get(path) for path in (unit, owner)}
    assert answers[unit].status_code == 200
    assert answers[owner].status_code in (200, 403)  # whose pages only those who keep them read
    return {path: answered.text for path, answered in answers.items()}


def test_visitors_see_no_canary_of_any_district(filled: None, districts: None) -> None:
    """P41: every public page, and every other address as a stranger: not one canary."""
    canary = re.compile(r"金丝雀|100(?:12|15|32)\d{6}|9999(?:12|15|32)\d{11}")
    texts = dict(walk(ANONYMOUS))
    browser = personas.client()
    for route in routes():
        if "GET" not in route.methods or ("<" in route.pattern and route not in OF_OBJECT):
            continue
        paths = addresses(route, "JN") if route in OF_OBJECT else [reverse(route.name)]
        for path in paths:
            answered = browser.get(path)
            assert answered.status_code in (200, 302, 401, 403, 404, 422), path
            if not answered.streaming:
                texts[path] = answered.text
    assert len(texts) > 60
    found = [
        f"{path}: {match[0]}" for path, text in texts.items() if (match := canary.search(text))
    ]
    assert_none(found, "public pages read published rows only")


def _code(key: str) -> str:
    return demo.people_of(key).district
