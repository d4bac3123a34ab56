"""A test that does not run is a failure: nothing passes by skipping or by expecting to fail."""

from __future__ import annotations

from collections.abc import Generator

import pytest

VERDICT = "skipped, which counts as failed: make it run or delete it"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skips, expected failures included, into failures."""
    report = yield
    if report.skipped or hasattr(report, "wasxfail"):
        report.longrepr = f"{item.nodeid} {VERDICT}\n{report.longrepr}"
        report.outcome = "failed"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole modules (importorskip, module level skip)."""
    report = yield
    if report.skipped:
        report.longrepr = f"{collector.nodeid} {VERDICT}\n{report.longrepr}"
        report.outcome = "failed"
    return report
