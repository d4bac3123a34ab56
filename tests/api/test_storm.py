"""What is sent a hundred times at once counts once (P7), on a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.project import ROOT


@pytest.mark.django_db
def test_a_hundred_at_once_have_one_effect_and_one_answer() -> None:
    """Marked for both databases: DATABASE_URL names the server it makes its database on."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.storm", "--requests", "100"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    outcome = json.loads(done.stdout)
    assert (outcome["effects"], outcome["acts"], outcome["different_answers"]) == (1, 1, 1)
