"""Owners' decisions and committees: quorum, majorities, heads, sizes, first assembly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import Field

from linli.policy.data import Compare, Unset
from linli.policy.data.formulas.votes import (
    AssemblyTrigger,
    CommitteeSize,
    Headcount,
    JointDecision,
    MinimumShare,
    NoLimit,
    SilentBallots,
    TriggerOption,
    Unanimous,
    VoteBase,
)
from linli.policy.data.quantities import Area
from linli.policy.formulas.arithmetic import SIGNS, holds, limit_count, shown
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    Line,
    Unsettled,
    calculation,
    settled,
)

Count = Annotated[int, Field(ge=0)]
Square = Annotated[Area, Field(ge=0)]


def verdict(passed: bool) -> str:
    """``pass`` or ``fail``."""
    return "pass" if passed else "fail"


# --- joint decisions ------------------------------------------------------------------------------


class Ballots(Given):
    """The voting body and what came back; silent ballots were delivered and did not come back."""

    total_area: Square
    total_heads: Count
    part_area: Square | None = None
    part_heads: Count | None = None
    yes_area: Square | None = None
    yes_heads: Count | None = None
    silent_area: Square = Decimal(0)
    silent_heads: Count = 0
    silence_adopted: bool = False
    """The owners' own rules say that silent ballots follow the majority."""
    delivery_proven: bool = False


@calculation(JointDecision, Ballots)
def joint_decision(rule: JointDecision, given: Ballots, ask: Ask) -> Computation:
    """Whether a matter passes: quorum and majority, each by area (m²) and by heads. Exact.

    Without ballots it only says what the quorum needs. Silent ballots count with the majority
    only where the owners' rules (or the policy) say so and delivery is proven; a split between
    area and heads gives them to nobody. Source: Civil Code art. 278 (CN-278); T02-T12.
    """
    area_needed = Fraction(given.total_area) * rule.quorum_area
    heads_needed = limit_count(given.total_heads, rule.quorum_heads, rule.quorum_compare)
    details: dict[str, Decimal | int | str | date | None] = {
        "quorum_area": _area_up(area_needed, rule.quorum_compare),
        "quorum_heads": heads_needed,
    }
    if None in (given.part_area, given.part_heads, given.yes_area, given.yes_heads):
        needs = (
            _compared("quorum_area", None, given.total_area, rule.quorum_area, rule.quorum_compare),
            Line("quorum_heads", f"{rule.quorum_heads} × {given.total_heads}", str(heads_needed)),
        )
        return Computation(heads_needed, "head", lines=needs, details=details)
    part, yes, line = _with_silent(rule, given)
    base = part if rule.base is VoteBase.PARTICIPATING else (given.total_area, given.total_heads)
    limits = (
        ("quorum_area", part[0], given.total_area, rule.quorum_area, rule.quorum_compare),
        ("quorum_heads", part[1], given.total_heads, rule.quorum_heads, rule.quorum_compare),
        ("majority_area", yes[0], base[0], rule.majority_area, rule.compare),
        ("majority_heads", yes[1], base[1], rule.majority_heads, rule.compare),
    )
    passed = all(holds(*limit[1:]) for limit in limits)
    details |= {"part_area": part[0], "part_heads": part[1]}
    details |= {"yes_area": yes[0], "yes_heads": yes[1]}
    lines = (*line, *(_compared(*limit) for limit in limits))
    return Computation(verdict(passed), outcome=verdict(passed), lines=lines, details=details)


def _with_silent(
    rule: JointDecision, given: Ballots
) -> tuple[tuple[Decimal, int], tuple[Decimal, int], tuple[Line, ...]]:
    """Taking part, in favour, and the step that says what became of silent ballots."""
    part = (given.part_area or Decimal(0), given.part_heads or 0)
    yes = (given.yes_area or Decimal(0), given.yes_heads or 0)
    if not given.silent_area and not given.silent_heads:
        return part, yes, ()
    said = SilentBallots.FOLLOW_MAJORITY if given.silence_adopted else rule.silence
    if isinstance(said, Unset):
        raise Unsettled("silence")
    follows = _silent_follow(said, part, yes) if given.delivery_proven else None
    silent = f"{shown(given.silent_area)} m², {given.silent_heads}"
    if follows is None:
        return part, yes, (Line("silent_ballots", silent, "not_participated"),)
    joined = (part[0] + given.silent_area, part[1] + given.silent_heads)
    if follows:
        yes = (yes[0] + given.silent_area, yes[1] + given.silent_heads)
    return joined, yes, (Line("silent_ballots", silent, "in_favour" if follows else "against"),)


