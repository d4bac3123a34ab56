"""How the public figures came about, in words a resident can check."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.explain import Explanation, Input
from linli.portal.data import Share

PUBLIC_PAGES = gettext_lazy("Public pages")


def explain_coverage(share: Share) -> Explanation:
    """The explanation of a share: both numbers, the division, when it stood so."""
    unit = _("compounds")
    steps: tuple[str, ...] = ()
    if share.percent is not None:
        steps = (f"{share.covered} ÷ {share.total} = {share.percent} %",)
    return Explanation(
        title=_("Coverage of %(place)s") % {"place": share.name},
        value=share.percent,
        unit="%",
        inputs=(
            Input(_("Compounds with a property service"), share.covered, unit),
            Input(_("Residential compounds in all"), share.total, unit),
        ),
        steps=steps,
        as_of=share.as_of,
        note=_("The share of residential compounds that have a property service, to two places."),
    )
