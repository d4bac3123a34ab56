"""Puts the hostile text into a district that is running: ``python -m tests.journeys.planting``."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.harness.hostile import plant

    sys.stdout.write(f"{len(plant())}\n")
