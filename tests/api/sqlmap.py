"""P12: sqlmap tries to break into every parameter of every address that is asked with some.

    python -m tools.postgres python -m tests.api.sqlmap --program /where/it/is/sqlmap [--only TEXT]

sqlmap is a program of its own (GPL) and no requirement of ours: ``pip install sqlmap`` in another
virtual environment. On a fresh database, on loopback, as the housing officer of the demonstration:
the pages with a form that asks (lists, look-ups) and the operations with parameters. Prints a line
for each address and how many were found open; exit code 1 when any is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from tests.api import kills, serving
from tests.harness.fresh import fresh_product

LEVEL, RISK = 3, 2
OPEN = "identified the following injection"
# Headers, among them the session's cookie and the token, are no parameters of an address.
SCOPE = ("--skip=cookie,user-agent,referer,host,authorization", "--ignore-code=400,404,409,422")


def main() -> int:
    """Serve, collect the addresses, try each."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.sqlmap", description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--only", default="", help="only addresses that contain this")
    options = parser.parse_args()
    with fresh_product(LINLI_HOSTS="127.0.0.1,testserver"):
        token, port = kills.prepare(), kills.free_port()
        stop = serving.warm(port)
        try:
            kills.until_well(port)
            found = dict(_addresses(token))
            tried = [address for address in sorted(found) if options.only in address]
            opened = [
                address
                for address in tried
                if _is_open(options.program, f"http://127.0.0.1:{port}{address}", found[address])
            ]
        finally:
            stop()
    sys.stdout.write(f"{len(tried)} addresses, {len(opened)} open\n")
    return 1 if opened or not tried else 0


def _addresses(token: str) -> Iterator[tuple[str, str]]:
    """Each address with parameters, and the header that opens it."""
    from linli.api.urls import OPERATIONS
    from tests import personas
    from tests.architecture.routes import routes

    for operation in OPERATIONS.values():
        if operation.method == "GET" and operation.queries and "{" not in operation.address:
            for name in sorted(operation.queries):  # one at a time: each answers for itself
                yield f"/api/{operation.address}?{name}=1", f"Authorization: Bearer {token}"
    browser = personas.client(kills.LOGIN)
    cookie = f"Cookie: {browser.cookies.output(attrs=[], header='', sep=';').strip()}"
    for route in routes():
        if "GET" in route.methods and "<" not in route.pattern and "api/" not in route.pattern:
            page = browser.get(f"/{route.pattern}")
            form = _Asking()
            with suppress(UnicodeDecodeError):  # a file is no page
                form.feed(b"".join(page).decode())
            if page.status_code == 200 and form.fields:
                yield f"/{route.pattern}?{urlencode(form.fields)}", cookie


class _Asking(HTMLParser):
    """The fields of the forms of a page that only ask, each with a value it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._asks, self._select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a field, and of the first choice of a list."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._asks = values.get("method", "get").lower() == "get"
        elif self._asks and tag in ("input", "select") and values.get("name"):
            self._select = values["name"] if tag == "select" else ""
            self.fields.setdefault(values["name"], values.get("value") or "1")
        elif tag == "option" and self._select and values.get("value"):
            self.fields[self._select], self._select = values["value"], ""


def _is_open(program: Path, url: str, header: str) -> bool:
    """Whether sqlmap finds a way in. Raises RuntimeError when it could not try."""
    with tempfile.TemporaryDirectory(prefix="linli-sqlmap-") as folder:
        done = subprocess.run(
            [program, "-u", url, "-H", header, f"--level={LEVEL}", f"--risk={RISK}", "--batch",
             "--flush-session", "--disable-coloring", f"--output-dir={folder}", *SCOPE],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    is_open = OPEN in done.stdout
    if not is_open and "all tested parameters do not appear to be injectable" not in done.stdout:
        raise RuntimeError(f"{url} was not tried:\n{done.stdout[-3000:]}")
    sys.stdout.write(f"{'OPEN ' if is_open else 'shut '} {url}\n")
    sys.stdout.flush()
    return is_open


if __name__ == "__main__":
    sys.exit(main())
