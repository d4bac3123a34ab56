"""Working an answer out on the page and on the command line."""

from __future__ import annotations

import json

import pytest

from linli.cli.main import main
from linli.policy.models import Release
from tests.policy.conftest import SHANTING

ASKED = ["policy", "explain", "target:coverage", "--division", SHANTING, "--on", "2020-10-10"]


@pytest.mark.clause("ST-1.1")
def test_the_command_names_every_value_with_clause_and_release(
    shanting: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASKED, "--input", "part=20", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["value"], told["outcome"], told["details"]["needed"]) == ("100", "missed", 41)
    values = {read["field"]: read for read in told["reads"]}
    assert values["values"]["clause"] == "ST-1.1"
    assert values["values"]["release"].startswith("st@")
    assert told["steps"]


def test_a_wrong_input_is_refused_by_name(
    shanting: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASKED, "--input", "part=many", "--input", "hole=3", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {error["column"] for error in told["errors"]} == {"part", "hole"}


@pytest.mark.parametrize("key", ["nothing.here", "law:coverage"])
def test_an_unknown_key_is_refused(shanting: Release, key: str) -> None:
    asked = [part.replace("target:coverage", key) for part in ASKED]
    assert main(asked) == 1
