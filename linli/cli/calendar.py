"""Commands about days: years of working days, and duties written ahead."""

from __future__ import annotations

from argparse import Namespace

from linli.cli import demo, given
from linli.cli.output import answer, say
from linli.duties import selectors, services
from linli.duties.data import YearTable
from linli.kernel import clock
from linli.kernel.actors import system_actor

OPERATOR_RIGHTS = frozenset({"duties.workdays"})


def load(options: Namespace) -> int:
    """Check a year's table, and take it over unless ``--check`` is given."""
    demo.keep_its_date()
    content = given.content_of(options.file)
    table = services.read_workdays(content=content, year=options.year, source=options.source)
    if not options.check:
        actor = system_actor("", OPERATOR_RIGHTS)
        services.load_workdays(actor=actor, at=clock.now(), table=table)
    return _print(options, table)


def _print(options: Namespace, table: YearTable) -> int:
    if options.json:
        answer(
            {
                "year": table.year,
                "source": table.source,
                "off": len(table.off),
                "work": len(table.moved),
                "loaded": not options.check,
            }
        )
    else:
        done = "checked" if options.check else "loaded"
        say(f"{table.year} {done}: {len(table.off)} off, {len(table.moved)} made up")
    return 0


def show(options: Namespace) -> int:
    """Print the known years, newest first."""
    years = selectors.known_years()
    if options.json:
        rows = [
            {"year": found.year, "off": found.off, "work": found.moved, "source": found.source}
            for found in years
        ]
        answer({"years": rows})
        return 0
    for found in years:
        say(f"{found.year} {found.off:>3} {found.moved:>3} {found.source or 'product'}")
    return 0


def generate(options: Namespace) -> int:
    """Write a district's duties a year ahead; 1 when a year's working days are not known."""
    demo.keep_its_date()
    at = clock.now()
    district = given.district(options.division)
    done = services.generate(
        actor=system_actor(district), at=at, district=district, from_on=options.start
    )
    services.report_missing_years(district=district, at=at, years=done.years)
    if options.json:
        answer({"written": done.written, "removed": done.removed, "years": list(done.years)})
    else:
        say(f"{done.written} written, {done.removed} taken back")
        for year in done.years:
            say(f"working days of {year} are not known: load them with `linli calendar load`")
    return 1 if done.years else 0
