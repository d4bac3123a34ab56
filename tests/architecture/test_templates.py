"""Templates stay in their app and speak only through the catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, app_of, assert_none, templates

REFERENCE = re.compile(r"""{%\s*(?:extends|include)\s+["'](?P<template>[^"']+)["']""")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
CJK = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
# What is the same in every language: the product, file formats, the languages' own names.
NAMES = {"linli", "xlsx", "docx", "pdf", "utf", "en", "english", "邻", "邻里", "中", "中文"}
# Blocks that fill an attribute, not the page.
CLASS_BLOCK = re.compile(r"{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
CARD_CELL = re.compile(r"<td([^>]*)data-label=\"[^\"]*\"[^>]*>(.*)</td>")
WRAPPED = re.compile(r"<(?:span|div)>")
ERROR_PAGE = re.compile(r"[45]\d\d\.html")


def _html() -> list[Path]:
    return [path for path in templates() if path.suffix == ".html"]


class _Literals(HTMLParser):
    """Collects text and spoken attributes that no translation tag stands around."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "code", "svg")
        self.found += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "svg")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def untranslated(source: str) -> Iterator[str]:
    """The literal words of a template that would stay English in Chinese."""
    parser = _Literals()
    for pattern in (COMMENT, TRANSLATED, CLASS_BLOCK, TAG):
        source = pattern.sub(" ", source)
    parser.feed(source)
    for text in parser.found:
        if any(word.lower() not in NAMES for word in WORD.findall(text)):
            yield " ".join(text.split())


def test_templates_use_only_their_own_and_the_kernels() -> None:
    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates()
        for name in REFERENCE.findall(path.read_text(encoding="utf-8"))
        if name.split("/")[0] not in (app_of(path), "kernel")
    ]
    assert_none(foreign, "a template extends or includes only its own app's and kernel's")


def test_templates_lie_under_their_apps_name() -> None:
    astray = [
        path.relative_to(ROOT)
        for path in templates()
        for inside in [path.parts[path.parts.index("templates") + 1]]
        if inside not in (app_of(path), "django") and not ERROR_PAGE.fullmatch(inside)
    ]
    assert_none(astray, "templates of an app lie in linli/<app>/templates/<app>/")


def test_templates_hold_no_chinese() -> None:
    chinese = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in _html()
        for found in CJK.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
        if found.group() not in NAMES
    ]
    assert_none(chinese, "write English in {% translate %} and Chinese in the django.po")


def test_templates_hold_no_untranslated_words() -> None:
    plain = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in _html()
        for text in untranslated(path.read_text(encoding="utf-8"))
    ]
    assert_none(plain, 'put the words into {% translate "..." %}')


def test_a_cell_that_becomes_a_line_of_a_card_holds_one_thing() -> None:
    """On phones a cell stands beside its label: what it holds of several lines is wrapped in one
    element, or each would become a column of its own."""
    scattered = [
        f"{path.relative_to(ROOT)}: {cell[:80]}"
        for path in _html()
        for opening, cell in CARD_CELL.findall(path.read_text("utf-8"))
        if "key" not in opening
        and re.search(r"<br>|<div\b", cell)
        and not (WRAPPED.match(cell) and cell.endswith(("</span>", "</div>")))
    ]
    assert_none(scattered, "wrap what the cell holds in a <span> or <div>")


def test_templates_run_no_inline_script_or_style() -> None:
    """The content security policy forbids them; they would fail silently."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.I)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in _html()
        for match in inline.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert_none(found, "scripts and styles are files under static/")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }}</p>', []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<input placeholder="Search">', ["Search"]),
        ('<a class="btn" href="/x/">{# note #}.xlsx</a>', []),
        ("{% comment %}Words{% endcomment %}<!-- more -->", []),
    ],
)
def test_the_search_for_plain_words(source: str, words: list[str]) -> None:
    assert list(untranslated(source)) == words
