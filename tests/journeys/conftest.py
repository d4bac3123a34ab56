"""Journeys: the product runs as ``linli up`` runs it, a real Chromium uses it.

Nothing is replaced or looked into: a journey asserts what the screen shows, or ``linli --json``.
Every module gets a district of its own, copied from one that was seeded once.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.journeys.browsing import CHINESE, DESKTOP, ENGLISH, Visit
from tests.journeys.product import Product
from tools import need

# Chromium runs as root in a container here and reaches nothing but this machine.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# These modules change nothing: they may share a district, and each journey may have its own worker.
ONLY_LOOKING = {"test_pages", "test_step_3_campaign"}
PASSED = pytest.StashKey[bool]()

Visiting = Callable[..., Visit]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the fixtures know whether the test passed: they take a picture if not."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


class _ByDistrict(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Journeys of a module share its district, so they go to one worker; those that only look go to
    whoever is free.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return nodeid if Path(module).stem in ONLY_LOOKING else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByDistrict | None:
    """Asked by xdist; its own groups by mark are not seen by this version of pytest."""
    return _ByDistrict(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Product:
    """A stopped district in its opening state; seeded by one worker, shared by all."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with (shared / "seeding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        product = Product(shared / "seeded")
        if not product.folder.exists():
            product.folder.mkdir()
            product.start()
            assert product.stop() == 0, product.printed()
    return product


@contextmanager
def running(seeded: Product, folder: Path) -> Iterator[Product]:
    """A copy of the district, running; it has to end as it should."""
    district = seeded.copy(folder)
    try:
        district.start()
        yield district
    finally:
        code = district.stop()
    assert code == 0, district.printed()


@pytest.fixture(scope="session")
def unchanged(seeded: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A running district in its opening state, for all modules that only look."""
    with running(seeded, tmp_path_factory.mktemp("unchanged") / "var") as district:
        yield district


@pytest.fixture(scope="module")
def product(
    request: pytest.FixtureRequest, seeded: Product, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """A running district in its opening state, for one module."""
    if request.path.stem in ONLY_LOOKING:
        yield request.getfixturevalue("unchanged")
        return
    with running(seeded, tmp_path_factory.mktemp("district") / "var") as district:
        yield district


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    program = need.chromium()
    assert program is not None, need.command(need.missing())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def passwords(seeded: Product) -> dict[str, str]:
    """The password of each login, as the product tells them."""
    return seeded.passwords()


@pytest.fixture
def visiting(
    request: pytest.FixtureRequest,
    product: Product,
    passwords: dict[str, str],
    chromium: Browser,
) -> Iterator[Visiting]:
    """Open browsers: ``visiting("shancheng", language=ENGLISH, width=PHONE)`` is logged in.

    Without a login it is a visitor of the public pages. A script error, a refused style sheet, a
    breach of the content security policy or a server error in any of them fails the test.
    """
    visits: list[Visit] = []

    def visit(login: str | None = None, *, language: str = CHINESE, width: int = DESKTOP) -> Visit:
        context = chromium.new_context(
            locale=language, viewport={"width": width, "height": 800}, accept_downloads=True
        )
        visits.append(Visit(context, context.new_page(), product.base_url))
        if language == ENGLISH:
            visits[-1].open("/public/").get_by_role("button", name="EN").click()
        if login:
            visits[-1].log_in(login, passwords[login])
        return visits[-1]

    yield visit
    for number, open_visit in enumerate(visits):
        if not request.node.stash.get(PASSED, False):
            open_visit.shoot(f"failed-{request.node.name}-{number}")
        open_visit.context.close()
    troubles = [trouble for open_visit in visits for trouble in open_visit.troubles]
    assert not troubles, "\n".join(troubles)