def _silent_follow(
    said: SilentBallots, part: tuple[Decimal, int], yes: tuple[Decimal, int]
) -> bool | None:
    """Whether silent ballots count in favour; None when they count for nothing."""
    if said is SilentBallots.NOT_PARTICIPATED:
        return None
    if said is SilentBallots.AGREE:
        return True
    by_area, by_heads = 2 * yes[0] > part[0], 2 * yes[1] > part[1]
    return by_area if by_area == by_heads else None


def _compared(
    what: str, found: Decimal | int | None, whole: Decimal | int, share: Fraction, compare: Compare
) -> Line:
    limit = f"{share} × {shown(whole)} = {shown(Fraction(whole) * share)}"
    if found is None:
        return Line(what, limit)
    result = verdict(holds(found, whole, share, compare))
    return Line(what, f"{shown(found)} {SIGNS[compare]} {limit}", result)


def _area_up(area: Fraction, compare: Compare) -> Decimal:
    """The smallest area, to 0.01 m², that reaches the quorum."""
    return Decimal(limit_count(area * 100, Fraction(1), compare)).scaleb(-2)


# --- unanimity, heads, members --------------------------------------------------------------------


class Concerned(Given):
    """How many are concerned, and how many of them agree."""

    concerned: Count
    consenting: Count


@calculation(Unanimous, Concerned)
def unanimous(rule: Unanimous, given: Concerned, ask: Ask) -> Computation:
    """Whether everyone concerned agrees. Source: Civil Code art. 279 (CN-279)."""
    passed = given.concerned > 0 and given.consenting == given.concerned
    line = Line("all_consent", f"{given.consenting} / {given.concerned}", verdict(passed))
    return Computation(verdict(passed), outcome=verdict(passed), lines=(line,))


class Parts(Given):
    """Exclusive parts of the area, and those held by somebody who counts once for several."""

    delivered_parts: Count
    repeat_parts: Count = 0
    """Parts whose owner has more than one."""
    repeat_owners: Count = 0
    """The owners of those parts."""
    developer_parts: Count = 0
    """Unsold parts, and sold ones not delivered yet."""


@calculation(Headcount, Parts)
def headcount(rule: Headcount, given: Parts, ask: Ask) -> Computation:
    """How many heads vote. Source: judicial interpretation on ownership art. 9; T01."""
    heads = given.delivered_parts
    lines = [Line("delivered_parts", "", str(heads))]
    if rule.same_owner_once and given.repeat_parts:
        heads += given.repeat_owners - given.repeat_parts
        working = f"− {given.repeat_parts} + {given.repeat_owners}"
        lines.append(Line("same_owner_once", working, str(heads)))
    if given.developer_parts:
        more = 1 if rule.developer_once else given.developer_parts
        heads += more
        lines.append(Line("developer", f"+ {more}", str(heads)))
    return Computation(heads, "head", lines=tuple(lines))


class Members(Given):
    """How many members the committee would have."""

    members: Count


@calculation(CommitteeSize, Members)
def committee_size(rule: CommitteeSize, given: Members, ask: Ask) -> Computation:
    """Whether a committee may have so many members (ST: five or more, an odd number)."""
    least = settled(rule.minimum, "minimum")
    most = rule.maximum
    if isinstance(most, Unset):
        raise Unsettled("maximum")
    checks = [("minimum", f"{given.members} ≥ {least}", given.members >= least)]
    if not isinstance(most, NoLimit):
        checks.append(("maximum", f"{given.members} ≤ {most}", given.members <= most))
    if rule.odd:
        checks.append(
            ("odd", f"{given.members} mod 2 = {given.members % 2}", given.members % 2 == 1)
        )
    passed = all(check[2] for check in checks)
    lines = tuple(Line(what, working, verdict(met)) for what, working, met in checks)
    return Computation(verdict(passed), outcome=verdict(passed), lines=lines)


