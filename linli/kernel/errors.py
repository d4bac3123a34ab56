"""Errors a user can act on: what happened, under which rule or clause, what to do next.

One place maps them to HTTP answers (``kernel.web.middleware``) and to exit codes (``linli.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in what a user handed in: what, where, what is allowed, what to do."""

    level: Level
    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; lazy texts become text in the language in force."""
        return {
            key: str(value) if value is not None and not isinstance(value, int) else value
            for key, value in asdict(self).items()
        }


class DomainError(Exception):
    """An act that cannot be done as asked. Subclasses say which kind of refusal it is."""

    status: ClassVar[int] = 422
    default_code: ClassVar[str] = "refused"

    def __init__(
        self,
        message: object,
        *,
        code: str = "",
        clause: str = "",
        remedy: object = "",
        **data: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.clause = clause
        self.remedy = remedy
        self.data = data

    def __str__(self) -> str:
        return str(self.message)


class Forbidden(DomainError):
    """The object may be seen, but this actor has no right to do this."""

    status = 403
    default_code = "forbidden"


class NotFound(DomainError):
    """Nothing of this name exists in the actor's scope; foreign and missing look the same."""

    status = 404
    default_code = "not_found"


class Conflict(DomainError):
    """The object's state has moved on, or the act has been done already."""

    status = 409
    default_code = "conflict"


class ChangedMeanwhile(Conflict):
    """Somebody changed the same fields of a record since they were read.

    ``now`` is what stands there, by field, as far as it may be said; ``version`` is what the person
    has read once they were told.
    """

    default_code = "changed_meanwhile"

    def __init__(
        self, message: object, *, now: Mapping[str, Any], version: str, remedy: object = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.now = now
        self.version = version

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands there now, field by field."""
        return tuple(
            Finding("error", self.code, str(self), column=name, value=_in_words(value))
            for name, value in self.now.items()
        )


def _in_words(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


class RuleBroken(DomainError):
    """A rule of the policy in force blocks the act; ``clause`` names it."""

    default_code = "rule_broken"


class BadInput(DomainError):
    """What was handed in cannot be read or is not allowed; ``findings`` say where."""

    default_code = "bad_input"

    def __init__(
        self, message: object, *, findings: tuple[Finding, ...] = (), code: str = "", **kwargs: Any
    ) -> None:
        super().__init__(message, code=code, **kwargs)
        self.findings = findings
