"""The personas on loaded divisions, and a clock to turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from linli.accounts.models import User
from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.territory import services as territory

PASSWORD = "correct horse 2020"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in the district
HOME = "203.0.113.7"
STRANGER = "198.51.100.9"


@pytest.fixture
def personas(db: None) -> None:
    territory.load_divisions()
    seed_personas(at=clock.now(), password=PASSWORD)


@pytest.fixture
def turn(personas: None) -> Iterator[Turn]:
    """A clock that stands at nine in the morning until it is turned."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield Turn(traveller)


class Turn:
    """Turns the clock on, or back."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def __call__(self, **span: float) -> None:
        self._traveller.shift(timedelta(**span))


def user(login: str) -> User:
    found: User = User.objects.get(login=login)
    return found


def browser(address: str = HOME) -> Client:
    """A browser somewhere, not logged in, that has never been here."""
    return Client(REMOTE_ADDR=address)


def log_in(client: Client, login: str = "shancheng", password: str = PASSWORD) -> int:
    """Log in by the page; the status: 302 when it went on, 422 when it was refused."""
    return client.post("/login/", {"login": login, "password": password}).status_code


def is_in(client: Client) -> bool:
    """Whether the browser is logged in: the page of its own login opens."""
    return client.get("/account/").status_code == 200


def logged_in(login: str = "shancheng", address: str = HOME) -> Client:
    """A browser that has logged in by the page."""
    client = browser(address)
    assert log_in(client, login) == 302
    return client
