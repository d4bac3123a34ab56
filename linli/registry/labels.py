"""Texts for the register's enums, faults and acts."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from linli.registry.data import (
    AreaSource,
    Basis,
    DateFault,
    ExportState,
    OwnerKind,
    ParkingKind,
    PersonalField,
    PlaceChange,
    PlaceSort,
    PremisesKind,
    PremisesSource,
    RosterState,
    ShareFault,
    Tenure,
    TraitKind,
    UsccFault,
    Use,
)

FAILING = _("Rules that would break")
OWN_READING = _("looked up by the owner")


def own_reading() -> str:
    """The reason recorded when owners look at their own numbers: the same in every language, so
    that the record does not depend on who reads; pages say it in the reader's.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return str(OWN_READING)


VERBS = {
    "registry.compound.register": _("entered the compound in the register"),
    "registry.compound.edit": _("corrected the basics of the compound"),
    "registry.compound.served": _("recorded the compound as served"),
    "registry.trait.set": _("set a trait of the compound"),
    "registry.communities.merge": _("merged communities"),
    "registry.communities.split": _("split a community"),
    "registry.communities.transfer": _("transferred compounds to another community"),
    "registry.enterprise.register": _("entered the enterprise in the register"),
    "registry.enterprise.edit": _("corrected the enterprise"),
    "registry.contract.sign": _("registered a service contract"),
    "registry.contract.enter": _("recorded the enterprise's entry"),
    "registry.contract.amend": _("amended a service contract"),
    "registry.contract.end": _("closed a service contract"),
    "registry.roster.hand_in": _("handed in a roster"),
    "registry.roster.confirm": _("confirmed the differences of a roster"),
    "registry.roster.take_over": _("took a roster over into the register"),
    "registry.roster.drop": _("gave a roster up"),
    "registry.unit.register": _("entered the unit in the register"),
    "registry.unit.edit": _("corrected the unit"),
    "registry.unit.owners": _("recorded a change of owners"),
    "registry.unit.voter": _("designated the voter of a unit"),
    "registry.parking.register": _("entered a parking space"),
    "registry.parking.change": _("changed a parking space"),
    "registry.parking.end": _("ended a parking space"),
    "registry.premises.register": _("entered a room of the service or committee"),
    "registry.premises.change": _("changed a room of the service or committee"),
    "registry.premises.end": _("ended a room of the service or committee"),
    "registry.owner.edit": _("corrected the owner's entry"),
    "registry.owner.invite": _("gave the owner a link to log in"),
    "registry.owner.end_login": _("ended the owner's login"),
    "registry.export.ask": _("asked for owners' data as a file"),
    "registry.export.approve": _("approved a file with owners' data"),
    "registry.export.refuse": _("refused a file with owners' data"),
    "registry.export.hand_out": _("was handed a file with owners' data"),
}

TRAITS: Mapping[str, object] = {
    TraitKind.CLASS: _("Class"),
    TraitKind.MODE: _("Management mode"),
    TraitKind.KIND: _("Kind of compound"),
}

BASES: Mapping[str, object] = {
    Basis.TASK_LIST: _("task list"),
    Basis.CONTRACT: _("service contract"),
}

USCC_FAULTS: Mapping[UsccFault, object] = {
    UsccFault.LENGTH: _("The credit code does not have 18 characters."),
    UsccFault.ALPHABET: _("The credit code holds a character that such codes never have."),
    UsccFault.ORGANISATION_DIGIT: _(
        "The check digit of the organisation code inside (17th character) does not fit."
    ),
    UsccFault.CHECK_DIGIT: _("The check digit (18th character) does not fit."),
}

DATE_FAULTS: Mapping[DateFault, object] = {
    DateFault.ENDS_BEFORE_START: _("The contract ends before it begins."),
    DateFault.ENDS_BEFORE_SIGNING: _("The contract ends before it was signed."),
    DateFault.ENTERS_AFTER_END: _("The enterprise enters after the contract has ended."),
}

USES: Mapping[str, object] = {
    Use.RESIDENTIAL: _("residential"),
    Use.COMMERCIAL: _("commercial"),
    Use.GARAGE: _("garage"),
    Use.OTHER: _("other use"),
}

