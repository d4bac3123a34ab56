"""P10, P13: no file of the corpus gets into a task list or a report, and none calls out."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.campaigns import selectors, services
from linli.campaigns.models import Campaign, ProgressReport, Task
from linli.files import selectors as files
from linli.kernel.workbooks import reader
from linli.kernel.workbooks.data import Limits
from linli.registry import services as registry
from linli.registry.data import RosterState
from linli.registry.models import Compound, RosterImport
from tests import personas
from tests.campaigns.campaign import AT, STREET, TODAY
from tests.kernel import hostile
from tests.registry import corpus, rosters

pytestmark = pytest.mark.one_database("looks at what the readers of files accept")

SECONDS = 5.0
MEGABYTES = 300
# Rosters say nothing here, so all that is left of the readable ones is whether they are refused.
WORKBOOKS = {
    name: file
    for name, file in (corpus.REFUSED | corpus.READ).items()
    if name.startswith(("hostile", "file", "text a", "text noise", "text UTF", "merged"))
}


@pytest.fixture
def officer(district: None) -> Client:
    """The district officer of the seeded district."""
    return personas.client("qu-zhujian")


@pytest.fixture
def report(district: None) -> UUID:
    """A report of the street that waits for its copy."""
    begun = services.start_report(
        actor=personas.actor("shancheng"), at=AT, campaign=Campaign.objects.get().public_id,
        division=STREET, printed_on=TODAY.replace(day=15),
    )  # fmt: skip
    return UUID(str(begun.public_id))


def stored() -> tuple[int, ...]:
    """What an upload could leave behind."""
    kept = files.files_visible_to(personas.actor("qu-zhujian"))
    return Campaign.objects.count(), Task.objects.count(), Compound.objects.count(), kept.count()


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + time.process_time()


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The largest memory of each child that opened a file; one that gave none has died."""
    found: list[int] = []

    def ask(content: bytes, limits: Limits) -> Any:
        answer = ask_child(content, limits)
        found.append(answer.get("peak", -1))
        return answer

    ask_child = reader.ask_child
    monkeypatch.setattr(reader, "ask_child", ask)
    return found


def test_no_file_of_the_corpus_gets_into_a_task_list(officer: Client, peaks: list[int]) -> None:
    before = stored()
    for case, (name, content) in WORKBOOKS.items():
        begun = spent()
        sent = {"lists": [SimpleUploadedFile(name, content)]}
        assert officer.post(reverse("campaigns:import"), sent).status_code == 422, case
        assert spent() - begun < SECONDS, case
    assert stored() == before
    assert 0 < min(peaks) <= max(peaks) < MEGABYTES * 2**20


def test_no_hostile_file_gets_into_a_report(district: None, report: UUID) -> None:
    street = personas.client("shancheng")
    address = reverse("campaigns:report_compare", args=[report])
    before, rows = stored(), selectors.live_rows(ProgressReport.objects.get(), TODAY)
    for case, (name, content) in WORKBOOKS.items():
        if not case.startswith("hostile"):
            continue
        begun = spent()
        answer = street.post(address, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, case
        assert spent() - begun < SECONDS, case
    assert stored() == before
    assert selectors.live_rows(ProgressReport.objects.get(), TODAY) == rows


# --- nothing is fetched ---------------------------------------------------------------------------


class Canary:
    """Listens on loopback; remembers whoever knocks."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.hits: list[object] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, address = self._socket.accept()
            except OSError:
                return
            self.hits.append(address)
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A listener that nothing may reach."""
    listener = Canary()
    yield listener
    listener.close()


def luring(port: int) -> dict[str, bytes]:
    """Workbooks with the canary's address wherever a workbook can hold one."""
    url = f"http://127.0.0.1:{port}/a"
    outside = 'TargetMode="External"'
    link = "xl/worksheets/_rels/sheet1.xml.rels"
    dtd = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{url}"> %a;]>'
    return {
        "hyperlink": hostile.with_part(
            link, hostile.relations(hostile.relation("hyperlink", url, outside))
        ),
        "picture": hostile.with_part(
            link, hostile.relations(hostile.relation("image", url, outside))
        ),
        "template": hostile.with_part(
            "xl/_rels/workbook.xml.rels",
            hostile.relations(hostile.relation("attachedTemplate", url, outside)),
        ),
        "entity": hostile.workbook(dtd + hostile.sheet_xml("<row/>")),
        "entity in styles": hostile.with_part("xl/styles.xml", dtd + "<x/>"),
        "web service": hostile.workbook(
            hostile.sheet_xml(f'<row r="1"><c r="A1"><f>WEBSERVICE("{url}")</f></c></row>')
        ),
        "connection": hostile.with_part(
            "xl/connections.xml", f'<connections><connection url="{url}"/></connections>'
        ),
        "schema": hostile.with_part("xl/styles.xml", f'<x xsi:schemaLocation="{url} {url}"/>'),
        "text": hostile.workbook(
            hostile.sheet_xml(f'<row r="1">{hostile.text_cell("A1", url)}</row>')
        ),
    }


def test_nothing_in_a_file_is_fetched(officer: Client, canary: Canary) -> None:
    socket.create_connection(("127.0.0.1", canary.port)).close()
    street = personas.client("shancheng")
    for name, content in luring(canary.port).items():
        upload = SimpleUploadedFile(f"{name}.xlsx", content)
        assert officer.post(reverse("campaigns:import"), {"lists": [upload]}).status_code == 422
        roster = SimpleUploadedFile(f"{name}.xlsx", content)
        assert street.post(reverse("registry:roster_new"), {"roster": roster}).status_code == 302
        registry.check_roster(
            actor=personas.actor("shancheng"), at=AT, progress=rosters.ignore,
            roster=RosterImport.objects.get(state=RosterState.RECEIVED).public_id,
        )  # fmt: skip
    assert len(canary.hits) == 1, "the test's own knock, and nobody else's"
