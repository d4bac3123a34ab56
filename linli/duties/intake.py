"""A year's table of holidays and make-up working days, as an office hands it in: read and checked.

CSV ``date,kind,name`` (kind ``off`` or ``work``, also 休 or 班) or JSON ``{"year": …, "source": …,
"days": [{"date": …, "kind": …, "name": …}]}``. All faults are named at once, with their place.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.duties.data import YearTable
from linli.kernel.errors import BadInput, Finding
from linli.kernel.workdays import SATURDAY, SpecialDay

KINDS: Mapping[str, str] = {"off": "off", "work": "work", "休": "off", "班": "work"}
FEWEST, MOST = 11, 80
"""A year has 13 statutory days off (11 before 2025); a table with fewer named days is cut off."""
MOST_BYTES = 100_000
FIRST_YEAR = 2004
NAME_LENGTH = 40


def read_year(content: bytes, *, year: int | None = None, source: str = "") -> YearTable:
    """Read and check a handed-in table. Raises BadInput with every fault.

    ``year`` and ``source`` are what the form or the command says; a JSON file may say them itself.
    """
    if len(content) > MOST_BYTES:
        raise _refused(
            [_fault("too_large", _("The file is larger than a year's table can be."), "100 kB")]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith(("%PDF-", "PK\x03\x04")):
        raise _refused(
            [
                _fault(
                    "encoding",
                    _("The file is not UTF-8 text."),
                    _("a text table (.csv) in UTF-8, or JSON"),
                    remedy=_("Save it as “CSV UTF-8” in your spreadsheet, or paste its lines."),
                )
            ]
        )
    rows, said = _json(text) if text.lstrip().startswith("{") else (_csv(text), {})
    year = year or _year(said.get("year"))
    source = (source or str(said.get("source") or "")).strip()[:200]
    faults: list[Finding] = []
    days: dict[date, SpecialDay] = {}
    for number, row in rows:
        _take(number, row, year, days, faults)
    faults += _whole(days, year, source)
    if faults or year is None:
        raise _refused(faults)
    return YearTable(year, source, tuple(sorted(days.items())))


Row = tuple[int, Mapping[str, Any]]
_COLUMNS = ("date", "kind", "name")


def _csv(text: str) -> list[Row]:
    reader = csv.DictReader(io.StringIO(text))
    named = [name for name in reader.fieldnames or () if name in _COLUMNS]
    if sorted(named) != sorted(_COLUMNS):
        raise _refused(
            [
                _fault(
                    "columns",
                    _("The first line must name the columns, each once."),
                    "date,kind,name",
                    row=1,
                )
            ]
        )
    return list(enumerate(reader, start=2))


def _json(text: str) -> tuple[list[Row], Mapping[str, Any]]:
    try:
        said = json.loads(text)
        rows = said["days"]
        if not all(isinstance(row, dict) for row in rows):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        shape = '{"year": 2027, "source": "…", "days": [{"date": …, "kind": …, "name": …}]}'
        raise _refused([_fault("shape", _("The file is not a table in JSON."), shape)]) from None
    return list(enumerate(rows, start=1)), said


def _take(
    number: int,
    row: Mapping[str, Any],
    year: int | None,
    days: dict[date, SpecialDay],
    faults: list[Finding],
) -> None:
    written, kind = str(row.get("date") or "").strip(), str(row.get("kind") or "").strip()
    name = str(row.get("name") or "").strip()
    try:
        day = date.fromisoformat(written)
    except ValueError:
        faults.append(
            _fault("date", _("This is no date."), "2027-01-01", row=number, value=written)
        )
        return
    if year is not None and day.year != year:
        faults.append(
            _fault("year", _("The day is not in the year."), str(year), row=number, value=written)
        )
    elif day in days:
        faults.append(_fault("twice", _("The day is there twice."), row=number, value=written))
    elif kind not in KINDS:
        faults.append(
            _fault("kind", _("Unknown kind of day."), "off, work, 休, 班", row=number, value=kind)
        )
    elif not name or len(name) > NAME_LENGTH:
        faults.append(
            _fault("name", _("The day needs the name of its holiday."), "春节", row=number)
        )
    elif KINDS[kind] == "work" and day.weekday() < SATURDAY:
        faults.append(
            _fault(
                "work",
                _("A make-up working day falls on a Saturday or Sunday; this is none."),
                row=number,
                value=written,
            )
        )
    else:
        days[day] = SpecialDay("work" if KINDS[kind] == "work" else "off", name)


def _whole(days: Mapping[date, SpecialDay], year: int | None, source: str) -> Iterator[Finding]:
    """What is wrong with the table as a whole."""
    if year is None or not FIRST_YEAR <= year <= date.max.year:
        yield _fault("no_year", _("Say which year the table is for."), "2027")
    elif date(year, 1, 1) not in days or date(year, 10, 1) not in days:
        yield _fault(
            "incomplete",
            _("The table names neither New Year's Day nor National Day, or only one of them."),
            f"{year}-01-01, {year}-10-01",
        )
    if not FEWEST <= sum(special.kind == "off" for special in days.values()) <= MOST:
        yield _fault(
            "count",
            _("So many days off are not a year's."),
            f"{FEWEST}-{MOST}",
            value=str(len(days)),
        )
    if not source:
        yield _fault(
            "source",
            _("Say which notice the table is from."),
            _("number of the State Council's notice"),
        )


def _year(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _fault(
    code: str,
    message: str,
    allowed: str = "",
    *,
    row: int | None = None,
    value: str = "",
    remedy: str = "",
) -> Finding:
    return Finding(
        "error", code, message, row=row, value=value[:60], allowed=allowed, remedy=remedy
    )


def _refused(faults: Iterable[Finding]) -> BadInput:
    found = list(faults)
    return BadInput(
        _("The table of working days is refused; nothing was changed."),
        findings=tuple(found),
        code="duties.workdays",
    )
