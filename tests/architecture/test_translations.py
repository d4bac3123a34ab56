"""Chinese and English are both complete: no text without its translation, none left over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import polib
import pytest

from tests.architecture.project import assert_none
from tools.messages import Text, apps, catalogue, text_of, texts, translations_of

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
# Texts without a word to translate: separators, names of formats.
WORDLESS = re.compile(r"[^A-Za-z]*|\.?[A-Za-z0-9]{1,5}")


def _entries(app: str) -> list[polib.POEntry]:
    path = catalogue(app)
    return list(polib.pofile(str(path))) if path.exists() else []


def _all_entries() -> Iterator[tuple[str, polib.POEntry]]:
    for app in apps():
        for entry in _entries(app):
            yield app, entry


def test_there_are_texts() -> None:
    assert sum(len(texts(app)) for app in apps()) > 50


@pytest.mark.parametrize("app", list(apps()))
def test_every_text_has_an_entry(app: str) -> None:
    known = {text_of(entry) for entry in _entries(app)}
    missing = {text: place for text, place in texts(app).items() if text not in known}
    assert_none(
        (f"{place}: {text.msgid}" for text, place in missing.items()),
        f"run `make messages` and translate them in {catalogue(app)}",
    )


@pytest.mark.parametrize("app", list(apps()))
def test_no_entry_without_a_text(app: str) -> None:
    used = texts(app)
    gone = [entry.msgid for entry in _entries(app) if text_of(entry) not in used]
    assert_none(gone, "run `make messages`: it removes what no code or template says any more")


def test_every_entry_is_translated() -> None:
    empty = [
        f"{app}: {entry.msgid}"
        for app, entry in _all_entries()
        if not all(text.strip() for text in translations_of(entry)) or entry.fuzzy
    ]
    assert_none(empty, "write the Chinese text in the app's django.po (no fuzzy entries)")


def test_translations_are_chinese_and_sources_english() -> None:
    mixed_up = [
        f"{app}: {entry.msgid} -> {text}"
        for app, entry in _all_entries()
        for text in translations_of(entry)
        if CJK.search(entry.msgid) or not (CJK.search(text) or WORDLESS.fullmatch(entry.msgid))
    ]
    assert_none(mixed_up, "English stands in code and templates, Chinese in the django.po")


def test_translations_keep_the_placeholders() -> None:
    broken = [
        f"{app}: {entry.msgid} -> {text}"
        for app, entry in _all_entries()
        for text in translations_of(entry)
        if not _keeps_placeholders(entry, text)
    ]
    assert_none(broken, "the same placeholders must stand in both languages")


def _keeps_placeholders(entry: polib.POEntry, text: str) -> bool:
    allowed = [
        sorted(PLACEHOLDER.findall(source))
        for source in (entry.msgid, entry.msgid_plural)
        if source
    ]
    return sorted(PLACEHOLDER.findall(text)) in allowed


def test_one_text_has_one_translation() -> None:
    """Django merges the catalogues of all apps: of two translations only one would show."""
    said: dict[Text, dict[str, list[str]]] = defaultdict(dict)
    for app, entry in _all_entries():
        said[text_of(entry)][app] = translations_of(entry)
    torn = [
        f"{text.msgid}: {by_app}"
        for text, by_app in said.items()
        if len({tuple(translations) for translations in by_app.values()}) > 1
    ]
    assert_none(torn, "say the same everywhere, or tell them apart with pgettext / context")
