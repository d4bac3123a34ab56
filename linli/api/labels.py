"""Texts of the interface: its subjects, and what can be wrong with a request."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from linli.kernel.web import PUBLIC, SIGNED_IN


class Tag(StrEnum):
    """What operations are about; the reading page and the description group by it."""

    SELF = "self"
    PLACES = "places"
    COMPOUNDS = "compounds"
    CONTRACTS = "contracts"
    ENTERPRISES = "enterprises"
    OWNERS = "owners"
    ROSTERS = "rosters"
    CAMPAIGNS = "campaigns"
    REPORTS = "reports"
    DUTIES = "duties"
    NOTICES = "notices"
    POLICY = "policy"
    JOURNAL = "journal"
    PUBLICATIONS = "publications"
    JOBS = "jobs"


# What each right of an operation lets a post do.
RIGHTS: Mapping[str, object] = {
    PUBLIC: _("for everybody"),
    SIGNED_IN: _("every post"),
    "campaigns.import": _("take over task lists"),
    "campaigns.report": _("make and file progress reports"),
    "campaigns.review": _("return filed reports"),
    "campaigns.view": _("see campaigns and tasks"),
    "campaigns.work": _("plan and carry out tasks"),
    "contracts.edit": _("enter and change service contracts"),
    "disclosure.publish": _("publish to residents"),
    "duties.record": _("say that a duty is done"),
    "duties.view": _("see duties"),
    "duties.workdays": _("load holidays and working days"),
    "journal.view": _("read the journal of acts"),
    "notices.view": _("read notices of the own post"),
    "policy.activate": _("put policy releases in force"),
    "policy.view": _("read the policy"),
    "registry.accesses": _("see who looked at an owner's data"),
    "registry.edit": _("enter and change compounds and enterprises"),
    "registry.export_ask": _("ask for owners' data as a file"),
    "registry.invite": _("give an owner a login, end it"),
    "registry.owners": _("look up owners, masked"),
    "registry.reorganise": _("merge and split communities, transfer compounds"),
    "registry.roster": _("hand in rosters; enter units, owners, parking spaces and premises"),
    "registry.unmask": _("read an owner's number in full, with a reason"),
    "registry.view": _("see compounds, enterprises and contracts"),
}
TAGS: Mapping[Tag, object] = {
    Tag.SELF: _("Who calls"),
    Tag.PLACES: _("Divisions and bodies"),
    Tag.COMPOUNDS: _("Compounds"),
    Tag.CONTRACTS: _("Service contracts"),
    Tag.ENTERPRISES: _("Enterprises"),
    Tag.OWNERS: _("Buildings, units, owners"),
    Tag.ROSTERS: _("Rosters"),
    Tag.CAMPAIGNS: _("Campaigns and tasks"),
    Tag.REPORTS: _("Progress reports"),
    Tag.DUTIES: _("Duties"),
    Tag.NOTICES: _("Notices"),
    Tag.POLICY: _("Policy"),
    Tag.JOURNAL: _("Journal of acts"),
    Tag.PUBLICATIONS: _("Publications"),
    Tag.JOBS: _("Background work"),
}

OTHER_FAULT = _("This value cannot be taken.")
FAULTS: Mapping[str, object] = {
    "extra_forbidden": _("There is no such field."),
    "missing": _("This field is missing."),
    "repeated": _("This is given more than once."),
    "control_characters": _("Control characters are not allowed."),
    "not_json": _("The body is no JSON that can be read."),
    "no_body": _("This operation takes no body."),
    "not_multipart": _("The body is no form with a file that can be read."),
    "idempotency_key": _("Every request that changes something names itself by this header."),
    "cursor": _("This is not the cursor of a page of this list."),
    "day": _("This is no day."),
    "uuid_parsing": _("This is no id."),
    "int_parsing": _("This is no whole number."),
    "int_type": _("This is no whole number."),
    "bool_type": _("This is neither true nor false."),
    "bool_parsing": _("This is neither true nor false."),
    "string_type": _("This is no text."),
    "string_too_short": _("This text is too short."),
    "string_too_long": _("This text is too long."),
    "string_pattern_mismatch": _("This text is not of the shape that is asked for."),
    "greater_than": _("This number is too small."),
    "greater_than_equal": _("This number is too small."),
    "less_than": _("This number is too large."),
    "less_than_equal": _("This number is too large."),
    "literal_error": _("This is none of the values allowed."),
    "enum": _("This is none of the values allowed."),
    "list_type": _("This is no list."),
    "dict_type": _("This is no object."),
    "model_attributes_type": _("This is no object."),
    "model_type": _("This is no object."),
    "one_target": _("Name either a community there is or a new one."),
    "one_enterprise": _("Name either an enterprise of the register or a new one."),
    "too_long": _("This list is too long."),
    "too_short": _("This list is too short."),
}
