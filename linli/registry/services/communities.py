"""Communities merged, split, giving compounds away: with the day, and with what was before kept.

A change is shown first and confirmed as it was shown. It is recorded once it has happened, so
``Compound.community`` is always where a compound lies now; ``CompoundPlace`` says where it lay.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts import selectors as accounts
from linli.accounts import services as account_services
from linli.files import services as files
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.notices import services as notices
from linli.registry.data import (
    OPEN_ROSTERS,
    CommunityChange,
    Consequence,
    PlaceChange,
    Reorganisation,
    ReorganisationPlan,
    followers,
)
from linli.registry.models import Compound, CompoundPlace, RosterImport
from linli.territory import selectors as territory
from linli.territory import services as territory_services
from linli.territory.data import BodyKind, Level, street_of

REORGANISE = "registry.reorganise"
VERBS = {
    PlaceChange.MERGE: "registry.communities.merge",
    PlaceChange.SPLIT: "registry.communities.split",
    PlaceChange.TRANSFER: "registry.communities.transfer",
}


@dataclass(frozen=True, slots=True)
class _Office:
    """The body of a community: database key, code, where it sits, whether it begins only now."""

    key: int
    code: str
    division: str
    begins: bool


def plan_reorganisation(
    *, actor: Actor, at: datetime, wanted: Reorganisation
) -> ReorganisationPlan:
    """What would change; nothing is written. Raises what ``reorganise`` would raise."""
    actor.require(REORGANISE)
    _check_day(wanted.on, today=clock.local_date(at))
    sources, target = _places(actor, wanted)
    compounds = _compounds(wanted, sources)
    _check_names(compounds, wanted.target)
    _check_history(compounds, wanted.on)
    ending = sources if wanted.kind is PlaceChange.MERGE else {}
    posts = [post for code in ending for post in accounts.posts_reaching(code, wanted.on)]
    change = _change(actor, wanted, sources, target, compounds)
    foreseen = [line for follower in followers() for line in follower.foresee(change=change)]
    return ReorganisationPlan(
        target=target,
        opens=not wanted.target,
        ends=tuple(ending.values()),
        compounds=tuple(compound.name for compound in compounds),
        posts=tuple(f"{post.body.name} {post.title}" for post in posts),
        digest=_digest(
            [wanted.target or wanted.new_name, str(wanted.on), wanted.kind],
            sorted(str(compound.public_id) for compound in compounds),
            sorted(str(post.public_id) for post in posts),
        ),
        follows=tuple(line for line in foreseen if not line.decide),
        decide=(
            *(line for line in foreseen if line.decide),
            *_open_rosters(list(ending)),
        ),
    )


@transaction.atomic
def reorganise(*, actor: Actor, at: datetime, wanted: Reorganisation, shown: str) -> str:
    """Carry out what was shown; returns the code of where the compounds lie now.

    Raises Conflict when the register has moved on since (``shown`` is the plan's digest), when a
    community has ended, or when a compound moved on that day or later; BadInput for a day to come,
    for a name the target has already, and for a community moved into itself; NotFound for anything
    outside the district.
    """
    plan = plan_reorganisation(actor=actor, at=at, wanted=wanted)
    if plan.digest != shown:
        raise Conflict(
            _("The register has changed since this was shown."), remedy=_("Look at it again.")
        )
    sources, _name = _places(actor, wanted)
    compounds = _compounds(wanted, sources, lock=True)
    target = wanted.target or _opened(actor, at, wanted)
    for code in sources:
        territory_services.record_succession(
            actor=actor,
            at=at,
            kind=wanted.kind,
            before=code,
            after=target,
            on=wanted.on,
            ends=wanted.kind is PlaceChange.MERGE,
        )
    heir = _body_of(target)
    _move(compounds, target, wanted)
    if wanted.kind is PlaceChange.MERGE:
        _move_posts(actor, at, wanted, sources, heir)
        _move_papers(actor, at, sources, heir)
    change = _change(actor, wanted, sources, plan.target, compounds, heir=heir)
    for follower in followers():
        follower.follow(actor=actor, at=at, change=change)
    journal.record(
        actor=actor,
        at=at,
        verb=VERBS[wanted.kind],
        subject=Subject("division", target, plan.target),
        division=target,
        district=actor.district,
        data={
            "sources": list(sources),
            "on": wanted.on,
            "compounds": [str(compound.public_id) for compound in compounds],
            "posts": len(plan.posts),
            "follows": {str(line.text): line.count for line in plan.follows},
        },
    )
    return target


# --- what is asked for ----------------------------------------------------------------------------


def _check_day(on: date, *, today: date) -> None:
    if on > today:
        raise BadInput(
            _("A change of communities is recorded once it has happened."),
            remedy=_("Enter a day that is not in the future."),
        )


def _places(actor: Actor, wanted: Reorganisation) -> tuple[dict[str, str], str]:
    """Codes and names of where compounds come from, without the target; the target's name."""
    here = {place.code: place.name for place in territory.children(actor.scope, Level.COMMUNITY)}
    streets = {place.code for place in territory.children(actor.scope, Level.STREET)}
    asked = {*wanted.sources, *([wanted.target] if wanted.target else [])}
    if not wanted.sources or asked - here.keys():
        raise NotFound(_("There is no such community in your scope, or it has ended."))
    if not wanted.target:
        if not wanted.new_name.strip():
            raise BadInput(_("Choose the community they go to, or name a new one."))
        if wanted.street not in streets:
            raise NotFound(_("There is no such street in your scope."))
    sources = {code: here[code] for code in wanted.sources if code != wanted.target}
    if not sources:
        raise BadInput(_("A community cannot become part of itself."))
    return sources, here.get(wanted.target, wanted.new_name.strip())


def _compounds(
    wanted: Reorganisation, sources: dict[str, str], *, lock: bool = False
) -> list[Compound]:
    rows = Compound.objects.filter(community__in=list(sources)).order_by("id")
    if lock:
        rows = rows.select_for_update()
    if wanted.kind is PlaceChange.MERGE:
        return list(rows)
    found = [row for row in rows if str(row.public_id) in wanted.compounds]
    if not found or len(found) < len(set(wanted.compounds)):
        raise BadInput(_("Choose the compounds that move, of the communities named."))
    return found


def _check_names(compounds: list[Compound], target: str) -> None:
    names = [compound.name for compound in compounds]
    taken = {name for name in names if names.count(name) > 1}
    if target:
        there = Compound.objects.filter(community=target, name__in=names)
        taken |= set(there.values_list("name", flat=True))
    if taken:
        raise BadInput(
            _("Two compounds of one community would have the same name: %(names)s.")
            % {"names": "、".join(sorted(taken))},
            remedy=_("Rename one of them first."),
        )


def _check_history(compounds: list[Compound], on: date) -> None:
    later = (
        CompoundPlace.objects.filter(compound__in=compounds, valid_from__gte=on)
        .select_related("compound")
        .first()
    )
    if later is not None:
        raise Conflict(
            _("%(name)s came to its community on %(day)s.")
            % {"name": later.compound.name, "day": later.valid_from},
            remedy=_("Choose a later day: what was recorded before stays."),
        )


def _change(
    actor: Actor,
    wanted: Reorganisation,
    sources: dict[str, str],
    name: str,
    compounds: list[Compound],
    *,
    heir: _Office | None = None,
) -> CommunityChange:
    """The change as the apps above are asked about it; ``heir`` once it is being carried out."""
    code = heir.division if heir else wanted.target
    return CommunityChange(
        district=actor.district,
        kind=wanted.kind,
        on=wanted.on,
        sources=tuple(sources),
        ends=tuple(sources) if wanted.kind is PlaceChange.MERGE else (),
        target=code,
        target_name=name,
        street=street_of(code) or wanted.street,
        compounds=tuple(compound.pk for compound in compounds),
        opens=heir.begins if heir else not wanted.target,
    )


def _open_rosters(ending: list[str]) -> tuple[Consequence, ...]:
    """Rosters on their way: whoever handed them in holds another post afterwards."""
    rows = RosterImport.objects.filter(division__in=ending, state__in=OPEN_ROSTERS)
    count = rows.count() if ending else 0
    text = ngettext(
        "%(n)s roster is being checked or written: let it end first, or hand it in again.",
        "%(n)s rosters are being checked or written: let them end first, or hand them in again.",
        count,
    )
    return (Consequence(text % {"n": count}, count, decide=True),) if count else ()


def _digest(*parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


# --- what is done ---------------------------------------------------------------------------------


def _opened(actor: Actor, at: datetime, wanted: Reorganisation) -> str:
    opened = territory_services.open_local_division(
        actor=actor,
        at=at,
        parent=territory.division(wanted.street),
        name=wanted.new_name.strip(),
        level=Level.COMMUNITY,
        on=wanted.on,
    )
    return str(opened.code)


def _move_posts(
    actor: Actor, at: datetime, wanted: Reorganisation, sources: dict[str, str], heir: _Office
) -> None:
    """Whoever worked for a community that has ended works for its successor."""
    for code in sources:
        account_services.move_posts(
            actor=actor,
            at=at,
            on=wanted.on,
            before=code,
            after=heir.division,
            body_code=heir.code,
        )


def _move_papers(actor: Actor, at: datetime, sources: dict[str, str], heir: _Office) -> None:
    """What lay with a community that has ended lies with its successor: notices, files, rosters."""
    target = heir.division
    former = [body.pk for body in territory.bodies_at(sources)]
    notices.take_over(actor=actor, at=at, before=former, after=heir.key)
    files.take_over(actor=actor, at=at, before=list(sources), after=target)
    RosterImport.objects.filter(division__in=list(sources)).update(division=target)


def _body_of(target: str) -> _Office:
    """The office of the community; one that is new, or had none, gets one."""
    begins = False
    try:
        body = territory.body_of(BodyKind.COMMUNITY, target)
    except NotFound:
        begins = True
        place = territory.division(target)
        body = territory_services.record_body(
            code=f"community-{target}", name=place.name, kind=BodyKind.COMMUNITY, division=place
        )
    return _Office(body.pk, body.code, target, begins)


def _move(compounds: list[Compound], target: str, wanted: Reorganisation) -> None:
    """Close where the compounds lay, open where they lie. A few statements for all of them."""
    ids = [compound.pk for compound in compounds]
    open_rows = CompoundPlace.objects.filter(compound__in=ids, valid_to__isnull=True)
    known = set(open_rows.values_list("compound_id", flat=True))
    open_rows.update(valid_to=wanted.on)
    CompoundPlace.objects.bulk_create(
        [
            CompoundPlace(
                district=compound.district,
                compound=compound,
                community_id=compound.community_id,
                valid_to=wanted.on,
            )
            for compound in compounds
            if compound.pk not in known
        ]
    )
    CompoundPlace.objects.bulk_create(
        [
            CompoundPlace(
                district=compound.district,
                compound=compound,
                community_id=target,
                valid_from=wanted.on,
                change=wanted.kind,
            )
            for compound in compounds
        ]
    )
    Compound.objects.filter(pk__in=ids).update(community_id=target)
