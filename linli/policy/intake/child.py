"""The process that opens a stranger's document: ``python -m linli.policy.intake.child NAME``.

Reads the file from standard input and answers with one JSON object: ``{"reading": …}`` or
``{"refused": {"code", "message"}}``. It needs no configured Django and no database, may not open a
socket, start a process or write a file, and dies at its limits of memory and processor time without
harm to the server.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from typing import Any, NoReturn

import docx  # noqa: F401 - imported for its effect: later imports find it loaded
import pypdf  # noqa: F401 - the same

from linli.kernel.errors import BadInput
from linli.policy.intake.files import text_of
from linli.policy.intake.reading import split_lines
from linli.policy.intake.wordings import wordings

MEMORY = 300 * 2**20
SECONDS = 5
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")


def main() -> None:
    """Answer one request and leave."""
    content = sys.stdin.buffer.read()
    wordings()  # its file may still be opened now
    confine()
    try:
        answer = respond(sys.argv[1], content)
    except MemoryError:
        answer = {"refused": {"code": "intake.too_heavy", "message": ""}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def confine() -> None:
    """Give up what reading a document does not need. There is no way back for this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)


def respond(name: str, content: bytes) -> dict[str, Any]:
    """What the document says, or why it is not read."""
    try:
        text = text_of(name, content)
    except BadInput as refused:
        return {"refused": {"code": refused.code, "message": str(refused)}}
    return {"reading": asdict(split_lines(text.lines, text.notes))}


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        _stop(event)
    if event == "open" and any(sign in str(arguments[1] or "") for sign in "wax+"):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(f"reading a document does not need {event}")


if __name__ == "__main__":
    main()
