"""An office is told once, reads its own notices only, and it can be shown that it was told."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import Forbidden, NotFound
from linli.notices import rules, selectors, services
from linli.notices.models import Notice
from linli.territory import selectors as territory
from tests import personas
from tests.harness.query_counts import QueryCount

from .conftest import KIND

pytestmark = pytest.mark.usefixtures("offices")


def send(key: str = "report-1", *, seat: str = "st-shancheng", url: str = "/files/") -> Notice:
    return services.send(
        actor=system_actor("370406"),
        at=clock.now(),
        body_id=territory.body_by_code(seat).public_id,
        key=key,
        kind=KIND,
        data={"report": "附件5", "day": "2020-10-15"},
        url=url,
    )


def test_a_notice_is_sent_once_per_key() -> None:
    assert send() == send()
    assert Act.objects.filter(verb="notices.notice.send").count() == 1
    assert send("report-2") != send()


def test_the_same_key_at_another_body_is_another_notice() -> None:
    assert send() != send(seat="st-dianzi")


def test_the_reader_decides_the_language() -> None:
    notice = send()
    with translation.override("en"):
        assert notice.title == "Notices"
    with translation.override("zh-hans"):
        assert notice.title == "通知"
    assert notice.text == "附件5 · 2020-10-15"


def test_a_value_that_is_missing_leaves_a_dash() -> None:
    assert rules.fill("%(a)s and %(b)s", {"a": "1"}) == "1 and —"


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_notice_leads_nowhere_else(url: str) -> None:
    with pytest.raises(ValueError, match="no path of this product"):
        send(url=url)
    assert not Notice.objects.exists()


def test_an_undeclared_kind_is_a_fault_of_the_program() -> None:
    body = territory.body_by_code("st-shancheng").public_id
    actor = system_actor("370406")
    with pytest.raises(LookupError):
        services.send(actor=actor, at=clock.now(), body_id=body, key="k", kind="tests.unknown")


def test_unread_ones_are_counted_for_the_body_only(query_count: QueryCount) -> None:
    send(), send("report-2")
    street, stranger = personas.actor("shancheng"), personas.actor("dianzi")
    with query_count("notices.unread_count"):
        assert selectors.unread_count(street) == 2
    assert selectors.unread_count(stranger) == 0
    assert selectors.unread_count(system_actor("370406")) == 0


def test_reading_counts_once_and_is_an_act() -> None:
    notice, actor = send(), personas.actor("shancheng")
    first = services.mark_read(actor=actor, at=clock.now(), public_id=notice.public_id)
    again = services.mark_read(actor=actor, at=clock.now(), public_id=notice.public_id)
    assert first.read_at == again.read_at is not None
    assert (first.unread, first.read_by_post) == (False, "街道物业专管员")
    assert Act.objects.filter(verb="notices.notice.read").count() == 1


def test_marking_all_leaves_others_alone() -> None:
    send(), send("report-2"), send(seat="st-dianzi")
    assert services.mark_all_read(actor=personas.actor("shancheng"), at=clock.now()) == 2
    assert selectors.unread_count(personas.actor("dianzi")) == 1


def test_a_foreign_notice_is_not_there_and_a_missing_right_is_refused() -> None:
    notice = send()
    with pytest.raises(NotFound):
        services.mark_read(
            actor=personas.actor("dianzi"), at=clock.now(), public_id=notice.public_id
        )
    with pytest.raises(Forbidden):
        services.mark_all_read(actor=system_actor("370406"), at=clock.now())


def test_the_database_holds_read_and_time_together() -> None:
    notice = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(unread=False)


@pytest.mark.parametrize(("login", "status"), [("shancheng", 200), ("dianzi", 404), (None, 302)])
def test_the_page_of_a_notice(login: str | None, status: int) -> None:
    url = reverse("notices:notice", args=[send().public_id])
    assert personas.client(login).get(url).status_code == status


def test_the_list_shows_unread_first(query_count: QueryCount) -> None:
    old, new = send(), send("report-2")
    services.mark_read(actor=personas.actor("shancheng"), at=clock.now(), public_id=new.public_id)
    browser = personas.client("shancheng")
    with query_count("notices.list"):
        page = browser.get(reverse("notices:list"))
    urls = [row.url for row in page.context["page"].rows]
    assert urls == [reverse("notices:notice", args=[notice.public_id]) for notice in (old, new)]
    unread = browser.get(reverse("notices:list"), {"state": "unread"})
    assert [row.url for row in unread.context["page"].rows] == urls[:1]


def test_marking_as_read_leads_to_the_thing() -> None:
    notice = send(url="/files/")
    browser = personas.client("shancheng")
    response = browser.post(reverse("notices:read", args=[notice.public_id]))
    assert response["Location"] == "/files/"
    assert browser.get(reverse("notices:read", args=[notice.public_id])).status_code == 405
    assert browser.post(reverse("notices:read_all")).status_code == 302


def test_stored_text_never_runs() -> None:
    services.send(
        actor=system_actor("370406"),
        at=clock.now(),
        body_id=territory.body_by_code("st-shancheng").public_id,
        key="hostile",
        kind=KIND,
        data={"report": "<script>alert(1)</script>", "day": "<img src=x onerror=alert(1)>"},
    )
    browser = personas.client("shancheng")
    page = browser.get(reverse("notices:list"))
    assert b"<script>alert" not in page.content
    assert b"<img" not in page.content
