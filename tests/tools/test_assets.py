"""What we carry of others is what they released."""

from __future__ import annotations

import hashlib

import pytest

from tests.architecture.project import ROOT, assert_none, own_files
from tools.assets import PACKAGES, File

CARRIED = [file for package in PACKAGES for file in package.files]


@pytest.mark.parametrize("file", CARRIED, ids=lambda file: file.target)
def test_nobody_changed_it(file: File) -> None:
    digest = hashlib.sha256((ROOT / file.target).read_bytes()).hexdigest()
    assert digest == file.sha256, "bring it anew with `python -m tools.assets`, never edit it"


def test_everything_carried_is_recorded() -> None:
    recorded = {ROOT / file.target for file in CARRIED}
    unknown = [path for path in own_files() if "vendor" in path.parts and path not in recorded]
    assert_none(unknown, "record package, version and digest in tools/assets.py")
