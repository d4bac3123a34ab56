"""Killed and frozen workers: nothing lost, nothing doubled. The long run: tests/jobs/kills.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.django_db  # of its own, on the server this test runs on
def test_every_job_counts_once_whoever_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.kills", "--kills", "9"],
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
    assert outcome["effects"] == outcome["asked"] == 27
    assert outcome["tried_again"] > 0, (
        "no worker was killed while it worked: the test shows nothing"
    )
    assert outcome["poison"] == ["parked", 3]
