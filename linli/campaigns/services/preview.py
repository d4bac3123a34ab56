"""What an import would do, found out without writing anything."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.campaigns.data import AlreadyImported, TaskKind, Upload
from linli.campaigns.models import Task, TaskListImport
from linli.campaigns.phrases import name_key
from linli.campaigns.selectors.basis import COVERAGE, Basis
from linli.campaigns.tasklist import CompoundTask, TaskList, parse_tasklist
from linli.kernel.actors import Actor
from linli.kernel.clock import local, local_date
from linli.kernel.errors import Finding, NotFound
from linli.kernel.workbooks.reader import read_workbook
from linli.registry import selectors as registry
from linli.territory import selectors as territory
from linli.territory.data import BodyKind, district_of


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task to write: a row of a list without errors."""

    compound: str
    community: str
    community_code: str | None
    street_code: str
    row: int
    content: str
    responsible: str
    due_on: date
    due_text: str

    @property
    def place(self) -> tuple[str, str]:
        """The street's code and the community's name: what tells communities of a list apart."""
        return self.street_code, self.community


@dataclass(frozen=True, slots=True)
class CheckedList:
    """One file that could be read as a task list, with what was found in it.

    ``digest`` stands for what the list says, not for its bytes: a workbook saved anew is the same
    list. ``already`` says when and by whom it was imported, and is empty for a new list.
    """

    name: str
    content: bytes
    digest: str
    task_list: TaskList
    division: str
    findings: tuple[Finding, ...]
    new: frozenset[tuple[str, str]]
    already: str = ""

    @property
    def kind(self) -> TaskKind:
        """Whether its compounds are to be improved or to be covered."""
        return self.task_list.kind

    @property
    def title(self) -> str:
        """The list's own title."""
        return self.task_list.title or self.name

    @property
    def rows(self) -> tuple[CompoundTask, ...]:
        """The rows as read, also those with errors."""
        return self.task_list.rows

    @property
    def tasks(self) -> tuple[PlannedTask, ...]:
        """The rows that can be written."""
        return tuple(
            PlannedTask(
                compound=row.compound,
                community=row.community,
                community_code=row.community_code,
                street_code=row.street_code,
                row=row.row,
                content=row.content,
                responsible=row.responsible,
                due_on=row.due_on,
                due_text=row.due_text,
            )
            for row in self.rows
            if row.street_code and row.due_on
        )

    def is_new(self, row: CompoundTask) -> bool:
        """Whether the compound is not in the register yet."""
        return (row.community, row.compound) in self.new

    def communities(self) -> list[tuple[str, int]]:
        """The communities and how many compounds each has on this list, in its order."""
        return list(Counter(row.community for row in self.rows).items())

    def counts(self) -> dict[str, Any]:
        """How many compounds and communities, for the record of the import."""
        return {
            "compounds": len(self.rows),
            "new_compounds": sum(self.is_new(row) for row in self.rows),
            "communities": dict(self.communities()),
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking over these lists would do. ``offices`` are public ids of street offices."""

    division: str
    lists: tuple[CheckedList, ...]
    findings: tuple[Finding, ...]
    offices: tuple[str, ...]
    office_names: tuple[str, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended first; with any, nothing can be written."""
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Doubts to look at, warnings and notes; they do not stand in the way."""
        return tuple(finding for finding in self.findings if finding.level != "error")

    @property
    def already(self) -> str:
        """When and by whom lists of these were imported before; nothing is written again."""
        return " ".join(checked.already for checked in self.lists if checked.already)

    @property
    def tasks(self) -> tuple[PlannedTask, ...]:
        """Every task of every list."""
        return tuple(task for checked in self.lists for task in checked.tasks)

    @property
    def compounds(self) -> int:
        """How many compounds are on the lists together."""
        return sum(len(checked.rows) for checked in self.lists)

    @property
    def new_compounds(self) -> int:
        """How many of them the register does not know yet."""
        return sum(checked.counts()["new_compounds"] for checked in self.lists)

    @property
    def communities(self) -> list[tuple[str, int]]:
        """The communities of all lists with their number of compounds, in the lists' order."""
        return list(Counter(row.community for each in self.lists for row in each.rows).items())

    @property
    def new_communities(self) -> tuple[str, ...]:
        """Communities that would be opened without a national code."""
        return tuple(
            dict.fromkeys(
                row.community
                for checked in self.lists
                for row in checked.rows
                if row.street_code and row.community_code is None
            )
        )


def check_task_list(
    *, actor: Actor, at: datetime, name: str, content: bytes, division: str
) -> Preview:
    """Check one task list; see ``check_task_lists``."""
    return check_task_lists(actor=actor, at=at, uploads=[Upload(name, content)], division=division)


def check_task_lists(
    *, actor: Actor, at: datetime, uploads: Sequence[Upload], division: str
) -> Preview:
    """Read task lists and find out what importing them would do. Writes and fetches nothing.

    ``division`` is the district, or one street to which the lists must then belong. Raises
    BadInput for a file that is no task list, NotFound for a division outside the actor's scope.
    A list imported before is read all the same; ``Preview.already`` says so.
    """
    actor.require("campaigns.import")
    if not actor.scope or not division.startswith(actor.scope):
        raise NotFound(_("There is no such place in your scope."))
    basis = Basis(division, local_date(at))
    places = _Places(division)
    year = basis.drive.body.phases[-1].last.year
    lists = [_check(upload, places, year, division) for upload in uploads]
    _require_different(lists)
    streets = sorted({task.street_code for checked in lists for task in checked.tasks})
    offices = territory.bodies(BodyKind.STREET_TOWN, district_of(division))
    seated = [body for body in offices if body.division_id in streets]
    findings = [
        *(finding for checked in lists for finding in checked.findings),
        *_across(lists),
        *_streets_without_office(streets, {body.division_id for body in seated}),
    ]
    return Preview(
        division=division,
        lists=tuple(lists),
        findings=tuple(findings),
        offices=tuple(str(body.public_id) for body in seated),
        office_names=tuple(body.name for body in seated),
    )


def require_not_imported(*, preview: Preview) -> None:
    """Raise AlreadyImported when the district has taken over one of the lists before."""
    district = district_of(preview.division)
    known = [_imported_before(district, checked.name, checked.digest) for checked in preview.lists]
    if message := " ".join(filter(None, known)):
        raise AlreadyImported(message, remedy=_("Open the campaign to see its tasks."))


def _require_different(lists: Sequence[CheckedList]) -> None:
    for number, checked in enumerate(lists):
        if checked.digest in {other.digest for other in lists[:number]}:
            raise AlreadyImported(
                _("“%(name)s” is the same list as another one of this upload.")
                % {"name": checked.name}
            )


def _imported_before(district: str, name: str, digest: str) -> str:
    known = TaskListImport.objects.filter(district=district, digest=digest).order_by("id").first()
    if known is None:
        return ""
    return _("“%(name)s” was imported on %(when)s by %(who)s; nothing was written again.") % {
        "name": name,
        "when": f"{local(known.imported_at):%Y-%m-%d %H:%M}",
        "who": known.imported_by,
    }


class _Places:
    """The places of a district as the parser asks for them; each name is looked up once."""

    def __init__(self, division: str) -> None:
        self._division = division
        self._streets: dict[str, str | None] = {}
        self._communities: dict[tuple[str, str], str | None] = {}

    def street(self, name: str) -> str | None:
        """The street of the district, if it lies in the division the lists are for."""
        if name not in self._streets:
            found = territory.streets_named(district_of(self._division), name)
            codes = [place.code for place in found]
            reach = [code for code in codes if code.startswith(self._division)]
            self._streets[name] = reach[0] if len(reach) == 1 else None
        return self._streets[name]

    def community(self, street: str, name: str) -> str | None:
        """The community of the street, if exactly one can be meant."""
        key = (street, name)
        if key not in self._communities:
            found = territory.communities_named(street, name)
            self._communities[key] = found[0].code if len(found) == 1 else None
        return self._communities[key]


def _check(upload: Upload, places: _Places, year: int, division: str) -> CheckedList:
    task_list = parse_tasklist(read_workbook(upload.content), year=year, places=places)
    streets = {row.street_code for row in task_list.rows if row.street_code}
    new, taken = _against_register(task_list, district_of(division))
    digest = _digest(task_list)
    already = _imported_before(district_of(division), upload.name, digest)
    found = [*task_list.findings, *([] if already else taken)]
    return CheckedList(
        name=upload.name,
        content=upload.content,
        digest=digest,
        task_list=task_list,
        division=streets.pop() if len(streets) == 1 else division,
        findings=tuple(replace(finding, sheet=upload.name) for finding in found),
        new=frozenset(new),
        already=already,
    )


def _digest(task_list: TaskList) -> str:
    """What the list says: its kind and its rows, whatever file they came in."""
    rows = [
        [row.street, row.community, row.compound, row.content, row.responsible, str(row.due_on)]
        for row in task_list.rows
    ]
    said = json.dumps([task_list.kind, sorted(rows)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _against_register(
    task_list: TaskList, district: str
) -> tuple[set[tuple[str, str]], list[Finding]]:
    """Compounds the register does not know yet, and a finding for each that has a task already."""
    new: set[tuple[str, str]] = set()
    known: dict[int, CompoundTask] = {}
    for code, rows in _by_community(task_list.rows).items():
        names = [row.compound for row in rows]
        found = registry.named(district, code, names) if code else {}
        new |= {(row.community, row.compound) for row in rows if row.compound not in found}
        known |= {found[row.compound].pk: row for row in rows if row.compound in found}
    tasks = Task.objects.filter(
        district=district, campaign__key=COVERAGE, compound_id__in=known
    ).select_related("source")
    return new, [
        Finding(
            "error",
            "campaigns.compound_has_task",
            _("“%(compound)s” has a task already, from “%(list)s”, row %(row)d.")
            % {
                "compound": known[task.compound_id].compound,
                "list": task.source.title,
                "row": task.list_row,
            },
            row=known[task.compound_id].row,
            column=known[task.compound_id].column,
            value=known[task.compound_id].compound,
            allowed=_("One task for each compound of a campaign."),
            remedy=_("Take the compound off the list, or correct its name."),
        )
        for task in tasks.order_by("id")
    ]


def _by_community(rows: Iterable[CompoundTask]) -> dict[str, list[CompoundTask]]:
    found: dict[str, list[CompoundTask]] = {}
    for row in rows:
        found.setdefault(row.community_code or "", []).append(row)
    return found


def _across(lists: Sequence[CheckedList]) -> list[Finding]:
    """Compounds that stand on two of the lists handed in together."""
    first: dict[tuple[str, str, str], tuple[CheckedList, CompoundTask]] = {}
    doubles = []
    for checked in lists:
        for row in checked.rows:
            key = (row.street, row.community, name_key(row.compound))
            other, seen = first.setdefault(key, (checked, row))
            if other is checked:
                continue
            doubles.append(
                Finding(
                    "error",
                    "campaigns.compound_on_two_lists",
                    _("“%(compound)s” is also on “%(list)s”, row %(row)d.")
                    % {"compound": row.compound, "list": other.name, "row": seen.row},
                    sheet=checked.name,
                    row=row.row,
                    column=row.column,
                    value=row.compound,
                    allowed=_("One task for each compound of a campaign."),
                    remedy=_("Take the compound off one of the lists."),
                )
            )
    return doubles


def _streets_without_office(streets: Iterable[str], seated: set[str]) -> list[Finding]:
    missing = set(streets) - seated
    names = territory.names(missing) if missing else {}
    return [
        Finding(
            "warning",
            "campaigns.no_street_office",
            _("No office is recorded for %(street)s; nobody will owe the progress report.")
            % {"street": name},
            value=name,
            remedy=_("Have the operator record the street's office, then import again."),
        )
        for name in names.values()
    ]
