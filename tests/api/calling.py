"""A program that calls the interface: a token of a persona, and requests with JSON."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.test import Client

from linli.accounts import rules
from linli.accounts.data import TokenReach
from linli.accounts.models import User
from linli.accounts.services import tokens
from linli.kernel import clock
from tests import personas


def token_of(login: str, reach: TokenReach = TokenReach.PERSONAL, *, days: int = 30) -> str:
    """A fresh token for the persona's post; for an owner as if there were one, to show that it
    would open nothing.
    """
    with patch.object(rules, "may_have_tokens", return_value=True):
        return tokens.make(
            actor=personas.actor(login),
            at=clock.now(),
            user=User.objects.get(login=login),
            name="test",
            reach=reach,
            days=days,
        )


class Caller:
    """Sends requests with a token; without one, as a stranger."""

    def __init__(
        self,
        login: str = "",
        *,
        token: str = "",
        reach: TokenReach = TokenReach.PERSONAL,
        language: str = "en",
    ) -> None:
        text = token or (token_of(login, reach) if login else "")
        headers = {"accept-language": language}
        if text:
            headers["authorization"] = f"Bearer {text}"
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """Write, under a key of its own unless one is given; an empty key is not sent."""
        named = uuid4().hex if key is None else key
        headers = {"idempotency-key": named} if named else {}
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        return self.client.post(
            f"/api/{path}", data=content, content_type="application/json", headers=headers
        )
