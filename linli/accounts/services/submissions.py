"""What is sent twice counts once: each request that changes something has a key of its sender.

The key, what was sent, the effect and the answer commit together. Whoever sends the same again
gets the same answer; whoever sends something else under the same key is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import Answer
from linli.accounts.models import Submission
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict
from linli.kernel.sealed import open_bytes, seal_bytes


@transaction.atomic
def once(
    *,
    actor: Actor,
    at: datetime,
    key: str,
    digest: str,
    act: Callable[[], Answer],
    keeps: bool = True,
) -> Answer:
    """Do the act unless it was done under this key; either way its answer.

    ``digest`` is the hash of everything that was asked. A refusal undoes the key with the rest,
    so that the same request may be sent again once its reason is gone. Of many at once the first
    holds the row, the others wait for its end. Raises Conflict when the key was used for
    something else, or so long ago that the answer is no longer kept. With ``keeps`` False it is
    never kept: what may be handed out a single time does not lie here for a second.
    """
    row, is_new = Submission.objects.get_or_create(
        user_id=actor.user_id, key=key, defaults={"digest": digest, "at": at}
    )
    if not is_new:
        return _repeated(row, digest)
    answer = act()
    row.status = answer.status
    if keeps:
        row.answer = seal_bytes(answer.body, context_of(row=row))
    row.save(update_fields=["status", "answer"])
    return answer


def forget_answers(*, at: datetime) -> int:
    """Empty answers that nobody will ask for again; the keys stay. Returns how many. Periodic."""
    old = Submission.objects.filter(at__lt=at - rules.ANSWER_LIFE).exclude(answer=b"")
    return old.update(answer=b"")


def _repeated(row: Submission, digest: str) -> Answer:
    if row.digest != digest:
        raise Conflict(
            _("This key has been used for another request."),
            code="key_used",
            remedy=_("Give every new request a key of its own."),
        )
    sealed = bytes(row.answer)
    if not sealed:
        raise Conflict(
            _("This request was carried out before; its answer is no longer kept."),
            code="done_before",
        )
    return Answer(row.status, open_bytes(sealed, context_of(row=row)))


def context_of(*, row: Submission) -> str:
    """What an answer is sealed for: exactly this submission."""
    return f"accounts.submission.{row.pk}"
