"""The examples of docs/api.md do what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.api.guarding import MOST_BODY, MOST_UPLOAD
from linli.api.urls import OPERATIONS
from linli.registry.models import Compound, Enterprise
from tests.api.calling import token_of
from tests.api.samples import ROSTER
from tests.architecture.project import ROOT, assert_none

PAGE = ROOT / "docs" / "api.md"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def _examples() -> list[str]:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl")]


def _sent(line: str, values: dict[str, str]) -> Any:
    """What curl would send: its address, headers, and a body or a file."""
    for name, value in values.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line)
    options: dict[str, list[str]] = {"-H": [], "-d": [], "-F": []}
    for option, value in zip(words[2::2], words[3::2], strict=True):
        options[option].append(value)
    headers = {name.lower(): text for name, text in (one.split(": ", 1) for one in options["-H"])}
    kind = headers.pop("content-type", "application/json")
    client = Client(headers=headers)
    if options["-F"]:
        content = Path(options["-F"][0].partition("@")[2]).read_bytes()
        return client.post(words[1], {"file": SimpleUploadedFile("roster.csv", content)})
    if options["-d"]:
        return client.post(words[1], options["-d"][0], content_type=kind)
    return client.get(words[1])


def test_every_example_works(district: None, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(ROSTER)
    values = {
        "LINLI": "",
        "TOKEN": token_of("shancheng"),
        "COMPOUND": str(Compound.objects.filter(community="370406001018").earliest("id").public_id),
        "ENTERPRISE": str(Enterprise.objects.get(body__code="st-demo-enterprise").public_id),
        "ROSTER": str(roster),
    }
    answers = {line: _sent(line, values) for line in _examples()}
    assert len(answers) > 8
    assert_none(
        (
            f"{answer.status_code} {line}\n{answer.content[:300]!r}"
            for line, answer in answers.items()
            if answer.status_code not in (200, 201)
        ),
        "an example of docs/api.md does not work",
    )


def test_the_page_names_the_limits_and_operations_there_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    addresses = {one.address for one in OPERATIONS.values()}
    named = set(re.findall(r"/api/([a-z/]+)[?\"` ]", text)) - {"openapi"}
    assert named <= addresses, named - addresses
    assert (MOST_BODY // 2**20, MOST_UPLOAD // 2**20) == (1, 20)
