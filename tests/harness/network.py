"""No test reaches beyond this machine: a connection anywhere else fails at once."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class OutboundConnection(AssertionError):
    """A test, or the code it runs, tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def no_outbound_connections() -> Iterator[None]:
    """Refuse every connection but loopback and local sockets."""
    with pytest.MonkeyPatch.context() as patch:
        connect = socket.socket.connect

        def guarded(self: socket.socket, address: Any) -> None:
            if self.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
                raise OutboundConnection(f"connection to {address} refused by the test harness")
            connect(self, address)

        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
