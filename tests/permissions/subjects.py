"""The objects that lines of the permission matrix are about, by the name they have there.

All are in 山城街道, in 梅园社区 unless the name says otherwise: at home for ``shancheng`` and
``meiyuan``, foreign to ``dianzi``. What the seeded district lacks is made by the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from linli.accounts.data import ChangeKind, Sphere
from linli.accounts.models import AccessToken, Change, Post, Session, User
from linli.accounts.services import links
from linli.campaigns import services as campaigns
from linli.campaigns.models import Campaign, ProgressReport, Task
from linli.disclosure.models import Publication
from linli.duties import services as duties
from linli.duties.models import CalendarFeed, DutyInstance
from linli.files.models import StoredFile
from linli.jobs.data import State
from linli.jobs.models import Job
from linli.jobs.services import enqueue
from linli.journal.models import Act
from linli.kernel import clock, jobs
from linli.notices.models import Notice
from linli.policy import services as policy
from linli.policy.models import Draft, Paper, Release
from linli.registry import services as registry
from linli.registry.data import ContractTerms, ParkingFacts, PremisesFacts, PremisesKind
from linli.registry.models import (
    Compound,
    Enterprise,
    Owner,
    PersonalExport,
    RosterImport,
    ServiceContract,
    Unit,
)
from tests import personas
from tests.api.calling import token_of

Arguments = dict[str, Any]
STREET, COMMUNITY, OTHER_COMMUNITY = "370406001", "370406001018", "370406001016"
DISTRICT, NEXT_DISTRICT = "370406", "370405"
PRINTED_ON = date(2020, 10, 1)
CONTRACT_FROM = date(2020, 10, 1)


@dataclass(frozen=True)
class Subject:
    """How to find one object: the arguments of its address. ``common``: every post may see it."""

    arguments: Callable[[], Arguments]
    common: bool = False


def _id(found: Model | None) -> Arguments:
    assert found is not None, "the seeded district has no such object"
    return {"public_id": found.public_id}  # type: ignore[attr-defined]  # every Record has one


def _compound(community: str = COMMUNITY) -> Compound:
    found: Compound = Compound.objects.filter(community=community).earliest("id")
    return found


def _duty_by_hand() -> DutyInstance:
    """Of the street, as if the policy named an act that no page of Linli writes."""
    rows = DutyInstance.objects.filter(body__division=STREET, fulfilled_on__isnull=True)
    found: DutyInstance = rows.earliest("printed_on")
    found.verb = "street.meeting.hold"
    found.save(update_fields=["verb"])
    return found


def _feed_secret() -> str:
    return duties.make_feed(actor=personas.actor("shancheng"), at=clock.now())


def _feed_row() -> Arguments:
    _feed_secret()
    return _id(CalendarFeed.objects.latest("id"))


def _contract(*, entered: bool = True) -> ServiceContract:
    return registry.sign_contract(
        actor=personas.actor("shancheng"),
        at=clock.now(),
        compound=_compound().public_id,
        enterprise=Enterprise.objects.get(body__code="st-demo-enterprise").public_id,
        terms=ContractTerms(
            nature="hired",
            mode="market",
            starts_on=CONTRACT_FROM,
            entry_on=CONTRACT_FROM if entered else None,
        ),
    )


def _served_compound() -> Compound:
    """Looked after by the enterprise that ``wuye`` works for."""
    return _contract().compound


def _task(kind: str) -> Task:
    tasks = Task.objects.filter(kind=kind, compound__community=COMMUNITY)
    found: Task = tasks.earliest("id")
    return found


def _report() -> ProgressReport:
    return campaigns.start_report(
        actor=personas.actor("shancheng"),
        at=clock.now(),
        campaign=Campaign.objects.get().public_id,
        division=STREET,
        printed_on=PRINTED_ON,
    )


def _notice() -> Notice:
    """To the street: a report is due."""
    jobs.run_all()
    return Notice.objects.earliest("id")


def _job() -> Job:
    """Asked for by qu-zhujian."""
    return enqueue(
        at=clock.now(), name="jobs.prune", key="matrix", actor=personas.actor("qu-zhujian")
    )


def _parked_job() -> Job:
    """Set aside after its last try; asked for in the district."""
    job = _job()
    Job.objects.filter(pk=job.pk).update(state=State.PARKED, finished_at=clock.now())
    return job


def _login(division: str = DISTRICT) -> User:
    """A login looked after by the administrators of a division."""
    return User.objects.create(
        login=f"login.{division}", division=division, sphere=Sphere.BUSINESS, password="!"
    )


def _post(division: str = DISTRICT) -> Post:
    """A post that reaches as far as the division, wherever its body sits."""
    holder = Post.objects.get(user__login="shancheng")
    return Post.objects.create(
        user=_login(division),
        role=holder.role,
        title="专管员",
        body=holder.body,
        scope=division,
        starts_on=CONTRACT_FROM,
    )


def _change(division: str = DISTRICT) -> Change:
    """Asked for in the division by xitong, for a login that was disabled."""
    maker = Post.objects.get(user__login="xitong")
    return Change.objects.create(
        district=division,
        division=division,
        kind=ChangeKind.ENABLE,
        user=User.objects.create(login=f"disabled.{division}", division=division, is_active=False),
        reason="回岗",
        requested_at=clock.now(),
        requested_by=maker.user,
        requested_post=str(maker.public_id),
    )


def _session() -> Session:
    """Somebody else's."""
    at = clock.now()
    return Session.objects.create(
        key_digest="0" * 64, user=_login(), started_at=at, seen_at=at, proved_at=at
    )