class PartOfWhole(Given):
    """The whole, and the part where one is to be judged."""

    whole: Square
    part: Square | None = None


@calculation(MinimumShare, PartOfWhole)
def minimum_share(rule: MinimumShare, given: PartOfWhole, ask: Ask) -> Computation:
    """The smallest count that passes, and whether a part does. Exact, 3 of 6 is a half (J2).

    Where the document leaves open whether the limit itself passes, the answer stands as long as
    both readings agree. Source: Civil Code art. 1259 (CN-1259); J2, T13-T15, H3.
    """
    share = settled(rule.share, "share")
    compare = _compare_for(rule.compare, given, share)
    least = limit_count(given.whole, share, compare)
    working = f"{share} × {shown(given.whole)} = {shown(Fraction(given.whole) * share)}"
    lines = [Line("limit", f"{SIGNS[compare]} {working}", str(least))]
    outcome = ""
    if given.part is not None:
        outcome = verdict(holds(given.part, given.whole, share, compare))
        percent = shown(Fraction(given.part) * 100 / Fraction(given.whole)) if given.whole else "—"
        lines.append(
            Line("compared", f"{shown(given.part)} / {shown(given.whole)} = {percent} %", outcome)
        )
    return Computation(least, "count", outcome, tuple(lines))


def _compare_for(said: Compare | Unset, given: PartOfWhole, share: Fraction) -> Compare:
    """The comparison, or either one where both lead to the same answer."""
    if not isinstance(said, Unset):
        return said
    if given.part is None:
        answers = {limit_count(given.whole, share, c) for c in (Compare.OVER, Compare.AT_LEAST)}
    else:
        part, whole = given.part, given.whole
        answers = {holds(part, whole, share, c) for c in (Compare.OVER, Compare.AT_LEAST)}
    if len(answers) > 1:
        raise Unsettled("compare")
    return Compare.AT_LEAST


# --- first assembly -------------------------------------------------------------------------------


class Delivered(Given):
    """How far a compound has been delivered and moved into."""

    delivered_area: Square = Decimal(0)
    total_area: Square = Decimal(0)
    delivered_owners: Count = 0
    total_owners: Count = 0
    occupied_households: Count = 0
    total_households: Count = 0
    first_delivery: date | None = None
    applicants: Count = 0


@calculation(AssemblyTrigger, Delivered)
def assembly_trigger(rule: AssemblyTrigger, given: Delivered, ask: Ask) -> Computation:
    """Whether the first owners' assembly can be prepared: any one option met (SD-20, HM-4.3a).

    Open or not whether the limit itself passes: the answer stands where both readings agree.
    """
    readings = (Compare.OVER, Compare.AT_LEAST)
    compares = readings if isinstance(rule.compare, Unset) else (rule.compare,)
    answers = [
        [list(_option_lines(option, given, compare, ask)) for option in rule.any_of]
        for compare in compares
    ]
    met = [
        any(all(line.result == "pass" for line in lines) for lines in found) for found in answers
    ]
    if len(set(met)) > 1:
        raise Unsettled("compare")
    lines = tuple(line for option in answers[0] for line in option)
    result = "met" if met[0] else "not_met"
    return Computation(result, outcome=verdict(met[0]), lines=lines)


def _option_lines(
    option: TriggerOption, given: Delivered, compare: Compare, ask: Ask
) -> Iterator[Line]:
    shares = (
        ("delivered_area", option.area, given.delivered_area, given.total_area),
        ("delivered_owners", option.owners, given.delivered_owners, given.total_owners),
        ("households", option.households, given.occupied_households, given.total_households),
    )
    for what, share, part, whole in shares:
        if share is not None:
            met = bool(whole) and holds(part, whole, share, compare)
            sides = f"{shown(part)} {SIGNS[compare]} {share} × {shown(whole)}"
            yield Line(what, sides, verdict(met))
    if option.years is not None:
        due = given.first_delivery and given.first_delivery + relativedelta(years=option.years)
        met = due is not None and ask.on >= due
        yield Line("years_since", f"{given.first_delivery or '—'} + {option.years}", verdict(met))
    if option.applicants is not None:
        met = given.applicants >= option.applicants
        yield Line("applicants", f"{given.applicants} ≥ {option.applicants}", verdict(met))
