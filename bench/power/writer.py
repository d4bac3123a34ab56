"""The program that is cut off: does acts through the services and says each one that is done."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings

DISTRICT = "370406"


def main() -> None:
    """``writer.py prepare`` makes the database; ``writer.py COUNT WORDS [SYNCHRONOUS]`` acts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    else:
        _act(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])


def _act(count: int, words: Path, synchronous: str = "") -> None:
    from linli.kernel import clock
    from linli.kernel.actors import system_actor
    from linli.registry import services
    from linli.registry.data import NewEnterprise

    if synchronous:  # the planted fault
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] += f"PRAGMA synchronous={synchronous};"
    actor = system_actor(DISTRICT, frozenset({"registry.edit"}))
    said = os.open(words, os.O_WRONLY | os.O_CREAT)
    for number in range(count):
        new = NewEnterprise(name=name_of(number), uscc="")
        services.register_enterprise(actor=actor, at=clock.now(), enterprise=new)
        os.write(said, b"done\n")


def name_of(number: int) -> str:
    """The enterprise of one act."""
    return f"断电{number}物业"


if __name__ == "__main__":
    main()
