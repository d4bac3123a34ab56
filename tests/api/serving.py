"""A group of web servers, forked off a process that has read the product already.

Reading it takes longer than anything else that happens between two kills. ``python -m
tests.api.kills --cold`` starts the servers as an operator does, from nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

FLAGS = {"workers": 2, "threads": 4, "worker_class": "gthread", "loglevel": "critical"}

Stop = Callable[[], None]


def warm(port: int) -> Stop:
    """Start a group on the port; returns what kills all of it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["linli.config.wsgi", "linli.config.urls"])
    group: ForkServerProcess = context.Process(target=_serve, args=(port,), daemon=False)
    group.start()
    return lambda: _kill(group.pid, group.join)


def cold(port: int) -> Stop:
    """The same from nothing."""
    flags = [f"--{name.replace('_', '-').replace('loglevel', 'log-level')}={value}"
             for name, value in FLAGS.items()]  # fmt: skip
    command = (sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}",
               "--no-control-socket", *flags, "linli.config.wsgi")  # fmt: skip
    group = subprocess.Popen(command, start_new_session=True)
    return lambda: _kill(group.pid, group.wait)


def _serve(port: int) -> None:
    """Lead a group of one's own, and serve in it."""
    from gunicorn.app.base import BaseApplication

    from linli.config.wsgi import application

    class Servers(BaseApplication):  # type: ignore[misc]  # gunicorn declares no types
        def load_config(self) -> None:
            for name, value in FLAGS.items():
                self.cfg.set(name, value)
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("control_socket_disable", True)

        def load(self) -> object:
            return application

    os.setsid()
    Servers().run()


def _kill(leader: int | None, wait: Callable[[], object]) -> None:
    if leader is None:
        raise RuntimeError("the group was never started")
    os.killpg(leader, signal.SIGKILL)
    wait()
