"""P12: sqlmap tries to break into every parameter of every address that is asked with some.

    python -m tools.postgres python -m tests.api.sqlmap --program /where/it/is/sqlmap [--only TEXT]

sqlmap is a program of its own (GPL) and no requirement of ours: ``pip install sqlmap`` in another
virtual environment. On a fresh database, on loopback, as the housing officer of the demonstration:
the pages with a form that asks (lists, look-ups), the public search, and the operations with
parameters, each with values it takes: an address that does not answer with 200 before sqlmap comes
and after it has gone has not been tried. Prints a line for each and how many were found open; exit
code 1 when any is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.api import kills, serving
from tests.harness.fresh import fresh_product

LEVEL, RISK = 3, 2
OPEN = "identified the following injection"
SHUT = "all tested parameters do not appear to be injectable"
# Headers, among them the session's cookie and the token, are no parameters of an address.
SCOPE = ("--skip=cookie,user-agent,referer,host,authorization", "--ignore-code=400,404,409,422")
# What parameters of operations take, where it is neither a text nor given by the list itself.
VALUES = {
    "size": "20", "division": "370406001", "below": "370406", "district": "370406",
    "due_from": "2020-01-01", "due_before": "2021-01-01", "since": "2020-01-01",
    "before": "2030-01-01", "printed_on": "2020-10-01", "on": "2020-10-01", "unread": "true",
    "key": "progress_report", "kind": "cover", "state": "open", "sort": "name", "service": "yes",
}  # fmt: skip
IN_PATH = {"kind": "duty", "key": "progress_report"}


@dataclass(frozen=True, slots=True)
class Target:
    """One address with its parameters, the header that opens it, and a body where it takes one."""

    url: str
    header: str = ""
    body: str = ""

    def answers(self) -> int:
        """The status it answers with."""
        name, _colon, value = self.header.partition(": ")
        headers = {name: value} if name else {}
        if self.body:
            headers["Content-Type"] = "application/json"
        request = Request(self.url, self.body.encode() or None, headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return 200 if answer.url == self.url else 302
        except HTTPError as refused:
            return refused.code


def main() -> int:
    """Serve, collect the addresses, try each."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.sqlmap", description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--only", default="", help="only addresses that contain this")
    options = parser.parse_args()
    with fresh_product(LINLI_HOSTS="127.0.0.1,testserver"):
        token, port = kills.prepare(with_lists=True), kills.free_port()
        stop = serving.warm(port)
        try:
            kills.until_well(port)
            base = f"http://127.0.0.1:{port}"
            targets = [*_operations(base, token), *_pages(base, kills.LOGIN), *_pages(base, None)]
            tried = [target for target in targets if options.only in target.url]
            opened = [target for target in tried if _is_open(options.program, target)]
        finally:
            stop()
    sys.stdout.write(f"{len(tried)} addresses, {len(opened)} open\n")
    return 1 if opened or not tried else 0


# --- the addresses --------------------------------------------------------------------------------


def _operations(base: str, token: str) -> Iterator[Target]:
    """Operations with parameters, those alone that go together, and the search for owners."""
    from linli.api.urls import OPERATIONS
    from linli.territory.models import Body
    from tests.api.fuzzing import ids_of_the_district
    from tests.api.samples import query_of

    values = VALUES | {"body": str(Body.objects.latest("id").public_id)}
    header, ids = f"Authorization: Bearer {token}", ids_of_the_district()
    for operation in OPERATIONS.values():
        if operation.method != "GET" or not operation.queries:
            continue
        address = operation.address
        for name, value in IN_PATH.items():
            address = address.replace(f"{{{name}}}", value)
        if "{" in address:
            known = ids.get(operation.path.split("/")[0], [])
            if not known:
                continue
            address = address.replace("{public_id}", known[0])
        for name in sorted(operation.queries):
            url = f"{base}/api/{address}"
            value = _cursor(url, header) if name == "cursor" else values.get(name, "1")
            asked = {**query_of(operation.name), name: value}
            if value:
                yield Target(f"{url}?{urlencode(asked)}", header)
    yield Target(f"{base}/api/owners/search", header, json.dumps({"text": "测试甲"}))


def _cursor(url: str, header: str) -> str:
    """Where the list goes on after its first row; empty when it has no second."""
    name, _colon, value = header.partition(": ")
    with urlopen(Request(f"{url}?size=1", headers={name: value}), timeout=60) as answer:
        told: dict[str, Any] = json.load(answer)
    return str(told.get("next", ""))


def _pages(base: str, login: str | None) -> Iterator[Target]:
    """Pages with a form that asks themselves, of a persona or of the public."""
    from tests import personas
    from tests.architecture.routes import routes

    browser = personas.client(login)
    cookie = f"Cookie: {browser.cookies.output(attrs=[], header='', sep=';').strip()}"
    for route in routes():
        path = "/" + route.pattern.replace("<district_code:code>", VALUES["district"])
        if "GET" not in route.methods or "<" in path or path.startswith("/api/"):
            continue
        page = browser.get(path)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            form = _Asking(path)
            form.feed(page.content.decode())
            if form.fields:
                yield Target(f"{base}{path}?{urlencode(form.fields)}", cookie if login else "")


class _Asking(HTMLParser):
    """The fields of the forms of a page that ask the page itself, each with a value it takes."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._path, self._asks, self._select = path, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a field, and of the first choice of a list."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            asks = values.get("method", "get").lower() == "get"
            self._asks = asks and values.get("action", self._path) in ("", self._path)
        elif self._asks and tag in ("input", "select") and values.get("name"):
            self._select = values["name"] if tag == "select" else ""
            self.fields.setdefault(values["name"], values.get("value") or "1")
        elif tag == "option" and self._select and values.get("value"):
            self.fields[self._select], self._select = values["value"], ""


# --- trying ---------------------------------------------------------------------------------------


def _is_open(program: Path, target: Target) -> bool:
    """Whether sqlmap finds a way in. Raises RuntimeError when it could not try."""
    from django.db import connection

    _require_answer(target)
    start = time.monotonic()
    more = [f"--headers={target.header}"] if target.header else []
    more += [f"--data={target.body}"] if target.body else []
    with tempfile.TemporaryDirectory(prefix="linli-sqlmap-") as folder:
        done = subprocess.run(
            [program, "-u", target.url, *more, f"--level={LEVEL}", f"--risk={RISK}", "--batch",
             f"--dbms={connection.vendor}", "--flush-session", "--disable-coloring",
             f"--output-dir={folder}", *SCOPE],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    is_open = OPEN in done.stdout
    if not is_open and SHUT not in done.stdout:
        raise RuntimeError(f"{target.url} was not tried:\n{done.stdout[-3000:]}")
    _require_answer(target)
    seconds = time.monotonic() - start
    sys.stdout.write(f"{'OPEN' if is_open else 'shut'} {seconds:5.0f} s  {target.url}\n")
    sys.stdout.flush()
    return is_open


def _require_answer(target: Target) -> None:
    status = target.answers()
    if status != 200:
        raise RuntimeError(f"{target.url} answers {status}: nothing would be tried")


if __name__ == "__main__":
    sys.exit(main())
