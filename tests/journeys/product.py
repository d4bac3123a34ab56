"""The product as its users run it: ``linli up`` in a folder of its own, nothing replaced."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

START_SECONDS = 180
STOP_SECONDS = 30


@dataclass(frozen=True)
class Child:
    """A process of a running district, and what it was called with."""

    process: int
    command: bytes


@dataclass
class Product:
    """One running district: SQLite file, web server and worker below ``folder``."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    port: int = field(default_factory=lambda: _free_port())

    @property
    def base_url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str) -> None:
        """Start it and wait until it answers; what it printed is the message when it does not."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_linli(), "up", "--port", str(self.port), *options],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"linli up did not answer:\n{self.printed()[-4000:]}")

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns the exit code. Nothing of it may go on running."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(STOP_SECONDS)
        self.process = None
        return code

    def run(self, *arguments: str) -> Any:
        """Run ``linli`` beside it with ``--json``; returns what it printed, read."""
        done = subprocess.run(
            [*_linli(), *arguments, "--json"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, f"linli {' '.join(arguments)} printed nothing: {done.stderr}"
        return json.loads(done.stdout)

    def passwords(self) -> dict[str, str]:
        """The password of each login, as the product tells them."""
        return {persona["login"]: persona["password"] for persona in self.run("demo")["personas"]}

    def run_module(self, module: str) -> str:
        """Run a module of the tests on the same data; returns what it printed."""
        return subprocess.run(
            [sys.executable, "-m", module],
            env={**self._environment, "DJANGO_SETTINGS_MODULE": "linli.config.settings"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def copy(self, folder: Path) -> Product:
        """Another one, stopped, with the same data. Only for one that is stopped itself."""
        assert self.process is None
        shutil.copytree(self.folder, folder)
        return Product(folder)

    def children(self) -> list[Child]:
        """The processes that ``linli up`` keeps: web server and worker."""
        assert self.process is not None
        return [
            Child(number, Path(f"/proc/{number}/cmdline").read_bytes())
            for number in _children(self.process.pid)
        ]

    def spent(self) -> float:
        """Seconds of processor time of ``linli up`` and all it started, since it started."""
        assert self.process is not None
        ticks, waiting = 0, [self.process.pid]
        while waiting:
            process = waiting.pop()
            waiting += _children(process)
            # After the name in brackets: user and system time, its own and of children gone.
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
        return ticks / os.sysconf("SC_CLK_TCK")

    def printed(self) -> str:
        """Everything it has printed so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.folder / "linli-up.log"

    @property
    def _environment(self) -> dict[str, str]:
        outside = ("LINLI_", "DJANGO_", "DATABASE_URL", "PYTEST_")
        inherited = {key: os.environ[key] for key in os.environ if not key.startswith(outside)}
        return {**inherited, "LINLI_VAR": str(self.folder)}

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.base_url}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            return False


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in listed.split()]


def _linli() -> list[str]:
    return [sys.executable, "-m", "linli.cli"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
