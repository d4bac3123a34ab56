"""Running the product: the demonstration in one command, the worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import Namespace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command

from linli.cli import demo
from linli.cli.output import say
from linli.config.logs import catch_the_rest
from linli.jobs.worker import Worker
from linli.kernel import clock
from linli.kernel.errors import Conflict
from linli.operations.startup import require_safe

START_PATIENCE_SECONDS = 30
STOP_PATIENCE_SECONDS = 10


def up(options: Namespace) -> int:
    """Bring the demonstration up and keep it running until Ctrl-C or SIGTERM."""
    require_safe()
    _require_free_port(options.port)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    say("Preparing the database ...")
    call_command("migrate", verbosity=0)
    demo.prepare(
        today=options.today,
        with_lists=not options.without_lists,
        districts=options.district,
    )
    base_url = f"http://127.0.0.1:{options.port}"
    environment = {
        **os.environ,
        "LINLI_BASE_URL": base_url,
        "LINLI_CLOCK_OFFSET_DAYS": str(clock.offset_days()),
    }
    demo.remember_address(base_url)
    processes = [
        subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - ours
        for command in (_web_command(options.port), _worker_command())
    ]
    return _watch(processes, base_url)


def worker(options: Namespace) -> int:
    """Run background jobs until stopped; what is under way then is finished or given back."""
    catch_the_rest()
    require_safe()
    running = Worker()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: running.stop())
    running.run()
    return 0


def _web_command(port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers=2",
        "--threads=4",
        "--preload",  # the parts of the product are loaded once, before the workers part
        "--worker-class=gthread",
        "--no-control-socket",
        "--log-level=warning",
        "linli.config.wsgi",
    ]


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "linli.cli", "worker"]


def _watch(processes: list[subprocess.Popen[bytes]], base_url: str) -> int:
    """Announce the address once it answers; stop everything when asked, or when one part dies."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    if _answers(f"{base_url}/healthz", stopping):
        demo.announce(base_url)
    while not stopping.wait(0.5) and all(process.poll() is None for process in processes):
        pass
    failed = not stopping.is_set()
    _stop(processes)
    say("A part stopped by itself; everything was stopped." if failed else "Stopped.")
    return 1 if failed else 0


def _answers(url: str, stopping: threading.Event) -> bool:
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while time.monotonic() < deadline and not stopping.wait(0.1):
        try:
            with urlopen(url, timeout=2) as response:  # noqa: S310 - our own loopback address
                return bool(response.status == 200)
        except (URLError, OSError):
            continue
    return False


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Conflict(
                f"Port {port} of this machine is in use.",
                remedy=f"Stop what uses it, or choose another: linli up --port {port + 1}",
            ) from None
