"""Texts for the territory's enums and acts."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "territory.bodies.load": _("loaded a table of bodies"),
    "territory.division.open": _("opened a local division"),
    "territory.division.end": _("ended a division merged into another"),
    "territory.divisions.load": _("loaded a table of divisions"),
}
