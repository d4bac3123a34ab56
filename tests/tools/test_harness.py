"""The rules of the harness hold: nothing passes by skipping, no connection leaves this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.journal.models import Act
from linli.kernel import clock
from tests.architecture.project import ROOT
from tests.harness import query_counts
from tests.harness.network import OutboundConnection

pytest_plugins = ["pytester"]
# Each by itself would be green.
SKIPPING = (
    "def test_it(): pytest.skip('later')",
    "@pytest.mark.skip\ndef test_it(): pass",
    "@pytest.mark.skipif(True, reason='here')\ndef test_it(): pass",
    "@pytest.mark.xfail\ndef test_it(): assert False",
    "@pytest.mark.xfail(strict=False)\ndef test_it(): pass",
    "pytest.importorskip('no_such_module')\ndef test_it(): pass",
)
ALONE = (
    *("-p", "tests.harness.skips", "-p", "no:django", "-p", "no:cacheprovider"),
    "--continue-on-collection-errors",
)


@pytest.fixture
def run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., pytest.RunResult]:
    """Run test files, one for each body, under the rule about skips alone."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def run_files(*bodies: str) -> pytest.RunResult:
        pytester.makepyfile(
            **{f"test_{number}": f"import pytest\n{body}\n" for number, body in enumerate(bodies)}
        )
        return pytester.runpytest_subprocess(*ALONE)

    return run_files


def test_skipping_fails(run: Callable[..., pytest.RunResult]) -> None:
    result = run(*SKIPPING)
    assert result.ret != 0
    outcomes = result.parseoutcomes()
    assert outcomes.keys() <= {"failed", "error", "errors"}, outcomes
    assert sum(outcomes.values()) == len(SKIPPING)


def test_passing_still_passes(run: Callable[..., pytest.RunResult]) -> None:
    run("def test_it(): pass").assert_outcomes(passed=1)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("linli.example", 443), ("10.0.0.1", 5432)])
def test_no_connection_leaves_this_machine(address: tuple[str, int]) -> None:
    with socket.socket() as outgoing, pytest.raises(OutboundConnection):
        outgoing.connect(address)


def _record() -> Act:
    return Act.objects.create(
        at=clock.now(), verb="tests.act", district="370406", division="370406", data={}
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_append_only_tables_are_emptied_between_tests_and_refuse_in_them(time: int) -> None:
    """The second time finds nothing of the first, and the triggers still in place."""
    assert not Act.objects.exists()
    act = _record()
    with pytest.raises(DatabaseError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(verb="changed")
    with pytest.raises(DatabaseError), transaction.atomic():
        act.delete()
    assert Act.objects.get().verb == "tests.act"


def test_one_query_more_than_recorded_fails(
    db: None, monkeypatch: pytest.MonkeyPatch, query_count: query_counts.QueryCount
) -> None:
    monkeypatch.setattr(query_counts, "RECORDING", False)
    monkeypatch.setattr(query_counts, "_expected", lambda name: 1)
    with query_count("tests.one"):
        Act.objects.exists()
    one_too_many = pytest.raises(AssertionError, match="2 queries, recorded are 1")
    with one_too_many, query_count("tests.one"):
        Act.objects.exists()
        Act.objects.exists()


def test_bookkeeping_is_not_counted(db: None) -> None:
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        Act.objects.exists()
    assert len(query_counts.counted(captured)) == 1
