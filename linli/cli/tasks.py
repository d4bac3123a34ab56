"""Reading task lists from the command line, with the same checks as the upload page."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from linli.campaigns import services
from linli.campaigns.services import Preview
from linli.cli import demo, given
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.territory.data import district_of

OPERATOR_RIGHTS = frozenset({"campaigns.import", "registry.edit"})


def import_task_list(options: Namespace) -> int:
    """Preview a task list, and write it unless ``--check`` is given; 1 when it has errors."""
    actor = system_actor(district_of(options.division), OPERATOR_RIGHTS)
    content = given.content_of(options.file)
    demo.keep_its_date()
    preview = services.check_task_list(
        actor=actor,
        at=clock.now(),
        name=options.file.name,
        content=content,
        division=options.division,
    )
    refused = options.check or preview.errors
    written = 0 if refused else _write(actor, options, content)
    if options.json:
        answer({**_described(preview), "written": written})
    else:
        _print(preview, written)
    return 1 if preview.errors else 0


def _write(actor: Actor, options: Namespace, content: bytes) -> int:
    imports = services.import_task_list(
        actor=actor,
        at=clock.now(),
        name=options.file.name,
        content=content,
        division=options.division,
    )
    return sum(int(item.counts["compounds"]) for item in imports)


def _described(preview: Preview) -> dict[str, Any]:
    """The preview as a program reads it."""
    codes = {row.community: row.community_code for checked in preview.lists for row in checked.rows}
    return {
        "ok": not preview.errors,
        "division": preview.division,
        "already_imported": preview.already,
        "compound_count": preview.compounds,
        "community_count": len(preview.communities),
        "compounds": [
            {
                "name": row.compound,
                "community": row.community,
                "street": row.street,
                "row": row.row,
                "column": row.column,
                "responsible_post": row.responsible,
                "due_on": row.due_on,
                "due_text": row.due_text,
            }
            for checked in preview.lists
            for row in checked.rows
        ],
        "communities": [
            {
                "name": name,
                "compounds": count,
                "code": codes.get(name) or "",
            }
            for name, count in preview.communities
        ],
        "errors": [item.as_dict() for item in preview.errors],
        # Every doubt with its level; "errors" repeats those that stand in the way.
        "warnings": [item.as_dict() for item in preview.findings],
    }


def _print(preview: Preview, written: int) -> None:
    say(f"{preview.compounds} compounds in {len(preview.communities)} communities")
    for item in preview.findings:
        place = f"row {item.row} {item.column}".strip() if item.row else item.sheet
        say(f"  {item.level}: {place}: {item.message}")
    if preview.already:
        say(preview.already)
    say(f"{written} tasks written" if written else "nothing was written")
