"""A request of a persona: pages by a logged-in browser, operations by an access token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from linli.api.urls import OPERATIONS
from tests import personas
from tests.api.calling import Caller
from tests.api.samples import body_of, form_of, query_of, send_form
from tests.permissions.table import ANONYMOUS

API = "api:"
PLAIN = ("api:index", "api:openapi", "api:missing")


def sender(route: str, login: str) -> Callable[[str], Any]:
    """What opens a page or reads from the interface as the persona, logged in once."""
    known = "" if login == ANONYMOUS else login
    if not route.startswith(API) or route in PLAIN:
        return personas.client(known or None).get
    caller = Caller(known)
    return lambda path: caller.get(path.removeprefix("/api/"), **query_of(route))


def send(method: str, route: str, path: str, login: str) -> Any:
    """The answer. Forms are sent empty, operations with a body that is in order."""
    known = "" if login == ANONYMOUS else login
    if method == "GET":
        return sender(route, login)(path)
    if not route.startswith(API) or route in PLAIN:
        return getattr(personas.client(known or None), method.lower())(path)
    caller, address = Caller(known), path.removeprefix("/api/")
    if OPERATIONS[route.removeprefix(API)].upload:
        return send_form(caller, address, form_of(route))
    return caller.post(address, body_of(route))