AREA_SOURCES: Mapping[str, object] = {
    AreaSource.UNKNOWN: _("source not recorded"),
    AreaSource.REGISTER: _("land register"),
    AreaSource.SURVEY: _("survey"),
    AreaSource.CONTRACT: _("sales contract"),
}

PLACE_SORTS: Mapping[str, object] = {
    PlaceSort.PARKING: _("Parking spaces"),
    PlaceSort.PREMISES: _("Rooms of service and committee"),
}

PLACE_CHANGES: Mapping[str, object] = {
    PlaceChange.MERGE: _("Merge communities"),
    PlaceChange.SPLIT: _("Split a community"),
    PlaceChange.TRANSFER: _("Transfer compounds"),
}

PARKING_KINDS: Mapping[str, object] = {
    ParkingKind.GROUND: _("above ground"),
    ParkingKind.UNDERGROUND: _("underground"),
    ParkingKind.MECHANICAL: _("mechanical"),
}

TENURES: Mapping[str, object] = {
    Tenure.UNKNOWN: _("not recorded"),
    Tenure.OWNED: _("bought by an owner"),
    Tenure.RENTED: _("let"),
    Tenure.SHARED: _("owned by all owners"),
    Tenure.CIVIL_DEFENCE: _("civil defence"),
    Tenure.DEVELOPER: _("the developer's"),
}

PREMISES_KINDS: Mapping[str, object] = {
    PremisesKind.SERVICE: _("property service"),
    PremisesKind.COMMITTEE: _("owners' committee"),
}

PREMISES_SOURCES: Mapping[str, object] = {
    PremisesSource.UNKNOWN: _("not recorded"),
    PremisesSource.PLANNED: _("built as planned"),
    PremisesSource.HANDED_OVER: _("handed over by the developer"),
    PremisesSource.RENTED: _("rented"),
    PremisesSource.OTHER: _("other"),
}

OWNER_KINDS: Mapping[str, object] = {
    OwnerKind.PERSON: _("person"),
    OwnerKind.ORGANISATION: _("organisation"),
    OwnerKind.DEVELOPER: _("developer"),
}

PERSONAL_FIELDS: Mapping[PersonalField, object] = {
    PersonalField.ID_NUMBER: _("ID number"),
    PersonalField.PHONE: _("Telephone"),
}

SHARE_FAULTS: Mapping[ShareFault, object] = {
    ShareFault.NOBODY: _("Name at least one owner."),
    ShareFault.NO_NAME: _("Every owner has a name."),
    ShareFault.BEYOND_WHOLE: _("A share is more than nothing and at most the whole."),
    ShareFault.NOT_THE_WHOLE: _("The shares do not make up the whole."),
    ShareFault.SOME_UNKNOWN: _(
        "Enter the share of every co-owner, or of none where they own jointly."
    ),
    ShareFault.TWO_VOTERS: _("One co-owner votes for all, not two."),
    ShareFault.TWICE: _("The same owner is named twice."),
}

ROSTER_STATES: Mapping[str, tuple[object, str]] = {
    RosterState.RECEIVED: (_("being checked"), "info"),
    RosterState.REFUSED: (_("cannot be read"), "bad"),
    RosterState.FAULTY: (_("to be mended"), "bad"),
    RosterState.READY: (_("waits for confirmation"), "warn"),
    RosterState.SAME: (_("nothing new"), "quiet"),
    RosterState.CONFIRMED: (_("being written"), "info"),
    RosterState.WRITTEN: (_("in the register"), "ok"),
    RosterState.DROPPED: (_("given up"), "quiet"),
}
"""What a roster's state is called, and its tone."""

EXPORT_STATES: Mapping[str, tuple[object, str]] = {
    ExportState.ASKED: (_("waits for a decision"), "warn"),
    ExportState.APPROVED: (_("approved"), "info"),
    ExportState.REFUSED: (_("refused"), "bad"),
    ExportState.HANDED_OUT: (_("handed out"), "quiet"),
}
# What the worker does by itself, as the operator reads it.
PERIODIC = {
    "registry.retention": _("giving up rosters never finished"),
}
