"""Deny by default: a page that does not say who may call it does not exist."""

from __future__ import annotations

from linli.accounts.rules import RIGHTS
from linli.kernel.web import PUBLIC, SIGNED_IN
from tests.architecture.project import assert_none
from tests.architecture.routes import Route, routes


def test_there_are_routes() -> None:
    assert len(routes()) > 3


def test_every_route_declares_its_right() -> None:
    undeclared = [str(route) for route in routes() if not route.right]
    assert_none(undeclared, "decorate the view with linli.kernel.web.route(right=...)")


def test_every_declared_right_is_one_that_posts_can_carry() -> None:
    carried = {PUBLIC, SIGNED_IN}.union(*RIGHTS.values())
    unknown = [f"{route}: {route.right}" for route in routes() if route.right not in carried]
    assert_none(unknown, "no role carries this right: see accounts/rules.py")


def test_every_route_has_a_name() -> None:
    nameless = [str(route) for route in routes() if route.name.endswith(":")]
    assert_none(nameless, "give path() a name: links and the permission matrix use it")


def test_names_lead_to_one_page_only() -> None:
    seen: dict[str, Route] = {}
    doubled = [str(route) for route in routes() if seen.setdefault(route.name, route) != route]
    assert_none(doubled, "one name, one page")
