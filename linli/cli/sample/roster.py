"""Rosters for a few compounds: buildings, units and owners, as an office would hand them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from linli.cli.sample.canaries import owner_id, owner_name, owner_phone
from linli.cli.sample.data import MARK, Sample
from linli.cli.sample.generate import CENTIARES, Register
from linli.registry.data import RegisterEntry

COLUMNS = (
    "社区", "小区", "楼号", "单元", "楼层", "房号", "建筑面积", "面积来源", "用途", "销售状态",
    "交付状态", "业主姓名", "业主类型", "身份证号", "联系电话", "份额", "投票代表", "取得日期",
)  # fmt: skip
_BUILDINGS = 2
_ENTRANCES = 2
_FLOORS = 6
_ROOMS = 2
UNITS = _BUILDINGS * _ENTRANCES * _FLOORS * _ROOMS
_MOST_ROOM = 140
CO_OWNER = 9
"""The number of the first owner who shares a flat and votes for it: one of the home community."""
_OF_HOME_COMMUNITY, _OF_EACH_STREET = 2, 2
DEVELOPER = f"{MARK}建设开发有限公司"


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as a file, and how many owners it names that are canaries."""

    content: bytes
    compounds: tuple[str, ...]
    units: int
    owners: int


def roster_of(sample: Sample, register: Register, community_names: dict[str, str]) -> Roster:
    """The roster of the compounds that the demonstration's own posts look after."""
    chance = Random(f"linli roster {sample.key}")  # noqa: S311 - made-up data, the same each time
    chosen = _chosen(sample, register.entries)
    counter = _Counter()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in chosen:
        place = (community_names[entry.compound.community], entry.compound.name)
        for line in _lines(sample, entry, chance, counter):
            writer.writerow([*place, *line])
    return Roster(
        text.getvalue().encode("utf-8-sig"),
        tuple(entry.compound.name for entry in chosen),
        UNITS * len(chosen),
        counter.owners,
    )


@dataclass(slots=True)
class _Counter:
    """How many made-up owners there are so far."""

    owners: int = 0

    def next(self) -> int:
        self.owners += 1
        return self.owners


def _chosen(sample: Sample, entries: Sequence[RegisterEntry]) -> list[RegisterEntry]:
    """Served compounds with room enough: of the home community, then of each officer's street."""
    places = [seat.division for seat in sample.people.seats]
    deepest = max(places, key=len)
    streets = sorted({place for place in places if len(place) == len(sample.code) + 3})
    chosen: list[RegisterEntry] = []
    for prefix, count in (
        (deepest, _OF_HOME_COMMUNITY),
        *((street, _OF_EACH_STREET) for street in streets),
    ):
        fitting = (
            entry
            for entry in entries
            if entry.compound.community.startswith(prefix)
            and (entry.compound.area or 0) >= UNITS * _MOST_ROOM * CENTIARES
            and entry not in chosen
        )
        chosen += [entry for entry, _turn in zip(fitting, range(count), strict=False)]
    return chosen


def _lines(
    sample: Sample, entry: RegisterEntry, chance: Random, counter: _Counter
) -> Iterator[tuple[str, ...]]:
    """One line for each owner of each unit; an unsold unit is the developer's."""
    since = f"{max(entry.compound.built_year or 0, 1990)}-06-30"
    for number in range(UNITS):
        rest, room = divmod(number, _ROOMS)
        rest, floor = divmod(rest, _FLOORS)
        building, entrance = divmod(rest, _ENTRANCES)
        area = f"{chance.randrange(4800, 12900) / 100:.2f}"
        unit = (f"{building + 1}号楼", f"{entrance + 1}单元", f"{floor + 1}层")
        home = (*unit, f"{floor + 1}{room + 1:02d}", area, "测绘", "住宅")
        if number % 23 == 22:
            yield (*home, "否", "否", DEVELOPER, "开发商", "", "", "", "", "")
        elif number % CO_OWNER == CO_OWNER - 1:
            for voter in ("是", "否"):
                yield (*home, "是", "是", *_person(sample, counter), "1/2", voter, since)
        else:
            yield (*home, "是", "是", *_person(sample, counter), "", "", since)


def _person(sample: Sample, counter: _Counter) -> tuple[str, str, str, str]:
    number = counter.next()
    return (
        owner_name(sample, number),
        "个人",
        owner_id(sample, number),
        owner_phone(sample, number),
    )
