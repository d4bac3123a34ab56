"""The machine is gone: the last archive, the keys and the manual bring the district back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import CHINESE, DESKTOP, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.product import Product
from tests.operations.manual import follow

PAGES = ("/registry/compounds/", "/campaigns/", "/policy/")
KEYS = ("keys.json", "backup.key", "secret_key")


@pytest.fixture
def etc(product: Product, tmp_path: Path) -> Path:
    """What the operator keeps apart from the archives: settings and keys."""
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "linli.env").write_text(f"LINLI_VAR={product.folder}\n", encoding="utf-8")
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Product]:
    """The new machine's installation; nothing is there yet."""
    restored = Product(tmp_path / "elsewhere")
    yield restored
    assert restored.stop() == 0, restored.printed()


def test_the_manual_alone_brings_a_district_back(
    visiting: Visiting,
    product: Product,
    passwords: dict[str, str],
    chromium: Browser,
    etc: Path,
    elsewhere: Product,
    tmp_path: Path,
) -> None:
    officer = visiting("qu-zhujian")
    seen = {path: _seen(officer, path) for path in PAGES}
    backups = tmp_path / "backups"
    places = {"/etc/linli": etc, "/var/backups/linli": backups}
    follow("backup.md", "backup", tmp_path, places)
    (archive,) = backups.iterdir()

    # The new machine: only the archive and what was kept apart from it.
    for name in KEYS:
        shutil.copy(product.folder / name, etc / name)
    shutil.copy(archive, tmp_path / "archive.backup")
    (etc / "linli.env").write_text(
        f"LINLI_VAR={elsewhere.folder}\n"
        f"LINLI_KEYS={etc / 'keys.json'}\n"
        f"LINLI_BACKUP_KEY={etc / 'backup.key'}\n"
        f"LINLI_SECRET_KEY={(etc / 'secret_key').read_text(encoding='ascii')}\n",
        encoding="utf-8",
    )
    said = follow(
        "backup.md",
        "restore",
        tmp_path,
        {"/etc/linli": etc, "/mnt/archive.backup": tmp_path / "archive.backup"},
    )
    assert ", 0 problems." in said

    for name in KEYS:  # `linli up` looks for them in its folder
        shutil.copy(etc / name, elsewhere.folder / name)
    elsewhere.start()
    context = chromium.new_context(locale=CHINESE, viewport={"width": DESKTOP, "height": 800})
    visit = Visit(context, context.new_page(), elsewhere.base_url)
    visit.log_in("qu-zhujian", passwords["qu-zhujian"])
    for path in PAGES:
        assert _seen(visit, path) == seen[path], path
    assert not visit.troubles
    context.close()


def _seen(visit: Visit, path: str) -> list[str]:
    """A page line by line, as it reads."""
    page: Page = visit.open(path)
    expect(page.locator("main")).to_be_visible()
    lines = [" ".join(line.split()) for line in page.locator("main").inner_text().splitlines()]
    return [line for line in lines if line]