def _link(*, used: bool = False) -> Arguments:
    at = clock.now()
    token = links.issue(actor=personas.actor("xitong"), at=at, user=_login())
    if used:
        links.use(token=token, at=at, password="Right-horse-9")
    return {"token": token}


def _roster(area: str = "80.5", *, written: bool = False) -> RosterImport:
    """Handed in by the street for a compound of the community, and checked."""
    compound, actor, at = _compound(), personas.actor("shancheng"), clock.now()
    lines = "社区,小区,楼号,房号,建筑面积,业主姓名,联系电话\n" + ",".join(
        (compound.community.name, compound.name, "1", "101", area, "测试甲", "0632-0000001")
    )
    roster = registry.hand_in_roster(
        actor=actor, at=at, name="名册.csv", content=lines.encode()
    ).public_id
    checked = registry.check_roster(actor=actor, at=at, roster=roster, progress=_nobody_looks)
    if not written:
        return checked
    registry.confirm_roster(actor=actor, at=at, roster=roster)
    return registry.write_roster(actor=actor, at=at, roster=roster, progress=_nobody_looks)


def _nobody_looks(done: int, total: int = 0, message: str = "") -> None:
    """A progress that nobody looks at."""


def _unit() -> Unit:
    _roster(written=True)
    unit: Unit = Unit.objects.select_related("building").earliest("id")
    return unit


def _owner() -> Owner:
    _roster(written=True)
    return Owner.objects.earliest("id")


def _space() -> Model:
    return registry.register_place(
        actor=personas.actor("shancheng"),
        at=clock.now(),
        compound=_compound().public_id,
        facts=ParkingFacts("A-1"),
        from_on=None,
    )


def _room() -> Model:
    return registry.register_place(
        actor=personas.actor("shancheng"),
        at=clock.now(),
        compound=_compound().public_id,
        facts=PremisesFacts("1号楼底层", PremisesKind.SERVICE, 12_000),
        from_on=None,
    )


def _export() -> PersonalExport:
    return registry.ask_for_export(
        actor=personas.actor("shancheng"),
        at=clock.now(),
        compound=_compound().public_id,
        reason="通知业主大会",
        row_limit=10,
    )


def _paper() -> Paper:
    return policy.receive_paper(
        actor=personas.actor("qu-zhujian"),
        at=clock.now(),
        name="plan.txt",
        content="试行办法\n第一条 街道每月巡查。\n第二条 结果公示。\n".encode(),
    )


def _draft() -> Draft:
    return policy.start_draft(actor=personas.actor("qu-zhujian"), at=clock.now(), layer="st")


def _token() -> AccessToken:
    """Of shancheng."""
    token_of("shancheng")
    return AccessToken.objects.latest("id")


