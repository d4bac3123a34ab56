"""How checks are put into words."""

from __future__ import annotations

from django.conf import settings

from linli.operations.data import Check, Level


def graded(
    name: str,
    *,
    ok: bool,
    found: str,
    wanted: str,
    remedy: str,
    otherwise: Level = Level.FAULT,
    blocks: bool = False,
) -> Check:
    """The check; ``otherwise`` is its level when it is not as wanted."""
    level = Level.OK if ok else otherwise
    return Check(name, level, found, wanted, "" if ok else remedy, blocks)


def production(name: str, *, ok: bool, found: str, wanted: str, remedy: str) -> Check:
    """A check that forbids a production start; a demonstration is only warned."""
    otherwise = Level.WARNING if settings.DEMO else Level.FAULT
    return graded(
        name,
        ok=ok,
        found=found,
        wanted=wanted,
        remedy=remedy,
        otherwise=otherwise,
        blocks=True,
    )
