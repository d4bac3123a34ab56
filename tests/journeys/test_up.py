"""Step 1: one command brings a district up, prints what one needs, and goes away cleanly."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visiting
from tests.journeys.product import Product

AGAIN_SECONDS = 10  # of processor time: what a machine that does little else lets a user wait


@pytest.fixture
def stopped(seeded: Product, tmp_path: Path) -> Iterator[Product]:
    product = seeded.copy(tmp_path / "var")
    yield product
    product.stop()


def test_second_start_is_quick_and_ctrl_c_stops_everything(stopped: Product) -> None:
    stopped.start()
    assert stopped.spent() < AGAIN_SECONDS
    assert stopped.stop() == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", stopped.port)) != 0, "something still listens"


def test_it_prints_the_address_and_the_logins(seeded: Product) -> None:
    printed = seeded.printed()
    told = seeded.run("demo")
    assert "http://127.0.0.1:" in printed
    assert told["personas"]
    for persona in told["personas"]:
        assert persona["login"] in printed
        assert persona["password"] in printed


def test_every_login_works_and_health_tells_the_database(
    visiting: Visiting, product: Product
) -> None:
    visit = visiting()
    health = visit.page.request.get(visit.base_url + "/healthz")
    assert health.ok
    told = health.json()
    assert (told["status"], told["database"]) == ("ok", "sqlite")
    for persona in product.run("demo")["personas"]:
        visit.context.clear_cookies()
        page = visit.log_in(persona["login"], persona["password"])
        expect(page.locator("header.topbar")).to_contain_text(persona["post"])


def test_a_port_in_use_is_refused_with_another_to_try(stopped: Product) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", stopped.port))
        taken.listen()
        with pytest.raises(RuntimeError, match=f"--port {stopped.port + 1}"):
            stopped.start()


def test_the_seeded_data_agrees_with_itself(seeded: Product) -> None:
    verdict = seeded.run("verify")
    assert verdict["ok"], verdict
    assert any(check["examined"] for check in verdict["checks"])
