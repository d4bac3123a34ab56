"""Commands about the stored data."""

from __future__ import annotations

from argparse import Namespace

from django.conf import settings
from django.core.management import call_command

from linli.cli import journal as journal_cli
from linli.cli.output import answer, say
from linli.journal import selectors as journal
from linli.kernel import integrity, messages


def verify(options: Namespace) -> int:
    """Re-compute every registered check, compare with kept heads and archives; 1 on a problem."""
    results = integrity.run_all()
    if options.head:
        kept = journal_cli.published(options.head)
        results.append(integrity.run("journal.published", journal.check_published(kept)))
    if options.archive:
        archives = journal_cli.archives(options.archive)
        results.append(integrity.run("journal.archives", journal.check_archives(archives)))
    sound = not any(result.problems for result in results)
    if options.json:
        answer(
            {
                "ok": sound,
                "journal_heads": [head.as_dict() for head in journal.heads()],
                "checks": [
                    {
                        "name": result.name,
                        "examined": result.examined,
                        "problems": [
                            {"where": problem.where, "what": problem.what}
                            for problem in result.problems
                        ],
                    }
                    for result in results
                ],
            }
        )
        return 0 if sound else 1
    for result in results:
        say(f"{'ok ' if not result.problems else 'BAD'} {result.name}: {result.examined} examined")
        for problem in result.problems:
            say(f"    {problem.where}: {problem.what}")
    return 0 if sound else 1


def migrate(options: Namespace) -> int:
    """Bring database and style sheets to this version; doing it again changes nothing."""
    call_command("migrate", verbosity=0)
    if not settings.DEMO:  # a demonstration finds them in the source tree
        call_command("collectstatic", verbosity=0, interactive=False)
    say("The database is up to date.")
    return 0


def compile_texts(options: Namespace) -> int:
    """Compile the catalogues that changed."""
    say(f"{len(messages.compile_catalogues())} catalogues compiled")
    return 0
