"""Two people at one record: nobody undoes what somebody else has saved without having seen it.

Whoever changes a record says which version of it they had before them. A version is a mark of each
field: keyed, so that it tells nothing of what the field holds, and bound to its record. Where
somebody left a field as it was, what stands there now stays; a field that both changed, and not to
the same value, is a clash, and the later is told what stands there now. A version that is made up
wins nobody anything: it says no more than that one has seen what one may see anyway.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import BadInput, ChangedMeanwhile
from linli.kernel.keys import keyring

ANYTHING = "*"
"""In place of a version: whatever stands there, as with ``If-Match: *`` of HTTP."""
VERSION_PATTERN = r"^(\*|[a-z0-9_-]+:[0-9a-f]{16}(,[a-z0-9_-]+:[0-9a-f]{16})*)$"
MOST_VERSION = 30_000
_MARK_SIGNS = 16


def touched_fields(*, wanted: Mapping[str, object], read: Mapping[str, object]) -> frozenset[str]:
    """The fields somebody changed from what they read."""
    return frozenset(name for name in wanted if wanted[name] != read[name])


def clashing_fields(
    touched: Iterable[str],
    *,
    wanted: Mapping[str, object],
    read: Mapping[str, object],
    now: Mapping[str, object],
) -> tuple[str, ...]:
    """Those of the touched fields that somebody else has changed since they were read, in order.
    Both have the same value in mind: no clash.
    """
    return tuple(name for name in touched if now[name] not in (read[name], wanted[name]))


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it stands, with the fields somebody can change, by name.

    ``masks`` are for fields whose content is not for everybody who changes the record: what may be
    said of them. A form shows nothing of them.
    """

    record: object
    values: Mapping[str, Any]
    masks: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def __or__(self, other: Entry) -> Entry:
        """Fields of one record that are read together."""
        return Entry(self.record, {**self.values, **other.values}, {**self.masks, **other.masks})

    @property
    def version(self) -> str:
        """What somebody who read the record now brings back with a change of it."""
        return _written(self._marks(self.values))

    def settled(
        self, wanted: Mapping[str, Any], *, replaces: str, anew: bool = False
    ) -> dict[str, Any]:
        """What the fields come to when ``wanted`` is saved by somebody who read ``replaces``.

        With ``anew`` each field is said on purpose, also where it is what was read: no form was
        filled with it. To be asked under the lock of the record. Raises ChangedMeanwhile for
        fields that clash, BadInput for what is no version of these fields.
        """
        if replaces == ANYTHING:
            return {**wanted}
        read = _read(replaces)
        if not wanted.keys() <= read.keys():
            raise BadInput(
                _("It is not known what stood there when you began; nothing was saved."),
                remedy=_("Open the page, or read the record, anew and repeat your change."),
            )
        asked, now = self._marks(wanted), self._marks({name: self.values[name] for name in wanted})
        touched = frozenset(wanted) if anew else touched_fields(wanted=asked, read=read)
        clashing = clashing_fields(sorted(touched), wanted=asked, read=read, now=now)
        if clashing:
            raise ChangedMeanwhile(
                _("What you changed has been changed since you read it; nothing was saved."),
                remedy=_("Read the record anew, compare, and send your change with its version."),
                now={name: self._said(name) for name in clashing},
                version=_written({**read, **{name: now[name] for name in clashing}}),
            )
        return {name: wanted[name] if name in touched else self.values[name] for name in wanted}

    def _said(self, name: str) -> Any:
        value = self.values[name]
        return self.masks[name](value) if name in self.masks else value

    def _marks(self, values: Mapping[str, Any]) -> dict[str, str]:
        keys = keyring()
        return {
            name: keys.index(_plain(value), f"version.{self.record}.{name}")[:_MARK_SIGNS]
            for name, value in values.items()
        }


def _plain(value: object) -> str:
    """A value as it counts: lines end in one way, a list has no order."""
    if isinstance(value, str):
        value = "\n".join(value.strip().splitlines())
    if isinstance(value, list | tuple):
        value = sorted(value)
    return json.dumps(value, default=str, ensure_ascii=False)


def _written(marks: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{mark}" for name, mark in marks.items())


def _read(version: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in version.split(","))
    return {name: mark for name, _colon, mark in pairs if mark}
