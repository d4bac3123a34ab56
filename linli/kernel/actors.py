"""Who acts: the one value that views build and every service receives."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """A post in office at this moment: what it is called, where it reaches, what it may do.

    ``scope`` is a division prefix (GB/T 2260): everything whose division code starts with it is
    in reach. ``enterprise_id`` narrows the reach to the compounds the enterprise serves.
    """

    user_id: str
    post_id: str
    role: str
    title: str
    body_id: str
    body_name: str
    body_kind: str
    district: str
    scope: str
    enterprise_id: str = ""
    rights: frozenset[str] = field(default_factory=frozenset)

    def may(self, right: str) -> bool:
        """Whether the post carries this right (``app.verb``)."""
        return right in self.rights

    def require(self, right: str) -> None:
        """Refuse with 403 unless the post carries the right."""
        if right not in self.rights:
            raise Forbidden(
                _("Your post does not carry the right to do this."),
                code="missing_right",
                remedy=_("Ask the district housing authority if your post should have it."),
                right=right,
            )


def system_actor(district: str, rights: frozenset[str] = frozenset()) -> Actor:
    """The actor of scheduled and operator work in one district; it has only the rights given."""
    return Actor(
        user_id="system",
        post_id="system",
        role="system",
        title="系统",
        body_id="system",
        body_name="邻里",
        body_kind="system",
        district=district,
        scope=district,
        rights=rights,
    )
