"""Refusals as problem JSON, in the language asked for: what is wrong, where, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from linli.accounts.data import Paused
from linli.api.data.shapes import FindingTold, Problem
from linli.api.labels import FAULTS, OTHER_FAULT
from linli.kernel.errors import BadInput, ChangedMeanwhile, DomainError, Finding
from linli.kernel.web.standing import standing

PROBLEM = "application/problem+json"
MOST_FINDINGS = 50
PAUSED_SECONDS = 30 * 60
UNKNOWN = "extra_forbidden"


class NotTaken(DomainError):
    """A request that is turned away before its operation is reached: 401, 405, 413 or 415."""

    def __init__(self, status: int, code: str, message: object, *, remedy: object = "") -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.answered = status


def status_of(error: DomainError) -> int:
    """The status a refusal is answered with."""
    if isinstance(error, NotTaken):
        return error.answered
    return 429 if isinstance(error, Paused) else error.status


def answer_to(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The problem JSON of a refusal. Its code is left on the request for the journal."""
    standing(request).refusal_code = error.code
    status = status_of(error)
    found = error.findings if isinstance(error, BadInput | ChangedMeanwhile) else ()
    problem = Problem(
        status=status,
        code=error.code,
        message=str(error),
        clause=error.clause,
        remedy=str(error.remedy),
        findings=[FindingTold(**finding.as_dict()) for finding in found[:MOST_FINDINGS]],
    )
    response = HttpResponse(problem.model_dump_json(), status=status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response.headers["Retry-After"] = str(PAUSED_SECONDS)
    return response


def server_error() -> HttpResponse:
    """Something of ours failed; what, is in the log only."""
    problem = Problem(
        status=500,
        code="server_error",
        message=_("Something went wrong on our side. Nothing was changed."),
    )
    return HttpResponse(problem.model_dump_json(), status=500, content_type=PROBLEM)


def wrong(findings: Iterable[Finding]) -> BadInput:
    """The refusal of a request that cannot be read; each finding names its place."""
    return BadInput(
        _("The request cannot be taken as it is; nothing was changed."),
        findings=tuple(findings),
        remedy=_("Mend the fields named in the findings and send the request again."),
    )


def fault(code: str, column: str, *, value: object = "", allowed: object = "") -> Finding:
    """One thing that is wrong with a request."""
    said = str(FAULTS.get(code, OTHER_FAULT))
    return Finding("error", code, said, column=column, value=_short(value), allowed=str(allowed))


def from_validation(error: ValidationError, known: Mapping[str, Iterable[str]]) -> BadInput:
    """What the shapes refuse, in our own words. ``known`` lists the fields of each object by
    its dotted place, to say what would have been allowed."""
    return wrong(_finding(item, known) for item in error.errors[:MOST_FINDINGS])


def _finding(item: Mapping[str, Any], known: Mapping[str, Iterable[str]]) -> Finding:
    # ("body", "payload", "terms", "ends_on"): where it stood, our own argument's name, the field
    place = [str(part) for part in item["loc"]]
    column = ".".join(place[2:] or place[1:])
    code = str(item["type"])
    if code == UNKNOWN:
        parent = ".".join(part for part in place[2:-1] if not part.isdigit())
        return fault(code, column, allowed=", ".join(sorted(known.get(parent, ()))))
    return fault(code, column, allowed=_allowed(item.get("ctx", {})))


def _allowed(context: Mapping[str, Any]) -> str:
    if "expected" in context:
        return str(context["expected"]).replace("'", "").replace(" or ", ", ")
    signs = {
        "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "≥", "max_length": "≤",
    }  # fmt: skip
    found = [f"{sign} {context[name]}" for name, sign in signs.items() if name in context]
    return ", ".join(found) or str(context.get("pattern", ""))


def _short(value: object) -> str:
    return "".join(sign for sign in str(value)[:60] if sign.isprintable())
