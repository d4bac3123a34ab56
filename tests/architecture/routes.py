"""Every route of the product, read from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLResolver, get_resolver

from linli.api.guarding import Guarded
from linli.api.operations import OPERATIONS


@dataclass(frozen=True)
class Route:
    """One address: its name (``registry:compounds``), pattern, right, and methods it answers."""

    name: str
    pattern: str
    right: str
    methods: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ({self.pattern})"


@cache
def routes() -> tuple[Route, ...]:
    """All of them, in the order in which they are matched."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry.callback, Guarded):
            declared = OPERATIONS[str(entry.name)]
            yield Route(f"{namespace}{entry.name}", pattern, declared.right, (declared.method,))
        else:
            yield Route(
                name=f"{namespace}{entry.name or ''}",
                pattern=pattern,
                right=getattr(entry.callback, "right", ""),
                methods=tuple(getattr(entry.callback, "methods", ())),
            )
