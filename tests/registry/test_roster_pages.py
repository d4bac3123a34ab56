"""The roster's pages: hand in, mend, confirm; and no upload lies in a temp folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.kernel import clock
from linli.registry import services
from linli.registry.models import RosterImport, Unit
from tests import personas
from tests.registry import rosters
from tests.registry.acts import sign
from tests.registry.conftest import Register


def test_a_clerk_hands_in_a_faulty_roster_and_then_the_mended_one(register: Register) -> None:
    browser = personas.client("meiyuan")
    rows = [*rosters.lines(3), rosters.line(3, 建筑面积=-5)]
    upload = SimpleUploadedFile("名册.xlsx", rosters.xlsx(rows))
    answer = browser.post(reverse("registry:roster_new"), {"roster": upload})
    roster = RosterImport.objects.get()
    address = reverse("registry:roster", args=[roster.public_id])
    assert answer.headers["Location"] == address
    assert browser.get(address).status_code == 200
    actor = personas.actor("meiyuan")
    services.check_roster(
        actor=actor, at=clock.now(), roster=roster.public_id, progress=rosters.ignore
    )
    shown = browser.get(address).content.decode()
    assert "面积为负数" in shown
    marked = browser.get(reverse("registry:roster_marked", args=[roster.public_id]))
    assert marked.content.startswith(b"PK")
    mended = rosters.hand_in(actor, rosters.xlsx(rosters.lines(4)))
    confirm = reverse("registry:roster_confirm", args=[mended.public_id])
    assert browser.post(confirm).status_code == 302
    services.write_roster(
        actor=actor, at=clock.now(), roster=mended.public_id, progress=rosters.ignore
    )
    assert Unit.objects.count() == 4
    building = Unit.objects.first()
    assert building is not None
    grid = browser.get(reverse("registry:building", args=[building.building.public_id]))
    assert "101" in grid.content.decode()


def test_a_large_upload_never_touches_a_temp_folder(
    register: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("an upload was written to a temp file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    upload = SimpleUploadedFile("名册.csv", b"a,b\n" * 1_000_000)
    answer = personas.client("shancheng").post(reverse("registry:roster_new"), {"roster": upload})
    assert answer.status_code == 302


def test_contracts_that_end_are_listed_with_their_last_day_for_notice(register: Register) -> None:
    ends = clock.today().replace(year=clock.today().year + 1, month=1, day=31)
    sign(register, register.unserved, ends_on=ends)
    shown = personas.client("shancheng").get(reverse("registry:contracts_ending"))
    text = shown.content.decode()
    assert "福源公寓" in text
    assert "2020-11-02" in text  # ninety days before 2021-01-31
