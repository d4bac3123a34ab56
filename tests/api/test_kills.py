"""P1: servers killed while programs write lose and double nothing. P7: what is sent a hundred times
at once counts once. In one run, on a database of its own; the long runs: kills.py, storm.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.project import ROOT


@pytest.fixture(scope="module")
def outcome() -> Any:
    """What one run prints. DATABASE_URL names the server it makes its database on."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.kills", "--kills", "3", "--storm", "100"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.django_db  # of its own, on the server this test runs on
def test_what_was_confirmed_is_there_once_whoever_is_killed(outcome: Any) -> None:
    exact = outcome["confirmed"] == outcome["stored"] == outcome["journalled"]
    faults = {name: outcome[name] for name in ("lost", "doubled", "differing_answers", "problems")}
    assert exact, outcome
    assert not any(faults.values()), outcome
    assert not outcome["refused"], outcome
    assert outcome["confirmed"] > 3
    assert outcome["sent_again"] > 0, "no request met a kill: the test shows nothing"


@pytest.mark.django_db  # as above
def test_a_hundred_at_once_have_one_effect_and_one_answer(outcome: Any) -> None:
    storm = outcome["storm"]
    assert storm["sound"], storm
    assert (storm["requests"], storm["effects"]) == (100, 1)
    assert (storm["acts"], storm["different_answers"]) == (1, 1)
