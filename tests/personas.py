"""The people of the tests: the demonstration's personas, each with a fixed post.

``shancheng`` is the street officer at home, ``dianzi`` the stranger from the next town, ``None``
the visitor without a login.
"""

from __future__ import annotations

from django.test import Client

from linli.accounts import selectors
from linli.accounts.models import User
from linli.cli.personas import PERSONAS
from linli.kernel import clock
from linli.kernel.actors import Actor

LOGINS = tuple(persona.login for persona in PERSONAS)


def actor(login: str) -> Actor:
    """The persona as services and selectors receive it, today."""
    found = selectors.actor_for(User.objects.get(login=login), clock.today())
    assert found is not None, f"{login} holds no post on {clock.today()}"
    return found


def client(login: str | None = None, *, language: str = "zh-hans") -> Client:
    """A browser of the persona, logged in; errors of the server come back as pages."""
    browser = Client(headers={"accept-language": language}, raise_request_exception=False)
    if login is not None:
        browser.force_login(User.objects.get(login=login))
    return browser
