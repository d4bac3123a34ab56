"""Every POST of every test: what changes state leaves its row in the journal, and what is refused
leaves exactly one.

The writes are read off the statements the request made. Which tables are bookkeeping, and which
routes do several acts at once, is said here with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.kernel.web.standing import standing

WRITE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
ACTS = "journal_act"
# Written without being an act of record themselves. With the reason.
BOOKKEEPING: dict[str, str] = {
    "accounts_accesstoken": "when a token was last used; its making and end are acts of their own",
    "accounts_session": "who is logged in at this browser",
    "accounts_submission": "the answer to an act, kept for who sends it again",
    "accounts_throttle": "failures counted before anybody is known",
    "jobs_job": "work asked for by an act, which is journalled",
    "notices_notice": "a message about an act, or that it was read",
}
# Routes whose one request does several acts. With the reason.
SEVERAL: dict[str, str] = {
    "accounts:change_approve": "the approval, and the appointment that follows from it",
    "accounts:login_enrol": "the second factor set up, and the login complete",
    "accounts:login_password": "the password changed, and the login complete",
    "campaigns:import": "each street's list is an act of its own",
    "campaigns:import_preview": "each street's list is an act of its own",
    "campaigns:publish": "each publication is an act of its own",
    "campaigns:report_return": "the return, and the reporting duty that is open again",
    "campaigns:task_entry": "the enterprise registered, the contract signed, the task done",
    "api:report_return": "the return, and the notice that tells the street",
    "api:task_entry": "the enterprise registered, the contract signed, the task done",
    "api:coverage_publish": "each publication is an act of its own",
    "api:notices_read": "each notice read is an act of its own",
    "api:owner_end_login": "the login shut, and whose it was",
    "api:task_list_import": "communities and compounds opened, the list itself, who owes reports",
    "api:task_step": "the evidence kept, the step recorded",
    "campaigns:task_step": "the evidence kept, the step recorded",
    "api:contract_sign": "the enterprise registered, the contract signed",
    "policy:papers": "the original kept, and the document read into clauses",
    "registry:reorganise": "communities opened or ended, posts that follow, the change itself",
    "registry:owner_invite": "the login opened, its post, its link, and whose login it is",
    "registry:owner_end_login": "the login shut, and whose it was",
    "registry:contract_new": "the enterprise registered, the contract signed",
}
# Routes that write something which is not in force yet. With what brings it into force.
NOT_IN_FORCE: dict[str, str] = {
    "accounts:login": "a secret is offered: it counts once a code from it was entered, an act",
    "accounts:login_code": "the code is used up; the login is complete after the next step, an act",
    "accounts:own_factor_begin": "the secret counts once a code from it was entered: an act",
}


@pytest.fixture(scope="session", autouse=True)
def acts_leave_rows() -> Iterator[None]:
    """Look at every request that may write."""
    plain = Client.request

    def watched(self: Client, **request: Any) -> Any:
        if request.get("REQUEST_METHOD") in ("GET", "HEAD", "OPTIONS"):
            return plain(self, **request)
        with CaptureQueriesContext(connection) as captured:
            response = plain(self, **request)
        statements = [query["sql"] for query in captured.captured_queries]
        assert_journalled(response, statements)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", watched)
        yield


def assert_journalled(response: Any, statements: list[str]) -> None:
    """Exactly one act for a change of state, or for a refusal to somebody signed in; else none."""
    request = response.wsgi_request
    match = getattr(request, "resolver_match", None)
    # Two operations of one address have one match: which of them it was is noted by the interface.
    route = standing(request).operation or (match.view_name if match else "")
    written = Counter(found[1] for sql in statements if (found := WRITE.match(sql)))
    acts, tables = written[ACTS], set(written) - {ACTS} - BOOKKEEPING.keys()
    signed_in = standing(request).actor is not None
    if response.status_code in (403, 409, 422):
        assert acts == 1 or not signed_in, f"{route}: {acts} rows for one refusal"
    elif response.status_code < 400 and tables and route not in NOT_IN_FORCE:
        assert acts, f"{route}: {sorted(tables)} changed without a row in the journal"
        assert acts == 1 or route in SEVERAL, f"{route}: {acts} rows for one act"
