"""Killed workers leave rosters whole or untouched. The long run: tests/registry/roster_kills.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.django_db  # of its own, on the server this test runs on
def test_a_roster_goes_in_whole_and_once_whenever_its_worker_dies() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.registry.roster_kills", "--kills", "6"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    assert done.stdout, done.stderr
    outcome = json.loads(done.stdout)
    assert done.returncode == 0, outcome
    assert outcome["tried_again"] > 0, "no worker was killed at work: the test shows nothing"
