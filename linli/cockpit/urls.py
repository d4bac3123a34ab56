from django.urls import path

from linli.cockpit import views

app_name = "cockpit"
urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("cockpit/", views.district, name="district"),
    path("filing/", views.filing, name="filing"),
]
