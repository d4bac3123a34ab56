"""A throwaway PostgreSQL for tests: made in a temporary folder, on loopback, gone afterwards.

``python -m tools.postgres COMMAND ...`` runs the command with DATABASE_URL pointing at it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import need

START_SECONDS = 60
STOP_SECONDS = 30


@contextmanager
def throwaway() -> Iterator[str]:
    """A running server with an empty database; yields its URL and removes every trace after.

    The server refuses to run as root, so root starts it as the system user ``postgres``.
    Durability is off (fsync), everything else as in production. Only the process started here is
    ever stopped. Raises tools.need.Missing where the server programs are not installed.
    """
    programs = need.postgres_programs()
    if programs is None:
        raise need.Missing(f"No PostgreSQL server here. Run:\n  {need.command(need.missing())}")
    folder = Path(tempfile.mkdtemp(prefix="linli-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        password = _initialise(programs, folder, user)
        port = _free_port()
        server = _start(programs, folder, user, port)
        try:
            _wait(server, folder, port)
            yield f"postgresql://linli:{password}@127.0.0.1:{port}/postgres"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder)


def _initialise(programs: Path, folder: Path, user: str | None) -> str:
    password = secrets.token_hex(16)
    file = folder / "password"
    file.write_text(password, encoding="ascii")
    if user:
        shutil.chown(file, user)
    file.chmod(0o600)
    subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=linli",
            f"--pwfile={file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return password


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(programs: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "60",
    }
    options = [f"-c{name}={value}" for name, value in settings.items()]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _wait(server: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    """Until the server accepts connections; its own log is the message when it does not."""
    ready = folder / "data" / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        # The last line of the pid file is the server's own word on its state.
        if ready.exists() and ready.read_text(encoding="utf-8").rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{log[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": ends sessions, then shuts down
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(arguments: list[str]) -> int:
    """Run the command with DATABASE_URL set; its exit code is ours."""
    # A polite kill must not leave the server behind: leave through the context manager.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with throwaway() as url:
            return subprocess.run(
                arguments, env={**os.environ, "DATABASE_URL": url}, check=False
            ).returncode
    except need.Missing as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
