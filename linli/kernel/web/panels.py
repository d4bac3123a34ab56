"""Panels that higher apps add to a page of a lower one, without the lower one knowing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.kernel.web.route import ActorRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and its context, rendered in the page's column (``main`` or ``aside``)."""

    template: str
    context: Mapping[str, Any]
    column: str = "main"


Provider = Callable[[ActorRequest, Any], Panel | None]
_providers: dict[str, list[tuple[int, Provider]]] = defaultdict(list)


def register(page: str, order: int, provider: Provider) -> None:
    """Offer a panel to a page (``compound``); lower order comes first."""
    if provider not in [known for _order, known in _providers[page]]:
        _providers[page].append((order, provider))
        _providers[page].sort(key=lambda entry: entry[0])


def collect(page: str, request: ActorRequest, subject: object) -> list[Panel]:
    """The panels that have something to show for this reader and subject."""
    offered = (provider(request, subject) for _order, provider in _providers[page])
    return [panel for panel in offered if panel is not None]
