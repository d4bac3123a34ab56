"""Commands about places and the bodies seated there: what a new district brings as tables."""

from __future__ import annotations

from argparse import Namespace

from linli.cli import demo, given
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.territory import services


def load_divisions(options: Namespace) -> int:
    """Load the product's national table, or an operator's own beside it."""
    demo.keep_its_date()
    if options.file is None:
        new = services.load_divisions()
    else:
        given.content_of(options.file)
        new = services.load_places(actor=system_actor(""), at=clock.now(), path=options.file)
    if options.json:
        answer({"ok": True, "new": new})
    else:
        say(f"{new} new divisions")
    return 0


def load_bodies(options: Namespace) -> int:
    """Record the bodies of a table; one that is known by its code is renamed."""
    demo.keep_its_date()
    given.content_of(options.file)
    rows = services.load_bodies(actor=system_actor(""), at=clock.now(), path=options.file)
    if options.json:
        answer({"ok": True, "bodies": rows})
    else:
        say(f"{rows} bodies recorded")
    return 0
