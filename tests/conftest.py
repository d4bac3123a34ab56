"""What every test has: the rules of the harness, and a settled ground to stand on."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

from linli.kernel import clock
from linli.kernel.messages import compile_catalogues

pytest_plugins = [
    "tests.harness.acts",
    "tests.harness.skips",
    "tests.harness.network",
    "tests.harness.databases",
    "tests.harness.district",
    "tests.harness.query_counts",
    "tests.harness.clauses",
]

# The same examples on every run: a red build is never the luck of the draw.
settings.register_profile("linli", deadline=None, derandomize=True, database=None)
settings.load_profile("linli")


def pytest_configure(config: pytest.Config) -> None:
    """Chinese is what users see, so tests see it too: catalogues are compiled before any runs."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_collection_finish() -> None:
    """What loading made stays to the end: the collector need not look through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def language_of_the_installation() -> Iterator[None]:
    """A page asked for in English leaves its language to the thread, not to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def clock_of_the_installation() -> Iterator[None]:
    """Commands set the clock to a demonstration's day, and tests turn it: not for the next test.

    What a fixture of a module or a folder has set before stays for the tests under it.
    """
    before = clock.offset_days()
    yield
    clock.set_offset(before)
