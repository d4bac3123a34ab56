"""Forms as a browser has them: what a page was opened with, and what is sent from it."""

from __future__ import annotations

from typing import Any

from django.test import Client


def opened(client: Client, address: str, form: str = "form") -> dict[str, Any]:
    """What a browser would send of a form that was opened and not touched."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    said = {bound.html_name: bound.value() for bound in answer.context[form]}
    read = answer.context[form]["replaces"]
    assert f'name="{read.html_name}" value="{read.value()}"' in answer.content.decode(), (
        "the page prints the version it was opened with"
    )
    return {name: _typed(value) for name, value in said.items() if value not in (None, False)}


def version(client: Client, address: str) -> dict[str, str]:
    """Only which version the page was opened with, for tests that fill in the rest."""
    return {"replaces": opened(client, address)["replaces"]}


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [str(item) for item in value]
    return "on" if value is True else str(value)
