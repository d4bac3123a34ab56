"""Uploading task lists in the browser: upload, preview, confirm; what is refused and how."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.campaigns import services
from linli.campaigns.models import Campaign, Task
from linli.files import selectors as files
from tests import personas
from tests.campaigns.campaign import ADOPTED, ANNEX_3, ANNEX_4, DISTRICT, cover_list, cover_row

BOTH = [(path.name, path.read_bytes()) for path in (ANNEX_3, ANNEX_4)]


def upload(*names_and_contents: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in names_and_contents]


def url(name: str, *arguments: object) -> str:
    return reverse(f"campaigns:{name}", args=arguments)


@pytest.fixture
def officer_browser(ground: None) -> Client:
    """The district officer before any import."""
    return personas.client("qu-zhujian")


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_upload_preview_confirm(officer_browser: Client) -> None:
    sent = officer_browser.post(url("import"), {"lists": upload(*BOTH)})
    assert sent.status_code == 302
    assert not Campaign.objects.exists()
    shown = officer_browser.get(sent.headers["Location"]).content.decode()
    assert "东、西鲁社区" in shown
    assert "梅园（西24.25号楼）" in shown
    kept = sent.headers["Location"].partition("?file=")[2].split("&file=")
    written = officer_browser.post(url("import_preview"), {"file": kept})
    assert written.headers["Location"] == url("campaign", Campaign.objects.get().public_id)
    assert Task.objects.count() == 41
    again = officer_browser.post(url("import_preview"), {"file": kept})
    assert again.status_code == 409
    assert Task.objects.count() == 41


def test_a_known_file_is_refused_at_the_upload(officer_browser: Client) -> None:
    name, content = BOTH[0]
    services.import_task_list(
        actor=personas.actor("qu-zhujian"),
        at=ADOPTED,
        name=name,
        content=content,
        division=DISTRICT,
    )
    sent = officer_browser.post(url("import"), {"lists": upload(BOTH[0])})
    assert sent.status_code == 409
    assert "2020-09-11 09:00" in sent.content.decode()
    assert "梅花园" in sent.content.decode()  # what the list says is shown all the same
    assert url("import_preview") not in sent.content.decode()  # but there is nothing to confirm


def test_errors_are_shown_and_nothing_is_kept(officer_browser: Client) -> None:
    bad = cover_list(cover_row("福源公寓", due="尽快"))
    sent = officer_browser.post(url("import"), {"lists": upload(("bad.xlsx", bad))})
    assert sent.status_code == 422
    assert "尽快" in sent.content.decode()
    assert not files.files_visible_to(personas.actor("qu-zhujian")).exists()


@pytest.mark.parametrize("content", [b"no workbook", b""])
def test_a_file_that_is_no_workbook_is_answered_clearly(
    officer_browser: Client, content: bytes
) -> None:
    sent = officer_browser.post(url("import"), {"lists": upload(("x.xlsx", content))})
    assert sent.status_code == 422
    assert not files.files_visible_to(personas.actor("qu-zhujian")).exists()


def test_a_preview_of_nothing_leads_back_and_of_a_strangers_file_is_missing(
    officer_browser: Client,
) -> None:
    assert officer_browser.get(url("import_preview")).headers["Location"] == url("import")
    for wrong in (str(uuid4()), "no-id"):
        assert officer_browser.get(url("import_preview"), {"file": wrong}).status_code == 404
        assert officer_browser.post(url("import_preview"), {"file": wrong}).status_code == 404
