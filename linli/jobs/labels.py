"""Texts of job states and of the acts about jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.jobs.data import State

STATES = {
    State.WAITING: _("waiting"),
    State.RUNNING: _("running"),
    State.DONE: _("done"),
    State.REFUSED: _("refused"),
    State.PARKED: _("failed"),
    State.CANCELLED: _("cancelled"),
}
TONES = {
    State.WAITING: "quiet",
    State.RUNNING: "info",
    State.DONE: "ok",
    State.REFUSED: "bad",
    State.PARKED: "bad",
    State.CANCELLED: "quiet",
}
VERBS = {
    "jobs.park": _("set aside background work that kept failing"),
    "jobs.refuse": _("refused background work whose authority had ended"),
    "jobs.cancel": _("cancelled background work"),
    "jobs.retry": _("had failed background work tried again"),
}
# What the worker does by itself, as the operator reads it.
PERIODIC = {
    "jobs.prune": _("forgetting work that ended long ago"),
}
