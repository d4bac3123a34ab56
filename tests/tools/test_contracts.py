"""The import rules fire: each planted import breaks the contract it should break."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

APPS = ("upper", "lower", "kernel")
MODULES = ("data", "rules", "querysets", "models", "selectors", "services", "views")


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A product of two apps and a kernel, under our own .importlinter with its apps replaced."""
    (tmp_path / "linli").mkdir()
    (tmp_path / "linli" / "__init__.py").touch()
    for app in APPS:
        folder = tmp_path / "linli" / app
        folder.mkdir()
        for module in ("__init__", *MODULES, "ids", "messages", "periods", "ratios"):
            if app == "kernel" or module in ("__init__", *MODULES):
                (folder / f"{module}.py").touch()
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    config["importlinter:contract:apps"]["layers"] = "\nupper\nlower\nkernel"
    with (tmp_path / ".importlinter").open("w", encoding="utf-8") as file:
        config.write(file)
    return tmp_path


def broken(product: Path) -> list[str]:
    """Names of the contracts that the product breaks."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=product,
        env={"PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = [line for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert verdicts, done.stdout + done.stderr
    assert (done.returncode == 0) == (not any(line.endswith(" BROKEN") for line in verdicts))
    return [line.removesuffix(" BROKEN") for line in verdicts if line.endswith(" BROKEN")]


def test_an_empty_product_breaks_nothing(product: Path) -> None:
    assert broken(product) == []


@pytest.mark.parametrize(
    ("module", "line", "contracts"),
    [
        ("lower/services", "from linli.upper import data", ["Apps form one stack"]),
        ("kernel/ids", "from linli.lower import data", ["Apps form one stack"]),
        ("lower/rules", "from linli.lower import data", []),
        ("lower/selectors", "from linli.lower import services", ["Inside an app"]),
        ("lower/models", "from linli.lower import querysets", []),
        ("lower/querysets", "from linli.lower.models import Thing", []),
        ("lower/rules", "from django.db import models", ["data and rules"]),
        ("lower/data", "from linli.lower import models", ["Inside an app", "data and rules"]),
        ("kernel/periods", "import django", ["The kernel's calculations"]),
        ("upper/services", "from linli.lower import selectors, services, data", []),
        ("upper/services", "from linli.lower import models", ["Apps meet only"]),
        ("upper/services", "from linli.lower.rules import decide", ["Apps meet only"]),
        ("upper/views", "from linli.kernel import ratios", []),
        ("lower/helpers", "", ["Inside an app"]),
    ],
)
def test_planted_import(product: Path, module: str, line: str, contracts: list[str]) -> None:
    (product / "linli" / f"{module}.py").write_text(line + "\n", encoding="utf-8")
    found = broken(product)
    assert len(found) == len(contracts)
    assert all(name.startswith(start) for name, start in zip(found, contracts, strict=True))
