"""Who is served when: coverage of sets of compounds, and the lines an office's table has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.explain import Explanation, Input
from linli.kernel.masks import mask_name, mask_phone
from linli.kernel.web.formats import day as day_text
from linli.policy import selectors as policy
from linli.policy.data import NotConfigured, Target
from linli.registry import rules
from linli.registry.data import CommunityCoverage, ServiceRow, TraitKind
from linli.registry.labels import BASES
from linli.registry.models import Compound, CompoundPlace, CompoundTrait, ServicePeriod

COVERAGE = "coverage"


def covered_ids(compound_ids: Collection[int], *, on: date) -> set[int]:
    """Which of the compounds are served on the day. One query."""
    return set(covered_since(compound_ids, on=on))


def covered_since(compound_ids: Collection[int], *, on: date) -> dict[int, date | None]:
    """The compounds served on the day, and since when (None: since before the register).

    One query.
    """
    periods = ServicePeriod.objects.on(on).filter(compound_id__in=compound_ids)
    return dict(periods.values_list("compound_id", "from_on"))


def communities_on(compound_ids: Collection[int], *, on: date) -> dict[int, tuple[str, str]]:
    """Code and name of the community each compound lay in on a day. Two queries."""
    now = Compound.objects.filter(pk__in=compound_ids)
    found = {
        pk: (code, name)
        for pk, code, name in now.values_list("pk", "community_id", "community__name")
    }
    return found | moved_since(compound_ids, on=on)


def moved_since(compound_ids: Collection[int], *, on: date) -> dict[int, tuple[str, str]]:
    """The same for those that have ever moved. One query."""
    then = CompoundPlace.objects.on(on).filter(compound_id__in=compound_ids)
    rows = then.values_list("compound_id", "community_id", "community__name")
    return {pk: (code, name) for pk, code, name in rows}


def coverage_by_community(compound_ids: Collection[int], *, on: date) -> list[CommunityCoverage]:
    """How many of the compounds are served in each community of that day, by code.

    Three queries.
    """
    covered = covered_ids(compound_ids, on=on)
    names: dict[str, str] = {}
    totals: Counter[str] = Counter()
    served: Counter[str] = Counter()
    for pk, (code, name) in communities_on(compound_ids, on=on).items():
        names[code] = name
        totals[code] += 1
        served[code] += pk in covered
    return [
        CommunityCoverage(code, names[code], served[code], totals[code]) for code in sorted(names)
    ]


def trait_on(compound_ids: Collection[int], trait: TraitKind, *, on: date) -> dict[int, str]:
    """The value of a trait on a day, for those that have one. One query."""
    rows = CompoundTrait.objects.on(on).filter(compound_id__in=compound_ids, trait=trait)
    return dict(rows.values_list("compound_id", "value"))


def service_rows(
    compound_ids: Collection[int], *, on: date, contacts: bool
) -> dict[int, ServiceRow]:
    """What the register knows of each compound's service on a day. Two queries.

    ``contacts``: whether the reader carries ``registry.contacts``; else manager and telephone
    are masked.
    """
    compounds = Compound.objects.filter(pk__in=compound_ids).select_related("community")
    periods = {
        period.compound_id: period
        for period in ServicePeriod.objects.on(on)
        .filter(compound_id__in=compound_ids)
        .select_related("contract__enterprise")
    }
    return {
        compound.pk: _service_row(compound, compound.class_code, periods.get(compound.pk), contacts)
        for compound in compounds.with_class(on)
    }


def _service_row(
    compound: Compound, class_code: str | None, period: ServicePeriod | None, contacts: bool
) -> ServiceRow:
    contract = period.contract if period else None
    unserved = ServiceRow(
        compound_id=compound.pk,
        community=compound.community.name,
        name=compound.name,
        class_code=class_code or "",
    )
    if contract is None:
        return unserved
    return replace(
        unserved,
        enterprise=contract.enterprise.name,
        nature=contract.nature,
        mode=contract.mode,
        entry_on=contract.entry_on,
        service_items=tuple(contract.service_items),
        manager=contract.manager_name.shown(mask_name, in_full=contacts),
        phone=contract.manager_phone.shown(mask_phone, in_full=contacts),
        remark=contract.remark,
        contract=str(contract.public_id),
    )


def coverage_explanation(compound: Compound, *, on: date, as_of: datetime) -> Explanation:
    """Why a compound counts as served, or not, on a day: its service periods. One query."""
    periods = list(
        ServicePeriod.objects.filter(compound=compound)
        .select_related("contract__enterprise")
        .order_by("from_on", "id")
    )
    is_covered = rules.is_covered([period.days for period in periods], on)
    try:
        target = policy.provision(Target, COVERAGE, division=compound.community_id, on=on)
        citations, release = target.citations, target.release
    except NotConfigured:
        citations, release = (), ""
    return Explanation(
        title=_("Property service on %(day)s") % {"day": day_text(on)},
        value=_("In place") if is_covered else _("Not in place"),
        inputs=tuple(Input(_period_words(period), _who(period)) for period in periods),
        steps=(
            _("A compound is covered on a day that lies in one of its service periods."),
            _("A period begins with the entry of the enterprise and ends with its exit."),
            ngettext("%(count)d period recorded.", "%(count)d periods recorded.", len(periods))
            % {"count": len(periods)},
        ),
        citations=citations,
        as_of=as_of,
        release=release,
    )


def _period_words(period: ServicePeriod) -> str:
    since = day_text(period.from_on) if period.from_on else _("before the register")
    until = day_text(period.to_on) if period.to_on else _("today and on")
    return _("from %(since)s to %(until)s") % {"since": since, "until": until}


def _who(period: ServicePeriod) -> str:
    if period.contract:
        return period.contract.enterprise.name
    return _("known from the %(basis)s") % {"basis": BASES[period.basis]}
