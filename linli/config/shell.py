"""What the frame around every page shows: navigation by right, who and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.standing import standing
from linli.notices import selectors as notices
from linli.registry.data import OWN
from linli.territory import selectors as territory


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the left rail: shown to posts that carry the right (empty: to every office)."""

    label: object
    route: str
    right: str
    icon: str

    def is_for(self, actor: Actor) -> bool:
        """Whether a post finds it in its rail. Owners hold no office and have nothing to do."""
        return actor.may(self.right) if self.right else not actor.may(OWN)


NAVIGATION: tuple[tuple[object, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_("To do"), "cockpit:workbench", "", "inbox"),
            Entry(_("My entry in the register"), "registry:own", OWN, "person"),
            Entry(_("Duty calendar"), "duties:calendar", "duties.view", "calendar3"),
            Entry(_("Cockpit"), "cockpit:district", "cockpit.view", "columns-gap"),
        ),
    ),
    (
        _("Compounds"),
        (
            Entry(_("Compound files"), "registry:compounds", "registry.view", "buildings"),
            Entry(
                _("Enterprises and contracts"), "registry:enterprises", "registry.view", "briefcase"
            ),
            Entry(_("Campaigns"), "campaigns:list", "campaigns.view", "flag"),
            Entry(_("Owners"), "registry:owners", "registry.owners", "people"),
            Entry(_("Rosters"), "registry:rosters", "registry.roster", "file-earmark-spreadsheet"),
        ),
    ),
    (
        _("Governance"),
        (
            Entry(_("Publications"), "disclosure:list", "disclosure.publish", "megaphone"),
            Entry(_("Who has filed"), "cockpit:filing", "cockpit.view", "list-check"),
        ),
    ),
    (
        _("Administration"),
        (
            Entry(_("Logins"), "accounts:users", "accounts.view", "person"),
            Entry(_("Changes of rights"), "accounts:changes", "accounts.view", "check2-square"),
            Entry(_("Logins and administrators"), "accounts:acts", "accounts.audit", "shield-lock"),
            Entry(_("State of the system"), "operations:state", "operations.view", "gear"),
        ),
    ),
    (
        _("Basis"),
        (
            Entry(_("Policy clauses"), "policy:index", "policy.view", "journal-text"),
            Entry(_("Journal of acts"), "journal:list", "journal.view", "shield-check"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame. At most two queries for a logged-in post."""
    actor = standing(request).actor
    context: dict[str, Any] = {
        "large_type": request.COOKIES.get(settings.LARGE_TYPE_COOKIE_NAME) == "1",
        "demo_date": clock.today() if settings.DEMO and clock.offset_days() else None,
    }
    if actor is not None:
        place = territory.ancestors(actor.district)
        context |= {
            "nav": _navigation(request, actor),
            "district_name": "".join(division.name for division in place[-2:]),
            "post": actor.title,
            "body": actor.body_name,
            "other_posts": [
                post for post in standing(request).posts if str(post.public_id) != actor.post_id
            ],
            "unread": notices.unread_count(actor),
            "notices_url": _url("notices:list") if actor.may("notices.view") else "",
            "search_url": _url("registry:compounds") if actor.may("registry.view") else "",
        }
    return {"shell": context}


def _navigation(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    groups = []
    for label, entries in NAVIGATION:
        items = [
            {
                "label": entry.label,
                "url": url,
                "icon": entry.icon,
                "current": request.path == url or (url != "/" and request.path.startswith(url)),
                "count": None,
            }
            for entry in entries
            if entry.is_for(actor) and (url := _url(entry.route))
        ]
        if items:
            groups.append({"label": label, "items": items})
    return groups


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
