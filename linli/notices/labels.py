"""Texts for the acts of notices."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "notices.notice.send": _("sent a notice"),
    "notices.notice.read": _("read a notice"),
    "notices.notices.take_over": _("took over the notices of a body that has ended"),
}
