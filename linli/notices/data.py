"""Kinds of notices. An app declares its kinds; what is stored is the kind and its values.

The words are put together when somebody reads, so one notice serves readers of both languages.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """The texts of a kind, lazy, with ``%(name)s`` where values of the notice go."""

    title: object
    text: object


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: str, *, title: object, text: object = "") -> None:
    """Declare a kind (``duties.overdue``) with its lazy texts."""
    _kinds[kind] = NoticeKind(title, text)


def kind_of(kind: str) -> NoticeKind | None:
    """The declared kind, or None when its app is gone."""
    return _kinds.get(kind)
