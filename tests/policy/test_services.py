"""Loading, activating, answering: what is kept, what is refused, what other processes notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.journal.models import Act
from linli.kernel import events
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from linli.policy import selectors, services
from linli.policy.data import UNSET, Duty, PolicyInvalid, ReleaseState, Target
from linli.policy.events import ReleaseActivated, ValueSet
from linli.policy.models import Clause, DistrictValue, Edition, Provision, Release
from linli.policy.reader import read_layer
from tests.policy.conftest import AT, CLAUSE, PROFILES, SHANTING, TODAY, WriteLayer
from tests.policy.test_kind_faults import FORMULA
from tests.policy.test_reader_faults import CAMPAIGN, DUTY, TARGET

pytestmark = pytest.mark.django_db
FIELD = {"kind": "duty", "key": "progress_report", "field": "holiday_shift"}
WHY = {"reason": "节假日不便报送", "reference": "区住建局会议纪要"}


def shift(on: date = TODAY) -> object:
    return selectors.value(Duty, "progress_report", "holiday_shift", division=SHANTING, on=on).value


def test_loading_stores_an_inactive_release_and_one_act(operator: Actor) -> None:
    release = services.load_layer(actor=operator, at=AT, folder=PROFILES / "cn")
    assert (release.state, release.number) == (ReleaseState.INACTIVE, 1)
    clauses = sum(len(doc.clauses) for doc in read_layer(PROFILES / "cn").documents)
    assert Clause.objects.filter(release=release).count() == clauses
    (act,) = Act.objects.all()
    assert (act.verb, act.data["clauses"]) == ("policy.layer.load", clauses)


@pytest.mark.clause("ST-0.1")
def test_the_document_keeps_its_number_and_date(shanting: Release) -> None:
    document = shanting.documents.get()
    assert (document.number, document.issued) == ("山政办发〔2020〕9号", date(2020, 9, 10))
    assert Clause.objects.filter(release=shanting).count() == 66


def test_the_same_content_is_the_same_release(operator: Actor, write_layer: WriteLayer) -> None:
    first = services.load_layer(actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY))
    commented = "# a comment does not count\n" + CLAUSE + DUTY
    again = services.load_layer(actor=operator, at=AT, folder=write_layer(commented))
    changed = CLAUSE + DUTY.replace("1,15", "1,16")
    other = services.load_layer(actor=operator, at=AT, folder=write_layer(changed))
    assert again == first
    assert (other.number, other.digest == first.digest) == (2, False)
    assert Act.objects.count() == 2


def test_an_error_leaves_everything_as_it_was(
    shanting: Release, operator: Actor, write_layer: WriteLayer
) -> None:
    before = (Release.objects.count(), Clause.objects.count(), Act.objects.count())
    with pytest.raises(PolicyInvalid) as refused:
        services.load_layer(
            actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY.replace("unset", "skip"))
        )
    (finding,) = refused.value.findings
    assert (finding.sheet, finding.row, finding.column) == ("xx/1-main.yaml", 13, "holiday_shift")
    assert finding.allowed == "none, next_workday, previous_workday, unset"
    assert finding.remedy
    assert (Release.objects.count(), Clause.objects.count(), Act.objects.count()) == before
    assert selectors.provision(Target, "coverage", division=SHANTING, on=TODAY).release


BAD_LAYERS = {
    "unknown_key": CLAUSE + DUTY + "      wen: x\n",
    "date_gap": CLAUSE
    + TARGET.replace("      label", "      to: 2020-10-01\n      label")
    + TARGET.split("provisions:\n")[1].replace(
        "      label", "      from: 2020-10-02\n      label"
    ),
    "date_overlap": CLAUSE + TARGET + TARGET.split("provisions:\n")[1],
    "duplicate_key": CLAUSE + DUTY + "      holiday_shift: none\n",
    "unknown_clause": CLAUSE + CAMPAIGN.replace("number: 1,", "number: 1, clause: XX-9,"),
    "wrong_unit": CLAUSE + FORMULA.replace("90 days", "90 m2"),
    "missing_key": CLAUSE + FORMULA.replace("      period: 90 days\n", ""),
}


def test_what_is_refused_names_its_place_and_leaves_the_release_in_force(
    shanting: Release, operator: Actor, write_layer: WriteLayer
) -> None:
    """One layer after another with one fault each: none is kept, none changes what holds."""
    before = selectors.provision(Target, "coverage", division=SHANTING, on=TODAY)
    releases = Release.objects.count()
    for code, chapter in BAD_LAYERS.items():
        with pytest.raises(PolicyInvalid) as refused:
            services.load_layer(actor=operator, at=AT, folder=write_layer(chapter))
        findings = refused.value.findings
        assert all(found.sheet == "xx/1-main.yaml" and found.row for found in findings), code
        assert all(found.message and found.remedy for found in findings), code
        assert any(found.code.endswith(code) for found in findings), (code, findings)
    write_layer(CLAUSE + DUTY, code="aa", parent="bb")
    circle = write_layer(CLAUSE + DUTY, code="bb", parent="aa")
    with pytest.raises(PolicyInvalid):
        services.load_layer(actor=operator, at=AT, folder=circle)
    assert Release.objects.count() == releases
    after = selectors.provision(Target, "coverage", division=SHANTING, on=TODAY)
    assert (after.release, after.body) == (before.release, before.body)


def test_checking_a_folder_touches_no_database(write_layer: WriteLayer) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert services.check_folder(folder=PROFILES / "st") == ()
        assert services.check_folder(folder=write_layer(CLAUSE))
    assert len(queries) == 0


def test_a_loaded_release_governs_only_once_activated(
    operator: Actor, write_layer: WriteLayer
) -> None:
    release = services.load_layer(actor=operator, at=AT, folder=write_layer(CLAUSE + TARGET))
    assert selectors.find(Target, "coverage", division=SHANTING, on=TODAY) is None
    services.activate_release(actor=operator, at=AT, release=release, on=TODAY)
    found = selectors.provision(Target, "coverage", division=SHANTING, on=TODAY)
    assert found.release == f"xx@{release.digest[:12]}"


def test_the_next_release_supersedes_and_leaves_the_past_alone(
    operator: Actor, write_layer: WriteLayer
) -> None:
    first = services.load_layer(actor=operator, at=AT, folder=write_layer(CLAUSE + TARGET))
    services.activate_release(actor=operator, at=AT, release=first, on=TODAY)
    lower = CLAUSE + TARGET.replace("1.00", "0.90")
    second = services.load_layer(actor=operator, at=AT, folder=write_layer(lower))
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Conflict, match="2020-10-10"):
        services.activate_release(
            actor=operator, at=AT, release=second, on=TODAY - timedelta(days=1)
        )
    later = AT + timedelta(days=5)
    with pytest.raises(Conflict, match="2020-10-15"):  # a day that has passed by now
        services.activate_release(actor=operator, at=later, release=second, on=tomorrow)
    services.activate_release(actor=operator, at=AT, release=second, on=tomorrow)
    first.refresh_from_db()
    assert first.state == ReleaseState.SUPERSEDED
    values = [
        str(
            selectors.provision(Target, "coverage", division=SHANTING, on=day)
            .body.due_on(day)
            .value
        )
        for day in (date(2020, 9, 20), TODAY, tomorrow)
    ]
    assert values == ["1.00", "1.00", "0.90"]
    with pytest.raises(Conflict):
        services.activate_release(actor=operator, at=AT, release=first, on=tomorrow)


def test_a_layer_needs_the_one_above_active(operator: Actor) -> None:
    release = services.load_layer(actor=operator, at=AT, folder=PROFILES / "sd")
    with pytest.raises(Conflict, match="cn"):
        services.activate_release(actor=operator, at=AT, release=release, on=TODAY)


def test_a_layer_does_not_move_to_another_division(
    operator: Actor, write_layer: WriteLayer
) -> None:
    services.load_layer(actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY, division="37"))
    with pytest.raises(Conflict):
        services.load_layer(actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY))


def test_a_district_changes_its_own_layer_only(
    operator: Actor, officer: Actor, write_layer: WriteLayer
) -> None:
    above = services.load_layer(actor=operator, at=AT, folder=PROFILES / "cn")
    with pytest.raises(Forbidden):
        services.activate_release(actor=officer, at=AT, release=above, on=TODAY)
    foreign = services.load_layer(
        actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY, division="120112")
    )
    with pytest.raises(NotFound):
        services.activate_release(actor=officer, at=AT, release=foreign, on=TODAY)
    own = services.load_layer(
        actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY, code="yy", division=SHANTING)
    )
    assert services.activate_release(actor=officer, at=AT, release=own, on=TODAY).pk == own.pk


def test_rights_are_asked_for(shanting: Release, officer: Actor) -> None:
    reader = replace(officer, rights=frozenset({"policy.view"}))
    with pytest.raises(Forbidden):
        services.load_layer(actor=reader, at=AT, folder=PROFILES / "st")
    with pytest.raises(Forbidden):
        services.activate_release(actor=reader, at=AT, release=shanting, on=TODAY)
    with pytest.raises(Forbidden):
        services.set_value(actor=reader, at=AT, **FIELD, value="none", since=TODAY, **WHY)


@pytest.mark.clause("ST-A5.3")
def test_an_answer_is_kept_journalled_and_read(shanting: Release, officer: Actor) -> None:
    assert shift() is UNSET
    services.set_value(actor=officer, at=AT, **FIELD, value="next_workday", since=TODAY, **WHY)
    assert shift() == "next_workday"
    assert shift(TODAY - timedelta(days=1)) is UNSET
    assert selectors.value(
        Duty, "progress_report", "holiday_shift", division="370406001", on=TODAY
    ).is_set
    act = Act.objects.get(verb="policy.value.set")
    assert act.data == {"value": "next_workday", "since": "2020-10-10", **WHY}
    assert act.subject_label == "ST-A5.3 duty progress_report.holiday_shift"


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"value": "skip"}, {"holiday_shift"}),
        ({"value": "unset"}, {"holiday_shift"}),
        ({"reason": " "}, {"reason"}),
        ({"reference": ""}, {"reference"}),
        ({"value": "", "reason": "", "reference": ""}, {"holiday_shift", "reason", "reference"}),
    ],
)
def test_an_answer_that_is_not_allowed_is_refused(
    shanting: Release, officer: Actor, changed: dict[str, str], columns: set[str]
) -> None:
    answer = {"value": "none", **WHY, **changed}
    with pytest.raises(BadInput) as refused:
        services.set_value(actor=officer, at=AT, **FIELD, since=TODAY, **answer)
    assert {finding.column for finding in refused.value.findings} == columns
    assert not DistrictValue.objects.exists()


def test_a_number_is_checked_as_a_number(shanting: Release, officer: Actor) -> None:
    asked = {"kind": "disclosure", "key": "coverage", "field": "keep_days"}
    with pytest.raises(BadInput):
        services.set_value(actor=officer, at=AT, **asked, value="-3", since=TODAY, **WHY)
    services.set_value(actor=officer, at=AT, **asked, value="30", since=TODAY, **WHY)
    assert DistrictValue.objects.get().value == "30"


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "duty", "key": "progress_report", "field": "each"},
        {"kind": "duty", "key": "progress_report", "field": "nothing"},
        {"kind": "law", "key": "progress_report", "field": "holiday_shift"},
    ],
)
def test_only_open_fields_can_be_answered(
    shanting: Release, officer: Actor, asked: dict[str, str]
) -> None:
    with pytest.raises(NotFound):
        services.set_value(actor=officer, at=AT, **asked, value="none", since=TODAY, **WHY)


def test_what_the_policy_says_itself_cannot_be_answered(
    operator: Actor, officer: Actor, write_layer: WriteLayer
) -> None:
    settled = CLAUSE + DUTY.replace("unset", "none").replace(
        "duty: report", "duty: progress_report"
    )
    release = services.load_layer(actor=operator, at=AT, folder=write_layer(settled))
    services.activate_release(actor=operator, at=AT, release=release, on=TODAY)
    with pytest.raises(Conflict):
        services.set_value(actor=officer, at=AT, **FIELD, value="none", since=TODAY, **WHY)


def test_events_tell_what_changed(
    operator: Actor,
    officer: Actor,
    write_layer: WriteLayer,
    django_capture_on_commit_callbacks: object,
) -> None:
    heard: list[object] = []
    events.subscribe(ReleaseActivated, heard.append)
    events.subscribe(ValueSet, heard.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        text = CLAUSE + DUTY.replace("duty: report", "duty: progress_report")
        release = services.load_layer(actor=operator, at=AT, folder=write_layer(text))
        services.activate_release(actor=operator, at=AT, release=release, on=TODAY)
        services.set_value(actor=officer, at=AT, **FIELD, value="none", since=TODAY, **WHY)
    label = f"xx@{release.digest[:12]}"
    assert heard == [
        ReleaseActivated("xx", "", label, TODAY),
        ValueSet(SHANTING, "duty", "progress_report", "holiday_shift", TODAY),
    ]


def test_a_request_asks_once_whether_policy_changed(shanting: Release) -> None:
    selectors.provision(Target, "coverage", division=SHANTING, on=TODAY)
    selectors.begin_request()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            selectors.provision(Target, "coverage", division="370406001018", on=TODAY)
    selectors.end_request()
    assert len(queries) == 1
    assert "policy_edition" in queries[0]["sql"]


def test_a_change_by_another_process_is_noticed(shanting: Release, officer: Actor) -> None:
    """The other process writes its row and renews the token; nothing here is told."""
    assert shift() is UNSET
    edition = Edition.objects.get()
    services.set_value(actor=officer, at=AT, **FIELD, value="none", since=TODAY, **WHY)
    new_token = Edition.objects.get().token
    Edition.objects.update(token=edition.token)
    assert shift() is UNSET
    Edition.objects.update(token=new_token)
    assert shift() == "none"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_provision SET key = 'x'",
        "DELETE FROM policy_provision",
        "UPDATE policy_clause SET says_zh = 'x'",
        "DELETE FROM policy_document",
        "UPDATE policy_layer SET division = 'x'",
        "UPDATE policy_release SET digest = 'x'",
        "DELETE FROM policy_release",
        "DELETE FROM policy_districtvalue",
    ],
)
def test_the_database_refuses_to_change_what_was_loaded(
    shanting: Release, officer: Actor, statement: str
) -> None:
    services.set_value(actor=officer, at=AT, **FIELD, value="none", since=TODAY, **WHY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_verify_finds_nothing_on_a_sound_database(shanting: Release) -> None:
    assert list(selectors.check_releases()) == [1, 1, 1]


def test_verify_finds_an_altered_release(shanting: Release) -> None:
    with connection.cursor() as cursor:
        drop = "DROP TRIGGER policy_provision_no_update"
        on_table = " ON policy_provision" if connection.vendor == "postgresql" else ""
        cursor.execute(drop + on_table)
        cursor.execute("UPDATE policy_provision SET key = 'other' WHERE key = 'progress_report'")
    found = [item for item in selectors.check_releases() if not isinstance(item, int)]
    assert [problem.where for problem in found] == [f"policy_release {shanting.pk}", "policy"]
    assert Provision.objects.filter(key="other").exists()
