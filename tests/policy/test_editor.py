"""From the text in force to the next release: draft, check, dry run, compare, activate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, NotFound
from linli.policy import selectors, services
from linli.policy.data import Duty, PolicyInvalid, Rule, Vocabulary
from linli.policy.models import Draft, Release
from tests.policy.conftest import AT, TODAY

LATER = TODAY + timedelta(days=1)


@pytest.fixture
def draft(shanting: Release, officer: Actor) -> Draft:
    return services.start_draft(actor=officer, at=AT, layer="st")


def changed(draft: Draft, officer: Actor, old: str, new: str) -> Draft:
    """The draft with a word replaced in the one file that has it."""
    name = next(name for name, text in draft.files.items() if old in text)
    text = draft.files[name].replace(old, new)
    return services.save_draft(actor=officer, at=AT, draft=draft, name=name, text=text)


def test_a_draft_starts_as_the_text_in_force(draft: Draft, officer: Actor) -> None:
    assert services.check_draft(draft=draft) == ()
    assert services.start_draft(actor=officer, at=AT, layer="st") == draft
    with pytest.raises(Conflict):  # nothing changed, nothing to load
        services.load_draft(actor=officer, at=AT, draft=draft)


def test_an_error_is_named_by_file_and_nothing_is_loaded(draft: Draft, officer: Actor) -> None:
    broken = changed(draft, officer, "fulfilled_by: campaigns.report.submit", "fulfilled: x")
    found = services.check_draft(draft=broken)
    assert {finding.code for finding in found} == {"unknown_key", "missing_key"}
    before = Release.objects.count()
    with pytest.raises(PolicyInvalid):
        services.load_draft(actor=officer, at=AT, draft=broken)
    assert Release.objects.count() == before


def test_the_dry_run_tells_what_the_release_changes(draft: Draft, officer: Actor) -> None:
    old = "fulfilled_by: campaigns.report.submit\n    holiday_shift: unset"
    edited = changed(draft, officer, old, old.replace("unset", "next_workday"))
    release = services.load_draft(actor=officer, at=AT, draft=edited)
    preview = selectors.with_release(release, officer.district, LATER)
    run = selectors.dry_run(preview)
    sections = {section.name: section for section in run.wording}
    assert [change.subject for change in sections["duty"].changes]
    active = selectors.active_release("st")
    assert active
    assert active != release
    (clause,) = selectors.compare(active, release)
    assert (clause.code, clause.state) == ("ST-A5.3", "changed")
    services.activate_release(actor=officer, at=AT, release=release, on=LATER)
    assert selectors.active_release("st") == release


def test_an_answer_is_tried_before_it_is_given(shanting: Release, officer: Actor) -> None:
    preview = selectors.with_answer(
        officer.district,
        kind="duty",
        key="progress_report",
        field="holiday_shift",
        value="next_workday",
        since=TODAY,
    )
    assert "duty" in {section.name for section in selectors.dry_run(preview).wording}


def test_a_foreign_district_has_no_such_draft(draft: Draft, officer: Actor) -> None:
    stranger = replace(officer, district="120112", scope="120112")
    with pytest.raises(NotFound):
        services.save_draft(actor=stranger, at=AT, draft=draft, name="layer.yaml", text="")


def test_two_at_one_draft_do_not_overwrite_each_other(draft: Draft, officer: Actor) -> None:
    first = services.save_draft(
        actor=officer, at=AT, draft=draft, name="layer.yaml", text="a", version=draft.version
    )
    with pytest.raises(Conflict, match="物业科科员"):
        services.save_draft(
            actor=officer, at=AT, draft=draft, name="layer.yaml", text="b", version=draft.version
        )
    first.refresh_from_db()
    assert first.files["layer.yaml"] == "a"


def test_a_release_waits_for_its_day(draft: Draft, officer: Actor) -> None:
    """Activated for the day after tomorrow: until then the text before it answers."""
    old = "fulfilled_by: campaigns.report.submit\n    holiday_shift: unset"
    edited = changed(draft, officer, old, old.replace("unset", "next_workday"))
    release = services.load_draft(actor=officer, at=AT, draft=edited)
    day = TODAY + timedelta(days=2)
    services.activate_release(actor=officer, at=AT, release=release, on=day)
    policy = selectors.policy_for(officer.district)

    def is_set(on: date) -> bool:
        return policy.value(Duty, "progress_report", "holiday_shift", on=on).is_set

    assert [is_set(TODAY), is_set(LATER), is_set(day)] == [False, False, True]


def test_a_text_tried_without_loading_answers_as_its_release(draft: Draft, officer: Actor) -> None:
    edited = changed(draft, officer, "holiday_shift: unset", "holiday_shift: next_workday")
    tried = services.try_draft(draft=edited, district=officer.district, on=LATER)
    release = services.load_draft(actor=officer, at=AT, draft=edited)
    loaded = selectors.with_release(release, officer.district, LATER)
    for kind in (Duty, Rule, Vocabulary):
        assert tried.after.provisions(kind, on=LATER) == loaded.after.provisions(kind, on=LATER)
