"""In-process events: a lower app announces, a higher app listens. Delivered on commit.

Listeners are registered in an app's ``handlers.py``, must be idempotent, and make one domain call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
_listeners: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[E], listener: Callable[[E], None]) -> None:
    """Call ``listener`` after each committed event of this kind (once per listener)."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: object) -> None:
    """Deliver the event when the running transaction commits; never if it rolls back."""
    for listener in tuple(_listeners[type(event)]):
        transaction.on_commit(partial(listener, event), robust=True)
