"""The commands of whoever runs the machine: checks, backups, keys, first logins, parked work."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from linli.cli import administrators, backups, keys, queue, selfcheck
from linli.kernel.crypto import ALGORITHMS

Groups: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(groups: Groups) -> None:
    """Their words and options."""
    check = groups.add_parser("selfcheck", help="what durability and security rest on, as it is")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=selfcheck.show)
    _backup_commands(groups)
    _key_commands(groups)
    _first_administrators(groups)
    _job_commands(groups)


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


def _key_commands(groups: Groups) -> None:
    group = groups.add_parser("keys", help="make keys, rotate those that seal personal data")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    new = verbs.add_parser("new", help="the first file for LINLI_KEYS")
    new.add_argument("--out", type=Path, required=True, metavar="FILE")
    new.add_argument("--algorithm", choices=ALGORITHMS, default="sm4")
    new.set_defaults(run=keys.new)
    backup = verbs.add_parser("backup", help="a file for LINLI_BACKUP_KEY")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE")
    backup.set_defaults(run=keys.backup)
    verbs.add_parser("secret", help="print a LINLI_SECRET_KEY").set_defaults(run=keys.secret)
    status = verbs.add_parser("status", help="the keys, and how many values each has sealed")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=keys.status)
    add = verbs.add_parser("add", help="1. add a key that is not used yet")
    add.add_argument("--algorithm", choices=ALGORITHMS, help="default: that of the key in use")
    add.set_defaults(run=keys.add)
    use = verbs.add_parser("use", help="2. seal with it from now on")
    use.add_argument("version", type=int)
    use.set_defaults(run=keys.use)
    reseal = verbs.add_parser("reseal", help="3. bring every value to it, beside the users")
    reseal.add_argument("--json", action="store_true")
    reseal.set_defaults(run=keys.reseal)
    retire = verbs.add_parser("retire", help="4. take the old key out, once no value names it")
    retire.add_argument("version", type=int)
    retire.set_defaults(run=keys.retire)


def _first_administrators(groups: Groups) -> None:
    group = groups.add_parser("admin", help="the first administrators of an empty installation")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    invite = verbs.add_parser("invite", help="a post nobody holds yet, and a one-time link to it")
    invite.add_argument("role", choices=sorted(administrators.ROLES))
    invite.add_argument("--login", required=True)
    invite.add_argument("--division", required=True, help="code of the place (GB/T 2260)")
    invite.add_argument("--body", default="operator", help="code of the office; made if missing")
    invite.add_argument("--body-name", default="", help="its name, when it is made")
    invite.add_argument("--json", action="store_true")
    invite.set_defaults(run=administrators.invite)


def _job_commands(groups: Groups) -> None:
    group = groups.add_parser("jobs", help="background work that was set aside")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    show = verbs.add_parser("list", help="what was set aside after its last try")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=queue.show)
    retry = verbs.add_parser("retry", help="try one again, or all")
    retry.add_argument("job", nargs="?", help="its id, from `linli jobs list`")
    retry.add_argument("--all", action="store_true")
    retry.add_argument("--reason", default="", help="what was mended; it stays in the journal")
    retry.set_defaults(run=queue.retry)
