"""Whatever is done to a chapter, the reader answers with faults it can put into words."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.policy.labels.faults import findings_of
from linli.policy.reader import FolderFaults, read_layer
from tests.policy.conftest import PROFILES

CHAPTER = "annex-5.yaml"
LINES = (PROFILES / "st" / CHAPTER).read_text(encoding="utf-8").splitlines()
DAMAGE = [
    "",
    "- ",
    "unset",
    ": ",
    "{",
    "  x: y",
    "\t",
    "from: 2020-13-01",
    "\u0000",
    "&a",
    "- duty: a",
]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(DAMAGE), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_damaged_chapters_are_read_or_refused_by_line(damage: list[tuple[int, str, bool]]) -> None:
    lines = list(LINES)
    for number, text, replaces in damage:
        lines[number] = text if replaces else lines[number] + text
    with tempfile.TemporaryDirectory() as root:
        for layer in ("cn", "sd", "st"):
            shutil.copytree(PROFILES / layer, Path(root) / layer)
        folder = Path(root) / "st"
        (folder / CHAPTER).write_text("\n".join(lines), encoding="utf-8")
        try:
            read_layer(folder)
        except FolderFaults as refused:
            findings = findings_of(refused.faults)
            assert findings
            for finding in findings:
                assert finding.message
                assert finding.remedy
                assert finding.row is not None
                assert 1 <= finding.row <= max(len(lines), 80)
