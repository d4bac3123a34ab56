"""P10: a document built to be heavy is refused within 5 s of processor time and 300 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from linli.kernel.errors import BadInput
from linli.policy.intake import files, guarded
from tests.kernel import hostile

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 5, 300
_OPEN = '<?xml version="1.0"?>'
_SCHEMAS = "http://schemas.openxmlformats.org"
_WORD = f"{_SCHEMAS}/wordprocessingml/2006/main"


def document(body: str) -> bytes:
    """A .docx with this body."""
    office = f"{_SCHEMAS}/officeDocument/2006/relationships/officeDocument"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return hostile.pack(
        {
            "[Content_Types].xml": f'{_OPEN}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
            "_rels/.rels": f'{_OPEN}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{_OPEN}<w:document xmlns:w="{_WORD}">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


# Asked from a process of its own: what a child used at most counts the parent it came from.
MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-s", "-P", "-m", "linli.policy.intake.child", "a.docx"],
               stdin=sys.stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


def test_millions_of_paragraphs_stop_at_the_limits_of_the_child() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=document("<w:p/>" * 3_000_000), capture_output=True, check=True,
        cwd="/", env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    seconds, megabytes = map(float, done.stdout.split())
    assert 0 < seconds < SECONDS + 1
    assert 0 < megabytes < MEGABYTES


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", document("<w:p><w:r><w:t>一</w:t></w:r></w:p>" * 9)[:-9], "damaged"),
        ("a.docx", document(f"<w:p><w:t>{'A' * files.MOST_UNPACKED}</w:t></w:p>"), "too_large"),
        ("a.txt", ("第一条 测试\n" * 250_000).encode(), "too_large"),
    ],
)
def test_what_no_document_can_be_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        guarded.read_guarded(name, content)
    assert refused.value.code == f"intake.{code}"
