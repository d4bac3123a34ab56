"""The campaign's ground: divisions, policy and posts of 山亭, without a task list yet.

Tests of what happens after the import take the harness's ``district``, where both lists are in.
"""

from __future__ import annotations

import pytest

from linli.kernel.actors import Actor
from tests import personas


@pytest.fixture
def ground(policy_in_force: None, db: None) -> None:
    """The ground, with what a test writes gone after it."""


@pytest.fixture
def officer(ground: None) -> Actor:
    """The district officer before any list is imported."""
    return personas.actor("qu-zhujian")
