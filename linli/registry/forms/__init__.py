"""Forms of the register: they check shape; what is allowed is the services' business."""

from linli.registry.forms.communities import ReorganisationForm
from linli.registry.forms.homes import (
    EndLoginForm,
    OwnerForm,
    OwnerLines,
    SaleForm,
    UnitForm,
    VoterForm,
    owners_named,
)
from linli.registry.forms.places import PLACE_FORMS, EndPlaceForm
from linli.registry.forms.service import (
    AREA_UNIT,
    BasicsForm,
    ClassForm,
    ContractForm,
    DecisionForm,
    EndForm,
    EnterpriseForm,
    EntryForm,
    ExportForm,
    OwnerSearchForm,
    ReadForm,
    RosterForm,
    ServiceForm,
    TraitForm,
)

__all__ = [
    "AREA_UNIT",
    "PLACE_FORMS",
    "BasicsForm",
    "ClassForm",
    "ContractForm",
    "DecisionForm",
    "EndForm",
    "EndLoginForm",
    "EndPlaceForm",
    "EnterpriseForm",
    "EntryForm",
    "ExportForm",
    "OwnerForm",
    "OwnerLines",
    "OwnerSearchForm",
    "ReadForm",
    "ReorganisationForm",
    "RosterForm",
    "SaleForm",
    "ServiceForm",
    "TraitForm",
    "UnitForm",
    "VoterForm",
    "owners_named",
]
