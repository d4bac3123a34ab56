"""The front-end files we carry: which package and version they are, and that nobody changed them.

``python -m tools.assets`` brings them anew with the npm client, checks each package against the
integrity recorded here, and copies the few files we use with their licence. To update one, change
version and integrity (``npm view NAME@VERSION dist.integrity``), run it, and record the digests it
prints; ``tests/tools/test_assets.py`` compares them. Nothing of npm is needed at run time.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Manifest storage would look for the map that a released file names and we do not carry.
SOURCE_MAP = re.compile(rb"\n?/[/*][#@] sourceMappingURL=[^\n*]*(?:\*/)?\n?")


@dataclass(frozen=True)
class File:
    """One file of a package: its path inside, where we keep it, the digest of our copy."""

    inside: str
    target: str
    sha256: str


@dataclass(frozen=True)
class Package:
    """One package of the npm registry at one version."""

    name: str
    version: str
    integrity: str
    files: tuple[File, ...]


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "sha512-20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        (
            File(
                "dist/css/bootstrap.min.css",
                "linli/kernel/static/vendor/bootstrap/bootstrap.min.css",
                "c9bc71775fc1b123988415e6c828399584f23cc950131d381eaad9e37c075a04",
            ),
            File(
                "LICENSE",
                "linli/kernel/static/vendor/bootstrap/LICENSE",
                "bc0cd18d94c028f1c0b62ec9fdaddcb9921c1e07c29cf52dc7df8cca9daf2488",
            ),
        ),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        (
            File(
                "axe.min.js",
                "tests/journeys/vendor/axe.min.js",
                "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
            ),
            File(
                "LICENSE",
                "tests/journeys/vendor/axe.LICENSE",
                "af175b9d96ee93c21a036152e1b905b0b95304d4ae8c2c921c7609100ba8df7e",
            ),
        ),
    ),
)


def fetch(package: Package, folder: Path) -> dict[str, bytes]:
    """The files we use of a package, as we keep them. Raises ValueError on another integrity."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True
    )
    archive = folder / f"{package.name}-{package.version}.tgz"
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise ValueError(f"{package.name} {package.version} is not what is recorded: {digest}")
    contents = {}
    with tarfile.open(archive) as packed:
        for file in package.files:
            member = packed.extractfile(f"package/{file.inside}")
            if member is None:
                raise ValueError(f"{package.name} {package.version} has no {file.inside}")
            contents[file.target] = SOURCE_MAP.sub(b"", member.read())
    return contents


def main() -> None:
    """Bring every file and print the digests to record."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            for target, content in fetch(package, Path(folder)).items():
                (ROOT / target).write_bytes(content)
                print(f"{hashlib.sha256(content).hexdigest()}  {target}")


if __name__ == "__main__":
    main()
