"""``linli backup`` and ``linli restore``."""

from __future__ import annotations

from argparse import Namespace

from linli.cli import demo
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.operations.backups import making, restoring


def make(options: Namespace) -> int:
    """Make a backup; 1 when it is whole but a stored file was found damaged and left out."""
    demo.keep_its_date()
    made = making.make(folder=options.to, at=clock.now())
    removed = []
    if options.keep is not None:
        removed = making.thin_out(folder=options.to, keep=options.keep)
    if options.json:
        answer({"ok": not made.damaged, **made.as_dict(), "removed": [str(p) for p in removed]})
        return int(bool(made.damaged))
    say(f"{made.path}: {made.size:,} bytes, {made.files} files, {made.manifest.acts} acts")
    for name in made.damaged:
        say(f"    left out, its content is damaged: file {name}")
    for path in removed:
        say(f"    removed: {path}")
    return int(bool(made.damaged))


def restore(options: Namespace) -> int:
    """Restore an archive, or with ``--check`` only read it; 1 when the checks find problems."""
    if options.check:
        return _examine(options)
    restored = restoring.restore(archive=options.archive, at=clock.now())
    demo.keep_its_date()
    if options.json:
        answer(restored.as_dict())
        return int(bool(restored.problems))
    manifest = restored.contents.manifest
    say(
        f"Restored as of {manifest.made_at}: {manifest.acts} acts, "
        f"{len(restored.contents.files)} files."
    )
    say(f"{restored.examined} items verified, {len(restored.problems)} problems.")
    for problem in restored.problems:
        say(f"    {problem.where}: {problem.what}")
    return int(bool(restored.problems))


def _examine(options: Namespace) -> int:
    contents = restoring.examine(archive=options.archive)
    told = {"files": len(contents.files), "damaged_files": list(contents.damaged)}
    if options.json:
        answer({"ok": not contents.damaged, **contents.manifest.summary(), **told})
    else:
        say(f"Whole and usable here: {contents.manifest.acts} acts, {told['files']} files,")
        say(f"made {contents.manifest.made_at}. Nothing was written.")
    return int(bool(contents.damaged))
