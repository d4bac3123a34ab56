"""P1: servers killed while programs write lose and double nothing. The long run: kills.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.django_db  # of its own, on the server this test runs on
def test_what_was_confirmed_is_there_once_whoever_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.kills", "--kills", "3"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.stdout, done.stderr
    outcome = json.loads(done.stdout)
    assert done.returncode == 0, outcome
    assert outcome["confirmed"] > 3
    assert outcome["sent_again"] > 0, "no request met a kill: the test shows nothing"
