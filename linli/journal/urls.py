from django.urls import path

from linli.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.act_list, name="list"),
    path("<uuid:public_id>/", views.act_page, name="act"),
]
