from django.urls import path

from linli.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.duty_list, name="list"),
    path("calendar/", views.calendar, name="calendar"),
    path("<uuid:public_id>/", views.duty, name="duty"),
]