SUBJECTS: dict[str, Subject] = {
    "-": Subject(dict),
    "rest": Subject(lambda: {"rest": "nothing/here"}, common=True),
    "token": Subject(lambda: _id(_token())),
    "user": Subject(lambda: _id(_login())),
    "user-elsewhere": Subject(lambda: _id(_login(NEXT_DISTRICT))),
    "post": Subject(lambda: _id(_post())),
    "post-elsewhere": Subject(lambda: _id(_post(NEXT_DISTRICT))),
    "change": Subject(lambda: _id(_change())),
    "change-elsewhere": Subject(lambda: _id(_change(NEXT_DISTRICT))),
    "session": Subject(lambda: _id(_session())),
    # Whoever holds a link may use it, once.
    "link": Subject(_link, common=True),
    "link-spent": Subject(lambda: _link(used=True), common=True),
    "compound": Subject(lambda: _id(_compound())),
    "compound-elsewhere": Subject(lambda: _id(_compound(OTHER_COMMUNITY))),
    "compound-served": Subject(lambda: _id(_served_compound())),
    "contract": Subject(lambda: _id(_contract())),
    "contract-new": Subject(lambda: _id(_contract(entered=False))),
    "building": Subject(lambda: _id(_unit().building)),
    "unit": Subject(lambda: _id(_unit())),
    "owner": Subject(lambda: _id(_owner())),
    "compound-mode": Subject(lambda: {**_id(_compound()), "trait": "mode"}),
    "parking": Subject(lambda: {**_id(_compound()), "sort": "parking"}),
    "space": Subject(lambda: {**_id(_space()), "sort": "parking"}),
    "space-alone": Subject(lambda: _id(_space())),
    "room": Subject(lambda: _id(_room())),
    "roster": Subject(lambda: _id(_roster())),
    "roster-faulty": Subject(lambda: _id(_roster(area="-1"))),
    "export": Subject(lambda: _id(_export())),
    # Enterprises and campaigns are known to the whole district.
    "enterprise": Subject(lambda: _id(_contract().enterprise), common=True),
    "campaign": Subject(lambda: _id(Campaign.objects.get()), common=True),
    "annex": Subject(lambda: {**_id(Campaign.objects.get()), "kind": "upgrade"}, common=True),
    "task": Subject(lambda: _id(_task("cover"))),
    "task-step": Subject(lambda: {**_id(_task("upgrade")), "code": "sanitation"}),
    "report": Subject(lambda: _id(_report())),
    "report-file": Subject(lambda: {**_id(_report()), "suffix": "xlsx"}),
    "duty": Subject(lambda: _id(DutyInstance.objects.earliest("id"))),
    "duty-by-hand": Subject(lambda: _id(_duty_by_hand())),
    "feed": Subject(lambda: {"secret": _feed_secret()}, common=True),
    "feed-unknown": Subject(lambda: {"secret": "nobody-knows"}, common=True),
    "feed-row": Subject(_feed_row),
    "act": Subject(lambda: _id(Act.objects.filter(district=DISTRICT).earliest("id"))),
    "job": Subject(lambda: _id(_job())),
    "parked-job": Subject(lambda: _id(_parked_job())),
    "notice": Subject(lambda: _id(_notice())),
    "file": Subject(lambda: _id(StoredFile.objects.earliest("id"))),
    # What was published for the whole district.
    "publication": Subject(lambda: _id(Publication.objects.get()), common=True),
    # Policy is the same for everybody in the district.
    "release": Subject(lambda: _id(Release.objects.earliest("id")), common=True),
    "layer": Subject(lambda: {"layer": "st"}, common=True),
    "clause": Subject(lambda: {"clause": "ST-A5.3"}, common=True),
    "provision": Subject(lambda: {"kind": "vocabulary", "key": "compound.class"}, common=True),
    "draft": Subject(lambda: _id(_draft()), common=True),
    "paper": Subject(lambda: _id(_paper()), common=True),
    "paper-clause": Subject(lambda: {**_id(_paper()), "place": 1}, common=True),
    "draft-layer": Subject(lambda: {"layer": "st"}, common=True),
    "unset": Subject(
        lambda: {"kind": "duty", "key": "progress_report", "field": "holiday_shift"}, common=True
    ),
    # Published rows, for everybody.
    "public-district": Subject(lambda: {"code": DISTRICT}, common=True),
    "public-community": Subject(lambda: {"code": DISTRICT, "key": COMMUNITY}, common=True),
    "public-compound": Subject(lambda: _id(_compound()), common=True),
    "public-publication": Subject(lambda: _id(Publication.objects.get()), common=True),
}


def address(route: str, subject: str) -> str:
    """Where a route leads for a subject of the seeded district."""
    return reverse(route, kwargs=SUBJECTS[subject].arguments())
