from django.urls import path, register_converter
from django.urls.converters import StringConverter

from linli.portal import views


class DistrictCode(StringConverter):
    """Six digits of GB/T 2260."""

    regex = "[0-9]{6}"


class DivisionCode(StringConverter):
    """A division below a district; local codes carry an X."""

    regex = "[0-9]{6}[0-9X]{1,14}"


register_converter(DistrictCode, "district_code")
register_converter(DivisionCode, "division_code")

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("compounds/<uuid:public_id>/", views.compound, name="compound"),
    path("publications/<uuid:public_id>/", views.publication, name="publication"),
    path("<district_code:code>/", views.district, name="district"),
    path("<district_code:code>/publications/", views.publication_list, name="publications"),
    path(
        "<district_code:code>/communities/<division_code:key>/", views.community, name="community"
    ),
]
