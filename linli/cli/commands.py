"""The commands of ``linli``: their words and options. What they do is in the modules beside."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from linli.cli import (
    calendar,
    demo,
    given,
    intake,
    journal,
    operator,
    places,
    policy,
    server,
    stored,
    tasks,
)


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    root = argparse.ArgumentParser(
        prog="linli", description="Community property governance: operate a district."
    )
    groups = root.add_subparsers(title="commands", metavar="COMMAND")
    _server_commands(groups)
    _demo_commands(groups)
    _policy_commands(groups)
    _place_commands(groups)
    _import_commands(groups)
    _data_commands(groups)
    _calendar_commands(groups)
    _duty_commands(groups)
    _journal_commands(groups)
    operator.add_commands(groups)
    return root


Groups: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _server_commands(groups: Groups) -> None:
    up = groups.add_parser("up", help="start the demonstration: database, web server, worker")
    up.add_argument("--port", type=given.port, default=8000)
    up.add_argument(
        "--today",
        type=given.day,
        metavar="YYYY-MM-DD",
        help="the demonstration's date; never before its latest act",
    )
    up.add_argument(
        "--district",
        action="append",
        default=[],
        choices=[*demo.DISTRICTS, demo.ALL],
        help="add a district to the demonstration (again for more); a fresh one has ST",
    )
    up.add_argument(
        "--without-lists",
        action="store_true",
        help="do not import the two task lists: upload them yourself",
    )
    up.set_defaults(run=server.up)
    worker = groups.add_parser("worker", help="run background work until stopped")
    worker.set_defaults(run=server.worker)


def _demo_commands(groups: Groups) -> None:
    command = groups.add_parser("demo", help="addresses, logins and objects of the demonstration")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=demo.show)


def _policy_commands(groups: Groups) -> None:
    group = groups.add_parser("policy", help="check, load and activate policy layers")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    check = verbs.add_parser("check", help="read a layer's folder and list its faults")
    check.add_argument("folder", type=Path)
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=policy.check)
    load = verbs.add_parser("load", help="load a layer's folder as an inactive release")
    load.add_argument("folder", type=Path)
    load.add_argument("--activate", action="store_true", help="put it in force today")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=policy.load)
    export = verbs.add_parser("export", help="write a release and the layers above it as folders")
    export.add_argument("layer", help="code of the layer, as st")
    export.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    export.add_argument("--release", type=int, metavar="NUMBER", help="instead of the one in force")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=policy.export)
    explain = verbs.add_parser("explain", help="answer a question with all it rests on")
    explain.add_argument("key", help="key of a provision, or kind:key (docs/policy-keys.md)")
    explain.add_argument("--division", required=True, help="code of the place")
    explain.add_argument("--on", type=given.day, required=True, help="day, 2024-05-31")
    explain.add_argument("--input", action="append", default=[], metavar="NAME=VALUE")
    explain.add_argument("--json", action="store_true")
    explain.set_defaults(run=policy.explain)
    _intake_commands(verbs)
    coverage = verbs.add_parser("coverage", help="what becomes of every clause we know")
    coverage.add_argument("--results", type=Path, default=Path(".results/clauses.json"))
    coverage.add_argument("--floor", type=Path, help="fail when a count is below this file's")
    coverage.add_argument("--json", action="store_true")
    coverage.set_defaults(run=policy.coverage)


def _intake_commands(verbs: Groups) -> None:
    read = verbs.add_parser("read", help="split an official document into clauses")
    read.add_argument("file", type=Path, help=".txt, .md, .docx or .pdf with text")
    read.add_argument("--json", action="store_true")
    read.set_defaults(run=intake.read)
    new = verbs.add_parser("new", help="write the folder of a new layer, to be completed")
    new.add_argument("code", help="code of the layer: small letters, as st")
    new.add_argument("--parent", required=True, help="code of the layer above, as sd")
    new.add_argument("--from", dest="source", type=Path, metavar="FILE", help="its document")
    new.add_argument("--into", type=Path, default=intake.PROFILES, help="folder of the layers")
    new.add_argument("--division", default="", help="code of the place (GB/T 2260)")
    new.add_argument("--name", default="", help="the place's name")
    new.add_argument("--json", action="store_true")
    new.set_defaults(run=intake.new)


def _place_commands(groups: Groups) -> None:
    divisions = groups.add_parser("divisions", help="places: provinces down to communities")
    verbs = divisions.add_subparsers(metavar="VERB", required=True)
    load = verbs.add_parser("load", help="load the national table, or one of your own")
    load.add_argument("file", type=Path, nargs="?", help="CSV: code,name,level,parent")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=places.load_divisions)
    bodies = groups.add_parser("bodies", help="offices, streets, communities, enterprises")
    verbs = bodies.add_subparsers(metavar="VERB", required=True)
    load = verbs.add_parser("load", help="record the bodies of a table")
    load.add_argument("file", type=Path, help="CSV: code,name,kind,division")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=places.load_bodies)


def _import_commands(groups: Groups) -> None:
    group = groups.add_parser("import", help="read an office's files into the register")
    kinds = group.add_subparsers(metavar="KIND", required=True)
    task_list = kinds.add_parser("tasks", help="a campaign's task list (.xlsx)")
    task_list.add_argument("file", type=Path)
    task_list.add_argument("--division", required=True, help="code of the district")
    task_list.add_argument("--check", action="store_true", help="preview only, write nothing")
    task_list.add_argument("--json", action="store_true")
    task_list.set_defaults(run=tasks.import_task_list)


def _data_commands(groups: Groups) -> None:
    verify = groups.add_parser("verify", help="re-compute what the stored data must agree with")
    verify.add_argument("--json", action="store_true")
    verify.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="HASH|FILE",
        help="a published head of the journal, or a file of them: nothing before it has changed",
    )
    verify.add_argument(
        "--archive",
        action="extend",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE|FOLDER",
        help="all archives of retired acts: each is what was sealed, and none is missing",
    )
    verify.set_defaults(run=stored.verify)
    migrate = groups.add_parser("migrate", help="bring the database to this version")
    migrate.set_defaults(run=stored.migrate)
    messages = groups.add_parser("messages", help="translation catalogues")
    verbs = messages.add_subparsers(metavar="VERB", required=True)
    verbs.add_parser("compile", help="compile the .po files").set_defaults(run=stored.compile_texts)


def _calendar_commands(groups: Groups) -> None:
    group = groups.add_parser("calendar", help="the years whose working days are known")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    load = verbs.add_parser("load", help="check a year's table of holidays and take it over")
    load.add_argument("file", type=Path, help="CSV (date,kind,name) or JSON")
    load.add_argument("--year", type=int, help="the year; a JSON file may say it itself")
    load.add_argument("--source", default="", help="number of the State Council's notice")
    load.add_argument("--check", action="store_true", help="check only, write nothing")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=calendar.load)
    show = verbs.add_parser("show", help="the known years and where their tables are from")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=calendar.show)


def _duty_commands(groups: Groups) -> None:
    group = groups.add_parser("duties", help="the duties that follow from the policy")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    write = verbs.add_parser("generate", help="write a district's duties a year ahead, now")
    write.add_argument("--division", required=True, help="code of the district")
    write.add_argument(
        "--from", dest="start", type=given.day, help="first day, the first time only"
    )
    write.add_argument("--json", action="store_true")
    write.set_defaults(run=calendar.generate)


def _journal_commands(groups: Groups) -> None:
    group = groups.add_parser("journal", help="publish the journal's heads, export what is sealed")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    head = verbs.add_parser("head", help="the latest seal of each district, to be kept outside")
    head.add_argument("--json", action="store_true")
    head.set_defaults(run=journal.head)
    export = verbs.add_parser("export", help="sealed acts as JSON lines, verifiable offline")
    export.add_argument("--district", required=True, help="six digits; empty for the installation")
    export.add_argument("--first", type=int, metavar="NUMBER", help="first seal")
    export.add_argument("--last", type=int, metavar="NUMBER", help="last seal")
    export.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")
    export.set_defaults(run=journal.export)
    retire = verbs.add_parser("retire", help="put acts older than LINLI_JOURNAL_DAYS into archives")
    retire.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    retire.add_argument("--check", action="store_true", help="say what would go, write nothing")
    retire.add_argument("--json", action="store_true")
    retire.set_defaults(run=journal.retire)
