"""Commands about policy layers: check, load, activate."""

from __future__ import annotations

from argparse import Namespace

from linli.cli.output import answer, say
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput
from linli.policy import services

OPERATOR_RIGHTS = frozenset({"policy.activate"})


def check(options: Namespace) -> int:
    """Read a folder and print every fault with file, line and key; 1 when there is one."""
    findings = services.check_folder(folder=options.folder)
    if options.json:
        answer({"ok": not findings, "errors": [item.as_dict() for item in findings]})
    elif findings:
        raise BadInput("The layer has faults; nothing was loaded.", findings=findings)
    else:
        say(f"{options.folder}: no faults")
    return 1 if findings else 0


def load(options: Namespace) -> int:
    """Load a folder as an inactive release, and activate it when asked to."""
    at = clock.now()
    actor = system_actor("", OPERATOR_RIGHTS)
    release = services.load_layer(folder=options.folder, actor=actor, at=at)
    if options.activate:
        services.activate_release(actor=actor, at=at, release=release, on=clock.today())
    if options.json:
        answer({"ok": True, "release": str(release), "activated": options.activate})
    else:
        say(f"{release}: {'in force' if options.activate else 'loaded, not yet in force'}")
    return 0
