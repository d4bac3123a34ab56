"""Communities that merge, split, give compounds away: what became of them, what would change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from ninja import Body

from linli.accounts.data import TokenReach
from linli.api import problems
from linli.api.data.places import (
    ReorganisationGiven,
    ReorganisationTold,
    Successions,
    SuccessionTold,
)
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import division
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest
from linli.registry import services
from linli.registry.data import PlaceChange, Reorganisation
from linli.territory import selectors as territory


@operation(
    "GET", "communities/changes", right="registry.reorganise", tag=Tag.PLACES, gives=Successions,
    says=_("What has become of the communities of the district"),
)  # fmt: skip
def community_changes(request: ActorRequest) -> Successions:
    """The latest first."""
    return Successions(
        items=[
            SuccessionTold(
                kind=row.kind,
                before=division(row.before_id, row.before.name),
                after=division(row.after_id, row.after.name),
                on=row.on_day,
            )
            for row in territory.successions(request.actor)
        ]
    )


@operation(
    "POST", "communities/changes/plan", right="registry.reorganise", tag=Tag.PLACES,
    gives=ReorganisationTold, reach=TokenReach.READ,
    says=_("What merging, splitting or transferring communities would change"),
)  # fmt: skip
def community_plan(request: ActorRequest, payload: Body[ReorganisationGiven]) -> ReorganisationTold:
    """Nothing is written. It is carried out on the pages, by somebody who shows who they are."""
    found = services.plan_reorganisation(
        actor=request.actor, at=clock.now(), wanted=_wanted(payload)
    )
    return ReorganisationTold(
        target=found.target,
        opens=found.opens,
        ends=list(found.ends),
        compounds=list(found.compounds),
        posts=list(found.posts),
    )


def _wanted(given: ReorganisationGiven) -> Reorganisation:
    merges = given.kind is PlaceChange.MERGE
    faults = []
    if not merges and not given.compounds:
        faults.append(problems.fault("missing", "compounds"))
    if bool(given.target) == bool(given.new_name):
        faults.append(problems.fault("one_target", "target", allowed="target, new_name"))
    if faults:
        raise problems.wrong(faults)
    return Reorganisation(
        kind=given.kind,
        sources=tuple(given.sources),
        on=given.on,
        target=given.target or "",
        new_name=given.new_name,
        street=given.street or "",
        compounds=() if merges else tuple(map(str, given.compounds)),
    )
