"""Asks the pages of a production installation for their headers; run as a program of its own.

Prints one JSON object per address: status, headers, cookies with their attributes. Settings are
fixed when Django starts, so this cannot run inside the tests' own process.
"""

from __future__ import annotations

import json
import sys

import django
from django.test import Client, override_settings

# The names of collected static files are not what is looked at; nothing was collected.
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def answers(addresses: list[str]) -> None:
    """GET every address over HTTPS, then switch language and type size."""
    # A page that needs the database answers with the page of a fault: it has its headers, too.
    client = Client(SERVER_NAME="linli.example", raise_request_exception=False)
    for address in addresses:
        method, _space, path = address.partition(" ")
        send = client.get if method == "GET" else client.post
        data = {"language": "en", "large": "1"} if method == "POST" else {}
        response = send(path, data, secure=True)
        print(  # noqa: T201 - the program's output
            json.dumps(
                {
                    "address": address,
                    "status": response.status_code,
                    "headers": dict(response.items()),
                    "cookies": [morsel.OutputString() for morsel in response.cookies.values()],
                }
            )
        )


if __name__ == "__main__":
    django.setup()
    with override_settings(STORAGES=PLAIN_STATIC):
        answers(sys.argv[1:])
