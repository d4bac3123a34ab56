"""Files are kept unaltered and handed out only to posts that may have them, at that moment."""

from __future__ import annotations

import uuid

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.accounts.models import Post
from linli.files import contents, selectors, services
from linli.files.data import FileKind
from linli.files.models import StoredFile
from linli.journal.models import Act
from linli.kernel import clock, integrity
from linli.kernel.errors import BadInput, Conflict, NotFound
from tests import personas
from tests.harness.query_counts import QueryCount

SHANCHENG = "370406001"
CONTENT = b"PK\x03\x04 a list as the office wrote it"

pytestmark = pytest.mark.usefixtures("offices")


def store(login: str = "shancheng", *, name: str = "附件3.xlsx", **changes: object) -> StoredFile:
    arguments: dict[str, object] = {
        "content": CONTENT,
        "kind": FileKind.IMPORT,
        "division": SHANCHENG,
        **changes,
    }
    actor = personas.actor(login)
    return services.store(actor=actor, at=clock.now(), name=name, **arguments)  # type: ignore[arg-type]  # changes vary by test


def test_storing_keeps_content_and_circumstances() -> None:
    stored = store(name="..\\公文\\附件3.xlsx")
    assert selectors.read(stored) == CONTENT
    assert (stored.name, stored.size, stored.district) == ("附件3.xlsx", len(CONTENT), "370406")
    assert (stored.stored_by_body, stored.stored_by_post) == ("山城街道办事处", "街道物业专管员")


def test_storing_again_is_the_same_file_and_no_second_act() -> None:
    assert store() == store()
    assert Act.objects.filter(verb="files.file.store").count() == 1


def test_the_same_content_under_another_name_is_another_file_with_one_content() -> None:
    first, second = store(), store(name="附件3（副本）.xlsx")
    assert first != second
    assert first.sha256 == second.sha256


@pytest.mark.parametrize(("size", "code"), [(0, "file_empty"), (101, "file_too_large")])
def test_empty_and_too_large_files_are_refused(
    settings: LazySettings, size: int, code: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    with pytest.raises(BadInput) as refused:
        store(content=b"x" * size)
    assert refused.value.code == code
    assert not StoredFile.objects.exists()


def test_an_upload_is_measured_before_it_is_read(settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    upload = SimpleUploadedFile("big.xlsx", b"x" * 101)
    with pytest.raises(BadInput, match="100"):
        services.read_upload(upload=upload)
    assert upload.tell() == 0
    assert services.read_upload(upload=SimpleUploadedFile("a.xlsx", b"x" * 100)) == b"x" * 100


def test_nothing_is_stored_outside_ones_scope() -> None:
    with pytest.raises(NotFound):
        store("dianzi")


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (None, 302),
        ("shancheng", 200),
        ("qu-zhujian", 200),
        ("dianzi", 404),
        ("meiyuan", 404),
        ("wuye", 403),
    ],
)
def test_a_download_asks_who_is_there(login: str | None, status: int) -> None:
    url = reverse("files:download", args=[store().public_id])
    assert personas.client(login).get(url).status_code == status


def test_a_download_is_an_attachment_nobody_interprets() -> None:
    stored = store(name="页.html", content=b"<script>alert(1)</script>")
    response = personas.client("shancheng").get(reverse("files:download", args=[stored.public_id]))
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%A1%B5.html"
    assert response["Cache-Control"] == "no-store"


def test_a_lost_post_loses_the_download_at_once() -> None:
    url = reverse("files:download", args=[store().public_id])
    browser = personas.client("shancheng")
    assert browser.get(url).status_code == 200
    Post.objects.filter(user__login="shancheng").update(ends_on=clock.today())
    assert browser.get(url).status_code == 302


def test_foreign_and_missing_look_the_same() -> None:
    browser = personas.client("dianzi")
    foreign = browser.get(reverse("files:download", args=[store().public_id]))
    missing = browser.get(reverse("files:download", args=[uuid.uuid4()]))
    assert foreign.status_code == missing.status_code == 404
    assert len(foreign.content) == len(missing.content)


def test_a_damaged_file_is_refused_and_found_by_the_check() -> None:
    stored = store()
    assert _problems() == []
    contents.path_of(stored.sha256).write_bytes(b"forged")
    with pytest.raises(Conflict) as refused:
        selectors.read(stored)
    assert refused.value.code == "file_damaged"
    url = reverse("files:download", args=[stored.public_id])
    assert personas.client("shancheng").get(url).status_code == 409
    assert _problems() == ["the content was altered after it was stored"]
    contents.path_of(stored.sha256).unlink()
    assert _problems() == ["the content is missing"]


def test_one_file_is_one_query(query_count: QueryCount) -> None:
    actor, stored = personas.actor("shancheng"), store()
    with query_count("files.file"):
        selectors.file(actor, stored.public_id)


def _problems() -> list[str]:
    results = {result.name: result for result in integrity.run_all()}
    assert results["files.contents"].examined == 1
    return [problem.what for problem in results["files.contents"].problems]
