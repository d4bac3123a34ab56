"""Django's session engine over our own table: see docs/adr/0006.

A session is a row that knows its user, when it began and when it was last used. The cookie holds
a key, the row its digest, so a copy of the database opens no session. Whether a session is over is
decided by ``services.sessions`` for every request; this module only loads and stores.
"""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from linli.accounts.models import Session
from linli.kernel import clock


class SessionStore(SessionBase):
    """The session of one request."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: Session | None = None
        self.device = ""

    @property
    def row(self) -> Session | None:
        """What is known of this session; None for a visitor without one. One query, once."""
        self._values()
        return self._row

    def load(self) -> dict[str, Any]:
        """The stored values; empty, and without a key, when the session has ended."""
        self._row = self._stored().first()
        if self._row is None:
            self._session_key = None
            return {}
        return dict(self.decode(self._row.data))

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(key_digest=_digest(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a fresh key, which nobody knew before."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # no stub
        self._row = self._begin()
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Store the values. A session that was ended meanwhile is not brought back."""
        if self.session_key is None:
            self.create()
        elif must_create:
            self._row = self._begin()
        elif not self._stored().update(**self._columns()):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_digest=_digest(key)).delete()

    def _begin(self) -> Session:
        at = clock.now()
        try:
            with transaction.atomic():
                return Session.objects.create(
                    key_digest=_digest(self.session_key),
                    device=self.device,
                    started_at=at,
                    seen_at=at,
                    proved_at=at,
                    **self._columns(new=True),
                )
        except IntegrityError:
            raise CreateError from None

    def _columns(self, *, new: bool = False) -> dict[str, Any]:
        values = self._values(no_load=new)
        return {"data": self.encode(values), "user_id": values.get(SESSION_KEY)}

    def _values(self, *, no_load: bool = False) -> dict[str, Any]:
        found = self._get_session(no_load=no_load)  # type: ignore[attr-defined]  # no stub
        return cast(dict[str, Any], found)

    def _stored(self) -> QuerySet[Session]:
        return Session.objects.filter(key_digest=_digest(self.session_key))

    @classmethod
    def clear_expired(cls) -> None:
        """Nothing to do here: every use of a session sweeps those that are over."""


def _digest(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()
