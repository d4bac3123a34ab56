"""The process that opens a stranger's workbook: ``python -m linli.kernel.workbooks.child``.

Reads ``{"limits": {...}}`` as one JSON line and then the file from standard input, answers with
one JSON object on standard output. It starts without Django, may not open a socket, start a process
or write a file, and dies at its limits of memory and processor time without harm to the server.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NoReturn

from linli.kernel.workbooks.container import RefusedError, open_container, refuse
from linli.kernel.workbooks.data import Limits
from linli.kernel.workbooks.markup import check_parts

# Whole numbers beyond this are no longer exact in a spreadsheet (2 to the power of 53).
_EXACT = 2**53
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")


def main() -> None:
    """Answer one request and leave."""
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    limits = Limits(**json.loads(request)["limits"])
    confine(limits)
    answer = respond(content, limits)
    answer["peak"] = peak()
    # In one piece: writing it bit by bit takes twice the time.
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def confine(limits: Limits) -> None:
    """Give up what reading a workbook does not need. There is no way back for this process."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Load the reader while files may still be opened, then shut the doors.
    import python_calamine  # noqa: F401 - imported for its effect: later imports find it loaded

    sys.addaudithook(_forbid)


def respond(content: bytes, limits: Limits) -> dict[str, Any]:
    """Guard, then read: ``{"sheets": [...]}`` or ``{"doubts": [...]}``."""
    try:
        with open_container(content, limits) as archive:
            check_parts(archive, limits)
        return {"sheets": _sheets(content)}
    except RefusedError as refused:
        return {"doubts": [asdict(doubt) for doubt in refused.doubts]}
    except MemoryError:
        return {"doubts": [asdict(refuse("workbook.too_heavy").doubts[0])]}


def _sheets(content: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                {
                    "name": meta.name,
                    "hidden": meta.visible != SheetVisibleEnum.Visible,
                    **_cells(book.get_sheet_by_name(meta.name)),
                }
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, OSError, ValueError):
        raise refuse("workbook.damaged") from None
    except BaseException as error:
        # A panic inside the Rust reader arrives as a BaseException of no importable class.
        if type(error).__name__ == "PanicException":
            raise refuse("workbook.damaged") from None
        raise


def _cells(sheet: Any) -> dict[str, Any]:
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [
        [first_row + 1, first_column + 1, last_row + 1, last_column + 1]
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or []
    ]
    return {"rows": rows, "merged": merged}


def _plain(value: object) -> object:
    """A value as JSON: dates and times as ``{"date": ...}``, whole numbers as integers."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    return None if value == "" else value


def peak() -> int | None:
    """The most memory this process has held, in bytes; ``None`` where the system does not tell.

    ``getrusage`` will not do: on Linux it starts from the size of the process that started us.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else None


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        _stop(event)
    if event == "open" and any(sign in str(arguments[1] or "") for sign in "wax+"):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(f"reading a workbook does not need {event}")


if __name__ == "__main__":
    main()
