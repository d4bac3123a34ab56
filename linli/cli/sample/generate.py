"""Making up a district's register: from a seed, so that the same bytes come out each time.

What is published comes out exactly: counts by kind or class, areas by class, enterprises by place
of registration, communities. Everything else is invented to look like a district's.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import chain
from random import Random

from linli.cli.sample.canaries import contact
from linli.cli.sample.data import MARK, Group, Sample
from linli.registry.data import (
    ContractTerms,
    NewCompound,
    NewEnterprise,
    RegisterEntry,
    TraitKind,
)
from linli.registry.rules import organisation_check_digit, uscc_check_digit
from linli.territory.services import NATIONAL_TABLE

CENTIARES = 100
"""Hundredths of a square metre in a square metre, the register's unit of area."""

_FIRST = (
    "安宝昌晨翠德东丰福富观广海和恒宏华嘉金锦景康兰丽龙绿梅"
    "明宁鹏平祺清庆荣瑞盛书顺泰天万文祥欣兴秀雅怡永玉源悦云泽"
)
_SECOND = (
    "安宝馨昌成达德春峰光桂海和湖华辉嘉江景康澜乐丽林隆美明"
    "宁鹏平清泉融瑞山盛水泰庭庄祥欣兴秀雅阳怡颐源悦云泽州竹"
)
_ENTERPRISE_ENDING = ("物业服务有限公司", "物业管理有限公司", "城市服务有限公司")
_AVERAGE_AREA = 52_000
_HOME = 94
"""Square metres that one household takes up, and households in one building: typical figures."""
_HOMES_IN_BUILDING = 48
_CONTRACT_YEARS = 3


@dataclass(frozen=True, slots=True)
class Register:
    """What was made up: enterprises, then compounds with what serves them."""

    enterprises: tuple[NewEnterprise, ...]
    entries: tuple[RegisterEntry, ...]

    def digest(self) -> str:
        """SHA-256 over everything in it: the same for the same seed."""
        plain = json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


def register_of(sample: Sample) -> Register:
    """The register of a district of the demonstration."""
    chance = Random(f"linli {sample.key}")  # noqa: S311 - made-up data, the same each time
    enterprises = tuple(_enterprises(sample, chance))
    drafts = list(chain.from_iterable(_drafts(group, chance) for group in sample.groups))
    chance.shuffle(drafts)
    names = _names(chance)
    places = _places(communities(sample.code), len(drafts), chance)
    serving = _serving(enterprises, sum(draft.mode in sample.served for draft in drafts), chance)
    return Register(
        enterprises,
        tuple(
            _entry(sample, draft, f"{MARK}{next(names)}{draft.ending}", place, serving, chance)
            for draft, place in zip(drafts, places, strict=True)
        ),
    )


def communities(district: str) -> tuple[str, ...]:
    """Codes of the district's urban communities, from the national table of divisions."""
    with NATIONAL_TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            row["code"]
            for row in csv.DictReader(file)
            if row["code"].startswith(district)
            and row["level"] == "community"
            and row["name"].endswith(("居委会", "社区"))
            and "虚拟" not in row["name"]
        )


# --- enterprises ----------------------------------------------------------------------------------


def _enterprises(sample: Sample, chance: Random) -> Iterator[NewEnterprise]:
    """The first is the one that somebody of the demonstration works for."""
    first = next(seat for seat in sample.people.seats if seat.code.endswith("-demo-enterprise"))
    yield NewEnterprise(first.name, credit_code(sample.code, 0), first.code)
    names = _names(chance)
    for number in range(1, sample.local + sample.outside):
        outside = sample.outside_codes[number % len(sample.outside_codes)]
        place = sample.code if number < sample.local else outside
        ending = _ENTERPRISE_ENDING[number % len(_ENTERPRISE_ENDING)]
        yield NewEnterprise(f"{MARK}{next(names)}{ending}", credit_code(place, number))


def credit_code(place: str, number: int) -> str:
    """A code with sound check digits that nobody has: its organisation part begins with DEM0."""
    organisation = f"DEM0{number:04d}"
    first17 = f"91{place}{organisation}{organisation_check_digit(organisation)}"
    return first17 + uscc_check_digit(first17)


def _names(chance: Random) -> Iterator[str]:
    """Pairs of characters, each pair once."""
    pairs = [a + b for a in _FIRST for b in _SECOND if a != b]
    chance.shuffle(pairs)
    return iter(pairs)


# --- compounds ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Draft:
    """A compound before it has a name and a place; ``area`` in whole m²."""

    group: Group
    mode: str
    ending: str
    built: int
    area: int


def _drafts(group: Group, chance: Random) -> Iterator[_Draft]:
    modes = [mode for mode, count in group.modes.items() for _turn in range(count)]
    weights = [chance.randrange(25, 180) for _turn in range(group.count)]
    areas = shares(group.area or group.count * _AVERAGE_AREA, weights)
    for mode, area in zip(modes, areas, strict=True):
        ending = group.endings[chance.randrange(len(group.endings))]
        yield _Draft(
            group, mode, ending, chance.randrange(group.built[0], group.built[1] + 1), area
        )


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number split by weights into whole numbers that make it up exactly."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda at: -(total * weights[at] % whole))
    for at in largest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def _places(known: Sequence[str], count: int, chance: Random) -> list[str]:
    """A community for each compound; none of the communities is left without one."""
    places = [*known, *(known[chance.randrange(len(known))] for _turn in range(count - len(known)))]
    chance.shuffle(places)
    return places


def _serving(
    enterprises: Sequence[NewEnterprise], contracts: int, chance: Random
) -> Iterator[NewEnterprise]:
    """Who holds the next contract: everybody has one, some have many, the first has a few more."""
    turns = [*enterprises, *([enterprises[0]] * 4)][:contracts]
    while len(turns) < contracts:
        turns.append(enterprises[min(chance.randrange(len(enterprises)) for _turn in range(2))])
    chance.shuffle(turns)
    return iter(turns)


def _entry(
    sample: Sample,
    draft: _Draft,
    name: str,
    place: str,
    serving: Iterator[NewEnterprise],
    chance: Random,
) -> RegisterEntry:
    homes = max(6, draft.area // _HOME)
    traits = dict(draft.group.traits)
    if draft.mode:
        traits[TraitKind.MODE] = draft.mode
    compound = NewCompound(
        name=name,
        community=place,
        source=sample.source,
        buildings=-(-homes // _HOMES_IN_BUILDING),
        households=homes,
        built_year=draft.built,
        area=draft.area * CENTIARES,
    )
    if draft.mode not in sample.served:
        return RegisterEntry(compound, sample.adopted_on, traits)
    holder = next(serving)
    return RegisterEntry(
        compound, sample.adopted_on, traits, holder.name, _terms(sample, draft.mode, chance)
    )


def _terms(sample: Sample, mode: str, chance: Random) -> ContractTerms:
    """A contract of three years that runs on the day the demonstration opens."""
    service = sample.served[mode]
    latest = sample.adopted_on - timedelta(days=40)
    starts = latest - timedelta(days=chance.randrange(0, 2 * 365))
    ends = date(starts.year + _CONTRACT_YEARS, starts.month, min(starts.day, 28))
    name, phone = contact(sample, chance.randrange(1, 100_000))
    return ContractTerms(
        nature=service.nature,
        mode=mode,
        starts_on=starts,
        ends_on=ends - timedelta(days=1),
        signed_on=starts - timedelta(days=chance.randrange(5, 40)),
        entry_on=starts,
        service_items=service.items,
        manager_name=name,
        manager_phone=phone,
    )
