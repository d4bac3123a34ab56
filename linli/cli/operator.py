"""The commands of whoever runs the machine: checks, backups, keys, first logins, parked work."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from linli.cli import backups, selfcheck

Groups: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(groups: Groups) -> None:
    """Their words and options."""
    check = groups.add_parser("selfcheck", help="what durability and security rest on, as it is")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=selfcheck.show)
    _backup_commands(groups)


def _backup_commands(groups: Groups) -> None:
    backup = groups.add_parser("backup", help="an encrypted copy of everything, beside the users")
    backup.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    backup.add_argument(
        "--keep", type=int, metavar="N", help="afterwards remove all but the latest N archives"
    )
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=backups.make)
    restore = groups.add_parser("restore", help="bring an archive back into an empty installation")
    restore.add_argument("archive", type=Path)
    restore.add_argument(
        "--check", action="store_true", help="read and verify the archive, write nothing"
    )
    restore.add_argument("--json", action="store_true")
    restore.set_defaults(run=backups.restore)
