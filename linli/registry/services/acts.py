"""What every act on a compound shares: fetching it locked, its journal row, its policy words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, NotFound
from linli.policy import selectors as policy
from linli.policy.data import Vocabulary
from linli.registry.data import COMPOUND
from linli.registry.models import Compound


def locked_compound(*, actor: Actor, public_id: UUID) -> Compound:
    """The compound with its community, locked until the transaction ends. Raises NotFound."""
    found: Compound | None = (
        Compound.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("community")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such compound in your scope."))
    return found


def record(
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    compound: Compound,
    data: dict[str, Any],
    release: str = "",
) -> None:
    """Write an act done to a compound into the journal. ``data`` holds no contact data."""
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(COMPOUND, str(compound.public_id), compound.name),
        division=compound.community_id,
        district=compound.district,
        data=data,
        release=release,
    )


def require_terms(*, key: str, codes: Iterable[str], division: str, on: date) -> str:
    """Refuse codes that the policy's vocabulary does not hold here; gives its release.

    Raises NotConfigured where the policy has no such vocabulary, else BadInput.
    """
    found = policy.provision(Vocabulary, key, division=division, on=on)
    unknown = [code for code in codes if found.body.term(code) is None]
    if unknown:
        raise BadInput(
            _("The policy in force here does not know: %(codes)s.") % {"codes": ", ".join(unknown)},
            clause=found.citation.clause,
            remedy=_("Choose one of: %(codes)s.")
            % {"codes": ", ".join(term.code for term in found.body.terms)},
        )
    return found.release
