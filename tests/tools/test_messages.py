"""The catalogues follow the texts, and lose no translation on the way."""

from __future__ import annotations

import os
from pathlib import Path

import polib
import pytest

from linli.kernel.messages import compile_catalogues
from tools.messages import Text, catalogue, texts, update


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A product of one app with texts in Python and in a template."""
    app = tmp_path / "product" / "shop"
    (app / "templates" / "shop").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "labels.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'A = _("Open")\n'
        'B = ngettext("%(n)s day", "%(n)s days", 2)\n'
        'C = pgettext("of a door", "Open")\n',
        encoding="utf-8",
    )
    (app / "templates" / "shop" / "page.html").write_text(
        '{% load i18n %}<p title="{% translate "Close" %}">\n'
        "   {% blocktranslate with name=user %}Hello {{ name }}, it's 5 %{% endblocktranslate %}\n"
        ' {% if x %}{{ _("Aside") }}{% endif %} it\'s "unbalanced (\n</p>\n',
        encoding="utf-8",
    )
    return tmp_path / "product"


def _entry(book: polib.POFile, msgid: str) -> polib.POEntry:
    entry = book.find(msgid)
    assert entry is not None
    return entry


def test_texts_of_python_and_templates(package: Path) -> None:
    assert set(texts("shop", package)) == {
        Text("Open"),
        Text("%(n)s day", plural="%(n)s days"),
        Text("Open", context="of a door"),
        Text("Close"),
        Text("Hello %(name)s, it's 5 %%"),
        Text("Aside"),
    }


def test_update_adds_keeps_and_removes(package: Path) -> None:
    assert update("shop", package) == (6, 0)
    book = polib.pofile(str(catalogue("shop", package)))
    _entry(book, "Close").msgstr = "关闭"
    book.save()
    (package / "shop" / "labels.py").write_text("", encoding="utf-8")
    assert update("shop", package) == (0, 3)
    book = polib.pofile(str(catalogue("shop", package)))
    assert {entry.msgid for entry in book} == {"Close", "Hello %(name)s, it's 5 %%", "Aside"}
    assert _entry(book, "Close").msgstr == "关闭"


def test_an_app_without_texts_has_no_catalogue(package: Path) -> None:
    update("shop", package)
    (package / "shop" / "labels.py").unlink()
    (package / "shop" / "templates" / "shop" / "page.html").unlink()
    assert update("shop", package) == (0, 6)
    assert not catalogue("shop", package).exists()


def test_compiles_what_changed_and_only_that(package: Path) -> None:
    update("shop", package)
    source = catalogue("shop", package)
    book = polib.pofile(str(source))
    _entry(book, "Close").msgstr = "关闭"
    book.save()
    assert compile_catalogues(package) == [source.with_suffix(".mo")]
    compiled = polib.mofile(str(source.with_suffix(".mo"))).find("Close")
    assert compiled is not None
    assert compiled.msgstr == "关闭"
    assert compile_catalogues(package) == []
    later = source.stat().st_mtime + 60
    os.utime(source, (later, later))
    assert compile_catalogues(package) == [source.with_suffix(".mo")]
