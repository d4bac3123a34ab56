"""Keeping the translation catalogues in step with the texts, without GNU gettext.

``python -m tools.messages`` brings every ``linli/<app>/locale/zh_Hans/LC_MESSAGES/django.po`` up to
date: new texts are added without a translation, gone ones removed, translations kept. Which texts
there are is read from Python (Babel) and from templates (Django's own reading of its tags).
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from linli.kernel.messages import PACKAGE

LANGUAGE = "zh_Hans"
METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": LANGUAGE,
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Which arguments of which call are the text: Babel's notation, (1, "c") being a context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate, as the code names it."""

    msgid: str
    plural: str = ""
    context: str = ""


def apps(package: Path = PACKAGE) -> Iterator[str]:
    """The packages whose texts belong together: every app, the kernel, config and cli."""
    yield from sorted(path.parent.name for path in package.glob("*/__init__.py"))


def catalogue(app: str, package: Path = PACKAGE) -> Path:
    """Where an app's Chinese texts are."""
    return package / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def texts(app: str, package: Path = PACKAGE) -> dict[Text, str]:
    """Every text of the app with the first place it stands at, in the order of the files."""
    found: dict[Text, str] = {}
    for file in sorted((package / app).rglob("*")):
        if file.suffix not in (".py", ".html", ".txt", ".xml") or "migrations" in file.parts:
            continue
        if file.suffix != ".py" and "templates" not in file.parts:
            continue
        for line, text in _texts_of(file):
            found.setdefault(text, f"{file.relative_to(package.parent)}:{line}")
    return found


def _texts_of(file: Path) -> Iterator[tuple[int, Text]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # What is no text becomes filler in the shape of Python names; its indentation means
        # nothing and would only upset Python's tokenizer.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    stream = io.BytesIO(source.encode())
    for line, message, _, context in extract("python", stream, KEYWORDS, (), {}):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        yield line, Text(singular, plural or "", context or "")


def update(app: str, package: Path = PACKAGE) -> tuple[int, int]:
    """Bring one catalogue up to date; returns how many texts came and how many went."""
    path, wanted = catalogue(app, package), texts(app, package)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {text_of(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = METADATA
    for text in wanted:
        new.append(known.get(text) or _empty(text))
    if wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(path))
    elif path.exists():
        path.unlink()
    return len(wanted.keys() - known.keys()), len(known.keys() - wanted.keys())


def text_of(entry: polib.POEntry) -> Text:
    """The text an entry of a catalogue translates."""
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def translations_of(entry: polib.POEntry) -> list[str]:
    """What an entry says in Chinese; one text, also where English has two forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _empty(text: Text) -> polib.POEntry:
    return polib.POEntry(
        msgid=text.msgid,
        msgid_plural=text.plural,
        msgctxt=text.context or None,
        msgstr_plural={0: ""} if text.plural else {},
    )


def main() -> None:
    """Update all catalogues and say what changed and what still lacks a translation."""
    missing: dict[str, int] = defaultdict(int)
    for app in apps():
        came, went = update(app)
        if came or went:
            print(f"{app}: {came} texts new, {went} gone")
        path = catalogue(app)
        for entry in polib.pofile(str(path)) if path.exists() else ():
            missing[app] += not all(translations_of(entry))
    for app, count in missing.items():
        if count:
            print(f"{app}: {count} texts lack a translation")


if __name__ == "__main__":
    main()
