"""Every operation that writes: one act for its effect, none for a repetition (P36, P7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.api.operations import Operation
from linli.api.urls import OPERATIONS
from linli.journal.data import REFUSED
from linli.journal.models import Act
from linli.kernel import clock, jobs
from linli.notices.models import Notice
from linli.registry import services as registry
from linli.registry.models import RosterImport
from tests import personas
from tests.api.calling import Caller
from tests.api.samples import body_of, form_of, send_form
from tests.architecture.project import assert_none
from tests.harness.acts import ACTS, BOOKKEEPING, WRITE
from tests.permissions.subjects import address
from tests.permissions.table import rows

WRITES = [one for one in OPERATIONS.values() if one.writes]
ROWS = {row.route.removeprefix("api:"): row for row in rows() if row.route.startswith("api:")}
# One request, several acts. With the acts it does.
SEVERAL = {
    "report_return": ["campaigns.report.return", "notices.notice.send"],
    "task_entry": ["registry.contract.sign", "campaigns.task.complete"],
    "owner_end_login": ["accounts.user.disable", "registry.owner.end_login"],
    "task_step": ["files.file.store", "campaigns.step.record"],
    "task_list_import": [
        "registry.compound.register",
        "files.file.store",
        "campaigns.tasks.import",
    ],
    "notices_read": ["notices.notice.read"] * 2,
    "coverage_publish": ["disclosure.publication.publish", "campaigns.coverage.publish"],
}
KEY = "every-act-once"


def _checked(caller: Caller, path: str) -> None:
    """A report can be filed once it was checked."""
    assert caller.post(path.replace("submit", "check")).status_code == 200


def _filed(caller: Caller, path: str) -> None:
    """A report can be returned once it was filed, by the street."""
    street = Caller("shancheng")
    assert street.post(path.replace("return", "check")).status_code == 200
    assert street.post(path.replace("return", "submit")).status_code == 201


def _done(caller: Caller, path: str) -> None:
    """A step can be taken back once it was recorded."""
    sent = send_form(caller, path.removesuffix("/withdraw"), form_of("task_step"))
    assert sent.status_code == 200, sent.content


def _edited(caller: Caller, path: str) -> None:
    """A draft can be loaded once it says something else than what is in force."""
    saved = caller.post(path.replace("load", "files"), body_of("draft_save"))
    assert (saved.status_code, saved.json()["findings"]) == (200, [])


def _approved(_caller: Caller, path: str) -> None:
    """A file is handed out once another officer has approved it."""
    registry.decide_on_export(
        actor=personas.actor("qu-zhujian"),
        at=clock.now(),
        export=UUID(path.split("/")[1]),
        approve=True,
    )


def _noticed(_caller: Caller, _path: str) -> None:
    """The street has two notices: reports are overdue."""
    jobs.run_all()
    assert Notice.objects.filter(body__division="370406001").count() == 2


def _sold(caller: Caller, path: str) -> None:
    """A unit of two owners: the one that does not vote can be designated."""
    sold = caller.post(path.replace("voter", "owners"), body_of("unit_owners"))
    assert sold.status_code == 200, sold.content


BEFORE: dict[str, Callable[[Caller, str], None]] = {
    "report_submit": _checked,
    "report_return": _filed,
    "task_step_withdraw": _done,
    "export_file": _approved,
    "unit_voter": _sold,
    "draft_load": _edited,
    "notices_read": _noticed,
}
WHO = {"report_return": "qu-zhujian", "notices_read": "shancheng"}


def _caller(declared: Operation) -> Caller:
    expected = ROWS[declared.name].expected
    able = (login for login, status in expected.items() if status in (200, 201, 409))
    return Caller(WHO.get(declared.name) or next(able))


def _send(caller: Caller, declared: Operation, path: str, key: str, *, spoilt: bool = False) -> Any:
    if not declared.upload:
        body = {"nonsense": 1} if spoilt else body_of(declared.name)
        return caller.post(path, body, key=key)
    form = form_of(declared.name) | ({"nonsense": "1"} if spoilt else {})
    return send_form(caller, path, form, key=key)


@pytest.mark.parametrize("declared", WRITES, ids=lambda one: one.name)
def test_one_effect_is_one_act_and_a_repetition_none(district: None, declared: Operation) -> None:
    row = ROWS[declared.name]
    path = address(row.route, row.subject).removeprefix("/api/")
    caller = _caller(declared)
    if declared.name in BEFORE:
        BEFORE[declared.name](caller, path)
    seen = list(Act.objects.values_list("id", flat=True))
    first = _send(caller, declared, path, KEY)
    assert first.status_code == declared.status, first.content
    acts = Act.objects.exclude(id__in=seen).order_by("id")
    verbs = list(acts.values_list("verb", flat=True))
    assert len(verbs) == 1 or verbs == SEVERAL.get(declared.name), verbs
    with CaptureQueriesContext(connection) as captured:
        again = _send(caller, declared, path, KEY)
    if declared.once:
        assert (again.status_code, again.json()["code"]) == (409, "done_before")
    else:
        assert (again.status_code, again.content) == (first.status_code, first.content)
    assert acts.exclude(verb=REFUSED).count() == len(verbs)
    written = {found[1] for query in captured if (found := WRITE.match(query["sql"]))}
    noted = {ACTS} if declared.once else set()
    assert written <= BOOKKEEPING.keys() | noted, written


@pytest.mark.parametrize("declared", WRITES, ids=lambda one: one.name)
def test_a_refusal_is_one_row_that_names_the_operation(district: None, declared: Operation) -> None:
    row = ROWS[declared.name]
    path = address(row.route, row.subject).removeprefix("/api/")
    caller = _caller(declared)
    before = Act.objects.count()
    answer = _send(caller, declared, path, KEY, spoilt=True)
    assert answer.status_code == 422
    assert Act.objects.count() == before + 1
    noted = Act.objects.filter(verb=REFUSED).latest("id")
    assert noted.subject_label == f"api:{declared.name}"


def test_what_an_answer_kept_holds_is_sealed(district: None) -> None:
    """A telephone that was read in full lies nowhere in the open, also not in the answer kept."""
    row = ROWS["owner_read"]
    path = address(row.route, row.subject).removeprefix("/api/")
    caller = Caller("shancheng")
    told = caller.post(path, body_of("owner_read")).json()
    assert told["value"].isdigit()
    (access,) = caller.get(path.replace("/read", "/accesses")).json()["items"]
    assert access["reason"] == "通知业主大会"
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM accounts_submission")
        kept = [bytes(row[0]) for row in cursor.fetchall()]
    assert kept
    value = told["value"].encode()
    assert_none([content for content in kept if value in content], "sealed answers")


def test_a_roster_goes_all_the_way(district: None) -> None:
    """Handed in, checked in the background, asked after, confirmed, written."""
    caller = Caller("shancheng")
    handed_in = _send(caller, OPERATIONS["roster_hand_in"], "rosters", KEY).json()
    roster = RosterImport.objects.get()
    told = caller.get(f"rosters/{handed_in['id']}").json()
    assert told["progress"]["state"] == "waiting"
    registry.check_roster(
        actor=personas.actor("shancheng"),
        at=roster.at,
        roster=roster.public_id,
        progress=lambda *_seen: None,
    )
    told = caller.get(f"rosters/{handed_in['id']}").json()
    assert told["progress"] is None
    assert told["roster"]["state"] == "faulty"
    assert told["findings"][0]["row"] == 2
    assert caller.post(f"rosters/{handed_in['id']}/confirm").status_code == 409
