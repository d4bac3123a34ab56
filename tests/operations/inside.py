"""Runs the Python it reads inside an installation: what a test does, looks up or puts there.

The code has ``linli(*arguments)``: a command as an operator gives it, answered with its exit code
and its JSON document. One process for several commands: starting one costs more than they do.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from typing import Any

import django


def linli(*arguments: str) -> tuple[int, Any]:
    """Run a command with ``--json``."""
    from linli.cli.main import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = main([*arguments, "--json"])
    return code, json.loads(printed.getvalue())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    exec(sys.stdin.read(), {"linli": linli})  # noqa: S102 - written by the test beside
