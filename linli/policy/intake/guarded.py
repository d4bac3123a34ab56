"""The one way a document that was handed in over the network is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linli.kernel.errors import BadInput
from linli.policy.intake.child import SECONDS
from linli.policy.intake.data import (
    Figure,
    Found,
    Heading,
    Leftover,
    PartKind,
    Proposal,
    Reading,
    Rest,
)

# Time on the clock the child may take beyond its processor time, on a busy machine.
_GRACE_SECONDS = 20
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def read_guarded(name: str, content: bytes) -> Reading:
    """Read and split a document in a child process that cannot harm the server.

    Raises BadInput with a code ``intake.…``; one that dies or hangs is too heavy.
    """
    answer = _asked(name, content)
    if "refused" in answer:
        refused = answer["refused"]
        raise BadInput(refused["message"], code=refused["code"])
    return reading_of(answer["reading"])


def _asked(name: str, content: bytes) -> dict[str, Any]:
    command = [sys.executable, "-s", "-P", "-m", "linli.policy.intake.child", name]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the file comes through the pipe
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS + _GRACE_SECONDS,
            cwd="/",
            # Nothing of the server's environment: it holds secrets the child has no use for.
            env={"PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": {"code": "intake.too_heavy", "message": name}}
    return answer


def reading_of(raw: Mapping[str, Any]) -> Reading:
    """A reading from its plain form."""
    return Reading(
        title=raw["title"],
        number=raw["number"],
        issued=raw["issued"],
        clauses=tuple(found_of(clause) for clause in raw["clauses"]),
        headings=tuple(Heading(**heading) for heading in raw["headings"]),
        rest=tuple(Leftover(r["line"], r["text"], Rest(r["reason"])) for r in raw["rest"]),
        notes=tuple(raw["notes"]),
    )


def found_of(raw: Mapping[str, Any]) -> Found:
    """A clause from its plain form."""
    return Found(
        cite=raw["cite"],
        part=PartKind(raw["part"]),
        chapter=raw["chapter"],
        heading=raw["heading"],
        text=raw["text"],
        line=raw["line"],
        path=tuple(raw["path"]),
        proposals=tuple(
            Proposal(p["kind"], p["confidence"], tuple(p["words"])) for p in raw["proposals"]
        ),
        figures=tuple(Figure(f["what"], f["text"]) for f in raw["figures"]),
        doubts=tuple(raw["doubts"]),
    )
