"""What a person may change on a page, a program may change here, or docs/api.md says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from linli.accounts.data import TokenReach
from linli.api.urls import OPERATIONS
from tests.api.calling import Caller
from tests.architecture.project import ROOT, assert_none
from tests.architecture.routes import Route, routes

DOCS = ROOT / "docs" / "api.md"
ROW = re.compile(r"^\| (`/[^|]*`) \|", re.MULTILINE)
WRITING = [
    route
    for route in routes()
    if {"POST", "PUT", "PATCH", "DELETE"} & set(route.methods) and not route.name.startswith("api:")
]
# A page that writes, and the operations by which a program does the same.
SAME: Mapping[str, tuple[str, ...]] = {
    "registry:compound_edit": ("compound_edit",),
    "registry:compound_class": ("compound_trait",),
    "registry:compound_trait": ("compound_trait",),
    "registry:contract_new": ("contract_sign",),
    "registry:contract_entry": ("contract_entry",),
    "registry:contract_amend": ("contract_amend",),
    "registry:contract_end": ("contract_end",),
    "registry:enterprise_new": ("enterprise_register",),
    "registry:enterprise_edit": ("enterprise_edit",),
    "registry:unit_new": ("unit_register",),
    "registry:unit_edit": ("unit_edit",),
    "registry:unit_owners": ("unit_owners",),
    "registry:unit_voter": ("unit_voter",),
    "registry:place_new": ("space_register", "premises_register"),
    "registry:place_edit": ("space_change", "premises_change"),
    "registry:place_end": ("space_end", "premises_end"),
    "registry:owners": ("owner_search",),
    "registry:owner_read": ("owner_read",),
    "registry:owner_edit": ("owner_edit",),
    "registry:owner_end_login": ("owner_end_login",),
    "registry:export_new": ("export_ask",),
    "registry:export_file": ("export_file",),
    "registry:roster_new": ("roster_hand_in",),
    "registry:roster_confirm": ("roster_confirm",),
    "registry:roster_drop": ("roster_drop",),
    "campaigns:import": ("task_list_check",),
    "campaigns:import_preview": ("task_list_import",),
    "campaigns:publish": ("coverage_draft", "coverage_publish"),
    "campaigns:task_plan": ("task_plan",),
    "campaigns:task_entry": ("task_entry",),
    "campaigns:task_step": ("task_step",),
    "campaigns:task_withdraw": ("task_step_withdraw",),
    "campaigns:report_start": ("report_start",),
    "campaigns:report_remarks": ("report_remarks",),
    "campaigns:report_check": ("report_check",),
    "campaigns:report_submit": ("report_submit",),
    "campaigns:report_return": ("report_return",),
    "campaigns:report_compare": ("report_compare", "report_copy"),
    "policy:draft_start": ("draft_start",),
    "policy:draft": ("draft_save", "draft_try", "draft_load"),
    "disclosure:withdraw": ("publication_withdraw",),
    "duties:record": ("duty_record",),
    "duties:feeds": ("calendar_make",),
    "duties:feed_revoke": ("calendar_revoke",),
    "duties:workdays_load": ("workdays_check", "workdays_load"),
    "notices:read": ("notice_read",),
    "notices:read_all": ("notices_read",),
    "jobs:cancel": ("job_cancel",),
}


def _kept_on_pages() -> list[str]:
    """The addresses that docs/api.md names with a reason."""
    text = DOCS.read_text(encoding="utf-8")
    return [one for cell in ROW.findall(text) for one in re.findall(r"`(/[^`]+)`", cell)]


def _address(route: Route) -> str:
    return "/" + re.sub(r"<\w+:\w+>", "{}", route.pattern)


def _step_up(resolver: URLResolver | None = None, namespace: str = "") -> dict[str, bool]:
    """Which pages ask again who is at the keyboard."""
    found: dict[str, bool] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= _step_up(entry, inner)
        else:
            found[f"{namespace}{entry.name}"] = getattr(entry.callback, "step_up", False)
    return found


@pytest.mark.parametrize("route", WRITING, ids=str)
def test_a_page_that_writes_has_an_operation_or_a_reason(route: Route) -> None:
    kept = [one for one in _kept_on_pages() if _address(route).startswith(one)]
    assert bool(kept) != (route.name in SAME), (
        f"{route}: name its operations in SAME, or say in {DOCS.name} why it stays on the pages"
    )


def test_an_operation_is_no_wider_than_its_page() -> None:
    """The page's own right; and where it asks who is there, a token made for personal data."""
    pages, asking = {route.name: route for route in WRITING}, _step_up()
    assert_none(SAME.keys() - pages.keys(), "these pages are gone")
    assert_none(
        (
            f"{page}: {name} needs {OPERATIONS[name].right}, {OPERATIONS[name].reach}"
            for page, names in SAME.items()
            for name in names
            if OPERATIONS[name].right != pages[page].right
            or (asking[page] and OPERATIONS[name].reach is not TokenReach.PERSONAL)
        ),
        "an operation asks for less than its page",
    )


def test_every_operation_that_writes_has_its_page() -> None:
    named = {name for names in SAME.values() for name in names}
    writes = {name for name, declared in OPERATIONS.items() if declared.writes}
    assert_none(writes - named, "add the page that does the same")


def test_every_reason_is_about_a_page_that_writes() -> None:
    addresses = [_address(route) for route in WRITING]
    idle = [one for one in _kept_on_pages() if not any(a.startswith(one) for a in addresses)]
    assert_none(idle, f"remove these from {DOCS.name}")


def test_head_is_answered_as_get_is_without_the_body(district: None) -> None:
    for path in ("compounds", "compounds/00000000-0000-0000-0000-000000000000", "openapi.json"):
        asked, caller = f"/api/{path}", Caller("shancheng")
        get: Any = caller.client.get(asked)
        head: Any = caller.client.head(asked)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["Content-Type"] == get.headers["Content-Type"]
        assert int(head.headers["Content-Length"]) == len(get.content)
    refused = Caller("shancheng").client.head("/api/owners/search")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
