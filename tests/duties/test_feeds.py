"""The calendar feed of a post: valid, without personal data, and dead when it should be."""

from __future__ import annotations

import re
from datetime import date

import pytest
from icalendar import Calendar

from linli.accounts.models import Post
from linli.duties import services
from linli.duties.models import CalendarFeed
from linli.kernel import clock
from linli.kernel.errors import NotFound
from tests import personas


def secret_of(login: str) -> str:
    return services.make_feed(actor=personas.actor(login), at=clock.now())


def fetch(secret: str) -> tuple[int, bytes]:
    answer = personas.client().get(f"/duties/feed/{secret}.ics")
    return answer.status_code, answer.content


def test_the_feed_is_a_calendar_of_the_posts_own_duties(assigned: None) -> None:
    status, content = fetch(secret_of("shancheng"))
    assert status == 200
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        date(2020, 9, 15),
        date(2020, 10, 1),
        date(2020, 10, 15),
        date(2020, 11, 1),
        date(2020, 11, 15),
    ]
    assert len({event["uid"] for event in events}) == 5
    assert "山城街道办事处" in str(calendar["x-wr-calname"])
    assert not calendar.errors


def test_lines_are_folded_at_75_octets_between_characters(assigned: None) -> None:
    _status, content = fetch(secret_of("shancheng"))
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")  # a character cut in two would not be text


def test_the_feed_names_no_person(assigned: None) -> None:
    _status, content = fetch(secret_of("shancheng"))
    # Without the folds of long lines; the digits of an entry's random id are no telephone.
    words, ids = re.subn(r"UID:[0-9a-f]{32}@", "", content.decode().replace("\r\n ", ""))
    assert ids == 5
    assert not re.search(r"1[3-9]\d{9}", words)
    for login in personas.LOGINS:
        assert personas.actor(login).title not in words


def test_the_same_entry_keeps_its_identity(assigned: None) -> None:
    secret = secret_of("shancheng")
    assert fetch(secret) == fetch(secret)


def test_an_unknown_a_revoked_and_a_replaced_address_look_the_same(assigned: None) -> None:
    actor = personas.actor("shancheng")
    replaced, revoked = secret_of("shancheng"), secret_of("shancheng")
    assert fetch(replaced)[0] == 404
    feed = CalendarFeed.objects.latest("id")
    services.revoke_feed(actor=actor, at=clock.now(), public_id=feed.public_id)
    assert fetch(revoked)[0] == 404
    assert fetch("nobody-knows")[0] == 404


def test_the_feed_dies_with_the_post(assigned: None) -> None:
    secret = secret_of("shancheng")
    Post.objects.filter(public_id=personas.actor("shancheng").post_id).update(ends_on=clock.today())
    assert fetch(secret)[0] == 404


def test_nobody_revokes_another_posts_feed(assigned: None) -> None:
    secret = secret_of("shancheng")
    feed = CalendarFeed.objects.latest("id")
    with pytest.raises(NotFound):
        services.revoke_feed(
            actor=personas.actor("dianzi"), at=clock.now(), public_id=feed.public_id
        )
    assert fetch(secret)[0] == 200


def test_the_secret_is_kept_nowhere(assigned: None) -> None:
    secret = secret_of("shancheng")
    assert len(secret) >= 40
    assert not CalendarFeed.objects.filter(digest__contains=secret[:20]).exists()
    page = personas.client("shancheng").get("/duties/subscribe/").content.decode()
    assert secret not in page
